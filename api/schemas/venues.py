"""Venues."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeVar, cast
from uuid import UUID

from pydantic import (
    MISSING,
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from api.schemas.common import Answer, Name, RequestBody, Timezone
from core.booking import DiningTable, TableCombination, VenueKind, Weekday
from services.booking.obstacles import LARGEST_PARTY
from services.booking.room import LONGEST_STAY

Day = TypeVar("Day", bound=str)

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_OTHER_SHAPE = 'Other hours look like {"12-25": [], "2026-12-24": [["12:00", "15:00"]], "2026-08-01/2026-08-14": []}.'
_DAYS_SHAPE = "Days look like 2026-12-24, 12-25 for every year, or 2026-08-01/2026-08-14."
_SHAPE = 'Opening times look like {"mon": [["12:00", "14:30"], ["18:00", "23:00"]], "tue": []}.'


def _to_day(value: object) -> Weekday:
    try:
        return Weekday(str(value).strip().lower()[:3])
    except ValueError as error:
        raise ValueError(f"{str(value)[:20]!r} is no weekday. {_SHAPE}") from error


def _to_span(value: object) -> tuple[str, str]:
    parts = re.split(r"\s*[-–]\s*", value) if isinstance(value, str) else value
    if not isinstance(parts, list):
        raise ValueError(_SHAPE)
    times = [str(part) for part in cast("list[object]", parts)]
    if len(times) != 2 or not _CLOCK.fullmatch(times[0]) or not (_CLOCK.fullmatch(times[1]) or times[1] == "24:00"):
        raise ValueError(_SHAPE)
    if times[0] == times[1]:
        raise ValueError(f"{times[0]} to {times[1]} is no time at all. For all day say 00:00 to 24:00.")
    return times[0], times[1]


def _to_hours(value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError(_SHAPE)
    days = cast("dict[object, Any]", value)
    if any(not isinstance(spans, (list, type(None))) for spans in days.values()):
        raise ValueError(_SHAPE)
    hours = {
        _to_day(day): [_to_span(span) for span in cast("list[object]", spans or [])] for day, spans in days.items()
    }
    if len(hours) != len(days):
        raise ValueError("A weekday is named twice.")
    return hours


def _check_apart(hours: dict[Day, list[tuple[str, str]]]) -> dict[Day, list[tuple[str, str]]]:
    for day, spans in hours.items():
        ordered = sorted(map(_to_minutes, spans))
        if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
            raise ValueError(f"The opening times of {day} overlap.")
    return hours


def _to_minutes(span: tuple[str, str]) -> tuple[int, int]:
    """Start and end in minutes since midnight; an end at or before its start lies on the next day."""
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span)
    return start, end if end > start else end + 24 * 60


def _to_exceptions(value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError(_OTHER_SHAPE)
    days = cast("dict[object, Any]", value)
    if any(not isinstance(spans, (list, type(None))) for spans in days.values()):
        raise ValueError(_OTHER_SHAPE)
    return {name: [_to_span(span) for span in cast("list[object]", spans or [])] for name, spans in days.items()}


def _check_days(value: str) -> str:
    parts = value.split("/")
    if re.fullmatch(r"\d\d-\d\d", value):
        parts = [f"2000-{value}"]  # a leap year: it has every day that a year may have
    if len(parts) > 2 or any(not re.fullmatch(r"2[01]\d\d-\d\d-\d\d", part) for part in parts):
        raise ValueError(f"{value[:30]!r} names no days. {_DAYS_SHAPE}")
    try:
        days = [date.fromisoformat(part) for part in parts]
    except ValueError as error:
        raise ValueError(f"{value[:30]!r} is not in the calendar. {_DAYS_SHAPE}") from error
    if days != sorted(set(days)):
        raise ValueError(f"{value[:30]!r} ends before it has begun. {_DAYS_SHAPE}")
    return value


Hours = Annotated[
    dict[Weekday, list[tuple[str, str]]],
    BeforeValidator(_to_hours),
    AfterValidator(_check_apart),
    Field(description="Opening times by weekday, local; a day that is missing is closed.", max_length=7),
]
Days = Annotated[
    str,
    AfterValidator(_check_days),
    Field(description=_DAYS_SHAPE, examples=["2026-12-24", "12-25", "2026-08-01/2026-08-14"]),
]
Exceptions = Annotated[
    dict[Days, list[tuple[str, str]]],
    BeforeValidator(_to_exceptions),
    AfterValidator(_check_apart),
    Field(
        description="Opening times on days that differ from the usual week; none: closed. A date goes before a time, "
        "and that before a day of every year.",
        max_length=400,
        examples=[{"12-25": [], "2026-12-24": [["12:00", "15:00"]], "2026-08-01/2026-08-14": []}],
    ),
]

Minutes = Annotated[int, Field(strict=True, ge=5, le=LONGEST_STAY // timedelta(minutes=1))]
PartySize = Annotated[int, Field(ge=1, le=LARGEST_PARTY)]
Seats = Annotated[int, Field(strict=True, ge=1, le=LARGEST_PARTY)]


class TableBody(RequestBody):
    """A table of a restaurant."""

    name: Name
    seats: Seats
    least: Seats = Field(1, description="It is not given to fewer people.")

    @model_validator(mode="after")
    def _check_order(self) -> "TableBody":
        if self.least > self.seats:
            raise ValueError("More people than have a seat are the least.")
        return self


class CombinationBody(RequestBody):
    """Tables that are pushed together for a party that fits at none of them alone."""

    tables: tuple[Name, ...] = Field(min_length=2, max_length=20)
    seats: Seats | None = Field(None, description="As many as they have together, where absent.")


Adapter = Literal["local", "resdiary", "calcom", "easyappointments", "phone"]

VENUE_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-5555-7aaa-8bbb-666666666666",
    "name": "Olive Garden",
    "kind": "restaurant",
    "timezone": "Europe/London",
    "location": None,
    "cuisine": "Italian",
    "hours": {"mon": [["12:00", "14:30"], ["18:00", "23:00"]], "tue": []},
    "capacity": 40,
    "services": [],
    "staff": [],
    "service_minutes": {},
    "staff_services": {},
    "exceptions": {"12-25": [], "2026-12-24": [["12:00", "15:00"]]},
    "tables": [{"name": "1", "seats": 4, "least": 1}],
    "table_combinations": [],
    "turn_minutes": {"4": 90, "8": 120},
    "staff_hours": {},
    "staff_days_off": {},
    "adapter": "local",
    "adapter_settings": {},
    "refused_at": None,
    "created_at": "2026-11-21T09:00:00Z",
}


class _VenueFields(RequestBody):
    """What may be said of a venue and need not."""

    timezone: Timezone | None = Field(None, description="The server's DEFAULT_TIMEZONE where absent.")
    location: Name | None = None
    cuisine: Name | None = None
    hours: Hours | None = Field(None, description="Daily 09:00–23:00 where absent.")
    exceptions: Exceptions = Field({})
    capacity: int | None = Field(
        None,
        strict=True,
        ge=1,
        le=10_000,
        description="How many guests at most at the same time (as many as sit at the tables; 40 where none are named), "
        "or chairs of a salon (2).",
    )
    tables: tuple[TableBody, ...] = Field(
        (), max_length=200, description="Of a restaurant; each party has one of them."
    )
    table_combinations: tuple[CombinationBody, ...] = Field((), max_length=200)
    turn_minutes: dict[PartySize, Minutes] = Field(
        {},
        max_length=LARGEST_PARTY,
        description="How long a party of up to so many people sits; the largest goes for all beyond. "
        "90 minutes up to 4 people and 120 beyond where absent.",
        examples=[{"2": 75, "4": 90, "8": 150}],
    )
    services: tuple[Name, ...] = Field((), max_length=100)
    staff: tuple[Name, ...] = Field((), max_length=100)
    service_minutes: dict[Name, Minutes] = Field(
        {}, max_length=100, description="How long each of the services takes; 45 where absent."
    )
    staff_services: dict[Name, tuple[Name, ...]] = Field(
        {}, max_length=100, description="What each of the staff does; everything where absent."
    )
    staff_hours: dict[Name, Hours] = Field(
        {}, max_length=100, description="When each of the staff works; whenever it is open where absent."
    )
    staff_days_off: dict[Name, tuple[Days, ...]] = Field(
        {}, max_length=100, description="On which days one of the staff does not work."
    )
    adapter: Adapter = Field("local", description="Which booking system serves it.")
    adapter_settings: dict[Name, Name] = Field(
        {}, max_length=200, description="Where the place is in that system (docs/bookings.md)."
    )

    def given(self) -> dict[str, Any]:
        """What was said, as the services take it."""
        return {name: _READ.get(name, _as_it_is)(getattr(self, name)) for name in self.model_fields_set}


class VenueBody(_VenueFields):
    """A place that can be booked."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Olive Garden", "kind": "restaurant", "cuisine": "Italian"},
                {
                    "name": "Chez Colette",
                    "kind": "restaurant",
                    "exceptions": {"12-25": []},
                    "tables": [{"name": "1", "seats": 2}, {"name": "2", "seats": 4}],
                    "table_combinations": [{"tables": ["1", "2"]}],
                },
            ]
        }
    )

    name: Name
    kind: VenueKind


