"""New timings of stored reminders."""

from datetime import date, time
from typing import Any

import pytest

from core.domain import Question
from core.reminder import Reminder, ReminderStatus
from services.reminder.changing import change_plan
from services.reminder.timing import Timing
from tests.unit.services.reminder.plans import reminder, utc

NOW = utc(2026, 11, 20, 9, 30)


def stored(**changed: Any) -> Reminder:
    base = reminder(**changed)
    values = {name: getattr(base, name) for name in base.__slots__}
    return Reminder(
        **values, status=ReminderStatus.ACTIVE, planned_until=None, version=1, created_at=NOW, updated_at=NOW
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("08:00",), (9,), ("09:00",)),
        (("08:00", "20:00"), (21,), ("08:00", "21:00")),
        (("08:00", "20:00"), (9,), ("09:00", "20:00")),
        (("08:00", "14:00", "20:00"), (8, 9), ("09:00", "14:00", "20:00")),
        (("08:00", "20:00"), (10, 22), ("10:00", "22:00")),
    ],
)
def test_new_times_take_the_place_of_those_that_are_meant(
    old: tuple[str, ...], new: tuple[int, ...], expected: tuple[str, ...]
) -> None:
    changed = change_plan(stored(times=old), Timing(times=tuple(time(hour) for hour in new)), now=NOW)
    assert isinstance(changed, Reminder)
    assert (changed.times, changed.recurrence) == (expected, "FREQ=DAILY")


def test_new_rule_keeps_the_times() -> None:
    changed = change_plan(stored(), Timing(recurrence="FREQ=WEEKLY;BYDAY=MO"), now=NOW)
    assert isinstance(changed, Reminder)
    assert (changed.times, changed.recurrence, changed.starts_on) == (
        ("08:00",),
        "FREQ=WEEKLY;BYDAY=MO",
        date(2026, 11, 23),
    )


def test_new_day_of_what_comes_once_keeps_the_time() -> None:
    once = stored(recurrence=None, starts_on=date(2026, 11, 22))
    changed = change_plan(once, Timing(on=date(2026, 11, 25)), now=NOW)
    assert isinstance(changed, Reminder)
    assert (changed.starts_on, changed.times) == (date(2026, 11, 25), ("08:00",))


def test_exact_instant_becomes_a_time_of_its_day() -> None:
    once = stored(at=utc(2026, 11, 20, 15, 0, 20), times=(), recurrence=None)
    changed = change_plan(once, Timing(times=(time(17),)), now=NOW)
    assert isinstance(changed, Reminder)
    assert (changed.at, changed.times, changed.starts_on) == (None, ("17:00",), date(2026, 11, 20))


@pytest.mark.parametrize(
    "timing", [Timing(), Timing(times=(time(8),)), Timing(on=date(2026, 11, 1), recurrence="FREQ=DAILY;UNTIL=20261102")]
)
def test_no_change_and_no_future_are_asked_about(timing: Timing) -> None:
    assert isinstance(change_plan(stored(), timing, now=NOW), Question)


def test_other_weekday_of_a_weekly_reminder_is_asked_about() -> None:
    weekly = stored(recurrence="FREQ=WEEKLY;BYDAY=MO,TH")
    question = change_plan(weekly, Timing(on=date(2026, 11, 27), times=(time(11),)), now=NOW)
    assert isinstance(question, Question)
    assert (question.slot, question.options) == ("recurrence", ("every Friday",))
