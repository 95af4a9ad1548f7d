"""Details that several booking abilities share.

Dates and times are local to the venue, "2026-11-22" and "19:00" in JSON.
"""

import datetime
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from core.ability import Slot, SlotKind
from core.booking import VenueKind
from services.booking.booking_words import SERVICES

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
ANYONE = "anyone"
"""The answer to "with whom?" of somebody who doesn't mind."""

PEOPLE = ("people", "persons", "person", "guests", "adults", "diners", "of us", "seats")
KIND_WORDS = {
    "table": VenueKind.RESTAURANT,
    "tables": VenueKind.RESTAURANT,
    "restaurant": VenueKind.RESTAURANT,
    "restaurants": VenueKind.RESTAURANT,
    "breakfast": VenueKind.RESTAURANT,
    "lunch": VenueKind.RESTAURANT,
    "dinner": VenueKind.RESTAURANT,
    "meal": VenueKind.RESTAURANT,
    "salon": VenueKind.SALON,
    "salons": VenueKind.SALON,
    "hair": VenueKind.SALON,
    "hairdresser": VenueKind.SALON,
    "hairdressers": VenueKind.SALON,
    "hairdresser's": VenueKind.SALON,
    "barber": VenueKind.SALON,
    "appointment": VenueKind.SALON,
    "appointments": VenueKind.SALON,
}
"""What people call a booking, and the kind of place that it is at."""


def _refuse_zone(value: datetime.time) -> datetime.time:
    if value.tzinfo is not None:
        raise ValueError("A time on the wall clock has no offset.")
    return value.replace(second=0, microsecond=0)


def _write_time(value: datetime.time) -> str:
    return value.strftime("%H:%M")


def _read_kind(value: object) -> object:
    return KIND_WORDS.get(value.lower(), value) if isinstance(value, str) else value


def read_days(days: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a stretch."""
    first, _, last = days.partition("/")
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)


def _check_days(days: str | None) -> str | None:
    if days is not None:
        first, last = read_days(days)
        if last < first:
            raise ValueError("A stretch of days ends before it begins.")
    return days


LocalDate: TypeAlias = datetime.date
LocalTime: TypeAlias = Annotated[
    datetime.time,
    AfterValidator(_refuse_zone),
    PlainSerializer(_write_time, return_type=str, when_used="json"),
    # Not format "time": that of RFC 3339 wants seconds and an offset.
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["19:00"]}),
]

Days: TypeAlias = Annotated[
    str | None,
    AfterValidator(_check_days),
    Slot(kind=SlotKind.DAYS),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "pattern": f"^{_DAY}/{_DAY}$"}, {"type": "null"}],
            "examples": ["2026-11-23/2026-11-29"],
        }
    ),
]
"""The first and the last day of a stretch."""

Location: TypeAlias = Annotated[
    str | None, Slot(kind=SlotKind.NAME, ask="Where should it be?", after=("in", "near", "around", "close to"))
]
PartySize: TypeAlias = Annotated[int | None, Slot(kind=SlotKind.COUNT, ask="For how many people?", units=PEOPLE)]
Service: TypeAlias = Annotated[
    str | None, Slot(kind=SlotKind.CHOICE, ask="What would you like to have done?", values=SERVICES)
]
Stylist: TypeAlias = Annotated[
    str | None, Slot(kind=SlotKind.NAME, ask="With whom would you like it?", after=("with", "by"))
]
BookedName: TypeAlias = Annotated[
    str | None,
    Slot(kind=SlotKind.NAME, ask="In whose name?", after=("under the name", "in the name of", "name is")),
    Field(
        description="The name that is given with it, as said. It is kept with the task; the booking is the speaker's."
    ),
]
Kind: TypeAlias = Annotated[
    VenueKind | None,
    BeforeValidator(_read_kind),
    Slot(kind=SlotKind.CHOICE, ask="A table, or a visit to the salon?", values=tuple(KIND_WORDS)),
]
Which: TypeAlias = Annotated[str | None, Slot(kind=SlotKind.TEXT, ask="Which booking do you mean?")]
"""Filled by replies only: nothing leads it in."""

Another: TypeAlias = Annotated[
    bool | None, Field(description="Whether it is wanted although there is a booking there at that time already.")
]
"""Set by the question that says so; nobody says it."""