class VenueChange(_VenueFields):
    """What of a venue should change; what is left out stays, null goes back to what is usual."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"exceptions": {"2026-12-25": []}}]})

    name: Name | MISSING = MISSING


def _as_it_is(value: Any) -> Any:
    return value


def _read_times(days: Mapping[str, list[tuple[str, str]]] | None) -> Mapping[str, tuple[tuple[str, str], ...]] | None:
    return {day: tuple(spans) for day, spans in days.items()} if days is not None else None


def _read_staff_hours(staff: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: _read_times(hours) for name, hours in staff.items()}


def _read_tables(tables: Iterable[TableBody]) -> tuple[DiningTable, ...]:
    return tuple(DiningTable(each.name, each.seats, each.least) for each in tables)


def _read_combinations(joined: Iterable[CombinationBody]) -> tuple[TableCombination, ...]:
    return tuple(TableCombination(each.tables, each.seats) for each in joined)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "hours": _read_times,
    "exceptions": _read_times,
    "staff_hours": _read_staff_hours,
    "tables": _read_tables,
    "table_combinations": _read_combinations,
}


class TableAnswer(Answer):
    """A table of a restaurant, for parties of `least` people up to `seats`."""

    name: str
    seats: int
    least: int


class CombinationAnswer(Answer):
    """Tables that are pushed together for larger parties."""

    tables: list[str]
    seats: int | None = Field(description="null: as many as they have together.")


class VenueAnswer(Answer):
    """A place that can be booked."""

    model_config = ConfigDict(title="Venue", from_attributes=True, json_schema_extra={"examples": [VENUE_EXAMPLE]})

    id: UUID
    name: str
    kind: VenueKind
    timezone: str
    location: str | None
    cuisine: str | None
    hours: dict[Weekday, list[tuple[str, str]]]
    capacity: int
    services: list[str]
    staff: list[str]
    service_minutes: dict[str, int]
    staff_services: dict[str, list[str]]
    exceptions: dict[str, list[tuple[str, str]]]
    tables: list[TableAnswer]
    table_combinations: list[CombinationAnswer]
    turn_minutes: dict[str, int]
    staff_hours: dict[str, dict[Weekday, list[tuple[str, str]]]]
    staff_days_off: dict[str, list[str]]
    adapter: str
    adapter_settings: dict[str, str]
    refused_at: datetime | None = Field(
        description="When its booking system last did not accept the key; null: it does, as far as we know."
    )
    created_at: datetime

    @field_validator("turn_minutes", mode="before")
    @classmethod
    def _name_sizes(cls, value: Mapping[int, int]) -> dict[str, int]:
        return {str(size): minutes for size, minutes in sorted(value.items())}


class VenuePage(Answer):
    """A part of the list of venues."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [VENUE_EXAMPLE], "next_cursor": None}]})

    items: list[VenueAnswer]
    next_cursor: str | None
