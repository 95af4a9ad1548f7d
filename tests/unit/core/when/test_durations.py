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
