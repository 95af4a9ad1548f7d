"""The calendar of what is due, across clock changes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from core.ids import make_id
from core.people import User
from core.regimen import Interval, Regimen
from core.reminder import Reminder, ReminderKind, ReminderStatus
from services.records.calendar import DueTime, write_calendar
from services.reminder.plan import list_due

NOW = datetime(2026, 10, 1, tzinfo=UTC)


def user() -> User:
    values: dict[str, Any] = {
        "id": make_id(),
        "account_id": make_id(),
        "name": "Rose",
        "timezone": "Europe/London",
        "locale": "en-GB",
        "phone": None,
        "email": None,
        "channels": (),
        "preferences": {},
        "created_at": NOW,
        "updated_at": NOW,
    }
    return User(**values)


def reminder(**changed: Any) -> Reminder:
    values: dict[str, Any] = {
        "id": make_id(),
        "account_id": make_id(),
        "user_id": make_id(),
        "task_id": None,
        "kind": ReminderKind.MEDICINE,
        "subject": "aspirin",
        "timezone": "Europe/London",
        "times": ("01:30",),
        "recurrence": "FREQ=DAILY",
        "starts_on": date(2026, 1, 1),
        "status": ReminderStatus.ACTIVE,
        "planned_until": None,
        "version": 3,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Reminder(**{**values, **changed})


def starts(plan: Reminder, *, after: datetime, until: datetime) -> list[str]:
    found = [DueTime(due=due, reminder=plan) for due in list_due(plan, after=after, until=until)]
    events = Calendar.from_ical(write_calendar(user(), found)).events
    assert len({str(event["UID"]) for event in events}) == len(events)
    return [event.start.isoformat() for event in events if isinstance(event.start, datetime)]


@pytest.mark.parametrize(
    ("after", "until", "expected"),
    [
        (
            datetime(2026, 10, 24, 12, tzinfo=UTC),
            datetime(2026, 10, 26, 12, tzinfo=UTC),
            ["2026-10-25T00:30:00+00:00", "2026-10-26T01:30:00+00:00"],
        ),
        (
            datetime(2026, 3, 28, 12, tzinfo=UTC),
            datetime(2026, 3, 30, 12, tzinfo=UTC),
            ["2026-03-29T01:00:00+00:00", "2026-03-30T00:30:00+00:00"],
        ),
    ],
)
def test_daily_dose_is_at_the_instant_of_its_plan(after: datetime, until: datetime, expected: list[str]) -> None:
    assert starts(reminder(), after=after, until=until) == expected


def test_both_doses_of_an_hour_that_is_shown_twice_are_there() -> None:
    hourly = reminder(
        recurrence=None, times=("00:30",), starts_on=date(2026, 10, 25), regimen=Regimen(interval=Interval(minutes=60))
    )
    found = starts(hourly, after=datetime(2026, 10, 24, 23, tzinfo=UTC), until=datetime(2026, 10, 25, 2, tzinfo=UTC))
    assert found == ["2026-10-24T23:30:00+00:00", "2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"]
