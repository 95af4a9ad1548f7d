"""Abilities as the tests declare them; the provider must know none of them beforehand."""

from core.ability import AbilitySpec, Cues, Slot, SlotKind, SlotSpec
from core.domain import Queue


def slot(name: str, kind: SlotKind, **given: tuple[str, ...]) -> SlotSpec:
    return SlotSpec(name=name, description=name, slot=Slot(kind=kind, **given))  # pyright: ignore[reportArgumentType] - the tests name only tuples


def ability(
    intent: str,
    phrases: dict[str, float],
    *slots: SlotSpec,
    queue: Queue = Queue.ACTIVITY,
    required: tuple[str, ...] = (),
    examples: tuple[str, ...] = (),
) -> AbilitySpec:
    cues = Cues(phrases=tuple(phrases.items()), examples=examples)
    return AbilitySpec(intent=intent, queue=queue, summary=intent, slots=slots, required=required, cues=cues)


RESTAURANT = ability(
    "restaurant_booking",
    {
        r"\b(book|reserve|get)\b.*\btable\b": 1.0,
        r"\btable for\b": 0.8,
        r"\breservation\b": 0.7,
        r"\bbook\b": 0.6,
        r"\b(dinner|lunch)\b.*\bfor\b": 0.4,
        r"\btable\b": 0.5,
    },
    slot("party_size", SlotKind.COUNT, units=("people", "persons", "guests", "adults")),
    slot("date", SlotKind.DATE),
    slot("time", SlotKind.TIME),
    slot("venue", SlotKind.NAME, after=("at",)),
    slot("location", SlotKind.NAME, after=("in", "near", "around")),
    slot("cuisine", SlotKind.CHOICE, values=("Italian", "Chinese", "Indian", "sushi")),
    queue=Queue.BOOKING,
    required=("venue", "date", "time", "party_size"),
)
SMALLTALK = ability("smalltalk", {r"^(hello|hi|good morning)\b": 0.9, r"\bhow are you\b": 1.0})
MEDICINE = ability(
    "medicine_reminder",
    {r"\bremind\b.*\b(take|pills?|tablets?)\b": 1.0, r"\btake my\b": 0.5},
    slot("medicine", SlotKind.TEXT, after=("take", "have")),
    slot("date", SlotKind.DATE),
    slot("time", SlotKind.TIME),
    slot("times", SlotKind.TIMES),
    slot("recurrence", SlotKind.RECURRENCE),
    queue=Queue.REMINDER,
    required=("medicine",),
)
FAMILY = ability(
    "family_notification",
    {r"\b(tell|text|message)\b": 0.9},
    slot("recipient", SlotKind.NAME, after=("tell", "text", "message")),
    slot("message", SlotKind.TEXT, after=("that", "tell", "text", "message")),
    queue=Queue.NOTIFICATION,
    required=("recipient", "message"),
)
PLANTS = ability(
    "plant_watering",
    {r"\bwater(ing)?\b.*\bplants?\b": 1.0},
    slot("room", SlotKind.CHOICE, values=("kitchen", "balcony")),
    slot("litres", SlotKind.COUNT, units=("litres", "liters")),
    slot("recurrence", SlotKind.RECURRENCE),
)
ALL = (RESTAURANT, SMALLTALK, MEDICINE, FAMILY, PLANTS)
