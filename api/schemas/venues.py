"""Venues."""

import re
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from api.schemas.common import Answer, Name, RequestBody, Timezone
from core.booking import OpeningHours, VenueKind, Weekday

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
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


def _check_apart(hours: dict[Weekday, list[tuple[str, str]]]) -> dict[Weekday, list[tuple[str, str]]]:
    for day, spans in hours.items():
        ordered = sorted(map(_to_minutes, spans))
        if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
            raise ValueError(f"The opening times of {day} overlap.")
    return hours


def _to_minutes(span: tuple[str, str]) -> tuple[int, int]:
    """Start and end in minutes since midnight; an end at or before its start lies on the next day."""
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span)
    return start, end if end > start else end + 24 * 60


Hours = Annotated[
    dict[Weekday, list[tuple[str, str]]],
    BeforeValidator(_to_hours),
    AfterValidator(_check_apart),
    Field(description="Opening times by weekday, local; a day that is missing is closed.", max_length=7),
]

Adapter = Literal["local", "resdiary", "calcom", "easyappointments", "phone"]

Minutes = Annotated[int, Field(strict=True, ge=5, le=600)]

_EXAMPLE: dict[str, Any] = {
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
    "adapter": "local",
    "adapter_settings": {},
    "created_at": "2026-11-21T09:00:00Z",
}


class VenueBody(RequestBody):
    """A place that can be booked."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Olive Garden", "kind": "restaurant", "cuisine": "Italian"}]}
    )

    name: Name
    kind: VenueKind
    timezone: Timezone | None = Field(None, description="The server's DEFAULT_TIMEZONE where absent.")
    location: Name | None = None
    cuisine: Name | None = None
    hours: Hours | None = Field(None, description="Daily 09:00–23:00 where absent.")
    capacity: int | None = Field(
        None, strict=True, ge=1, le=10_000, description="Seats (40), or chairs of a salon (2)."
    )
    services: tuple[Name, ...] = Field((), max_length=100)
    staff: tuple[Name, ...] = Field((), max_length=100)
    service_minutes: dict[Name, Minutes] = Field(
        {}, max_length=100, description="How long each of the services takes; 45 where absent."
    )
    staff_services: dict[Name, tuple[Name, ...]] = Field(
        {}, max_length=100, description="What each of the staff does; everything where absent."
    )
    adapter: Adapter = Field("local", description="Which booking system serves it.")
    adapter_settings: dict[Name, Name] = Field(
        {}, max_length=20, description="Where the place is in that system (docs/bookings.md)."
    )

    @field_validator("service_minutes", "staff_services")
    @classmethod
    def _check_names(cls, value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        """Only what is among `services` and `staff` has minutes and work."""
        services: tuple[str, ...] = info.data.get("services", ())
        is_staff = info.field_name == "staff_services"
        unknown = sorted(value.keys() - set(info.data.get("staff", ()) if is_staff else services))
        if not unknown and is_staff:
            unknown = sorted({each for done in value.values() for each in done} - set(services))
        if unknown:
            raise ValueError(f"{unknown[0][:60]!r} is not among the {'staff or ' if is_staff else ''}services given.")
        return value

    def opening_hours(self) -> OpeningHours | None:
        """The hours as the domain has them."""
        return {day: tuple(spans) for day, spans in self.hours.items()} if self.hours is not None else None


class VenueAnswer(Answer):
    """A place that can be booked."""

    model_config = ConfigDict(title="Venue", from_attributes=True, json_schema_extra={"examples": [_EXAMPLE]})

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
    adapter: str
    adapter_settings: dict[str, str]
    created_at: datetime


class VenuePage(Answer):
    """A part of the list of venues."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "next_cursor": None}]})

    items: list[VenueAnswer]
    next_cursor: str | None
