"""Replies to doses: each finds its dose, answers once, and asks where it can't know."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.ids import make_id
from core.reminder import OccurrenceStatus, Reminder
from repositories.occurrence import status_of
from services.notification.ports import Incoming
from services.reminder.replies import DoseReplies
from tests.integration.services.reminder.medicine_chest import MedicineChest


def incoming(chest: MedicineChest, text: str, *, via: str = "sms", contact_id: UUID | None = None) -> Incoming:
    return Incoming(
        id=make_id(),
        account_id=chest.house.account_id,
        user_id=chest.house.user_id,
        contact_id=contact_id,
        sender="tel:+442079460000",
        text=text,
        provider_id="SM1",
        via=via,
        notification_id=None,
        received_at=chest.clock.now(),
    )


async def reply(chest: MedicineChest, text: str, *, contact_id: UUID | None = None) -> str | None:
    return await replies(chest).handle(incoming(chest, text, contact_id=contact_id))


def replies(chest: MedicineChest) -> DoseReplies:
    return DoseReplies(unit_of_work=chest.units, clock=chest.clock)


async def told(chest: MedicineChest, subject: str = "aspirin") -> Reminder:
    reminder = await chest.add(subject=subject)
    await chest.step(await chest.only(reminder))
    return reminder


async def status(chest: MedicineChest, reminder: Reminder) -> OccurrenceStatus:
    return status_of(await chest.only(reminder))


async def history(chest: MedicineChest, reminder: Reminder) -> list[tuple[str, str | None, str]]:
    given = await chest.answers.list_answers((await chest.only(reminder)).id, account_id=reminder.account_id)
    return [(each.answer, each.answered_by, each.answered_via) for each in given]


@pytest.mark.parametrize(
    ("text", "state", "said"),
    [
        ("Taken!", OccurrenceStatus.TAKEN, "Thank you. I have written down that you took your aspirin of "),
        ("1.", OccurrenceStatus.TAKEN, "Thank you."),
        ("done", OccurrenceStatus.TAKEN, "Thank you."),
        ("LATER", OccurrenceStatus.SNOOZED, "I will remind you of your aspirin again at "),
        ("3", OccurrenceStatus.SKIPPED, "I have written down that you leave out your aspirin of "),
        ("repeat", OccurrenceStatus.DUE, "It is time for your aspirin of "),
    ],
)
async def test_reply_answers_the_dose_that_waits(
    chest: MedicineChest, text: str, state: OccurrenceStatus, said: str
) -> None:
    reminder = await told(chest)
    answer = await reply(chest, text)
    assert answer is not None
    assert answer.startswith(said)
    assert await status(chest, reminder) is state
    assert len(await history(chest, reminder)) == (0 if state is OccurrenceStatus.DUE else 1)


@pytest.mark.parametrize("text", ["Hello dear", "", "7", "I took it yesterday", "AGAIN"])
async def test_other_words_are_for_others(chest: MedicineChest, text: str) -> None:
    reminder = await told(chest)
    assert await reply(chest, text) is None
    assert await status(chest, reminder) is OccurrenceStatus.DUE


async def test_nothing_waits_for_an_answer(chest: MedicineChest) -> None:
    await chest.add(at=chest.clock.now() + timedelta(hours=1))
    assert await reply(chest, "TAKEN") is None


async def test_same_message_again_answers_once_and_says_the_same(chest: MedicineChest) -> None:
    reminder = await told(chest)
    message = incoming(chest, "taken")
    first = await replies(chest).handle(message)
    assert await replies(chest).handle(message) == first
    assert len(await history(chest, reminder)) == 1
    second = await replies(chest).handle(replace(message, id=make_id()))
    assert second is not None
    assert second.startswith("You told me at ")


async def test_several_that_wait_are_listed_and_the_number_chooses(chest: MedicineChest) -> None:
    aspirin, insulin = await told(chest, "aspirin"), await told(chest, "insulin")
    asked = await reply(chest, "TAKEN")
    assert asked is not None
    assert asked.startswith("Which one? Reply 1 for aspirin (")
    assert asked.endswith("or 3 for all of them.")
    assert await reply(chest, "9") is None
    answer = await reply(chest, "2")
    assert "insulin" in str(answer)
    assert [await status(chest, each) for each in (aspirin, insulin)] == [OccurrenceStatus.DUE, OccurrenceStatus.TAKEN]
    assert "aspirin" in str(await reply(chest, "2"))
    assert await status(chest, aspirin) is OccurrenceStatus.SNOOZED, "the list is over: 2 means later again"


async def test_all_of_them_are_answered_at_once(chest: MedicineChest) -> None:
    both = [await told(chest, "aspirin"), await told(chest, "insulin")]
    await reply(chest, "SKIP")
    message = incoming(chest, "3")
    first = await replies(chest).handle(message)
    assert [await status(chest, each) for each in both] == [OccurrenceStatus.SKIPPED] * 2
    assert await replies(chest).handle(message) is not None
    assert first == f"I have written down that you leave out {str(first).split('leave out ')[1]}"
    assert [len(await history(chest, each)) for each in both] == [1, 1]


async def test_what_waits_now_is_meant_before_what_was_put_off(chest: MedicineChest) -> None:
    later = await told(chest, "aspirin")
    await reply(chest, "later")
    now = await told(chest, "insulin")
    await reply(chest, "taken")
    assert [await status(chest, each) for each in (later, now)] == [OccurrenceStatus.SNOOZED, OccurrenceStatus.TAKEN]


async def test_taken_after_missed_counts(chest: MedicineChest) -> None:
    reminder = await chest.add(at=chest.clock.now() - timedelta(hours=5))
    await chest.step(await chest.only(reminder))
    assert await reply(chest, "later") is None
    assert "Thank you" in str(await reply(chest, "taken"))
    assert await status(chest, reminder) is OccurrenceStatus.TAKEN


async def test_same_medicine_twice_in_a_short_while_is_questioned(chest: MedicineChest) -> None:
    second = await told(chest)
    chest.clock.ahead = timedelta(minutes=1)
    first = await chest.add(subject="aspirin", at=chest.clock.now() + timedelta(minutes=30))
    await chest.answers.take((await chest.only(first)).id, account_id=first.account_id, again=True)
    doubt = await reply(chest, "taken")
    assert doubt is not None
    assert doubt.startswith("You told me at ")
    assert doubt.endswith("If you took another one, reply AGAIN.")
    assert await status(chest, second) is OccurrenceStatus.DUE
    assert "Thank you" in str(await reply(chest, "again"))
    assert await status(chest, second) is OccurrenceStatus.TAKEN


async def test_carer_answers_what_they_were_told_is_not_confirmed(chest: MedicineChest) -> None:
    anna = await chest.add_contact("missed")
    reminder = await chest.add(at=chest.clock.now() - timedelta(hours=5))
    assert await reply(chest, "taken", contact_id=anna) is None
    await chest.step(await chest.only(reminder))
    assert await reply(chest, "1", contact_id=anna) is None
    assert "Thank you" in str(await reply(chest, "taken", contact_id=anna))
    assert await history(chest, reminder) == [("taken", str(anna), "sms")]
