"""Whatever is written down in words resolves back to what it was written from."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from core.when import Policy, describe_day, describe_time, to_instant, to_local
from core.when.recurrence import WEEKDAY_CODES
from core.when.words import write_ordinal
from tests.unit.core.when.readings import read

quickly = settings(max_examples=60)

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "Europe/Berlin")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
HOURS = ["twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
TENS = {2: "twenty", 3: "thirty", 4: "forty", 5: "fifty"}
TEENS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]


def make_now(seconds: int, zone: str) -> datetime:
    return (datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(ZoneInfo(zone))


nows = st.builds(make_now, st.integers(0, 5 * 365 * 24 * 3600), st.sampled_from(ZONES))
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
policies = st.sampled_from(Policy)


def in_words(number: int) -> str:
    """Below sixty."""
    if number < 20:
        return TEENS[number]
    return TENS[number // 10] + (f"-{TEENS[number % 10]}" if number % 10 else "")


def in_part(hour: int) -> str:
    return "in the morning" if hour < 12 else "in the afternoon" if hour < 18 else "in the evening"


def on_weekday(on: date, now: datetime) -> str | None:
    return f"on {on:%A}" if 0 < (on - now.date()).days < 7 else None


def week_on(on: date, now: datetime) -> str | None:
    return f"a week on {on:%A}" if 7 < (on - now.date()).days < 14 else None


def weekday_week(on: date, now: datetime) -> str | None:
    return f"on {on:%A} week" if 7 < (on - now.date()).days < 14 else None


def from_now(on: date, now: datetime) -> str | None:
    days = (on - now.date()).days
    known = {1: "tomorrow", 2: "the day after tomorrow", 7: "a week today", 8: "a week tomorrow", 14: "in a fortnight"}
    return known.get(days, f"in {in_words(days)} days" if days < 60 else None)


DAYS: tuple[Callable[[date, datetime], str | None], ...] = (
    lambda on, _: f"on the {write_ordinal(on.day)} of {MONTHS[on.month - 1]}",
    lambda on, _: f"on {MONTHS[on.month - 1]} {write_ordinal(on.day)}",
    lambda on, _: f"on {on.day} {MONTHS[on.month - 1]} {on.year}",
    lambda on, _: f"on {WEEKDAYS[on.weekday()]} the {write_ordinal(on.day)} of {MONTHS[on.month - 1]}",
    lambda on, _: f"on {on.isoformat()}",
    lambda on, now: f"on the {write_ordinal(on.day)}" if 0 < (on - now.date()).days < 28 else None,
    lambda on, now: f"on {describe_day(on, now.date())}",
    on_weekday,
    week_on,
    weekday_week,
    from_now,
)


def to_the_hour(at: time) -> str | None:
    following = (at.hour + 1) % 24
    if at.minute not in {35, 40, 45, 50, 55} or following in {0, 12, 18}:
        return None
    steps = "quarter" if at.minute == 45 else in_words(60 - at.minute)
    return f"at {steps} to {HOURS[following % 12]} {in_part(at.hour)}"


def past_the_hour(at: time) -> str | None:
    steps = {15: "quarter", 30: "half"}.get(at.minute) or (
        in_words(at.minute) if at.minute in {5, 10, 20, 25} else None
    )
    return f"at {steps} past {HOURS[at.hour % 12]} {in_part(at.hour)}" if steps else None


TIMES: tuple[Callable[[time], str | None], ...] = (
    lambda at: f"at {at:%H:%M}" if at.hour == 0 or at.hour > 12 else None,
    lambda at: f"at {at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}",
    lambda at: f"at {at.hour % 12 or 12}{at:%M}{'am' if at.hour < 12 else 'pm'}" if at.minute >= 10 else None,
    lambda at: (
        f"at {HOURS[at.hour % 12]} {in_words(at.minute)} {'am' if at.hour < 12 else 'pm'}" if at.minute >= 10 else None
    ),
    lambda at: f"at {describe_time(at)}" if at.hour < 22 and (at.hour or not at.minute) else None,
    to_the_hour,
    past_the_hour,
)


@given(
    now=nows,
    ahead=st.integers(1, 300),
    at=clocks,
    say_day=st.sampled_from(DAYS),
    say_time=st.sampled_from(TIMES),
    frame=st.sampled_from(["remind me {day} {time} to ring Anna", "{time} {day} please", "Well, um, {day}, {time}."]),
    policy=policies,
)
@quickly
def test_day_and_hour_are_what_was_said(
    now: datetime,
    ahead: int,
    at: time,
    say_day: Callable[[date, datetime], str | None],
    say_time: Callable[[time], str | None],
    frame: str,
    policy: Policy,
) -> None:
    on = now.date() + timedelta(days=ahead)
    day, hour = say_day(on, now), say_time(at)
    assume(day and hour)
    reading = read(frame.format(day=day, time=hour), now=now, timezone=str(now.tzinfo), policy=policy)
    assert (reading.date, reading.times, reading.ambiguous) == (on, (at,), frozenset())


@given(now=nows, amount=st.integers(2, 59), unit=st.sampled_from(["minutes", "hours", "days", "weeks"]))
@quickly
def test_span_from_now_is_counted(now: datetime, amount: int, unit: str) -> None:
    reading = read(f"wake me in {in_words(amount)} {unit}", now=now, timezone=str(now.tzinfo))
    if unit in {"minutes", "hours"}:
        assert reading.instant == now.astimezone(UTC) + timedelta(**{unit: amount})
    else:
        assert reading.date == now.date() + timedelta(**{unit: amount})


weekday_sets = st.sets(st.integers(0, 6), min_size=1, max_size=5).map(sorted)


@given(now=nows, days=weekday_sets, at=clocks, say_time=st.sampled_from(TIMES), joint=st.sampled_from([" and ", ", "]))
@quickly
def test_days_of_the_week_come_back_as_a_rule(
    now: datetime, days: list[int], at: time, say_time: Callable[[time], str | None], joint: str
) -> None:
    hour = say_time(at)
    assume(hour)
    named = joint.join(f"every {WEEKDAYS[day]}" for day in days)
    reading = read(f"{named} {hour}", now=now, timezone=str(now.tzinfo))
    rule = "FREQ=WEEKLY;BYDAY=" + ",".join(WEEKDAY_CODES[day] for day in days)
    assert (reading.recurrence, reading.times) == (rule, (at,))


@given(now=nows, number=st.integers(1, 31), every=st.integers(2, 12), days=st.integers(2, 59))
@quickly
def test_months_intervals_and_courses_come_back_as_rules(now: datetime, number: int, every: int, days: int) -> None:
    said = {
        f"on the {write_ordinal(number)} of every month": f"FREQ=MONTHLY;BYMONTHDAY={number}",
        f"every month on the {write_ordinal(number)}": f"FREQ=MONTHLY;BYMONTHDAY={number}",
        f"every {in_words(every)} weeks": f"FREQ=WEEKLY;INTERVAL={every}",
        f"every {every} weeks on Monday": f"FREQ=WEEKLY;INTERVAL={every};BYDAY=MO",
        f"every {in_words(every)} hours": f"FREQ=HOURLY;INTERVAL={every}",
        f"every day for {in_words(days)} days": f"FREQ=DAILY;COUNT={days}",
        f"{in_words(every)} times a day for {days} days": f"FREQ=DAILY;COUNT={days}",
    }
    assert {text: read(text, now=now, timezone=str(now.tzinfo)).recurrence for text in said} == said


@given(now=nows, said=st.sampled_from(["the first Monday of the month", "the last Friday of the month", "the 3rd"]))
@quickly
def test_what_is_still_to_come_is_never_past(now: datetime, said: str) -> None:
    reading = read(f"remind me on {said}", now=now, timezone=str(now.tzinfo))
    assert reading.date is not None
    assert now.date() <= reading.date <= now.date() + timedelta(days=62)


@given(on=st.dates(date(2010, 1, 1), date(2030, 12, 31)), at=clocks, zone=st.sampled_from(ZONES))
@example(on=date(2027, 3, 28), at=time(1, 30), zone="Europe/London")
@example(on=date(2026, 10, 4), at=time(2, 15), zone="Australia/Lord_Howe")
@quickly
def test_wall_clock_comes_back_or_moves_to_the_end_of_the_gap(on: date, at: time, zone: str) -> None:
    wanted = datetime.combine(on, at)
    instant = to_instant(on, at, zone)
    shown = to_local(instant, zone).replace(tzinfo=None, fold=0)
    before = to_local(instant - timedelta(seconds=1), zone).replace(tzinfo=None)
    assert shown == wanted or before < wanted < shown


@given(
    text=st.text(max_size=80) | st.lists(st.text(max_size=6) | st.sampled_from(HOURS)).map(" ".join), policy=policies
)
@quickly
def test_no_text_raises_and_spans_are_verbatim(text: str, policy: Policy) -> None:
    assert all(text[span.start : span.end] == span.text for span in read(text, policy=policy).spans)
