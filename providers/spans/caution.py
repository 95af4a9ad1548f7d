"""Whether the words ask for what a model says they ask for; the grammar's caution holds for every provider."""

import re
from enum import Enum
from typing import NamedTuple

from core.ability import AbilitySpec
from providers.rules.mood import begins_with_request, keep_what_is_asked
from providers.rules.scoring import score_phrases
from providers.rules.sentence import Place, Sentence

_CLAUSE_MARK = re.compile(r"[,;.!?:\n]")


class Asked(Enum):
    """How far the words ask for it."""

    YES = "yes"
    DOUBTFUL = "doubtful"
    NO = "no"


class Verdict(NamedTuple):
    """What may be read, and how sure it is that it is asked for."""

    asked: Asked
    sentence: Sentence


def judge_mood(sentence: Sentence, spec: AbilitySpec, *, words: Place, is_refused_before: bool) -> Verdict:
    """Refused, reported and wondered about is not asked for, whatever a model made of it.

    Args:
        sentence: the stretch of the text that belongs to the wish, the rest blank.
        spec: what the model takes it for.
        words: the wish itself.
        is_refused_before: whether the wish before it was refused, so that this one may only go on from there.
    """
    if is_refused_before and not begins_with_request(Sentence(sentence.text.strip(" ,;.!?"), sentence.context)):
        return Verdict(Asked.NO, sentence)
    if not spec.slots:
        return Verdict(Asked.YES, sentence)
    kept = keep_what_is_asked(sentence, spec)
    if kept is not None:
        return Verdict(Asked.YES, kept)
    if score_phrases(spec, sentence) > 0:
        return Verdict(Asked.NO, sentence)
    # The grammar knows no word for this ability here, so what it heard refused may be something else.
    clause = Sentence(sentence.text[_clause_start(sentence.text, words.start) : words.end].strip(), sentence.context)
    is_request = begins_with_request(clause) and keep_what_is_asked(clause, spec) is not None
    return Verdict(Asked.DOUBTFUL if is_request else Asked.NO, sentence)


def _clause_start(text: str, at: int) -> int:
    return max((mark.end() for mark in _CLAUSE_MARK.finditer(text, 0, at)), default=0)
