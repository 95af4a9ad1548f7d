"""Dates and times as details of a booking: local to the venue, "2026-11-22" and "19:00" in JSON."""

import datetime
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, PlainSerializer, WithJsonSchema


def _refuse_zone(value: datetime.time) -> datetime.time:
    if value.tzinfo is not None:
        raise ValueError("a time on the wall clock has no offset")
    return value.replace(second=0, microsecond=0)


def _write_time(value: datetime.time) -> str:
    return value.strftime("%H:%M")


LocalDate: TypeAlias = datetime.date
LocalTime: TypeAlias = Annotated[
    datetime.time,
    AfterValidator(_refuse_zone),
    PlainSerializer(_write_time, return_type=str, when_used="json"),
    # Not format "time": that of RFC 3339 wants seconds and an offset.
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["19:00"]}),
]
