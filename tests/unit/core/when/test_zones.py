from datetime import UTC, date, datetime, time

from core.when import to_instant


def test_wall_clock_becomes_an_instant() -> None:
    assert to_instant(date(2026, 7, 1), time(19, 0), "Europe/London") == datetime(2026, 7, 1, 18, 0, tzinfo=UTC)


def test_skipped_time_becomes_the_first_instant_after_the_gap() -> None:
    assert to_instant(date(2027, 3, 28), time(1, 30), "Europe/London") == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_repeated_time_becomes_its_first_instant() -> None:
    assert to_instant(date(2026, 10, 25), time(1, 30), "Europe/London") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_skipped_day_becomes_the_first_instant_after_it() -> None:
    assert to_instant(date(2011, 12, 30), time(12, 0), "Pacific/Apia") == datetime(2011, 12, 30, 10, 0, tzinfo=UTC)
