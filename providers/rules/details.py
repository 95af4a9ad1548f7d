"""The details of one ability in a sentence, slot by slot in the order in which words are spoken for."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from core.ability import AbilitySpec, SlotKind, SlotSpec
from providers.rules.changes import find_bare_shifts, find_old_values
from providers.rules.counts import fill_count
from providers.rules.findings import Findings
from providers.rules.known_by import fill_known_by
from providers.rules.names import fill_name
from providers.rules.once import OncePerAbility
from providers.rules.reminded import settle_reminded
from providers.rules.roles import find_spoken, is_shift, replaces
from providers.rules.sentence import Place, Sentence, slots_of
from providers.rules.shifts import Shift, fill_shift
from providers.rules.texts import fill_choice, fill_text
from providers.rules.times import fill_times, spans_of

_Fill: TypeAlias = Callable[[SlotSpec, Findings], None]
_FILLERS: Mapping[SlotKind, _Fill] = {
    SlotKind.COUNT: fill_count,
    SlotKind.NAME: fill_name,
    SlotKind.CHOICE: fill_choice,
    SlotKind.TEXT: fill_text,
}


def read_details(spec: AbilitySpec, sentence: Sentence) -> Findings:
    """What the sentence says of this ability; times in words that are passed on, and old values, are not the task's."""
    olds: list[Place] = []
    shifts: list[Shift] = []
    if replaces(spec):
        olds, shifts = find_old_values(sentence, spec), find_bare_shifts(sentence, spec)
        sentence = sentence.without(olds)
    found = _fill(spec, sentence, taken=olds)
    for slot in _shifts(spec):
        fill_shift(slot, found, shifts=shifts)
    if replaces(spec):
        fill_known_by(found, olds)
    spoken = find_spoken(spec)
    place = found.places.get(spoken.name) if spoken else None
    if spoken and place and any(place.overlaps(Place(span.start, span.end)) for span in spans_of(found.reading, spec)):
        found = _fill(spec, sentence.without([place]), taken=[*olds, place])
        words = sentence.text[place.start : place.end]
        found.put(spoken.name, words, words, place=place)
    return found


def _fill(spec: AbilitySpec, sentence: Sentence, *, taken: Sequence[Place]) -> Findings:
    """Times first, since their words mean nothing else; then counts, names ("Sushi Zen") before choices ("sushi"), free words last."""
    found = Findings(spec, sentence)
    found.taken += taken
    fill_times(found.reading, found)
    for fill, slot in _fillers(spec):
        fill(slot, found)
    settle_reminded(found)
    for text in slots_of(spec, SlotKind.TEXT):
        if text in found.details:
            found.details[text] = found.details.pop(text)
    return found


@OncePerAbility
def _shifts(spec: AbilitySpec) -> list[SlotSpec]:
    return [slot for slot in spec.slots if is_shift(slot)]


@OncePerAbility
def _fillers(spec: AbilitySpec) -> list[tuple[_Fill, SlotSpec]]:
    """Which slot is filled how, in this order; amounts first: "2 tablets of paracetamol" is how much, then what."""
    slots = [slot for slot in sorted(spec.slots, key=lambda slot: not slot.slot.units) if not is_shift(slot)]
    return [(fill, slot) for kind, fill in _FILLERS.items() for slot in slots if slot.slot.kind is kind]
