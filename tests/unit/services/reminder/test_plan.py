"""Due times, beside a calculation that walks the minutes and shares no code with them."""

from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reminder import NewReminder
from core.when import to_local
from services.reminder.plan import find_next, iterate_due, list_due
from tests.unit.services.reminder.plans import Days, reminder, utc, walk

TIMES = ("01:30", "02:15", "08:00", "23:45")
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata")
START = date(2026, 11, 20)
RULES: dict[str, Days] = {
    "FREQ=DAILY": lambda _: True,
    "FREQ=DAILY;INTERVAL=2": lambda day: (day - START).days % 2 == 0,
    "FREQ=WEEKLY;BYDAY=MO,TH,SU": lambda day: day.weekday() in {0, 3, 6},
    "FREQ=MONTHLY;BYMONTHDAY=-1": lambda day: (day + timedelta(days=1)).day == 1,
}


@pytest.mark.parametrize("zone", ZONES)
def test_every_dose_of_a_year_is_due_when_the_wall_clock_says_so(zone: str) -> None:
    midnight = datetime(2026, 11, 20, tzinfo=ZoneInfo(zone)).astimezone(utc(2026, 1, 1).tzinfo)
    end = midnight + timedelta(days=366)
    planned = reminder(timezone=zone, times=TIMES, starts_on=START)
    found = {(due.on, due.slot, due.at) for due in list_due(planned, after=None, until=end)}
    walked = walk(zone, TIMES, RULES["FREQ=DAILY"], since=midnight, until=end)
    assert {each for each in found if each[2] < end} == walked


@pytest.mark.parametrize("rule", RULES)
def test_rules_give_the_days_that_they_say_through_both_clock_changes(rule: str) -> None:
    since, end = utc(2026, 11, 20), utc(2027, 5, 1)
    planned = reminder(recurrence=rule, times=("01:30", "20:00"), starts_on=START)
    found = {(due.on, due.slot, due.at) for due in list_due(planned, after=None, until=end) if due.at < end}
    assert found == walk("Europe/London", ("01:30", "20:00"), RULES[rule], since=since, until=end)


def test_time_that_the_clock_skips_is_due_behind_the_gap() -> None:
    planned = reminder(times=("01:30",), starts_on=date(2027, 3, 28))
    first = next(iterate_due(planned, after=None))
    assert (first.on, first.slot, first.at) == (date(2027, 3, 28), "01:30", utc(2027, 3, 28, 1))


def test_time_that_the_clock_shows_twice_is_due_once() -> None:
    planned = reminder(times=("01:30",), starts_on=date(2026, 10, 25))
    due = list_due(planned, after=None, until=utc(2026, 10, 26))
    assert [each.at for each in due] == [utc(2026, 10, 25, 0, 30)]


def test_day_that_a_zone_left_out_is_told_at_the_end_of_the_gap() -> None:
    planned = reminder(timezone="Pacific/Apia", starts_on=date(2011, 12, 29))
    due = list_due(planned, after=None, until=utc(2011, 12, 31, 12))
    assert [each.on.day for each in due] == [29, 30, 31]
    assert due == sorted(due, key=lambda each: each.at)
    assert to_local(due[1].at, "Pacific/Apia") == datetime(2011, 12, 31, tzinfo=ZoneInfo("Pacific/Apia"))


def test_every_six_hours_is_the_same_on_the_wall_clock_each_day() -> None:
    planned = reminder(recurrence="FREQ=HOURLY;INTERVAL=6", times=("08:00",), starts_on=START)
    slots = [due.slot for due in islice(iterate_due(planned, after=None), 6)]
    assert slots == ["08:00", "14:00", "20:00", "02:00", "08:00", "14:00"]


def test_steps_that_fall_into_the_gap_are_told_once() -> None:
    planned = reminder(recurrence="FREQ=MINUTELY;INTERVAL=30", times=("00:00",), starts_on=date(2027, 3, 28))
    instants = [due.at for due in islice(iterate_due(planned, after=None), 6)]
    assert len(set(instants)) == 6


def test_exact_instant_comes_once() -> None:
    at = utc(2026, 11, 20, 9, 30, 2)
    planned = reminder(at=at, times=(), recurrence=None)
    assert [(due.slot, due.at) for due in iterate_due(planned, after=None)] == [("at", at)]
    assert find_next(planned, after=at) is None


def test_without_recurrence_only_the_first_day_counts() -> None:
    planned = reminder(recurrence=None, times=("08:00", "20:00"))
    assert [(due.on, due.slot) for due in iterate_due(planned, after=None)] == [(START, "08:00"), (START, "20:00")]


def test_last_day_is_the_last() -> None:
    planned = reminder(ends_on=date(2026, 11, 22))
    assert [due.on.day for due in iterate_due(planned, after=None)] == [20, 21, 22]


def test_until_in_utc_is_met_by_the_wall_clock_of_the_zone() -> None:
    planned = reminder(timezone="America/New_York", recurrence="FREQ=DAILY;UNTIL=20261121T130000Z")
    assert [due.on.day for due in iterate_due(planned, after=None)] == [20, 21]


def test_rule_without_any_day_ends_soon() -> None:
    assert find_next(reminder(recurrence="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), after=utc(2026, 11, 20)) is None


DAYS = st.dates() | st.dates(date(2026, 1, 1), date(2028, 1, 1))
UNITS = st.sampled_from(["MINUTELY;INTERVAL=1000", "HOURLY;INTERVAL=1000", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
LIMITS = st.sampled_from(["", ";COUNT=1", ";COUNT=10000"]) | DAYS.map(
    lambda day: f";UNTIL={day.isoformat()}".replace("-", "")
)
RECURRENCES = st.none() | st.builds("FREQ={}{}".format, UNITS, LIMITS)
PLANS = st.builds(
    reminder,
    timezone=st.sampled_from(["UTC", "Pacific/Kiritimati", "Etc/GMT+12", *ZONES]),
    recurrence=RECURRENCES,
    starts_on=DAYS,
    ends_on=st.none() | DAYS,
    times=st.sampled_from([("00:00",), ("23:59",), ("08:00",)]),
)


@given(plan=PLANS)
def test_planning_fails_for_no_reminder_that_can_be_stored(plan: NewReminder) -> None:
    now = utc(2026, 11, 20)
    first = find_next(plan, after=now)
    assert first is None or first.at > now
    assert list_due(plan, after=None, until=now, most=3) == list(
        islice(list_due(plan, after=None, until=now, most=9), 3)
    )
