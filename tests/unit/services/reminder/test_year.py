"""Every dose around every clock change of a year, beside a walk over the minutes; `year.py` has the whole year."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.unit.services.reminder.year import INTERVALS, SCHEDULES, START, ZONES, compare

_EACH = ("every day", "three weeks on, one week off", "in phases", "every 90 minutes")


def changes_of(zone: str) -> list[date]:
    """The days of the year on which the clocks of the zone are changed."""
    days = [START + timedelta(days=number) for number in range(2, 360)]
    noon = [
        datetime(day.year, day.month, day.day, 12, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset() for day in days
    ]
    return [day for day, before, after in zip(days[1:], noon, noon[1:], strict=False) if before != after]


def test_years_hold_the_changes_that_they_are_about() -> None:
    found = {zone: len(changes_of(zone)) for zone in ZONES}
    assert {zone for zone, count in found.items() if count == 0} == {"Asia/Kolkata", "Asia/Tehran"}
    assert found["Africa/Casablanca"] == 2


@pytest.mark.parametrize("zone", ZONES)
def test_every_dose_around_the_clock_changes_is_where_the_walk_finds_it(zone: str) -> None:
    for day in changes_of(zone) or [date(2027, 3, 21)]:
        for name in _EACH:
            assert compare(zone, name, start=day - timedelta(days=2), days=5) == (set(), set()), (zone, name, day)


@pytest.mark.parametrize("name", [*SCHEDULES, *INTERVALS])
def test_every_kind_of_schedule_is_where_the_walk_finds_it(name: str) -> None:
    assert compare("Europe/London", name, start=START, days=30) == (set(), set())
