"""A virtual year: every dose of many schedules in many zones, by the planner and by a walk over the minutes.

`python -m bench.reminders.year` compares all of them, in some minutes; the suite what lies around the clock changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.regimen import Cycle, Interval, Phase, Regimen
from core.reminder import NewReminder
from services.reminder.plan import list_due
from tests.unit.services.reminder.minute_walk import Dose, walk_elapsed, walk_wall_clock
from tests.unit.services.reminder.plans import reminder

START = date(2026, 11, 20)
DAYS = 366
TIMES = ("00:00", "01:30", "02:15", "02:45", "08:00", "23:59")
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour
    "Africa/Casablanca",  # back for Ramadan
    "Asia/Kolkata",
    "Pacific/Chatham",  # at a quarter to
    "America/St_Johns",
    "Asia/Tehran",
    "America/Santiago",  # at midnight
    "Africa/Cairo",  # at midnight
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A plan for the planner, and the same said day by day."""

    plan: NewReminder
    times_of: Callable[[date], tuple[str, ...]]


def _on(is_day: Callable[[date], bool], times: tuple[str, ...] = TIMES) -> Callable[[date], tuple[str, ...]]:
    return lambda day: times if day >= START and is_day(day) else ()


def _number(day: date) -> int:
    return (day - START).days


def _plan(rule: str = "FREQ=DAILY", **changed: object) -> NewReminder:
    return reminder(times=TIMES, recurrence=rule, starts_on=START, **changed)


def _taper(day: date) -> tuple[str, ...]:
    number = _number(day)
    if 0 <= number < 100:
        return ("01:30", "08:00")
    if 100 <= number < 200:
        return ("02:15",) if (number - 100) % 2 == 0 else ()
    return ("08:00",) if number >= 200 and day.weekday() == 0 else ()


_TAPER = Regimen(
    phases=(
        Phase(days=100, times=("08:00", "01:30"), recurrence="FREQ=DAILY"),
        Phase(days=100, times=("02:15",), recurrence="FREQ=DAILY;INTERVAL=2"),
        Phase(times=("08:00",), recurrence="FREQ=WEEKLY;BYDAY=MO"),
    )
)

SCHEDULES: Mapping[str, Schedule] = {
    "every day": Schedule(plan=_plan(), times_of=_on(lambda _: True)),
    "every third day": Schedule(plan=_plan("FREQ=DAILY;INTERVAL=3"), times_of=_on(lambda day: _number(day) % 3 == 0)),
    "weekdays": Schedule(plan=_plan("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), times_of=_on(lambda day: day.weekday() < 5)),
    "every second week on Sunday": Schedule(
        plan=_plan("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        times_of=_on(lambda day: day.weekday() == 6 and ((day - date(2026, 11, 16)).days // 7) % 2 == 0),
    ),
    "days of the month": Schedule(
        plan=_plan("FREQ=MONTHLY;BYMONTHDAY=1,15,-1"),
        times_of=_on(lambda day: day.day in {1, 15} or (day + timedelta(days=1)).day == 1),
    ),
    "three weeks on, one week off": Schedule(
        plan=_plan(regimen=Regimen(cycle=Cycle(days_on=21, days_off=7))),
        times_of=_on(lambda day: _number(day) % 28 < 21),
    ),
    "until a last day": Schedule(
        plan=_plan(ends_on=date(2027, 3, 29)), times_of=_on(lambda day: day <= date(2027, 3, 29))
    ),
    "in phases": Schedule(plan=reminder(times=(), recurrence=None, starts_on=START, regimen=_TAPER), times_of=_taper),
}
INTERVALS: Mapping[str, int] = {"every 8 hours": 480, "every 90 minutes": 90, "every 30 hours": 1800}


def compare(zone: str, name: str, *, start: date = START, days: int = DAYS) -> tuple[set[Dose], set[Dose]]:
    """What the planner has and the walk has not, and the reverse."""
    since = datetime(start.year, start.month, start.day, tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(hours=3)
    until = since + timedelta(days=days)
    if name in INTERVALS:
        regimen = Regimen(interval=Interval(minutes=INTERVALS[name]))
        plan = reminder(timezone=zone, times=("01:30",), recurrence=None, starts_on=start, regimen=regimen)
        begin = since + timedelta(hours=3)
        walked = walk_elapsed(zone, first="01:30", starts_on=start, every=INTERVALS[name], since=begin, until=until)
    else:
        plan = replace(SCHEDULES[name].plan, timezone=zone)
        walked = walk_wall_clock(zone, SCHEDULES[name].times_of, since=since, until=until)
    horizon = until - timedelta(hours=30)
    window = since + timedelta(hours=30) if start > START else since
    planned = {(due.on, due.slot, due.at) for due in list_due(plan, after=window, until=horizon)}
    seen = {dose for dose in walked if window < dose[2] <= horizon}
    return planned - seen, seen - planned
