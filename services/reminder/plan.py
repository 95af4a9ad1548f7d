"""Due times of a reminder: pure. Wall clock of its zone, made instants by `core.when.to_instant`.

The plan is a list of wall-clock slots on local dates. Clock changes move no slot and make none twice: a time that the
clock skips falls due at the first instant behind the gap, one that it shows twice falls due the first time.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from core.reminder import Due, NewReminder, ReminderKind
from core.when import to_instant, to_local
from services.reminder.recurrence import Rule, list_days, list_moments, read_rule

EXACT_SLOT = "at"
"""The slot of a reminder at one exact instant."""

SEARCH_AHEAD = timedelta(days=3660)
"""A rule that gives no day within ten years gives none."""

EVE, SOON_BEFORE = time(18), timedelta(hours=2)
"""When somebody is reminded of a visit: at this hour of the day before, and so long before."""

_DAY = timedelta(days=1)
_LAST_YEAR = 9000
"""Behind it the calendar of the machine ends soon."""


def iterate_due(reminder: NewReminder, *, after: datetime | None) -> Iterator[Due]:
    """The due times later than `after`, or all of them, in order; ten years of them at most."""
    if reminder.at is not None:
        is_visit, local = reminder.kind is ReminderKind.VISIT, to_local(reminder.at, reminder.timezone)
        exact = (
            _list_before_visit(reminder, reminder.at)
            if is_visit
            else [Due(on=local.date(), slot=EXACT_SLOT, at=reminder.at)]
        )
        yield from (due for due in exact if after is None or due.at > after)
        return
    since = to_local(after, reminder.timezone).replace(tzinfo=None) - _DAY if after else None
    first = datetime.combine(reminder.starts_on, time())
    begin = max(first, since) if since else first
    if begin.year > _LAST_YEAR:
        return
    last = (begin + SEARCH_AHEAD).date()
    for due in _list_wall_clock(reminder, since=begin, last=min(last, reminder.ends_on or last)):
        if after is None or due.at > after:
            yield due


def list_due(reminder: NewReminder, *, after: datetime | None, until: datetime, most: int | None = None) -> list[Due]:
    """The due times later than `after` and not later than `until`, in order."""
    return list(islice(takewhile(lambda due: due.at <= until, iterate_due(reminder, after=after)), most))


def find_next(reminder: NewReminder, *, after: datetime) -> Due | None:
    """The first due time later than `after`; None where none comes any more."""
    return next(iterate_due(reminder, after=after), None)


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
        slots = [at for at in times if until is None or datetime.combine(on, at) <= until]
        yield from sorted((_due(reminder, on, at) for at in slots), key=lambda due: due.at)


def _list_days(reminder: NewReminder, rule: Rule | None, *, since: date, last: date) -> Iterator[date]:
    if rule:
        yield from list_days(rule, reminder.starts_on, since=since, last=last)
    elif since <= reminder.starts_on <= last:
        yield reminder.starts_on


def _list_steps(
    reminder: NewReminder, rule: Rule, times: Sequence[time], *, since: datetime, last: date
) -> Iterator[Due]:
    """Every so many hours or minutes from the first time on; steps that fall into a gap of the clock are one."""
    previous: datetime | None = None
    starts_at = datetime.combine(reminder.starts_on, times[0])
    for moment in list_moments(rule, starts_at, since=since, last=last):
        due = _due(reminder, moment.date(), moment.time())
        if due.at != previous:
            yield due
        previous = due.at


def _due(reminder: NewReminder, on: date, at: time) -> Due:
    return Due(on=on, slot=f"{at:%H:%M}", at=to_instant(on, at, reminder.timezone))
