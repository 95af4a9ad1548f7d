"""Where the cues of the abilities are unsure, the wording model is asked too.

Cues that are sure keep the say, so that ordinary sentences take no longer. Where a cue speaks for an ability and the
model for another, the confidence falls. Where none does, what the model finds is a guess: the person hears it before
anything is done or kept, and words that may tell or ask rather than wish are not guessed from.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.ability import AbilitySpec
from providers.rules.mood import asks_for_nothing, keep_what_is_asked
from providers.rules.roles import MEDICINE, is_past, only_looks
from providers.rules.scoring import TEMPERATURE, THRESHOLD, Scored, confidence_in, score_unheard
from providers.rules.sentence import Sentence
from providers.rules.wording.features import wording_of
from providers.rules.wording.model import load_model

FALLBACK_INTENT = "other"
_SURE, _APART = 0.8, 0.25  # a score that needs no second opinion, if it is so far ahead of the next
_LEAST_CHANCE = 0.4  # of a guess
_WEIGHT = 0.5  # of the model's logarithms beside the scores of the cues
_FLOOR = 0.005  # nothing is quite impossible
_MOST_GUESSED = 0.45  # too little to be done without a read-back, or to object to a language model's reading
_TELLS = re.compile(
    r"\b(?:forgot|forgotten|missed|(?:might|may|must|could) have|looks|feels|seems|hurts|aches|makes me)\b"
    r"|\b(?:i|we|you|he|she|they|(?:my|our|the) \w+)(?: already| just)? (?!need|want)\w{2,}ed\b"
)
_ADVICE = re.compile(r"\bhow\b|\b(?:can|could|may|should|must) (?:i|we|he|she)\b")
_QUESTION = re.compile(
    r"\b(?:how|why|what|which|who|should|is|are|do|does|did|will)\b|\b(?:can|could|may|might|would) (?!you\b)|\btell me about\b"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """An ability as it was chosen.

    Attributes:
        is_guessed: whether the cues alone would not have chosen it.
    """

    scored: Scored
    confidence: float
    is_guessed: bool = False


def choose(sentence: Sentence, ranked: Sequence[Scored], specs: Sequence[AbilitySpec]) -> Choice | None:
    """The ability that is asked for: the best of those with a cue (`ranked`, best first), or the one that the model finds."""
    best = ranked[0] if ranked and ranked[0].score >= THRESHOLD else None
    if best and _is_sure(ranked):
        return Choice(best, confidence_in(best, ranked))
    chances = _chances(sentence, specs)
    if best:
        return Choice(best, min(confidence_in(best, ranked), _share_of(best, ranked, chances)))
    guess = _guess(sentence, ranked, specs, chances)
    if guess is None or _weigh(guess, chances) <= _weigh_fallback(chances):
        return None
    return Choice(guess, min(_share_of(guess, [guess], chances), _MOST_GUESSED), is_guessed=True)


def _is_sure(ranked: Sequence[Scored]) -> bool:
    best, *others = ranked
    return best.score >= _SURE and all(best.score - other.score >= _APART for other in others[:1])


def _chances(sentence: Sentence, specs: Sequence[AbilitySpec]) -> Mapping[str, float]:
    """By intent; what nobody here can do is for the fallback."""
    chances = load_model().probabilities(wording_of(sentence))
    able = {spec.intent for spec in specs} - {FALLBACK_INTENT}
    known = {intent: chance for intent, chance in chances.items() if intent in able}
    return known | {FALLBACK_INTENT: 1 - sum(known.values())}


def _weigh(scored: Scored, chances: Mapping[str, float]) -> float:
    """An ability that the model has no sentences of has the chance of the likeliest: its cues speak for it alone."""
    chance = chances.get(scored.spec.intent, max(chances.values()))
    return math.exp(scored.score / TEMPERATURE) * max(chance, _FLOOR) ** _WEIGHT


def _weigh_fallback(chances: Mapping[str, float]) -> float:
    return math.exp(THRESHOLD / TEMPERATURE) * max(chances[FALLBACK_INTENT], _FLOOR) ** _WEIGHT


def _share_of(best: Scored, ranked: Sequence[Scored], chances: Mapping[str, float]) -> float:
    rivals = sum(_weigh(each, chances) for each in ranked)
    return round(_weigh(best, chances) / (rivals + _weigh_fallback(chances)) * best.trust, 3)


def _guess(
    sentence: Sentence, ranked: Sequence[Scored], specs: Sequence[AbilitySpec], chances: Mapping[str, float]
) -> Scored | None:
    """The likeliest ability, if it is likely enough and something is asked of it."""
    intent = max(chances, key=lambda each: chances[each])
    spec = next((each for each in specs if each.intent == intent), None)
    if spec is None or intent == FALLBACK_INTENT or chances[intent] < _LEAST_CHANCE:
        return None
    if not spec.slots:
        return score_unheard(spec, sentence)
    asked = _asked(sentence, spec)
    hinted = next((each for each in ranked if each.spec is spec), None) if asked is sentence else None
    scored = hinted or (score_unheard(spec, asked) if asked else None)
    return scored if scored and (scored.found.details or scored.found.ambiguous) else None


def _asked(sentence: Sentence, spec: AbilitySpec) -> Sentence | None:
    """What is left of the words; None where they may but tell of it, or ask for advice on a medicine.

    What was done is never guessed: a dose that is wrongly taken for given is one that nobody asks about any more.
    """
    lowered, is_medical = sentence.lowered, any(slot.name == MEDICINE for slot in spec.slots)
    if only_looks(spec):
        return None if is_medical and _ADVICE.search(lowered) else keep_what_is_asked(sentence, spec)
    is_asked_about = is_medical and _QUESTION.search(lowered)
    is_told = is_past(spec) or _TELLS.search(lowered) or asks_for_nothing(sentence)
    return None if is_asked_about or is_told else sentence
