"""The steps of a dose, by the clock."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.domain import Queue, TaskStatus
from core.ids import make_id
from core.reminder import Occurrence, ReminderKind
from services.reminder.ladder import Action, next_step, snooze_until
from tests.unit.services.reminder.plans import utc

DUE = utc(2026, 11, 20, 8)


def minutes(count: float) -> datetime:
    return DUE + timedelta(minutes=count)


def occurrence(**changed: Any) -> Occurrence:
    base = Occurrence(
        id=make_id(),
        account_id=make_id(),
        queue=Queue.REMINDER,
        status=TaskStatus.RUNNING,
        epoch=1,
        version=2,
        attempt=1,
        max_attempts=20,
        lost_leases=0,
        created_at=DUE,
        updated_at=DUE,
        reminder_id=make_id(),
        user_id=make_id(),
        local_date=DUE.date(),
        slot="08:00",
        scheduled_for=DUE,
        due_at=None,
        told_at=None,
        snoozed_until=None,
        outcome=None,
        answered_at=None,
        answered_via=None,
    )
    return replace(base, **changed)


@pytest.mark.parametrize(
    ("kind", "late", "action"),
    [
        (ReminderKind.MEDICINE, 0, Action.TELL),
        (ReminderKind.MEDICINE, 60, Action.TELL),
        (ReminderKind.MEDICINE, 61, Action.MISS),
        (ReminderKind.REMINDER, 61, Action.TELL),
        (ReminderKind.REMINDER, 60 * 12, Action.TELL),
        (ReminderKind.REMINDER, 60 * 12 + 1, Action.MISS),
    ],
)
def test_first_step_depends_on_how_late_it_is(kind: ReminderKind, late: float, action: Action) -> None:
    assert next_step(occurrence(), kind, now=minutes(late)).action is action


@pytest.mark.parametrize(
    ("told", "now", "action", "next_at"),
    [
        (0, 10, Action.TELL_AGAIN, 60),
        (0, 60, Action.MISS, None),
        (50, 60, Action.TELL_AGAIN, 80),
        (50, 80, Action.MISS, None),
    ],
)
def test_told_dose_is_repeated_once_then_missed(told: int, now: int, action: Action, next_at: int | None) -> None:
    step = next_step(occurrence(told_at=minutes(told)), ReminderKind.MEDICINE, now=minutes(now))
    assert step.action is action
    assert step.next_at == (minutes(next_at) if next_at else None)


def test_every_telling_has_a_number_of_its_own() -> None:
    first = next_step(occurrence(), ReminderKind.MEDICINE, now=DUE)
    repeat = next_step(occurrence(told_at=DUE), ReminderKind.MEDICINE, now=minutes(10))
    snoozed = [
        next_step(occurrence(told_at=DUE, snoozed_until=minutes(at)), ReminderKind.MEDICINE, now=minutes(at))
        for at in (15, 30)
    ]
    assert len({first.number, repeat.number, *(each.number for each in snoozed)}) == 4


def test_our_clock_may_be_a_little_behind() -> None:
    told = occurrence(told_at=DUE)
    assert next_step(told, ReminderKind.MEDICINE, now=minutes(60) - timedelta(seconds=1)).action is Action.MISS


@pytest.mark.parametrize(
    ("span", "now", "until"), [(15, 2, 17), (120, 2, 120), (15, 45, 60), (15, 59, 74), (15, 115, 120)]
)
def test_snoozed_dose_is_told_again_with_time_to_answer(span: int, now: int, until: int) -> None:
    told = occurrence(told_at=DUE)
    assert snooze_until(told, timedelta(minutes=span), now=minutes(now)) == minutes(until)
    step = next_step(replace(told, snoozed_until=minutes(until)), ReminderKind.MEDICINE, now=minutes(until))
    assert step.action is Action.TELL_AGAIN
    assert step.next_at == minutes(max(60, until + 30))
    assert next_step(told, ReminderKind.MEDICINE, now=minutes(max(60, until + 30))).action is Action.MISS


def test_dose_that_has_waited_for_two_hours_waits_no_longer() -> None:
    assert snooze_until(occurrence(told_at=DUE), timedelta(minutes=15), now=minutes(121)) is None


def test_snoozed_dose_that_nobody_could_tell_in_time_is_missed() -> None:
    snoozed = occurrence(told_at=DUE, snoozed_until=minutes(20))
    assert next_step(snoozed, ReminderKind.MEDICINE, now=minutes(51)).action is Action.MISS
