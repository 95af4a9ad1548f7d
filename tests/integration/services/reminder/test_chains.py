"""Doses that come so long after the one before was taken."""

from datetime import datetime, timedelta
from typing import Any

from core.regimen import Interval, Regimen, Since
from core.reminder import Occurrence, OccurrenceOutcome, Reminder
from tests.integration.services.reminder.medicine_chest import MedicineChest

EIGHT_HOURS = timedelta(hours=8)


async def add_chain(chest: MedicineChest) -> Reminder:
    """Its first dose is due now."""
    first = chest.clock.now().replace(second=0, microsecond=0)
    regimen = Regimen(interval=Interval(minutes=480, since=Since.TAKEN))
    plan: dict[str, Any] = {"timezone": "UTC", "starts_on": first.date(), "recurrence": None, "chain_at": first}
    return await chest.add_daily(f"{first:%H:%M}", regimen=regimen, **plan)


async def newest(chest: MedicineChest, reminder: Reminder) -> Occurrence:
    return (await chest.due_times(reminder))[-1]


def after_minutes(at: datetime) -> datetime:
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)


async def test_next_dose_counts_from_the_answer(chest: MedicineChest) -> None:
    reminder = await add_chain(chest)
    await chest.reminders.planner.plan_batch()
    [first] = await chest.due_times(reminder)
    chest.clock.ahead = timedelta(minutes=40)
    taken = await chest.answers.take(first.id, account_id=reminder.account_id)
    await chest.reminders.planner.plan_batch()
    assert taken.occurrence.answered_at is not None
    second = await newest(chest, reminder)
    assert second.scheduled_for == after_minutes(taken.occurrence.answered_at + EIGHT_HOURS)
    preview = await chest.reminders.preview(reminder.id, account_id=reminder.account_id, count=5)
    assert [due.at for due in preview.due] == [second.scheduled_for]


async def test_dose_that_waits_holds_the_next_one_back(chest: MedicineChest) -> None:
    reminder = await add_chain(chest)
    chest.clock.ahead = timedelta(hours=20)
    for _ in range(2):
        await chest.reminders.planner.plan_batch()
    assert len(await chest.due_times(reminder)) == 1


async def test_missed_dose_is_followed_by_the_one_after_its_time(chest: MedicineChest) -> None:
    reminder = await add_chain(chest)
    [first] = await chest.due_times(reminder)
    chest.clock.ahead = timedelta(hours=2)
    async with chest.units() as unit:
        await unit.occurrences.mark_ended([first.id], OccurrenceOutcome.MISSED)
    await chest.reminders.planner.plan_batch()
    assert (await newest(chest, reminder)).scheduled_for == first.scheduled_for + EIGHT_HOURS


async def test_after_a_day_down_the_next_dose_is_due_at_once(chest: MedicineChest) -> None:
    reminder = await add_chain(chest)
    [first] = await chest.due_times(reminder)
    async with chest.units() as unit:
        await unit.occurrences.write(first.id, outcome=OccurrenceOutcome.MISSED)
    chest.clock.ahead = timedelta(days=1)
    await chest.reminders.planner.plan_batch()
    second = await newest(chest, reminder)
    assert timedelta(0) <= second.scheduled_for - (first.scheduled_for + timedelta(days=1)) <= timedelta(minutes=2)


async def test_pause_ends_the_chain_and_resume_takes_it_up(chest: MedicineChest) -> None:
    reminder = await add_chain(chest)
    whose: dict[str, Any] = {"account_id": reminder.account_id}
    [first] = await chest.due_times(reminder)
    await chest.answers.take(first.id, **whose)
    await chest.reminders.planner.plan_batch()
    await chest.reminders.pause(reminder.id, **whose)
    assert len(await chest.due_times(reminder)) == 1
    chest.clock.ahead = timedelta(days=3)
    await chest.reminders.resume(reminder.id, **whose)
    second = await newest(chest, reminder)
    assert second.scheduled_for - chest.clock.now() < timedelta(minutes=1)


async def test_longer_interval_moves_the_next_dose(chest: MedicineChest) -> None:
    reminder = await add_chain(chest)
    whose: dict[str, Any] = {"account_id": reminder.account_id}
    [first] = await chest.due_times(reminder)
    taken = (await chest.answers.take(first.id, **whose)).occurrence
    await chest.reminders.planner.plan_batch()
    longer = {"interval": Interval(minutes=720, since=Since.TAKEN)}
    await chest.reminders.change(reminder.id, longer, **whose)
    assert taken.answered_at is not None
    found = await chest.due_times(reminder)
    assert len(found) == 2
    assert found[-1].scheduled_for == after_minutes(taken.answered_at + timedelta(hours=12))
