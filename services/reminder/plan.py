"""Due times of a reminder: pure. Wall clock of its zone, made instants by `core.when.to_instant`.

The plan is a list of wall-clock slots on local dates. Clock changes move no slot and make none twice: a time that the
clock skips falls due at the first instant behind the gap, one that it shows twice falls due the first time. Only an
interval runs by elapsed time, whatever the clocks show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import TypeVar

from core.regimen import PLAIN
from core.reminder import Due, NewReminder, ReminderKind
from core.when import to_instant, to_local
from services.reminder.recurrence import Rule, list_days, list_moments, read_rule

EXACT_SLOT = "at"
"""The slot of a reminder at one exact instant."""

SEARCH_AHEAD = timedelta(days=3660)
"""A rule that gives no day within ten years gives none."""

AGAIN = " again"
"""Ends the slot of an interval where the clock shows its time for the second time that day."""

EVE, SOON_BEFORE = time(18), timedelta(hours=2)
"""When somebody is reminded of a visit: at this hour of the day before, and so long before."""

R = TypeVar("R", bound=NewReminder)

_DAY = timedelta(days=1)
_LAST_YEAR = 9000
"""Behind it the calendar of the machine ends soon."""


def iterate_due(reminder: NewReminder, *, after: datetime | None) -> Iterator[Due]:
    """The due times later than `after`, or all of them, in order; ten years of them at most.

    Of an interval since taken only the newest one is known; what is taken as needed has none.
    """
    for due in _list_all(reminder, after=after):
        if after is None or due.at > after:
            yield due


def list_due(reminder: NewReminder, *, after: datetime | None, until: datetime, most: int | None = None) -> list[Due]:
    """The due times later than `after` and not later than `until`, in order."""
    return list(islice(takewhile(lambda due: due.at <= until, iterate_due(reminder, after=after)), most))


def find_next(reminder: NewReminder, *, after: datetime) -> Due | None:
    """The first due time later than `after`; None where none comes any more."""
    return next(iterate_due(reminder, after=after), None)


def list_stages(reminder: NewReminder) -> list[NewReminder]:
    """The phases of a regimen, each as a plan of its own with its first and last day; empty where there are none."""
    stages: list[NewReminder] = []
    starts_on = reminder.starts_on
    for phase in reminder.regimen.phases:
        last = starts_on + timedelta(days=phase.days - 1) if phase.days else None
        ends = [each for each in (last, reminder.ends_on) if each]
        stages.append(
            replace(
                reminder,
                times=phase.times,
                recurrence=phase.recurrence,
                dosage=phase.dosage or reminder.dosage,
                starts_on=starts_on,
                ends_on=min(ends, default=None),
                regimen=PLAIN,
            )
        )
        if last is None:
            break
        starts_on = last + _DAY
    return stages


def in_phase(reminder: R, phase: int | None) -> R:
    """The reminder with how much is taken in that phase."""
    phases = reminder.regimen.phases
    if phase is None or phase >= len(phases):
        return reminder
    return replace(reminder, dosage=phases[phase].dosage or reminder.dosage)


def _list_all(reminder: NewReminder, *, after: datetime | None) -> Iterator[Due]:
    """As `iterate_due`; a few that are not later than `after` may come first."""
    if reminder.at is not None:
        yield from _list_exact(reminder, reminder.at)
    elif reminder.regimen.as_needed is not None:
        return
    elif reminder.regimen.follows_taking:
        yield from [make_elapsed(reminder, reminder.chain_at)] if reminder.chain_at else []
    elif reminder.regimen.interval is not None:
        yield from _list_elapsed(reminder, reminder.regimen.interval.span, after=after)
    elif reminder.regimen.phases:
        for number, stage in enumerate(list_stages(reminder)):
            yield from (replace(due, phase=number) for due in _list_stage(stage, after=after))
    else:
        yield from _list_stage(reminder, after=after)


def _list_exact(reminder: NewReminder, at: datetime) -> list[Due]:
    if reminder.kind is ReminderKind.VISIT:
        return _list_before_visit(reminder, at)
    return [Due(on=to_local(at, reminder.timezone).date(), slot=EXACT_SLOT, at=at)]


def _list_stage(reminder: NewReminder, *, after: datetime | None) -> Iterator[Due]:
    """What comes by the wall clock."""
    since = to_local(after, reminder.timezone).replace(tzinfo=None) - _DAY if after else None
    first = datetime.combine(reminder.starts_on, time())
    begin = max(first, since) if since else first
    if begin.year > _LAST_YEAR:
        return
    last = (begin + SEARCH_AHEAD).date()
    yield from _list_wall_clock(reminder, since=begin, last=min(last, reminder.ends_on or last))


def find_first_instant(reminder: NewReminder) -> datetime:
    """When the first dose of an interval comes: at the only time of the plan on its first day."""
    return to_instant(reminder.starts_on, time.fromisoformat(reminder.times[0]), reminder.timezone)


def make_elapsed(reminder: NewReminder, at: datetime) -> Due:
    """The due time at an instant that no wall clock chose; an hour that the clock shows twice has its slots twice."""
    local = to_local(at, reminder.timezone)
    return Due(on=local.date(), slot=f"{local:%H:%M}{AGAIN if local.fold else ''}", at=at)


def read_slot(slot: str) -> time:
    """The time of day in a slot; not of `EXACT_SLOT`."""
    return time.fromisoformat(slot.removesuffix(AGAIN))


def _list_elapsed(reminder: NewReminder, span: timedelta, *, after: datetime | None) -> Iterator[Due]:
    first = find_first_instant(reminder)
    number = max(0, (after - first) // span) if after else 0
    end = first + number * span + SEARCH_AHEAD
    while (at := first + number * span) <= end and at.year <= _LAST_YEAR:
        due = make_elapsed(reminder, at)
        if reminder.ends_on and due.on > reminder.ends_on:
            return
        yield due
        number += 1


def _list_before_visit(reminder: NewReminder, starts_at: datetime) -> list[Due]:
    """The evening before, and shortly before."""
    day_before = to_local(starts_at, reminder.timezone).date() - _DAY
    soon = starts_at - SOON_BEFORE
    local = to_local(soon, reminder.timezone)
    return [_due(reminder, day_before, EVE), Due(on=local.date(), slot=f"{local:%H:%M}", at=soon)]


def _list_wall_clock(reminder: NewReminder, *, since: datetime, last: date) -> Iterator[Due]:
    times = sorted(time.fromisoformat(each) for each in reminder.times)
    rule = read_rule(reminder.recurrence, timezone=reminder.timezone) if reminder.recurrence else None
    if rule and rule.step:
        yield from _list_steps(reminder, rule, times, since=since, last=last)
        return
    until = rule.until if rule else None
    for on in _list_days(reminder, rule, since=since.date(), last=last):
        if not _is_on(reminder, on):
            continue
        slots = [at for at in times if until is None or datetime.combine(on, at) <= until]
        yield from sorted((_due(reminder, on, at) for at in slots), key=lambda due: due.at)


def _list_days(reminder: NewReminder, rule: Rule | None, *, since: date, last: date) -> Iterator[date]:
    if rule:
        yield from list_days(rule, reminder.starts_on, since=since, last=last)
    elif since <= reminder.starts_on <= last:
        yield reminder.starts_on


def _is_on(reminder: NewReminder, on: date) -> bool:
    """Whether a day lies in the part of its cycle in which something is taken."""
    cycle = reminder.regimen.cycle
    return cycle is None or (on - reminder.starts_on).days % (cycle.days_on + cycle.days_off) < cycle.days_on


def _list_steps(
    reminder: NewReminder, rule: Rule, times: Sequence[time], *, since: datetime, last: date
) -> Iterator[Due]:
    """Every so many hours or minutes from the first time on; steps that fall into a gap of the clock are one."""
    previous: datetime | None = None
    starts_at = datetime.combine(reminder.starts_on, times[0])
    for moment in list_moments(rule, starts_at, since=since, last=last):
        due = _due(reminder, moment.date(), moment.time())
        if due.at != previous and _is_on(reminder, due.on):
            yield due
        previous = due.at


def _due(reminder: NewReminder, on: date, at: time) -> Due:
    return Due(on=on, slot=f"{at:%H:%M}", at=to_instant(on, at, reminder.timezone))
