"""The details of one ability in a sentence, slot by slot in the order in which words are spoken for."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from core.ability import AbilitySpec, SlotKind, SlotSpec
from providers.rules.booked_for import fill_booked_name, is_booked_name
from providers.rules.changes import find_bare_shifts, find_old_values
from providers.rules.counts import fill_count
from providers.rules.findings import Findings
from providers.rules.known_by import fill_known_by
from providers.rules.names import fill_name
from providers.rules.once import once
from providers.rules.reminded import settle_reminded
from providers.rules.roles import find_spoken, is_shift, replaces
from providers.rules.sentence import Place, Sentence, slots_of
from providers.rules.shifts import Shift, fill_shift
from providers.rules.texts import fill_choice, fill_text
from providers.rules.times import fill_times

_Fill: TypeAlias = Callable[[SlotSpec, Findings], None]
_FILLERS: Mapping[SlotKind, _Fill] = {
    SlotKind.COUNT: fill_count,
    SlotKind.NAME: fill_name,
    SlotKind.CHOICE: fill_choice,
    SlotKind.TEXT: fill_text,
}


class _Plan(NamedTuple):
    """How the details of an ability are read.

    Attributes:
        fillers: which slot is filled how, in this order; amounts first: "2 tablets of paracetamol" is how much, then what.
        shifts: the slots that say by how much a stored thing is to be earlier or later.
        texts: the names of its slots for free words.
        spoken: the slot that is passed on word for word.
        replaces: whether what is said may be the old value of a stored thing.
    """

    fillers: Sequence[tuple[_Fill, SlotSpec]]
    shifts: Sequence[SlotSpec]
    texts: Sequence[str]
    spoken: SlotSpec | None
    replaces: bool


def _filler(slot: SlotSpec) -> _Fill:
    return fill_booked_name if is_booked_name(slot) else _FILLERS[slot.slot.kind]


@once
def _plan_for(spec: AbilitySpec) -> _Plan:
    slots = [slot for slot in sorted(spec.slots, key=lambda slot: not slot.slot.units) if not is_shift(slot)]
    return _Plan(
        fillers=[(_filler(slot), slot) for kind in _FILLERS for slot in slots if slot.slot.kind is kind],
        shifts=[slot for slot in spec.slots if is_shift(slot)],
        texts=slots_of(spec, SlotKind.TEXT),
        spoken=find_spoken(spec),
        replaces=replaces(spec),
    )


def read_details(spec: AbilitySpec, sentence: Sentence) -> Findings:
    """What the sentence says of this ability; times in words that are passed on, and old values, are not the task's."""
    plan = _plan_for(spec)
    olds: list[Place] = []
    shifts: list[Shift] = []
    if plan.replaces:
        olds, shifts = find_old_values(sentence, spec), find_bare_shifts(sentence, spec)
        sentence = sentence.without(olds)
    found = _fill(spec, plan, sentence, taken=olds)
    for slot in plan.shifts:
        fill_shift(slot, found, shifts=shifts)
    if plan.replaces:
        fill_known_by(found, olds)
    spoken = plan.spoken
    place = found.places.get(spoken.name) if spoken else None
    if spoken and place and any(place.overlaps(Place(span.start, span.end)) for span in found.times):
        found = _fill(spec, plan, sentence.without([place]), taken=[*olds, place])
        words = sentence.text[place.start : place.end]
        found.put(spoken.name, words, words, place=place)
    return found


def _fill(spec: AbilitySpec, plan: _Plan, sentence: Sentence, *, taken: Sequence[Place]) -> Findings:
    """Times first, since their words mean nothing else; then counts, names ("Sushi Zen") before choices ("sushi"), free words last."""
    found = Findings(spec, sentence)
    found.taken += taken
    fill_times(found.reading, found)
    for fill, slot in plan.fillers:
        fill(slot, found)
    settle_reminded(found)
    for text in plan.texts:
        if text in found.details:
            found.details[text] = found.details.pop(text)
    return found
