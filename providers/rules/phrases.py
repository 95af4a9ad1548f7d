"""How much the cues of an ability speak for it in a sentence."""

import re
from functools import lru_cache

from core.ability import AbilitySpec
from providers.rules.sentence import Sentence

_FURTHER_PHRASE = 0.2  # how much a second phrase adds to the best


def score_phrases(spec: AbilitySpec, sentence: Sentence) -> float:
    """The weightiest cue, a little for each further one, less what speaks against it (negative weights)."""
    if spec.intent not in sentence.scores:
        sentence.scores[spec.intent] = _score(spec, sentence.cue_line)
    return sentence.scores[spec.intent]


def _score(spec: AbilitySpec, said: str) -> float:
    weights = [weight for pattern, weight in spec.cues.phrases if compile_phrase(pattern).search(said)]
    speaking_for = sorted((weight for weight in weights if weight > 0), reverse=True)
    if not speaking_for:
        return 0.0
    against = sum(weight for weight in weights if weight < 0)
    return speaking_for[0] + _FURTHER_PHRASE * sum(speaking_for[1:]) + against


@lru_cache(maxsize=4096)
def compile_phrase(pattern: str) -> re.Pattern[str]:
    """A cue, compiled once."""
    return re.compile(pattern)
