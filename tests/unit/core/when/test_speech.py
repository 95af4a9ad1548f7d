from datetime import date, time

import pytest

from core.when import describe_day, describe_time
from tests.unit.core.when.readings import NOW, read


def test_near_day_is_said_without_its_year() -> None:
    assert describe_day(date(2026, 11, 22), NOW.date()) == "Sunday 22 November"
    assert describe_day(date(2027, 2, 14), NOW.date()) == "Sunday 14 February"


def test_far_or_past_day_is_said_with_its_year() -> None:
    assert describe_day(date(2028, 5, 3), NOW.date()) == "Wednesday 3 May 2028"
    assert describe_day(date(2020, 5, 3), NOW.date()) == "Sunday 3 May 2020"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(19, 0), "7 in the evening"),
        (time(19, 30), "7:30 in the evening"),
        (time(12, 0), "noon"),
        (time(0, 0), "midnight"),
        (time(9, 5), "9:05 in the morning"),
        (time(15, 0), "3 in the afternoon"),
        (time(0, 30), "12:30 at night"),
    ],
)
def test_time_is_said_in_twelve_hours(at: time, said: str) -> None:
    assert describe_time(at) == said


def test_every_time_is_understood_as_it_is_said() -> None:
    for minutes in range(0, 24 * 60, 5):
        at = time(minutes // 60, minutes % 60)
        assert read(f"tomorrow, {describe_time(at)}").time == at
