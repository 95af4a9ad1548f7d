"""How much the cues of an ability speak for it in a sentence."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.ability import AbilitySpec, SlotKind, SlotSpec
from providers.rules.cues import CueLine, Cues, read_cues
from providers.rules.once import OncePerObject, once
from providers.rules.roles import FAMILY, MEDICINE, holds_professionals
from providers.rules.sentence import Sentence

_FURTHER_PHRASE = 0.2  # how much a second phrase adds to the best


def find_likely(specs: Sequence[AbilitySpec], sentence: Sentence) -> Sequence[AbilitySpec]:
    """The abilities without those of which it is plain that nothing speaks for them."""
    if sentence.has_names:
        return specs
    owners = _owners_of(specs)
    bits = sentence.cue_line.fitting & owners.bits
    likely: set[int] = set()
    while bits:
        lowest = bits & -bits
        bits ^= lowest
        likely |= owners.by_length[lowest.bit_length()]
    return [specs[place] for place in sorted(likely)] if likely else ()


def score_phrases(spec: AbilitySpec, sentence: Sentence) -> float:
    """The weightiest cue, a little for each further one, less what speaks against it (negative weights)."""
    score = sentence.scores.get(spec.intent)
    if score is None:
        score = sentence.scores[spec.intent] = _score(spec, _said(spec, sentence))
    return score


def _said(spec: AbilitySpec, sentence: Sentence) -> CueLine:
    """The words of the cues, with what a stored thing or hairdresser is ("perm", "stylist") in place of its name; nobody is a medicine."""
    if not sentence.has_names:
        return sentence.cue_line
    line = _in_common_words(spec, sentence)
    return sentence.cue_line if line == sentence.cue_line.text else CueLine(line)


def _in_common_words(spec: AbilitySpec, sentence: Sentence) -> str:
    line = sentence.cue_line.text
    for slot in spec.slots:
        for known in sentence.names.get(slot.name, ()):
            words = " ".join(sentence.lowered[known.place.start : known.place.end].split())
            if kind := _kind_of(slot, words, sentence):
                line = re.sub(rf"\b{re.escape(words)}\b", kind, line)
    if any(slot.name == MEDICINE for slot in spec.slots):
        for known in (known for name in FAMILY for known in sentence.names.get(name, ())):
            words = " ".join(sentence.lowered[known.place.start : known.place.end].split())
            line = re.sub(rf"\b{re.escape(words)}\b", "somebody", line)
    return line


def _kind_of(slot: SlotSpec, words: str, sentence: Sentence) -> str | None:
    """The common word for a stored name; None where it says itself what it is, or may be somebody else."""
    values = [value.lower() for value in slot.slot.values]
    if slot.slot.kind is SlotKind.CHOICE and values and not any(value in words for value in values):
        return values[0]
    others = (known.name.lower() for name in FAMILY for known in sentence.names.get(name, ()))
    return slot.name if holds_professionals(slot) and words not in others else None


def _score(spec: AbilitySpec, said: CueLine) -> float:
    weights = said.weights_of(_cues_of(spec))
    if len(weights) <= 1:
        return weights[0] if weights else 0.0
    speaking_for = sorted((weight for weight in weights if weight > 0), reverse=True)
    against = sum(weight for weight in weights if weight < 0)
    return speaking_for[0] + _FURTHER_PHRASE * sum(speaking_for[1:]) + against


def compile_phrases(specs: Sequence[AbilitySpec]) -> None:
    """Compile the cues of the abilities, so that no sentence is the first that needs one; `re.error` where one is no pattern."""
    for spec in specs:
        _cues_of(spec).compile()


@once
def _cues_of(spec: AbilitySpec) -> Cues:
    return read_cues(spec.cues.phrases)


class _Owners(NamedTuple):
    """The bits of all that speaks for any ability, and by the length of each the places of the abilities that it speaks for."""

    bits: int
    by_length: Mapping[int, frozenset[int]]


@OncePerObject
def _owners_of(specs: Sequence[AbilitySpec]) -> _Owners:
    places: dict[int, set[int]] = {}
    bits = 0
    for place, spec in enumerate(specs):
        cues = _cues_of(spec)
        bits |= cues.speaking_for
        for length, cue in cues.by_length.items():
            if cue.weight > 0:
                places.setdefault(length, set()).add(place)
    return _Owners(bits, {length: frozenset(owners) for length, owners in places.items()})
