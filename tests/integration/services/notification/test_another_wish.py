"""Somebody is told what became of another wish of the same breath, and of nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from core.domain import Queue, Settlement, Task, TaskStatus
from core.ids import make_id
from core.outcome import Completed, Fails, Tells, Waits
from core.reminder import NewReminder, ReminderKind
from tests.integration.house import NOW
from tests.integration.services.notification.outgoing import Outgoing
from tests.integration.services.notification.test_family_notification import claim, perform, put_out

TABLE: dict[str, Any] = {
    "kind": "restaurant",
    "status": "confirmed",
    "venue": "Olive Garden",
    "date": "2026-11-19",
    "time": "19:00",
    "party_size": 2,
    "service": None,
    "stylist": None,
}
HAIRCUT = {**TABLE, "kind": "salon", "venue": "Curl Up", "party_size": 1, "service": "haircut", "stylist": "Maria"}
BOOKED = "a table for 2 at Olive Garden is booked for Thursday 19 November at 7 in the evening."


async def end(outgoing: Outgoing, task: Task, status: TaskStatus, **result: Any) -> None:
    async with outgoing.house.unit_of_work() as unit:
        settled = Settlement(id=task.id, epoch=task.epoch, status=status, result={"summary": "Done.", **result})
        assert await unit.tasks.settle_many([settled])


async def tell_about(outgoing: Outgoing, other: Task) -> Task:
    return await claim(outgoing, details={"recipient": "Anna", "about": str(other.id)})


async def told(outgoing: Outgoing, **result: Any) -> str:
    """What Anna is told of a wish with this result."""
    await outgoing.add_contact("Anna")
    other = await outgoing.house.claim_task()
    await end(outgoing, other, TaskStatus.COMPLETED, **result)
    outcome = await perform(outgoing, await tell_about(outgoing, other))
    assert isinstance(outcome, Tells), outcome
    return outcome.messages[0].text.removeprefix("Rose asked me to tell you: ")


@pytest.mark.parametrize(
    ("booking", "expected"),
    [
        (TABLE, BOOKED),
        ({**TABLE, "status": "cancelled"}, "a table for 2 at Olive Garden on Thursday 19 November at 7 in the evening is cancelled."),
        (HAIRCUT, "a haircut with Maria at Curl Up is booked for Thursday 19 November at 7 in the evening."),
        ({**HAIRCUT, "service": "highlights", "stylist": None}, "highlights at Curl Up are booked for Thursday 19 November at 7 in the evening."),
        ({**HAIRCUT, "service": None, "stylist": None}, "an appointment at Curl Up is booked for Thursday 19 November at 7 in the evening."),
    ],
)  # fmt: skip
async def test_booking_is_told_with_place_day_and_time(
    outgoing: Outgoing, booking: dict[str, Any], expected: str
) -> None:
    assert await told(outgoing, booking=booking) == expected


@pytest.mark.parametrize(
    ("preferences", "kind", "expected"),
    [
        ({}, ReminderKind.REMINDER, 'there is a reminder for "heart pill", every day at 8 in the morning.'),
        ({}, ReminderKind.MEDICINE, "there is a reminder to take a medicine, every day at 8 in the morning."),
        (
            {"share_medicine_names": True},
            ReminderKind.MEDICINE,
            "there is a reminder to take heart pill, every day at 8 in the morning.",
        ),
    ],
)
async def test_reminder_names_a_medicine_to_others_only_where_that_is_allowed(
    outgoing: Outgoing, preferences: dict[str, Any], kind: ReminderKind, expected: str
) -> None:
    house = outgoing.house
    reminder = NewReminder(
        id=make_id(),
        account_id=house.account_id,
        user_id=house.user_id,
        task_id=None,
        kind=kind,
        subject="heart pill",
        timezone="Europe/London",
        times=("08:00",),
        recurrence="FREQ=DAILY",
        starts_on=NOW.date(),
    )
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, {"preferences": preferences}, account_id=house.account_id)
        await unit.reminders.add(reminder)
    assert await told(outgoing, reminder={"id": str(reminder.id)}) == expected


@pytest.mark.parametrize(
    ("status", "rests"), [(TaskStatus.NEEDS_INPUT, True), (TaskStatus.NEEDS_PERSON, True), (TaskStatus.RETRYING, False)]
)
async def test_nothing_is_told_before_the_other_wish_has_ended(
    outgoing: Outgoing, status: TaskStatus, rests: bool
) -> None:
    await outgoing.add_contact("Anna")
    other = await outgoing.house.claim_task()
    await end(outgoing, other, status)
    outcome = await perform(outgoing, await tell_about(outgoing, other))
    assert isinstance(outcome, Waits)
    assert outcome.rests is rests
    assert timedelta(seconds=1) <= outcome.until - NOW <= timedelta(minutes=10)


@pytest.mark.parametrize("status", [TaskStatus.FAILED, TaskStatus.CANCELLED, TaskStatus.EXPIRED])
async def test_nobody_is_told_of_what_did_not_come_about(outgoing: Outgoing, status: TaskStatus) -> None:
    await outgoing.add_contact("Anna")
    other = await outgoing.house.claim_task()
    await end(outgoing, other, status, booking=TABLE)
    outcome = await perform(outgoing, await tell_about(outgoing, other))
    assert isinstance(outcome, Fails)
    assert outcome.problem.detail == "It did not come about, so I have told Anna nothing of it."


async def test_person_hears_what_was_told(outgoing: Outgoing) -> None:
    await outgoing.add_contact("Anna")
    other = await outgoing.house.claim_task()
    await end(outgoing, other, TaskStatus.COMPLETED, booking=TABLE)
    task = await tell_about(outgoing, other)
    outcome = await perform(outgoing, task)
    assert isinstance(outcome, Tells)
    await put_out(outgoing, task, outcome, TaskStatus.COMPLETED)
    reported = await perform(outgoing, task)
    assert isinstance(reported, Completed)
    assert reported.summary == f"I told Anna: {BOOKED}"


async def test_reply_to_the_other_wish_has_its_news_told_without_delay(outgoing: Outgoing) -> None:
    house = outgoing.house
    other = await house.claim_task()
    waiting = await house.add_task(
        {"recipient": "Anna", "about": str(other.id)},
        intent="family_notification",
        queue=Queue.NOTIFICATION,
        request_id=other.request_id,
    )
    async with house.unit_of_work() as unit:
        [waiting] = await unit.tasks.claim_many([waiting.id], owner="test", lease=timedelta(minutes=5))
        later = Settlement(
            id=waiting.id,
            epoch=waiting.epoch,
            status=TaskStatus.SCHEDULED,
            delay=timedelta(hours=1),
            keeps_attempt=False,
        )
        await unit.tasks.settle_many([later])
        assert await unit.tasks.queue_due(limit=10) == []
        await unit.tasks.hasten_about(other)
        assert [task.id for task in await unit.tasks.queue_due(limit=10)] == [waiting.id]
