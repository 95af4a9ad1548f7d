"""When something comes, as callers say it: days, instants, times of day, recurrences."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from services.reminder.recurrence import check_rule

_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)


def _only_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("This is text in ISO 8601, such as 2026-11-21 or 2026-11-21T09:30:00Z.")
    return value


def _check_day(value: date) -> date:
    if not _EARLIEST <= value <= _LATEST:
        raise ValueError(f"A day lies between {_EARLIEST} and {_LATEST}.")
    return value


def check_instant(value: datetime) -> datetime:
    """Refuses instants without offset, and those that no zone can show."""
    if value.tzinfo is None:
        raise ValueError("An instant has an offset, such as 2026-11-21T09:30:00Z.")
    if not datetime(2000, 1, 1, tzinfo=UTC) <= value <= datetime(2200, 1, 1, tzinfo=UTC):
        raise ValueError("An instant lies between the years 2000 and 2200.")
    return value


def _check_times(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


Clock = Annotated[
    str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), Field(examples=["08:00"], description="HH:MM.")
]
Times = Annotated[
    tuple[Clock, ...],
    Field(max_length=24, description="Times of day on the wall clock of `timezone`."),
    AfterValidator(_check_times),
]
Recurrence = Annotated[
    str,
    StringConstraints(min_length=6, max_length=200),
    AfterValidator(check_rule),
    Field(
        description="RRULE of RFC 5545 without DTSTART; its days, each with all of `times`.", examples=["FREQ=DAILY"]
    ),
]
Day = Annotated[date, BeforeValidator(_only_text), AfterValidator(_check_day)]
Instant = Annotated[datetime, BeforeValidator(_only_text), AfterValidator(check_instant)]
