"""What a time expression says, piece by piece, before the pieces are put together; and the shape of a grammar rule."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day. `inferred`: the words leave another reading. `on` None: a stretch without one day ("next week").

    `stretch`: the first and the last day of it that are not over.
    """

    on: date | None
    inferred: bool = False
    stretch: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time on the clock face. `sure`: morning or afternoon was said, or 24 hours were counted.

    `shared`: it was said of a later time in the same list ("at 8 and 10 pm").
    `counts`: of a medicine it says how many ("one at night").
    """

    hour: int
    minute: int = 0
    sure: bool = False
    inferred: bool = False
    shared: bool = False
    counts: bool = False

    def readings(self) -> tuple[time, ...]:
        """The times of day that it can be, earliest first; none if there is no such time."""
        if self.minute > 59 or self.hour > 24:
            return ()
        hours = (self.hour % 24,) if self.sure or not 1 <= self.hour <= 12 else (self.hour % 12, self.hour % 12 + 12)
        return tuple(time(hour, self.minute) for hour in hours)

    def bare(self) -> "Clock":
        """The same hour without the half of the day that another one lent it."""
        return Clock(self.hour % 12 or 12, self.minute) if self.shared else self


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of the day. `weak`: a meal that may as well be the thing to do ("cook dinner"), no time expression."""

    name: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Meals:
    """The meals of the day, all of them: "after meals"."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """A recurrence as RRULE body. `inferred`: only its length was said."""

    rule: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Lasts:
    """For how long something comes again: so many days, or months."""

    days: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Apart:
    """So long before (negative) or after what is said next; `points_back`: before what was said, as in "the night before"."""

    days: int = 0
    months: int = 0
    minutes: int = 0
    points_back: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """The last day on which something comes again."""

    on: date


@dataclass(frozen=True, slots=True)
class Skips:
    """Days of the week, as RFC 5545 writes them, on which something that comes again does not."""

    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Words about a date, a time or a recurrence (`kind`) that say none, so that it must be asked."""

    kind: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An exact instant, counted from now."""

    at: datetime


Part: TypeAlias = Day | Clock | DayPart | Meals | Repeats | Lasts | Apart | Ends | Skips | Unreadable | Moment

Build: TypeAlias = Callable[[re.Match[str], datetime], tuple[Part, ...]]
"""What matched, and the local time now, to what it says; empty if it says nothing after all (31 February)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One turn of phrase: a pattern over the plain line of `words.py`, tried at the beginning of each word."""

    pattern: str
    build: Build
