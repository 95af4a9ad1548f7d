"""Fields that the details of several reminder abilities share, so that they are said and asked for in the same way."""

from datetime import time
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints

from core.ability import Slot, SlotKind
from services.booking.fields import LocalDate, LocalTime
from services.reminder.recurrence import check_rule
from services.reminder.reminder_words import MEDICINES, TAKE_LEADS

_UNITS = (
    "tablets",
    "tablet",
    "pills",
    "pill",
    "capsules",
    "capsule",
    "drops",
    "drop",
    "puffs",
    "puff",
    "mg",
    "milligrams",
    "ml",
    "millilitres",
    "units",
    "unit",
    "spoons",
    "spoonful",
    "spoonfuls",
    "teaspoons",
    "teaspoon",
    "doses",
)

RuleText: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=6, max_length=200),
    AfterValidator(check_rule),
    Field(examples=["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH"]),
]
"""A rule of RFC 5545 without DTSTART, as `services/reminder/recurrence.py` takes it."""

Medicine: TypeAlias = Annotated[
    str | None,
    Slot(kind=SlotKind.TEXT, ask="Which medicine is it?", after=TAKE_LEADS, values=MEDICINES),
    Field(max_length=200),
]
Dosage: TypeAlias = Annotated[
    str | None,
    Slot(
        kind=SlotKind.TEXT,
        ask="How much do you take?",
        units=_UNITS,
    ),
    Field(max_length=200),
]
Day: TypeAlias = Annotated[LocalDate | None, Slot(kind=SlotKind.DATE, ask="On which day?")]
Hour: TypeAlias = Annotated[LocalTime | None, Slot(kind=SlotKind.TIME, ask="At what time?")]
Hours: TypeAlias = Annotated[
    tuple[LocalTime, ...] | None, Slot(kind=SlotKind.TIMES, ask="At what times?"), Field(min_length=1, max_length=24)
]
Repeats: TypeAlias = Annotated[RuleText | None, Slot(kind=SlotKind.RECURRENCE, ask="Every day, or just once?")]

Seen: TypeAlias = dict[str, int] | None
"""Reminders by id with the versions in which they were read back: no slot, nobody says it."""


def times_of(single: time | None, several: tuple[time, ...] | None) -> tuple[time, ...]:
    """The times of day that were said, each once and in order, whether in one field or the other."""
    return tuple(sorted({*(several or ()), *([single] if single else [])}))
