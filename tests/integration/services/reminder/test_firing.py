"""What happens at a due time: told once, whoever does it and whatever dies meanwhile."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from redis.asyncio import Redis

from core.domain import Settlement, TaskStatus, WorkKind
from core.escalation import Escalation, Rung, Tell
from core.letter import Urgency
from core.reminder import (
    Due,
    Occurrence,
    OccurrenceOutcome,
    OccurrenceStatus,
    Reminder,
    ReminderKind,
    ReminderStatus,
)
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


async def climb(chest: MedicineChest, reminder: Reminder, *minutes: float) -> Occurrence:
    """Make a step at each of these minutes behind the first telling."""
    for each in minutes:
        chest.clock.ahead = timedelta(minutes=each)
        await chest.step(await chest.only(reminder))
    return await chest.only(reminder)


async def test_usual_ladder_repeats_texts_calls_and_tells_the_carer_once(chest: MedicineChest) -> None:
    text, call = "tel:+442079460000", "voice:+442079460000"
    await chest.set_user(channels=[OWN, text])
    anna = await chest.add_contact("missed")
    reminder = await chest.add()
    seen = await climb(chest, reminder, 0, 10, 20, 30, 60)
    assert status_of(seen) is OccurrenceStatus.DUE, "the carer hears while it can still be answered"
    told = [(each.contact_id, each.channels) for each in await chest.notices()]
    assert told[:4] == [(None, (OWN, text)), (None, (OWN, text)), (None, (text,)), (None, (call,))]
    assert [contact for contact, _ in told[4:]] == [anna]
    assert [(each["tell"], each["skipped"]) for each in seen.steps] == [
        (each, None) for each in ("main", "second", "voice", "carer")
    ]
    seen = await climb(chest, reminder, 120)
    assert status_of(seen) is OccurrenceStatus.MISSED
    assert len(await chest.notices()) == 5, "who has heard that it is not confirmed is not told again"


async def test_rung_without_its_channel_is_skipped_and_says_so(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminder = await chest.add()
    seen = await climb(chest, reminder, 0, 10, 20, 30, 60)
    assert len(await chest.notices()) == 2
    skipped = {each["tell"]: each["skipped"] for each in seen.steps}
    assert skipped == {
        "main": None,
        "second": "the person has no second channel",
        "voice": "the person has no telephone number among their channels",
        "carer": "nobody has agreed to hear of missed doses and can be reached",
    }


async def test_reminder_climbs_its_own_ladder(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    await chest.add_contact("missed")
    own = Escalation(steps=(Rung(after_minutes=0.5, tell=Tell.CARER),), window_minutes=2)
    reminder = await chest.add(escalation=own)
    assert reminder.escalation == own
    seen = await climb(chest, reminder, 0, 0.5)
    assert [each.recipient for each in await chest.notices()] == ["Rose", "Anna"]
    assert status_of(seen) is OccurrenceStatus.DUE
    assert status_of(await climb(chest, reminder, 2)) is OccurrenceStatus.MISSED


async def test_person_may_have_a_ladder_for_all_their_medicines(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN], preferences={"escalation": {"steps": [], "window_minutes": 3}})
    reminder = await chest.add()
    seen = await climb(chest, reminder, 0)
    assert seen.due_at is not None
    assert seen.told_at is not None
    assert abs(seen.due_at - seen.told_at - timedelta(minutes=3)) < timedelta(seconds=5)


async def test_next_dose_closes_the_one_before(chest: MedicineChest) -> None:
    now = chest.clock.now()
    first = (now - timedelta(seconds=61)).astimezone(ZoneInfo("Europe/London"))
    reminder = await chest.add_daily(f"{first:%H:%M}", starts_on=first.date())
    async with chest.units() as unit:
        due = [
            Due(on=first.date(), slot="at", at=now),
            Due(on=first.date(), slot="next", at=now + timedelta(minutes=40)),
        ]
        await unit.occurrences.add_due(reminder, due)
    [dose] = [each for each in await chest.due_times(reminder) if each.slot == "at"]
    for ahead in (0, 10, 20, 30, 40):
        chest.clock.ahead = timedelta(minutes=ahead)
        await chest.step(dose)
    [seen] = [each for each in await chest.due_times(reminder) if each.slot == "at"]
    assert status_of(seen) is OccurrenceStatus.MISSED


async def test_message_carries_links_that_answer_it(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminder = await chest.add(critical=True)
    dose = await climb(chest, reminder, 0, 5)
    first, second = await chest.notices()
    assert first.urgency is Urgency.CRITICAL
    links = [chest.links.read(each.url.rpartition("/")[2]) for each in (*first.actions, *second.actions)]
    assert [each.label for each in first.actions] == ["Taken", "Later", "Skip", "Answer here"]
    assert {(each.occurrence_id, each.recipient_id) for each in links if each} == {(dose.id, dose.user_id)}
    assert len({each.id for each in links if each}) == 8


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
