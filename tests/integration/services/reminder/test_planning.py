"""Plans as rows: two days ahead, never twice, never lost, whatever is edited or goes down."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.reminder import OccurrenceStatus, Reminder, ReminderStatus
from repositories.occurrence import status_of
from services.reminder.planner import TOP_UP_AT, ReminderPlanner
from tests.integration.services.reminder.medicine_chest import MedicineChest
from tests.integration.waiting import eventually


async def load(chest: MedicineChest, reminder: Reminder) -> Reminder:
    return await chest.reminders.get(reminder.id, account_id=reminder.account_id)


async def test_plan_is_prolonged_as_time_goes_on(chest: MedicineChest) -> None:
    reminder = await chest.add_daily("08:00", "20:00", timezone="UTC")
    for day in range(1, 6):
        chest.clock.ahead = timedelta(days=day)
        await chest.reminders.planner.plan_batch()
    found = await chest.due_times(reminder)
    assert {later.scheduled_for - earlier.scheduled_for for earlier, later in pairwise(found)} == {timedelta(hours=12)}
    assert found[-1].scheduled_for > chest.clock.now() + TOP_UP_AT - timedelta(hours=12)


async def test_planning_again_adds_nothing(chest: MedicineChest) -> None:
    reminder = await chest.add_daily()
    before = await chest.due_times(reminder)
    for _ in range(3):
        await chest.reminders.planner.plan_batch()
    assert await chest.due_times(reminder) == before


async def test_two_planners_share_the_work(chest: MedicineChest) -> None:
    reminders = [await chest.add_daily(subject=f"pills {number}") for number in range(30)]
    chest.clock.ahead = timedelta(days=2)
    planners = [ReminderPlanner(unit_of_work=chest.units, clock=chest.clock) for _ in range(2)]
    await asyncio.gather(*(planner.plan_batch() for planner in planners))
    while any([await planner.plan_batch() for planner in planners]):
        pass
    assert {len(await chest.due_times(each)) for each in reminders} == {4}


async def test_what_came_due_while_nobody_planned_is_stored_too(chest: MedicineChest) -> None:
    reminder = await chest.add_daily()
    chest.clock.ahead = timedelta(days=9)
    await chest.reminders.planner.plan_batch()
    days = [each.local_date for each in await chest.due_times(reminder)]
    assert days == [days[0] + timedelta(days=number) for number in range(11)]


async def test_far_reminder_is_left_alone_until_it_comes_near(chest: MedicineChest) -> None:
    at = chest.clock.now() + timedelta(days=30)
    reminder = await chest.add(at=at)
    assert await chest.due_times(reminder) == []
    chest.clock.ahead = timedelta(days=28)
    assert await chest.reminders.planner.plan_batch() == 0
    chest.clock.ahead = timedelta(days=29, hours=12)
    assert await chest.reminders.planner.plan_batch() == 1
    assert (await chest.only(reminder)).scheduled_for == at


async def test_reminder_ends_when_its_last_due_time_has_passed(chest: MedicineChest) -> None:
    reminder = await chest.add(at=chest.clock.now() + timedelta(minutes=5))
    assert await chest.reminders.planner.plan_batch() == 0
    chest.clock.ahead = timedelta(minutes=6)
    await chest.reminders.planner.plan_batch()
    assert (await load(chest, reminder)).status is ReminderStatus.ENDED
    assert status_of(await chest.only(reminder)) is OccurrenceStatus.PLANNED


async def test_many_due_times_are_planned_piece_by_piece(chest: MedicineChest) -> None:
    starts_on = chest.clock.now().date()
    every = "FREQ=MINUTELY;INTERVAL=5"
    reminder = await chest.add_daily("00:00", recurrence=every, starts_on=starts_on, timezone="UTC")
    while await chest.reminders.planner.plan_batch():
        pass
    found = await chest.due_times(reminder)
    assert {later.scheduled_for - earlier.scheduled_for for earlier, later in pairwise(found)} == {timedelta(minutes=5)}
    assert found[-1].scheduled_for > chest.clock.now() + TOP_UP_AT - timedelta(minutes=5)


async def test_edit_keeps_what_is_due_already_and_what_was_told(chest: MedicineChest) -> None:
    now = datetime.now(UTC)
    reminder = await chest.add_daily(f"{now - timedelta(minutes=2):%H:%M}", timezone="UTC", starts_on=now.date())
    async with chest.units() as unit:
        await unit.reminders.change(reminder.id, {"starts_on": now.date() - timedelta(days=1)})
        held = await unit.reminders.get_locked(reminder.id, account_id=reminder.account_id)
        await chest.reminders.planner.plan(unit, held, after=now - timedelta(hours=1))
    await chest.reminders.change(reminder.id, {"times": ("00:00",)}, account_id=reminder.account_id)
    slots = [each.slot for each in await chest.due_times(reminder)]
    assert slots == [f"{now - timedelta(minutes=2):%H:%M}", "00:00", "00:00"]


MIDDAY = f"Etc/GMT{datetime.now(UTC).hour - 12:+}"
"""A zone in which it is about noon, so that no test runs over midnight."""


def clock_in(minutes: float) -> str:
    """The time of day there in so many minutes."""
    return f"{datetime.now(ZoneInfo(MIDDAY)) + timedelta(minutes=minutes):%H:%M}"


async def slots_of(chest: MedicineChest, reminder: Reminder) -> list[tuple[str, str]]:
    """The slots of the first day with what became of them."""
    found = await chest.due_times(reminder)
    return [(each.slot, str(status_of(each))) for each in found if each.local_date == found[0].local_date]


@pytest.mark.parametrize("is_paused", [False, True])
async def test_moved_dose_that_was_taken_early_does_not_come_again_that_day(
    chest: MedicineChest, *, is_paused: bool
) -> None:
    old, new = clock_in(2), clock_in(4)
    reminder = await chest.add_daily(old, timezone=MIDDAY)
    whose: dict[str, Any] = {"account_id": reminder.account_id}
    await chest.answers.take((await chest.due_times(reminder))[0].id, **whose)
    if is_paused:
        await chest.reminders.pause(reminder.id, **whose)
    await chest.reminders.change(reminder.id, {"times": (new,)}, **whose)
    if is_paused:
        await chest.reminders.resume(reminder.id, **whose)
    assert await slots_of(chest, reminder) == [(old, "taken"), (new, "cancelled")]
    [upcoming] = (await chest.reminders.preview(reminder.id, count=1, **whose)).due
    assert upcoming.at > chest.clock.now() + timedelta(hours=12)


async def test_slot_that_is_added_comes_on_the_same_day(chest: MedicineChest) -> None:
    first, second, third = clock_in(2), clock_in(4), clock_in(6)
    reminder = await chest.add_daily(first, timezone=MIDDAY)
    whose: dict[str, Any] = {"account_id": reminder.account_id}
    await chest.answers.skip((await chest.due_times(reminder))[0].id, **whose)
    for times in ((second,), (first, third)):
        await chest.reminders.change(reminder.id, {"times": times}, **whose)
    assert await slots_of(chest, reminder) == [(first, "skipped"), (third, "planned")]


async def test_resumed_reminder_does_not_make_up_for_its_pause(chest: MedicineChest) -> None:
    reminder = await chest.add_daily()
    await chest.reminders.pause(reminder.id, account_id=reminder.account_id)
    chest.clock.ahead = timedelta(days=10)
    await chest.reminders.resume(reminder.id, account_id=reminder.account_id)
    found = await chest.due_times(reminder)
    assert len(found) == 2
    assert all(each.scheduled_for > chest.clock.now() for each in found)


@pytest.mark.parametrize("seed", range(4))
async def test_no_sequence_of_edits_makes_a_dose_twice_or_loses_one(chest: MedicineChest, seed: int) -> None:
    chance = random.Random(seed)
    reminder = await chest.add_daily()
    for _ in range(15):
        await edit(chest, reminder, chance)
    reminder = await load(chest, reminder)
    found = await chest.due_times(reminder)
    keys = [(each.local_date, each.slot) for each in found]
    assert len(keys) == len(set(keys))
    # What fell due between two edits waits for a worker: it was promised under the plan of that moment.
    to_come = [each for each in found if each.scheduled_for > chest.clock.now()]
    open_keys = {(each.local_date, each.slot) for each in to_come if status_of(each) is OccurrenceStatus.PLANNED}
    expected = set[Any]() if reminder.status is ReminderStatus.PAUSED else await planned_keys(chest, reminder)
    assert open_keys == expected


async def edit(chest: MedicineChest, reminder: Reminder, chance: random.Random) -> None:
    whose: dict[str, Any] = {"account_id": reminder.account_id}
    chest.clock.ahead += timedelta(hours=chance.randint(0, 9))
    match chance.choice(["times", "rule", "pause", "resume", "plan", "tell"]):
        case "times":
            times = tuple(f"{hour:02}:00" for hour in chance.sample(range(24), chance.randint(1, 3)))
            await chest.reminders.change(reminder.id, {"times": times}, **whose)
        case "rule":
            rule = chance.choice(["FREQ=DAILY", "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,WE,FR,SU"])
            await chest.reminders.change(reminder.id, {"recurrence": rule}, **whose)
        case "pause":
            await chest.reminders.pause(reminder.id, **whose)
        case "resume":
            await chest.reminders.resume(reminder.id, **whose)
        case "plan":
            await chest.reminders.planner.plan_batch()
        case _:
            for each in (await chest.due_times(reminder))[:1]:
                if status_of(each) is OccurrenceStatus.PLANNED:
                    await chest.answers.skip(each.id, **whose)
    await chest.reminders.planner.plan_batch()


async def planned_keys(chest: MedicineChest, reminder: Reminder) -> set[Any]:
    """What should be stored, counted out by hand: every day up to the end of the plan, every time of day."""
    assert reminder.planned_until is not None
    shown = await chest.reminders.preview(reminder.id, account_id=reminder.account_id, count=100)
    return {(each.on, each.slot) for each in shown.due if each.at <= reminder.planned_until}


async def test_running_worker_prolongs_plans(chest: MedicineChest) -> None:
    reminder = await chest.add_daily(timezone="UTC")
    async with chest.units() as unit:
        await unit.occurrences.remove_untold(reminder.id)
        an_hour_ago = chest.clock.now() - timedelta(hours=1)
        await unit.reminders.mark_planned(reminder.id, an_hour_ago, status=ReminderStatus.ACTIVE)

    async def planned() -> bool:
        return len(await chest.due_times(reminder)) >= 2

    async with chest.working():
        await eventually(planned)
