"""How a medicine comes where times of day on certain days don't say it all: frozen values, as callers and rows have them.

All of it is data, so that one calculation (`services/reminder/plan.py`) gives the due times of every kind.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter


class Anchor(StrEnum):
    """A part of the person's day with an hour of its own."""

    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"
    BEDTIME = "bedtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A time of day that follows an hour of the person's: so many minutes after it, or before it where negative.

    Attributes:
        time: "HH:MM" as it came out by the hours that were known last; one of the times of its plan.
    """

    to: Anchor
    minutes: int = 0
    time: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """So many days on, so many off, from the first day on."""

    days_on: int
    days_off: int


class Since(StrEnum):
    """What an interval is counted from."""

    SCHEDULED = "scheduled"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """So many minutes of elapsed time from one dose to the next; the first one is at the only time of the plan."""

    minutes: int
    since: Since = Since.SCHEDULED

    @property
    def span(self) -> timedelta:
        """The same as a span."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of days with times of its own, as in "two a day for a week, then one a day". `days` None: to the end."""

    recurrence: str
    times: tuple[str, ...]
    days: int | None = None
    dosage: str | None = None
    tied_to: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AsNeeded:
    """No due times: taken when needed, not sooner than `min_gap_minutes` after the last, nor oftener than
    `max_per_day` within any 24 hours.
    """

    min_gap_minutes: int | None = None
    max_per_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen:
    """What a plan has beyond its times and its recurrence; at most one of `interval`, `phases` and `as_needed`."""

    cycle: Cycle | None = None
    interval: Interval | None = None
    phases: tuple[Phase, ...] = ()
    as_needed: AsNeeded | None = None
    tied_to: tuple[Tie, ...] = ()

    @property
    def follows_taking(self) -> bool:
        """Whether the next dose is known only when the one before it was answered."""
        return self.interval is not None and self.interval.since is Since.TAKEN


PLAIN = Regimen()
"""Times of day on certain days, and no more."""

_READER: TypeAdapter[Regimen] = TypeAdapter(Regimen)


def read_regimen(stored: Any) -> Regimen:
    """A regimen as it was stored by `regimen_json`, or said by a caller; raises ValueError where it is none."""
    return _READER.validate_python(stored) if stored else PLAIN


def regimen_json(regimen: Regimen) -> dict[str, Any] | None:
    """As it is stored; None for a plain plan."""
    said = {name: value for name, value in asdict(regimen).items() if value}
    return said or None
