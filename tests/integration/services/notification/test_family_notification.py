"""Whom the person means, when they are told, and what is reported in the end."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text as sql

from core.domain import Queue, Repeat, Settlement, Task, TaskStatus
from core.errors import OutcomeUnknownError
from core.new_notification import new_notification
from core.outcome import Asks, AsksToConfirm, Completed, Fails, Outcome, Tells, Waits
from services.ability import Tools, Wish
from services.effect_ledger import TaskEffects
from services.notification.family_notification import FamilyNotificationDetails, FamilyNotificationService
from services.notification.telling import STILL_TELLING
from tests.integration.house import NOW, FixedClock
from tests.integration.services.notification.outgoing import MAIL, Outgoing

FINE: dict[str, Any] = {"recipient": "Anna", "message": "I'm fine"}


def service(outgoing: Outgoing) -> FamilyNotificationService:
    unit_of_work = outgoing.house.unit_of_work
    return FamilyNotificationService(
        tools=Tools(clock=FixedClock(), unit_of_work=unit_of_work, booking_systems={}, abilities=())
    )


async def claim(outgoing: Outgoing, *, details: dict[str, Any] = FINE, **changed: Any) -> Task:
    return await outgoing.house.claim_task(details, intent="family_notification", queue=Queue.NOTIFICATION, **changed)


async def perform(outgoing: Outgoing, task: Task, *, later: timedelta = timedelta(0)) -> Outcome:
    effects = TaskEffects(unit_of_work=outgoing.house.unit_of_work, task_id=task.id, epoch=task.epoch)
    details = FamilyNotificationDetails.model_validate(task.details)
    now = NOW + later + task.clock_offset
    return await service(outgoing).perform(Wish(task=task, details=details, effects=effects, now=now))


async def ask(outgoing: Outgoing, **details: Any) -> Asks:
    outcome = await perform(outgoing, await claim(outgoing, details={**FINE, **details}))
    assert isinstance(outcome, Asks), outcome
    return outcome


async def report(outgoing: Outgoing, *ends: TaskStatus, people: int = 0, **details: Any) -> Outcome:
    """What the task says when its messages, to Anna and others, have ended so."""
    task = await claim(outgoing, details={**FINE, **details})
    for name in ("Anna", "Tom", "Ruth")[: max(len(ends), people)]:
        await outgoing.add_contact(name)
    outcome = await perform(outgoing, task)
    assert isinstance(outcome, Tells)
    await put_out(outgoing, task, outcome, *ends)
    return await perform(outgoing, task)


async def put_out(outgoing: Outgoing, task: Task, outcome: Tells, *ends: TaskStatus) -> None:
    house = outgoing.house
    new = [
        new_notification(each, account_id=house.account_id, user_id=house.user_id, task_id=task.id)
        for each in outcome.messages
    ]
    async with house.unit_of_work() as unit:
        added = await unit.notifications.add_many(new)
        claimed = await unit.notifications.claim_many(
            [each.id for each in added], owner="test", lease=timedelta(minutes=5)
        )
        by_id = sorted(claimed, key=lambda each: each.id)
        await unit.notifications.settle_many(
            [
                Settlement(id=each.id, epoch=each.epoch, status=status, delay=timedelta(hours=1))
                for each, status in zip(by_id, ends, strict=True)
            ]
        )


async def ask_and_claim_again(outgoing: Outgoing, task: Task) -> Task:
    """As if it had been asked and answered in vain."""
    async with outgoing.house.unit_of_work() as unit:
        [asking] = await unit.tasks.settle_many(
            [Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.NEEDS_INPUT, keeps_attempt=False)]
        )
        again = Settlement(id=task.id, epoch=asking.epoch, status=TaskStatus.QUEUED)
        assert await unit.tasks.move_seen(asking, again)
        return (await unit.tasks.claim_many([task.id], owner="test", lease=timedelta(minutes=5)))[0]


async def test_message_says_who_asked_and_quotes_the_words(outgoing: Outgoing) -> None:
    anna = await outgoing.add_contact("Anna")
    task = await claim(outgoing)
    outcome = await perform(outgoing, task)
    assert isinstance(outcome, Tells)
    [message] = outcome.messages
    assert (message.key, message.contact_id, message.to) == (f"task:{task.id}:{anna.id}", anna.id, "Anna")
    assert (message.text, message.subject) == ('Rose asked me to tell you: "I\'m fine."', "A message from Rose")
    assert (message.topic, message.repeat, message.channels) == ("message", Repeat.NEVER, (MAIL,))


async def test_hostile_words_stay_words(outgoing: Outgoing) -> None:
    await outgoing.add_contact("Anna")
    words = '"}\r\nBcc: evil@example.com\n😀 ' + "x" * 10_000
    outcome = await perform(outgoing, await claim(outgoing, details={**FINE, "message": words}))
    assert isinstance(outcome, Tells)
    assert "Bcc" not in outcome.messages[0].subject
    assert outcome.messages[0].text.endswith('x."')


async def test_sender_without_a_name_is_not_called_by_one(outgoing: Outgoing) -> None:
    await outgoing.add_contact("Anna")
    async with outgoing.house.unit_of_work() as unit:
        await unit.users.change(outgoing.house.user_id, {"name": "Default user"}, account_id=outgoing.house.account_id)
    outcome = await perform(outgoing, await claim(outgoing))
    assert isinstance(outcome, Tells)
    assert outcome.messages[0].text == 'I was asked to tell you: "I\'m fine."'


async def test_time_to_come_is_waited_for(outgoing: Outgoing) -> None:
    await outgoing.add_contact("Anna")
    task = await claim(outgoing, details={**FINE, "time": "18:00"})
    assert await perform(outgoing, task) == Waits(until=NOW.replace(hour=18, minute=0))


async def test_time_is_the_persons_wall_clock(outgoing: Outgoing) -> None:
    await outgoing.add_contact("Anna")
    details = {**FINE, "date": "2026-11-21", "time": "09:00"}
    task = await claim(outgoing, details=details, timezone="America/New_York")
    assert await perform(outgoing, task) == Waits(until=NOW.replace(day=21, hour=14, minute=0))


async def test_time_by_the_callers_clock_is_waited_for_by_ours(outgoing: Outgoing) -> None:
    await outgoing.add_contact("Anna")
    ahead = timedelta(days=10)
    task = await claim(outgoing, details={**FINE, "time": "18:00"}, clock_offset=ahead)
    assert await perform(outgoing, task) == Waits(until=NOW.replace(hour=18, minute=0))


async def test_span_is_kept_to_the_second(outgoing: Outgoing) -> None:
    await outgoing.add_contact("Anna")
    exact = NOW + timedelta(seconds=20)
    details = {**FINE, "date": "2026-11-20", "time": "09:30"}
    task = await claim(outgoing, details=details, scheduled_for=exact)
    assert await perform(outgoing, task) == Waits(until=exact)
    assert isinstance(await perform(outgoing, task, later=timedelta(seconds=21)), Tells)


async def test_task_that_has_waited_tells_however_late(outgoing: Outgoing) -> None:
    await outgoing.add_contact("Anna")
    task = await claim(outgoing, details={**FINE, "time": "18:00"})
    async with outgoing.house.unit_of_work() as unit:
        until = Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.SCHEDULED, due_at=NOW)
        await unit.tasks.settle_many([until])
    assert isinstance(await perform(outgoing, task, later=timedelta(hours=12)), Tells)


@pytest.mark.parametrize(
    ("details", "question"),
    [
        ({"time": "08:00"}, "It is already past 8 in the morning. When shall I tell them?"),
        ({"date": "2026-11-18", "time": "08:00"}, "Wednesday 18 November is over. When shall I tell them?"),
        ({"date": "2026-11-21"}, "At what time shall I tell them?"),
        ({"message": "..."}, "What shall I tell them?"),
        ({"recipient": None}, "Whom shall I tell?"),
    ],
)
async def test_what_can_not_be_meant_is_asked(outgoing: Outgoing, details: dict[str, Any], question: str) -> None:
    await outgoing.add_contact("Anna")
    assert (await ask(outgoing, **details)).question.text == question


async def test_past_time_is_forgotten_when_it_is_asked_for(outgoing: Outgoing) -> None:
    await outgoing.add_contact("Anna")
    assert (await ask(outgoing, date="2026-11-18", time="08:00")).details == FINE


async def test_ambiguous_person_is_asked_before_the_waiting(outgoing: Outgoing) -> None:
    await outgoing.add_contact("Anna", relation="daughter")
    await outgoing.add_contact("Clara", relation="daughter")
    asked = await ask(outgoing, recipient="my daughter", time="18:00")
    assert (asked.question.slot, asked.question.options) == ("recipient", ("Anna", "Clara"))
    assert asked.details == {"message": "I'm fine", "time": "18:00"}


async def test_contacts_of_others_are_strangers(outgoing: Outgoing) -> None:
    neighbour = await outgoing.house.build(outgoing.house.unit_of_work)
    other = Outgoing(house=neighbour, database=outgoing.database, queue=outgoing.queue)
    await other.add_contact("Anna")
    outcome = await perform(outgoing, await claim(outgoing))
    assert isinstance(outcome, Fails)
    assert outcome.problem.type == "urn:grandma:problem:nobody-to-tell"


async def test_everybody_told_is_completed(outgoing: Outgoing) -> None:
    done = await report(outgoing, TaskStatus.COMPLETED, TaskStatus.COMPLETED, recipient="everyone")
    assert isinstance(done, Completed)
    assert done.summary == 'I told Anna and Tom: "I\'m fine."'


async def test_some_told_is_completed_and_names_the_others(outgoing: Outgoing) -> None:
    ends = (TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.FAILED)
    done = await report(outgoing, *ends, recipient="everyone")
    assert isinstance(done, Completed)
    assert done.summary == 'I told Anna: "I\'m fine." I could not reach Tom and Ruth.'


async def test_nobody_told_has_failed(outgoing: Outgoing) -> None:
    failed = await report(outgoing, TaskStatus.FAILED)
    assert isinstance(failed, Fails)
    assert failed.problem.detail == "I could not reach Anna."


async def test_doubt_about_one_needs_a_person(outgoing: Outgoing) -> None:
    with pytest.raises(OutcomeUnknownError, match=r"I told Anna\. I don't know whether .* reached Tom\."):
        await report(outgoing, TaskStatus.COMPLETED, TaskStatus.NEEDS_PERSON, recipient="everyone")


async def test_message_under_way_is_waited_for_without_another(outgoing: Outgoing) -> None:
    assert await report(outgoing, TaskStatus.RETRYING) is STILL_TELLING
    assert STILL_TELLING.messages == ()


@pytest.mark.parametrize(
    ("details", "text"),
    [
        ({}, 'Shall I tell Anna: "I\'m fine"?'),
        ({"recipient": "my daughter"}, 'Shall I tell your daughter: "I\'m fine"?'),
        ({"time": "18:00"}, 'Shall I tell Anna at 6 in the evening: "I\'m fine"?'),
    ],
)
def test_read_back_says_who_what_and_when(outgoing: Outgoing, details: dict[str, Any], text: str) -> None:
    known = FamilyNotificationDetails.model_validate({**FINE, **details})
    assert service(outgoing).read_back(known) == text


@pytest.mark.parametrize(
    "details",
    [
        {"recipient": "everyone but Tom", "message": "I am having a party"},
        {"recipient": "everyone", "message": "but Tom that I am having a party"},
    ],
)
async def test_who_is_left_out_is_not_told(outgoing: Outgoing, details: dict[str, Any]) -> None:
    done = await report(outgoing, TaskStatus.COMPLETED, **details, people=2)
    assert isinstance(done, Completed)
    assert done.summary == 'I told Anna: "I am having a party."'


async def test_who_may_be_left_out_is_read_back_whatever_was_confirmed(outgoing: Outgoing) -> None:
    for name in ("Anna", "Tom"):
        await outgoing.add_contact(name)
    details = {"recipient": "everyone", "message": "but Tom I am having a party"}
    asked = await perform(outgoing, await claim(outgoing, details=details, confirmed=True))
    assert isinstance(asked, AsksToConfirm)
    assert asked.question.text == 'Shall I tell everyone but Tom: "I am having a party"?'
    assert asked.details == {"recipient": "everyone but Tom", "message": "I am having a party"}


@pytest.mark.parametrize("message", ["nothing", "no", "yes", "never mind", "but I am ill"])
async def test_what_may_be_no_message_is_read_back_once(outgoing: Outgoing, message: str) -> None:
    await outgoing.add_contact("Anna")
    details = {**FINE, "message": message}
    assert isinstance(await perform(outgoing, await claim(outgoing, details=details)), AsksToConfirm)
    assert isinstance(await perform(outgoing, await claim(outgoing, details=details, confirmed=True)), Tells)


async def test_two_answers_that_do_not_help_are_the_end(outgoing: Outgoing) -> None:
    for _ in range(2):
        await outgoing.add_contact("Anna")
    task = await claim(outgoing)
    for _ in range(2):
        assert isinstance(await perform(outgoing, task), Asks)
        task = await ask_and_claim_again(outgoing, task)
    failed = await perform(outgoing, task)
    assert isinstance(failed, Fails)
    assert failed.problem.detail == "I still don't know whom you mean, so I have told nobody."


@pytest.mark.parametrize(
    ("text", "recipient"), [("Tell anyone but Tom that I'm fine", "Tom"), ("Tell my aunt, not Tom, I'm fine", "Tom")]
)
async def test_name_that_was_said_to_be_left_out_is_asked_about(outgoing: Outgoing, text: str, recipient: str) -> None:
    await outgoing.add_contact("Tom")
    task = await claim(outgoing, details={**FINE, "recipient": recipient})
    async with outgoing.database.transaction() as session:
        await session.execute(sql("UPDATE requests SET text = :said"), {"said": text})
    asked = await perform(outgoing, task)
    assert isinstance(asked, Asks)
    assert asked.question.text.startswith("I am not sure whom I shall tell and whom not.")


async def test_who_was_left_out_behind_the_recipient_is_not_told(outgoing: Outgoing) -> None:
    for name in ("Anna", "Tom"):
        await outgoing.add_contact(name)
    task = await claim(outgoing, details={**FINE, "recipient": "everyone"})
    async with outgoing.database.transaction() as session:
        await session.execute(sql("UPDATE requests SET text = 'Tell everyone except Tom that I am fine'"))
    outcome = await perform(outgoing, task)
    assert isinstance(outcome, Tells)
    assert [message.to for message in outcome.messages] == ["Anna"]
