"""An independent calculation of due times: walks the minutes of a stretch and looks at the clock on the wall.

It shares no code with the planner and uses no library of recurrences: `zoneinfo` alone says what the clock shows. Each
schedule is said a second time here, as what is true of a day or of an instant.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)

Dose: TypeAlias = tuple[date, str, datetime]
"""Local date, slot, instant."""

TimesOf = Callable[[date], Sequence[str]]
"""The times of day at which something is taken on a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the wall clock shows from an instant on; until the next one it goes on by itself."""

    at: datetime
    local: datetime


def look_every_minute(timezone: str, *, since: datetime, until: datetime) -> Iterator[Shown]:
    """What the clock shows, minute by minute."""
    zone, at = ZoneInfo(timezone), since.astimezone(UTC)
    while at < until:
        yield Shown(at=at, local=at.astimezone(zone))
        at += MINUTE


def walk_wall_clock(timezone: str, times_of: TimesOf, *, since: datetime, until: datetime) -> set[Dose]:
    """A time is due the first minute at which the clock of its date shows it or something later."""
    waiting: dict[date, list[str]] = {}
    found: set[Dose] = set()
    for shown in look_every_minute(timezone, since=since, until=until):
        on = shown.local.date()
        clock = f"{shown.local.hour:02}:{shown.local.minute:02}"
        if on not in waiting:
            # A day is over: what the clock jumped over at its end comes with the first minute behind the gap.
            for earlier in [day for day in waiting if day < on]:
                found |= {(earlier, slot, shown.at) for slot in waiting.pop(earlier)}
            for missing in _days_without_a_minute(waiting, on, found):
                found |= {(missing, slot, shown.at) for slot in times_of(missing)}
            waiting[on] = sorted(times_of(on))
        while waiting[on] and waiting[on][0] <= clock:
            found.add((on, waiting[on].pop(0), shown.at))
    return found


def _days_without_a_minute(waiting: Mapping[date, object], on: date, found: set[Dose]) -> list[date]:
    """Days that the clock left out altogether, as Samoa did with the 30th of December 2011."""
    if waiting or not found:
        return []
    last = max(day for day, _, _ in found)
    return [last + timedelta(days=number) for number in range(1, (on - last).days)] if (on - last).days > 1 else []


def walk_elapsed(
    timezone: str, *, first: str, starts_on: date, every: int, since: datetime, until: datetime
) -> set[Dose]:
    """So many minutes apart from the first showing of `first` on the first day on, whatever the clocks do."""
    found: set[Dose] = set()
    left: int | None = None
    shown_before: set[tuple[date, str]] = set()
    for shown in look_every_minute(timezone, since=since, until=until):
        on, clock = shown.local.date(), f"{shown.local.hour:02}:{shown.local.minute:02}"
        if left is None and (on, clock) >= (starts_on, first):
            left = 0
        is_again = (on, clock) in shown_before
        shown_before.add((on, clock))
        if left == 0:
            found.add((on, f"{clock} again" if is_again else clock, shown.at))
            left = every
        if left is not None:
            left -= 1
    return found
