"""Answers: they end the ladder, whatever runs at that moment, and the family hears what it asked for."""

import json
from datetime import timedelta

import pytest

from core.domain import TaskStatus, WorkKind
from core.letter import Urgency
from core.reminder import Occurrence, OccurrenceFilter, OccurrenceStatus, Reminder
from repositories.occurrence import status_of
from services.durable_work import Done
from services.reminder.ladder import MISSED_AFTER
from services.reminder.occurrence_answers import OccurrenceNotDueError
from tests.integration.services.reminder.medicine_chest import MedicineChest


async def take(chest: MedicineChest, occurrence: Occurrence) -> None:
    await chest.answers.take(occurrence.id, account_id=occurrence.account_id)


async def test_answer_given_while_it_is_being_told_ends_the_ladder(chest: MedicineChest) -> None:
    await chest.set_user(channels=["mailto:rose@x.example"])
    reminder = await chest.add()
    claimed = await chest.claim(await chest.only(reminder))
    done = await chest.work().run(WorkKind.OCCURRENCE, claimed)
    assert isinstance(done, Done)
    await take(chest, claimed)
    assert await chest.work().settle([done]) == 0
    assert status_of(await chest.only(reminder)) is OccurrenceStatus.TAKEN
    assert await chest.notices() == []


async def test_taken_after_missed_is_recorded_as_late(chest: MedicineChest) -> None:
    reminder = await chest.add()
    await chest.step(await chest.only(reminder))
    chest.clock.ahead = MISSED_AFTER
    await chest.step(await chest.only(reminder))
    state = await chest.answers.take((await chest.only(reminder)).id, account_id=reminder.account_id)
    assert (state.status, state.is_late) == (OccurrenceStatus.TAKEN, True)
    assert state.occurrence.status is TaskStatus.EXPIRED


async def test_snoozed_dose_is_told_again_and_then_due(chest: MedicineChest) -> None:
    await chest.set_user(channels=["mailto:rose@x.example"])
    reminder = await chest.add()
    await chest.step(await chest.only(reminder))
    await chest.answers.snooze((await chest.only(reminder)).id, timedelta(minutes=15), account_id=reminder.account_id)
    assert status_of(await chest.only(reminder)) is OccurrenceStatus.SNOOZED
    chest.clock.ahead = timedelta(minutes=15)
    await chest.step(await chest.only(reminder))
    assert status_of(await chest.only(reminder)) is OccurrenceStatus.DUE
    assert len(await chest.notices()) == 2


async def test_dose_that_is_about_to_be_missed_waits_no_longer(chest: MedicineChest) -> None:
    reminder = await chest.add()
    await chest.step(await chest.only(reminder))
    chest.clock.ahead = MISSED_AFTER - timedelta(minutes=1)
    with pytest.raises(OccurrenceNotDueError, match="can't wait any longer"):
        await chest.answers.snooze((await chest.only(reminder)).id, account_id=reminder.account_id)


async def test_who_was_told_that_it_is_not_confirmed_hears_when_it_is(chest: MedicineChest) -> None:
    told = await chest.add_contact("missed")
    reminder = await chest.add(at=chest.clock.now() - MISSED_AFTER * 2)
    await chest.step(await chest.only(reminder))
    for _ in range(2):
        await take(chest, await chest.only(reminder))
    notices = await chest.notices()
    assert [(each.topic, each.contact_id) for each in notices] == [("missed", told), ("taken", told)]
    assert notices[1].text.startswith("Rose has confirmed the medicine for ")
    assert notices[1].urgency is Urgency.HIGH, "worry is not kept waiting for a digest"


async def test_what_was_not_sent_yet_is_not_sent_after_the_answer(chest: MedicineChest) -> None:
    await chest.set_user(channels=["mailto:rose@x.example"])
    answered, waits = await chest.add(subject="aspirin"), await chest.add(subject="insulin")
    for reminder in (answered, waits):
        await chest.step(await chest.only(reminder))
    await take(chest, await chest.only(answered))
    found = {each.subject: each.status for each in await chest.notices()}
    assert found == {"Reminder: aspirin": TaskStatus.CANCELLED, "Reminder: insulin": TaskStatus.QUEUED}


@pytest.mark.parametrize(
    ("topics", "heard"), [(("missed",), ["missed"]), (("taken",), []), ((), ["missed"]), (("refill",), [])]
)
async def test_family_hears_of_missed_doses_if_it_is_there_for_that(
    chest: MedicineChest, topics: tuple[str, ...], heard: list[str]
) -> None:
    await chest.add_contact(*topics)
    reminder = await chest.add(at=chest.clock.now() - MISSED_AFTER * 2)
    await chest.step(await chest.only(reminder))
    assert [each.topic for each in await chest.notices()] == heard


async def test_family_hears_of_taken_doses_only_on_request(chest: MedicineChest) -> None:
    asked = await chest.add_contact("taken")
    await chest.add_contact()
    reminder = await chest.add()
    await chest.step(await chest.only(reminder))
    for _ in range(2):
        await take(chest, await chest.only(reminder))
    assert [each.contact_id for each in await chest.notices()] == [asked]


