"""What happens at a due time: told once, whoever does it and whatever dies meanwhile."""

from datetime import timedelta

from redis.asyncio import Redis

from core.domain import Settlement, TaskStatus, WorkKind
from core.reminder import OccurrenceOutcome, OccurrenceStatus, ReminderKind, ReminderStatus
from repositories.occurrence import status_of
from services.durable_work import Done, Finished
from services.reminder.ladder import MISSED_AFTER, REPEAT_AFTER
from tests.integration.services.reminder.medicine_chest import MedicineChest
from tests.integration.waiting import eventually

OWN = "mailto:rose@x.example"


async def test_dose_is_told_on_own_channels_in_plain_words(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminder = await chest.add(dosage="2 tablets")
    await chest.step(await chest.only(reminder))
    [notice] = await chest.notices()
    assert (notice.topic, notice.channels, notice.contact_id) == ("dose", (OWN,), None)
    assert notice.text.startswith("Rose, it is ")
    assert notice.text.endswith(": time for your blood pressure pills (2 tablets).")


async def test_told_dose_is_due_and_comes_again_after_ten_minutes(chest: MedicineChest) -> None:
    reminder = await chest.add()
    await chest.step(await chest.only(reminder))
    occurrence = await chest.only(reminder)
    assert status_of(occurrence) is OccurrenceStatus.DUE
    assert occurrence.told_at is not None
    assert occurrence.due_at is not None
    assert abs(occurrence.due_at - occurrence.told_at - REPEAT_AFTER) < timedelta(seconds=5)


async def test_person_without_channels_finds_it_due(chest: MedicineChest) -> None:
    reminder = await chest.add()
    await chest.step(await chest.only(reminder))
    assert await chest.notices() == []
    assert status_of(await chest.only(reminder)) is OccurrenceStatus.DUE


async def test_unanswered_dose_is_told_once_more_then_missed(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminder = await chest.add()
    for ahead in (timedelta(0), REPEAT_AFTER, MISSED_AFTER):
        chest.clock.ahead = ahead
        await chest.step(await chest.only(reminder))
    occurrence = await chest.only(reminder)
    assert (occurrence.status, occurrence.outcome) == (TaskStatus.EXPIRED, OccurrenceOutcome.MISSED)
    assert [each.text.split(",")[1].split(":")[0] for each in await chest.notices()][1] == " once more"
    assert len(await chest.notices()) == 2


async def test_plain_reminder_is_told_once_and_done(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminder = await chest.add(kind=ReminderKind.REMINDER, subject="call my son", person_name=None)
    await chest.step(await chest.only(reminder))
    occurrence = await chest.only(reminder)
    [notice] = await chest.notices()
    assert (occurrence.status, occurrence.outcome) == (TaskStatus.COMPLETED, OccurrenceOutcome.REMINDED)
    assert notice.topic == "reminder"
    assert notice.text.endswith(": call your son.")


async def test_late_dose_is_told_as_late(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminder = await chest.add(at=chest.clock.now() - timedelta(minutes=40))
    await chest.step(await chest.only(reminder))
    [notice] = await chest.notices()
    assert notice.text.startswith("Rose, I am late with this: your blood pressure pills of ")


async def test_dose_that_came_while_all_was_down_is_recorded_as_missed(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    await chest.add_contact("missed")
    reminder = await chest.add(at=chest.clock.now() - timedelta(hours=3))
    await chest.step(await chest.only(reminder))
    assert status_of(await chest.only(reminder)) is OccurrenceStatus.MISSED
    assert [each.recipient for each in await chest.notices()] == ["Anna"]


async def test_two_workers_tell_a_hundred_doses_once_each(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminders = [await chest.add(subject=f"pills {number}") for number in range(100)]

    async def all_told() -> bool:
        return len(await chest.notices()) >= len(reminders)

    async with chest.working(), chest.working():
        await eventually(all_told)
    occurrences = [await chest.only(reminder) for reminder in reminders]
    assert all(each.told_at for each in occurrences)
    assert len({each.occurrence_id for each in await chest.notices()}) == len(await chest.notices()) == 100


async def test_dose_is_told_when_redis_lost_everything(chest: MedicineChest, redis: Redis) -> None:
    reminder = await chest.add(at=chest.clock.now() + timedelta(seconds=1))
    await redis.flushdb()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py

    async def told() -> bool:
        return (await chest.only(reminder)).told_at is not None

    async with chest.working():
        await eventually(told)


async def test_worker_that_dies_between_performing_and_settling_tells_nothing_twice(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminder = await chest.add()
    zombie = await chest.claim(await chest.only(reminder), owner="zombie")
    late = await chest.work("zombie").run(WorkKind.OCCURRENCE, zombie)
    assert isinstance(late, Done)
    async with chest.units() as unit:
        await unit.occurrences.hand_back_many({zombie.id: zombie.epoch})
    claimed = await chest.work().claim({WorkKind.OCCURRENCE: [zombie.id]})
    done = await chest.work().run(*claimed[0])
    assert isinstance(done, Done)
    assert [await chest.work().settle([each]) for each in (done, late)] == [1, 0]
    assert len(await chest.notices()) == 1


async def test_dose_that_fails_again_and_again_counts_as_missed_and_family_hears(chest: MedicineChest) -> None:
    await chest.add_contact("missed")
    reminder = await chest.add()
    claimed = await chest.claim(await chest.only(reminder))
    spent = Settlement(id=claimed.id, epoch=claimed.epoch, status=TaskStatus.FAILED, reason="tries are spent")
    await chest.work().settle([Done(WorkKind.OCCURRENCE, Finished(spent))])
    assert status_of(await chest.only(reminder)) is OccurrenceStatus.MISSED
    assert [each.topic for each in await chest.notices()] == ["missed"]


async def test_stopped_reminder_tells_nothing_any_more(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminder = await chest.add()
    claimed = await chest.claim(await chest.only(reminder))
    done = await chest.work().run(WorkKind.OCCURRENCE, claimed)
    assert isinstance(done, Done)
    stopped = await chest.reminders.cancel(reminder.id, account_id=reminder.account_id)
    assert stopped.status is ReminderStatus.CANCELLED
    assert await chest.work().settle([done]) == 0
    assert await chest.notices() == []


async def test_told_dose_of_cancelled_reminder_ends_without_being_missed(chest: MedicineChest) -> None:
    await chest.add_contact("missed")
    reminder = await chest.add()
    await chest.step(await chest.only(reminder))
    await chest.reminders.cancel(reminder.id, account_id=reminder.account_id)
    assert status_of(await chest.only(reminder)) is OccurrenceStatus.CANCELLED
    assert await chest.notices() == []


async def test_dose_of_a_worker_that_vanished_is_told_by_another(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminder = await chest.add()
    async with chest.units() as unit:
        await unit.occurrences.queue_due(limit=10)
    lost = chest.work("lost", lease=timedelta(seconds=1))
    [(kind, claimed)] = await lost.claim({WorkKind.OCCURRENCE: [(await chest.only(reminder)).id]})
    performed = await lost.run(kind, claimed)
    assert isinstance(performed, Done)

    async def told() -> bool:
        return (await chest.only(reminder)).told_at is not None

    async with chest.working(lease=timedelta(seconds=1)):
        await eventually(told)
    assert await lost.settle([performed]) == 0
    assert len(await chest.notices()) == 1
