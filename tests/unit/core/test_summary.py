"""When summaries are due, once each, whatever clocks and workers do."""

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from core.notification import Topic
from core.summary import Made, Summary, SummaryClock

DAILY, WEEKLY = Topic.DAILY_SUMMARY, Topic.WEEKLY_SUMMARY
LONDON = SummaryClock(at=time(20), timezone="Europe/London")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def made(on: str, clock: SummaryClock = LONDON) -> Made:
    day = date.fromisoformat(on)
    return Made(on=day, until=clock.due_at(day) - timedelta(minutes=5))


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-20T19:59:59", "2026-11-19"),
        ("2026-11-20T20:00:00", "2026-11-20"),
        ("2026-11-21T00:30:00", "2026-11-20"),
        ("2026-07-20T18:59:59", "2026-07-19"),
        ("2026-07-20T19:00:00", "2026-07-20"),
    ],
)
def test_daily_summary_is_due_on_the_wall_clock_of_the_person(now: str, last: str) -> None:
    assert LONDON.find_last(DAILY, now=at(now)) == date.fromisoformat(last)


def test_weekly_summary_is_due_on_sundays() -> None:
    # 2026-11-22 is a Sunday.
    assert LONDON.find_last(WEEKLY, now=at("2026-11-22T19:59:59")) == date(2026, 11, 15)
    assert LONDON.find_last(WEEKLY, now=at("2026-11-22T20:00:00")) == date(2026, 11, 22)
    assert LONDON.find_next(WEEKLY, now=at("2026-11-22T20:00:00")) == at("2026-11-29T20:00:00")


def test_hour_that_the_clock_skips_is_due_behind_the_gap_and_one_shown_twice_once() -> None:
    early = SummaryClock(at=time(1, 30), timezone="Europe/London")
    assert early.due_at(date(2026, 3, 29)) == at("2026-03-29T01:00:00")
    assert early.due_at(date(2026, 10, 25)) == at("2026-10-25T00:30:00")
    assert early.find_next(DAILY, now=at("2026-10-25T00:30:00")) == at("2026-10-26T01:30:00")


@pytest.mark.parametrize(
    ("topic", "now", "is_made"),
    [
        (DAILY, "2026-11-20T20:00:00", True),
        (DAILY, "2026-11-21T13:59:00", True),
        (DAILY, "2026-11-21T14:01:00", False),
        (WEEKLY, "2026-11-25T19:59:00", True),
        (WEEKLY, "2026-11-25T20:01:00", False),
    ],
)
def test_summary_is_made_late_but_not_when_it_is_no_news_any_more(topic: Topic, now: str, *, is_made: bool) -> None:
    before = made("2026-11-19") if topic is DAILY else made("2026-11-15")
    assert (LONDON.find_due(topic, before, now=at(now)) is not None) == is_made


def test_who_asks_for_summaries_gets_the_next_one_first() -> None:
    asked = at("2026-11-20T20:30:00")
    start = LONDON.start(DAILY, asked_at=asked)
    assert LONDON.find_due(DAILY, start, now=asked + timedelta(hours=1)) is None
    first = LONDON.find_due(DAILY, start, now=at("2026-11-21T20:00:00"))
    assert first is not None
    assert first.on == date(2026, 11, 21)


def test_moving_the_hour_makes_no_day_twice_and_leaves_no_gap() -> None:
    later = SummaryClock(at=time(21), timezone="Europe/London")
    before = LONDON.passed(DAILY, made("2026-11-19"), now=at("2026-11-20T20:10:00"))
    assert later.find_due(DAILY, before, now=at("2026-11-20T21:10:00")) is None
    following = later.find_due(DAILY, before, now=at("2026-11-21T21:00:00"))
    assert following is not None
    assert following.since == before.until == at("2026-11-20T19:55:00")


def live_through(clock: SummaryClock, topic: Topic, *, start: datetime, days: int, seed: int) -> list[Summary]:
    """All summaries made by workers that look now and then, and are down for hours or days now and then."""
    chance = random.Random(seed)
    now, last, found = start, clock.start(topic, asked_at=start), list[Summary]()
    while now < start + timedelta(days=days):
        if due := clock.find_due(topic, last, now=now):
            found.append(due)
        last = clock.passed(topic, last, now=now)
        down = timedelta(hours=chance.choice([1, 12, 40])) if chance.random() < 0.002 else timedelta(0)
        now += timedelta(minutes=chance.choice([0.5, 3, 20])) + down
    return found


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Lord_Howe", "America/New_York", "Africa/Casablanca"])
@pytest.mark.parametrize("topic", [DAILY, WEEKLY])
def test_through_a_year_each_is_made_once_and_in_order(zone: str, topic: Topic) -> None:
    clock = SummaryClock(at=time(2, 15), timezone=zone)
    found = live_through(clock, topic, start=at("2026-01-01T00:00:00"), days=365, seed=7)
    step = 1 if topic is DAILY else 7
    assert len(found) > 300 / step
    for one, other in pairwise(found):
        assert one.on < other.on
        assert one.until <= other.since < other.until
        if (other.on - one.on).days == step:
            assert other.since == one.until
    assert all(each.until - each.since <= timedelta(days=step, hours=1) for each in found)