async def test_nobody_hears_who_did_not_agree_or_has_no_channel(chest: MedicineChest) -> None:
    await chest.add_contact("missed", consent=None)
    reminder = await chest.add(at=chest.clock.now() - MISSED_AFTER * 2)
    await chest.step(await chest.only(reminder))
    assert await chest.notices() == []


@pytest.mark.parametrize(
    ("preferences", "is_named"),
    [({}, False), ({"share_medicine_names": True}, True), ({"share_medicine_names": 1}, False)],
)
async def test_medicine_is_named_to_family_only_where_the_person_allows_it(
    chest: MedicineChest, preferences: dict[str, bool | int], is_named: bool
) -> None:
    await chest.set_user(preferences=preferences)
    await chest.add_contact("missed")
    reminder = await chest.add(at=chest.clock.now() - MISSED_AFTER * 2)
    await chest.step(await chest.only(reminder))
    [notice] = await chest.notices()
    assert notice.text.startswith("Rose has not confirmed the ")
    assert ("blood pressure pills" in notice.subject + notice.text) is is_named


async def test_family_does_not_hear_old_news(chest: MedicineChest) -> None:
    await chest.add_contact("missed")
    reminder = await chest.add(at=chest.clock.now() - timedelta(days=3))
    await chest.step(await chest.only(reminder))
    assert status_of(await chest.only(reminder)) is OccurrenceStatus.MISSED
    assert await chest.notices() == []


async def test_status_of_a_row_and_the_filter_of_lists_agree(chest: MedicineChest) -> None:
    taken, skipped, due, snoozed, missed, cancelled, _planned = [await chest.add() for _ in range(7)]
    for reminder in (due, snoozed, cancelled):
        await chest.step(await chest.only(reminder))
    await take(chest, await chest.only(taken))
    await chest.answers.skip((await chest.only(skipped)).id, account_id=skipped.account_id)
    await chest.answers.snooze((await chest.only(snoozed)).id, timedelta(minutes=5), account_id=snoozed.account_id)
    await chest.reminders.pause(cancelled.id, account_id=cancelled.account_id)
    chest.clock.ahead = MISSED_AFTER * 2
    await chest.step(await chest.only(missed))
    found = [status for status in OccurrenceStatus for _ in await listed(chest, status)]
    assert sorted(found) == sorted(set(OccurrenceStatus) - {OccurrenceStatus.REMINDED})


async def listed(chest: MedicineChest, status: OccurrenceStatus) -> list[Occurrence]:
    async with chest.units() as unit:
        found = await unit.occurrences.list_page(
            OccurrenceFilter(status=status), account_id=chest.house.account_id, before=None, limit=50
        )
    assert {status_of(each) for each in found} <= {status}
    return found


async def told_endpoint(chest: MedicineChest, reminder: Reminder) -> list[tuple[str, str]]:
    """What the endpoint hears of the only dose of a reminder: types and states."""
    occurrence = await chest.only(reminder)
    async with chest.units() as unit:
        [endpoint] = await unit.webhook_endpoints.list_open({reminder.account_id})
        sent = [json.loads(each.body) for each in await unit.webhooks.list_of_endpoint(endpoint.id)]
    return [(each["type"], each["data"]["status"]) for each in sent if each["data"]["id"] == str(occurrence.id)]


async def test_endpoints_hear_once_of_each_move(chest: MedicineChest) -> None:
    await chest.add_endpoint()
    taken, missed, snoozed = [await chest.add(subject=name) for name in ("aspirin", "insulin", "vitamins")]
    for reminder in (taken, missed, snoozed):
        await chest.step(await chest.only(reminder))
    for _ in range(2):
        await take(chest, await chest.only(taken))
    await chest.answers.snooze((await chest.only(snoozed)).id, timedelta(minutes=15), account_id=snoozed.account_id)
    chest.clock.ahead = timedelta(minutes=15)
    await chest.step(await chest.only(snoozed))
    chest.clock.ahead = MISSED_AFTER * 3
    await chest.step(await chest.only(missed))
    assert await told_endpoint(chest, taken) == [("reminder.due", "due"), ("reminder.taken", "taken")]
    assert await told_endpoint(chest, snoozed) == [("reminder.due", "due")]
    assert await told_endpoint(chest, missed) == [("reminder.due", "due"), ("reminder.missed", "missed")]
    await take(chest, await chest.only(missed))
    assert (await told_endpoint(chest, missed))[-1] == ("reminder.taken", "taken")


async def test_step_that_a_zombie_settles_tells_no_endpoint(chest: MedicineChest) -> None:
    await chest.add_endpoint()
    reminder = await chest.add()
    claimed = await chest.claim(await chest.only(reminder))
    done = await chest.work().run(WorkKind.OCCURRENCE, claimed)
    assert isinstance(done, Done)
    await take(chest, claimed)
    assert await chest.work().settle([done]) == 0
    assert await told_endpoint(chest, reminder) == [("reminder.taken", "taken")]
