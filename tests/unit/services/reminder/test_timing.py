"""From words about time to a plan, and what is asked first."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from core.domain import ConfirmPolicy, Question, Queue, Task, TaskStatus
from core.ids import make_id
from core.reminder import NewReminder, ReminderKind
from services.reminder.changing import change_plan
from services.reminder.plan import find_next
from services.reminder.timing import Subject, Timing, find_open_time, make_reminder, to_our_clock
from tests.unit.services.reminder.plans import utc
from tests.unit.services.reminder.test_changing import stored

NOW = utc(2026, 11, 20, 9, 30)
MEDICINE, PLAIN = ReminderKind.MEDICINE, ReminderKind.REMINDER
EIGHT, TEN = time(8), time(10)


def task(**changed: Any) -> Task:
    values: dict[str, Any] = {
        "id": make_id(),
        "account_id": make_id(),
        "queue": Queue.REMINDER,
        "status": TaskStatus.RUNNING,
        "epoch": 1,
        "version": 1,
        "attempt": 1,
        "max_attempts": 5,
        "lost_leases": 0,
        "created_at": NOW,
        "updated_at": NOW,
        "request_id": make_id(),
        "user_id": make_id(),
        "intent": "reminder",
        "details": {},
        "confidence": 1.0,
        "provider": "rules",
        "inferred": (),
        "degraded": False,
        "degraded_reason": None,
        "confirm": ConfirmPolicy.AUTO,
        "confirmed": False,
        "timezone": "Europe/London",
        "question": None,
        "scheduled_for": None,
        "result": None,
        "error": None,
        "completed_at": None,
        "redrive_of": None,
        "undo_of": None,
        "webhook_url": None,
        "metadata": {},
    }
    return Task(**{**values, **changed})


def make(timing: Timing, kind: ReminderKind = PLAIN) -> NewReminder | Question:
    return make_reminder(Subject(kind=kind, text="pills"), timing, task(), reminder_id=make_id(), now=NOW)


def first_of(timing: Timing, kind: ReminderKind = PLAIN) -> datetime:
    made = make(timing, kind)
    assert isinstance(made, NewReminder), made
    first = find_next(made, after=NOW)
    assert first is not None
    return first.at


@pytest.mark.parametrize(
    ("timing", "kind", "slot"),
    [
        (Timing(), MEDICINE, "time"),
        (Timing(), PLAIN, "time"),
        (Timing(recurrence="FREQ=DAILY"), MEDICINE, "times"),
        (Timing(on=date(2026, 11, 22)), PLAIN, "time"),
        (Timing(times=(EIGHT,)), MEDICINE, "recurrence"),
        (Timing(recurrence="FREQ=HOURLY;INTERVAL=6"), MEDICINE, "time"),
        (Timing(recurrence="FREQ=HOURLY;INTERVAL=6", times=(EIGHT, TEN)), PLAIN, "time"),
    ],
)
def test_what_is_open_is_asked(timing: Timing, kind: ReminderKind, slot: str) -> None:
    question = find_open_time(timing, kind)
    assert question is not None
    assert question.slot == slot


@pytest.mark.parametrize(
    ("timing", "kind"),
    [
        (Timing(times=(EIGHT,)), PLAIN),
        (Timing(times=(EIGHT,), on=date(2026, 11, 22)), MEDICINE),
        (Timing(times=(EIGHT,), recurrence="FREQ=DAILY"), MEDICINE),
        (Timing(at=NOW), MEDICINE),
        (Timing(recurrence="FREQ=HOURLY;INTERVAL=2"), PLAIN),
    ],
)
def test_what_is_complete_is_not_asked(timing: Timing, kind: ReminderKind) -> None:
    assert find_open_time(timing, kind) is None


@pytest.mark.parametrize(
    ("timing", "first"),
    [
        (Timing(times=(TEN,)), utc(2026, 11, 20, 10)),
        (Timing(times=(EIGHT,)), utc(2026, 11, 21, 8)),
        (Timing(times=(EIGHT, TEN), recurrence="FREQ=DAILY"), utc(2026, 11, 20, 10)),
        (Timing(times=(EIGHT,), recurrence="FREQ=DAILY;INTERVAL=2"), utc(2026, 11, 21, 8)),
        (Timing(times=(EIGHT,), recurrence="FREQ=DAILY;COUNT=1"), utc(2026, 11, 21, 8)),
        (Timing(times=(EIGHT,), recurrence="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"), utc(2026, 11, 23, 8)),
        (Timing(times=(EIGHT,), recurrence="FREQ=WEEKLY"), utc(2026, 11, 27, 8)),
        (Timing(times=(EIGHT,), on=date(2026, 12, 1), recurrence="FREQ=DAILY"), utc(2026, 12, 1, 8)),
        (Timing(recurrence="FREQ=HOURLY;INTERVAL=2"), utc(2026, 11, 20, 11, 30)),
        (Timing(at=utc(2026, 11, 20, 9, 30, 20)), utc(2026, 11, 20, 9, 30, 20)),
    ],
)
def test_plan_begins_with_the_first_time_to_come(timing: Timing, first: datetime) -> None:
    assert first_of(timing) == first


def test_course_of_days_loses_none_to_a_time_that_has_passed() -> None:
    made = make(Timing(times=(EIGHT,), recurrence="FREQ=DAILY;COUNT=7"), MEDICINE)
    assert isinstance(made, NewReminder)
    assert made.starts_on == date(2026, 11, 21)


@pytest.mark.parametrize("recurrence", [None, "FREQ=DAILY;COUNT=1"])
def test_what_comes_once_comes_at_the_times_that_are_left(recurrence: str | None) -> None:
    made = make(Timing(times=(EIGHT, TEN, time(20)), recurrence=recurrence))
    assert isinstance(made, NewReminder)
    assert (made.times, made.starts_on) == (("10:00", "20:00"), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("timing", "text"),
    [
        (Timing(on=date(2026, 11, 20), times=(EIGHT,)), "8 in the morning has passed today. When shall I remind you?"),
        (Timing(on=date(2026, 11, 16), times=(EIGHT,)), "Monday 16 November has passed. For which day?"),
        (
            Timing(times=(EIGHT,), recurrence="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
            "I can find no such day. When shall I remind you?",
        ),
    ],
)
def test_what_can_never_come_is_asked_again(timing: Timing, text: str) -> None:
    made = make(timing)
    assert isinstance(made, Question)
    assert made.text == text


@pytest.mark.parametrize(
    "timing",
    [
        Timing(on=date(9999, 12, 31), times=(time(23),)),
        Timing(on=date(2037, 1, 1), times=(time(23),), recurrence="FREQ=DAILY"),
        Timing(at=utc(9999, 12, 31, 23)),
    ],
)
def test_day_too_far_away_is_asked_about(timing: Timing) -> None:
    made = make(timing)
    assert isinstance(made, Question)
    assert made.text == "I can only remind you of the next ten years. For which day shall it be?"
    assert isinstance(change_plan(stored(), timing, now=NOW), Question)


@pytest.mark.parametrize("ahead", [timedelta(days=-200), timedelta(hours=3), timedelta(days=40)])
def test_what_comes_once_keeps_its_distance_from_the_callers_clock(ahead: timedelta) -> None:
    for timing in (Timing(times=(TEN,)), Timing(at=utc(2026, 11, 20, 9, 30, 2))):
        made = make(timing)
        assert isinstance(made, NewReminder)
        real = to_our_clock(made, offset=ahead, now=NOW)
        assert real.at == first_of(timing) - ahead


def test_what_comes_again_keeps_its_hours_on_our_clock() -> None:
    made = make(Timing(times=(EIGHT,), recurrence="FREQ=DAILY"))
    assert isinstance(made, NewReminder)
    real = to_our_clock(made, offset=timedelta(days=100, hours=3), now=NOW)
    assert (real.times, real.starts_on) == (("08:00",), made.starts_on - timedelta(days=100))


def test_hour_that_comes_twice_in_an_autumn_night_is_that_of_tomorrow_once_the_first_is_over() -> None:
    now = utc(2026, 10, 25, 1, 15)  # the clock in London shows a quarter past one for the second time
    made = make_reminder(
        Subject(kind=PLAIN, text="pills"), Timing(times=(time(1, 30),)), task(), reminder_id=make_id(), now=now
    )
    assert isinstance(made, NewReminder), made
    assert find_next(made, after=now) is not None
    assert made.starts_on == date(2026, 10, 26)
