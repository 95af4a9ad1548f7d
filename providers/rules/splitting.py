"""Several wishes in one sentence: "book a table for two on Friday and tell my daughter"."""

import re
from collections.abc import Sequence

from core.ability import AbilitySpec, SlotKind
from providers.base import ParseContext
from providers.rules.phrases import score_phrases
from providers.rules.scoring import Scored, rank
from providers.rules.sentence import Sentence

MOST_WISHES = 3
_JOINT = re.compile(
    r"\s*(?:[,;.!?]\s*)?\b(?:and(?: then| also| please)*|then|also|plus|after that)\s+|\s*[;.!?]\s+"
    r"|\s*,\s+(?=(?:please\s+)?(?:remind|tell|text|message|let|book|reserve|cancel|move|change|set|wake|add|put|find|make|send|note)\b)",
    re.IGNORECASE,
)
_MOST_JOINTS = 8
_SURE = 0.5  # a half must have so much by its cues alone
_VERY_SURE = 0.9  # and so much where it may be the end of what the first half says
_POINTS_BACK = re.compile(r"^\W*\w+\s+(?:him|her|them|it)\b")


def split_wishes(text: str, *, context: ParseContext, specs: Sequence[AbilitySpec]) -> list[Sentence]:
    """The wishes in the order they were said; one if the halves don't stand by themselves."""
    parts: list[Sentence] = []
    rest = Sentence(text, context)
    while len(parts) < MOST_WISHES - 1:
        halves = _split_once(rest, specs)
        if halves is None:
            break
        parts.append(halves[0])
        rest = halves[1]
    return [*parts, rest]


def _split_once(sentence: Sentence, specs: Sequence[AbilitySpec]) -> tuple[Sentence, Sentence] | None:
    able = [spec for spec in specs if spec.slots]
    joints = [joint for _, joint in zip(range(_MOST_JOINTS), _JOINT.finditer(sentence.text), strict=False)]
    for joint in joints:
        first = Sentence(sentence.text[: joint.start()], sentence.context)
        second = Sentence(sentence.text[joint.end() :], sentence.context)
        if all(_stands(half, able) for half in (second, first)) and _are_apart(first, second, able):
            return first, second
    return None


def _stands(half: Sentence, specs: Sequence[AbilitySpec]) -> bool:
    return any(score_phrases(spec, half) >= _SURE for spec in specs)


def _are_apart(first: Sentence, second: Sentence, specs: Sequence[AbilitySpec]) -> bool:
    """Whether the halves are two wishes: of two kinds, or each complete; and the second no part of the first's words."""
    former, latter = rank(first, specs)[0], rank(second, specs)[0]
    if former.spec.intent == latter.spec.intent:
        return bool(former.spec.required) and former.completeness == latter.completeness == 1.0
    if not _ends_in_free_words(former, first):
        return True
    return latter.phrases >= _VERY_SURE and not _POINTS_BACK.match(second.lowered)


def _ends_in_free_words(scored: Scored, sentence: Sentence) -> bool:
    texts = [each.name for each in scored.spec.slots if each.slot.kind is SlotKind.TEXT]
    places = [scored.found.places[name] for name in texts if name in scored.found.places]
    return any(not sentence.text[place.end :].strip(" ,") for place in places)
