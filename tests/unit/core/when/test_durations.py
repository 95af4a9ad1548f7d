from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.core.when.readings import NOW, read


@pytest.mark.parametrize(
    ("said", "ahead"),
    [
        ("in 20 seconds", timedelta(seconds=20)),
        ("in 20 minutes", timedelta(minutes=20)),
        ("in half an hour", timedelta(minutes=30)),
        ("in a quarter of an hour", timedelta(minutes=15)),
        ("in two hours", timedelta(hours=2)),
        ("in an hour and a half", timedelta(minutes=90)),
        ("in a couple of hours", timedelta(hours=2)),
        ("in 1 hour and 20 minutes", timedelta(minutes=80)),
        ("an hour ago", timedelta(hours=-1)),
    ],
)
def test_span_from_now_is_exact(said: str, ahead: timedelta) -> None:
    reading = read(f"remind me {said} to stretch")
    assert reading.instant == NOW + ahead
    assert reading.inferred == frozenset()


def test_span_shows_the_local_date_and_time() -> None:
    reading = read("in two hours")
    assert reading.date is not None
    assert reading.time is not None
    assert (reading.date.isoformat(), reading.time.isoformat()) == ("2026-11-18", "12:00:00")


def test_span_over_a_change_of_clocks_counts_real_hours() -> None:
    before = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    assert read("in 2 hours", now=before).instant == datetime(2027, 3, 28, 2, 30, tzinfo=UTC)
    shown = read("in 2 hours", now=before).time
    assert shown is not None
    assert shown.hour == 3


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("4 months from tomorrow", "2027-03-19"),
        ("three days after January 12th", "2027-01-15"),
        ("two days before the 3rd of December", "2026-12-01"),
        ("a week before the 20th of December", "2026-12-13"),
    ],
)
def test_length_before_or_after_a_day_moves_it(said: str, expected: str) -> None:
    assert str(read(said).date) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [("an hour before noon", "11:00"), ("half an hour before 8pm", "19:30"), ("two hours after 10 am", "12:00")],
)
def test_length_before_or_after_an_hour_moves_it(said: str, expected: str) -> None:
    assert [f"{at:%H:%M}" for at in read(said).times] == [expected]


@pytest.mark.parametrize(
    ("said", "open_kinds"),
    [
        ("two hours before my appointment at 3pm", {"time"}),
        ("two days before my appointment on Friday", {"date"}),
        ("I see the doctor at 11 am on Monday, remind me the night before", {"date", "time"}),
    ],
)
def test_what_something_is_before_is_asked(said: str, open_kinds: set[str]) -> None:
    reading = read(said)
    assert (reading.ambiguous, reading.date, reading.times) == (open_kinds, None, ())


def test_days_and_hours_are_added_up() -> None:
    reading = read("in 1 day and 2 hours")
    assert (str(reading.date), [f"{at:%H:%M}" for at in reading.times]) == ("2026-11-19", ["12:00"])


def test_length_of_something_from_a_day_on_does_not_move_the_day() -> None:
    assert str(read("for 3 days from Monday").date) == "2026-11-23"
