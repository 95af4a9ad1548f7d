"""What a few slots and abilities are by their names, where the kind of a slot does not say it."""

from collections.abc import Sequence

from core.ability import AbilitySpec, SlotKind, SlotSpec
from providers.rules.once import OncePerObject, once

MEDICINE = "medicine"
_PEOPLE = frozenset({"recipient", "share_with", "person_name", "stylist"})
_PROFESSIONALS = frozenset({"stylist"})
FAMILY = _PEOPLE - _PROFESSIONALS
TREATMENT = "service"
_SPOKEN = frozenset({"message"})
_SHIFTS = frozenset({"shift"})
_CHANGE, _CANCEL = "_change", "_cancel"
_TAKEN = "_taken"
_LOOKS = ("_lookup", "_search")


@once
def holds_people(slot: SlotSpec) -> bool:
    """Whether a NAME slot names people: "my daughter", "Anna and Tom"."""
    return slot.name in _PEOPLE


def holds_family(slot: SlotSpec) -> bool:
    """Whether those people may be named by what they are to the speaker."""
    return holds_people(slot) and slot.name not in _PROFESSIONALS


def holds_professionals(slot: SlotSpec) -> bool:
    """Whether a NAME slot names those who do the work: a hairdresser."""
    return slot.name in _PROFESSIONALS


def is_shift(slot: SlotSpec) -> bool:
    """Whether a CHOICE slot says by how much a stored thing is to be earlier or later."""
    return slot.slot.kind is SlotKind.CHOICE and slot.name in _SHIFTS


@once
def is_spoken(slot: SlotSpec) -> bool:
    """Whether a TEXT slot is passed on word for word, with the times that it mentions."""
    return slot.slot.kind is SlotKind.TEXT and slot.name in _SPOKEN


@OncePerObject
def with_details(specs: Sequence[AbilitySpec]) -> Sequence[AbilitySpec]:
    """Those abilities of which anything can be said: all but small talk and the like."""
    return tuple(spec for spec in specs if spec.slots)


@once
def holds_treatments(spec: AbilitySpec) -> bool:
    """Whether it may be about what a salon does."""
    return any(slot.name == TREATMENT for slot in spec.slots)


@once
def find_spoken(spec: AbilitySpec) -> SlotSpec | None:
    """The slot of an ability that is passed on word for word."""
    return next((slot for slot in spec.slots if is_spoken(slot)), None)


@once
def replaces(spec: AbilitySpec) -> bool:
    """Whether its dates, times and counts are the new ones of a stored thing, whose old ones may be said too."""
    return spec.intent.endswith(_CHANGE)


@once
def undoes(spec: AbilitySpec) -> bool:
    """Whether it changes or cancels what there is already, which is often told with it."""
    return spec.intent.endswith((_CHANGE, _CANCEL))


@once
def is_past(spec: AbilitySpec) -> bool:
    """Whether it is told after it happened, so that its times have passed."""
    return spec.intent.endswith(_TAKEN)


@once
def only_looks(spec: AbilitySpec) -> bool:
    """Whether it does nothing, so that "this week" needs no day."""
    return spec.intent.endswith(_LOOKS)


@once
def has_free_words(spec: AbilitySpec) -> bool:
    """Whether words of any kind may follow a lead, so that they need not be names."""
    return any(slot.slot.kind is SlotKind.TEXT and slot.slot.after for slot in spec.slots)
