"""What family and carers answer comes back to the person, bound to what it answers."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from core.clock import SystemClock
from core.domain import Settlement, TaskStatus
from core.ids import make_id
from core.notification import Notification
from core.people import Contact
from core.reply import Reply, ReplyFilter
from repositories.models import NotificationRow
from repositories.sealed import read_sealed
from services.notification.family_replies import ANSWERS_FOR, FamilyReplies
from services.notification.incoming import IncomingService, Received
from services.notification.ports import Incoming
from services.notification.telling import Teller
from tests.integration.services.notification.outgoing import MAIL, Outgoing, by_text

NUMBER = "tel:+442079460011"


@pytest.fixture
async def anna(outgoing: Outgoing) -> Contact:
    """A daughter who is reached by telephone, of a person who is too."""
    house = outgoing.house
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, {"channels": ["tel:+442079460000"]}, account_id=house.account_id)
    return await outgoing.add_contact("Anna", relation="daughter", channels=(NUMBER, MAIL))


def replies(outgoing: Outgoing) -> FamilyReplies:
    return FamilyReplies(unit_of_work=outgoing.house.unit_of_work)


async def send(outgoing: Outgoing, contact: Contact, *, ago: timedelta = timedelta(0), **more: Any) -> Notification:
    """A message that the contact got."""
    message = await outgoing.write(NUMBER, contact=contact, **more)
    sent = update(NotificationRow).where(NotificationRow.id == message.id)
    async with outgoing.database.transaction() as session:
        await session.execute(sent.values(sent_at=datetime.now(UTC) - ago, **by_text(message.id)))
    return message


async def take(outgoing: Outgoing, text: str, *, provider_id: str = "SM1", to: UUID | None = None) -> str:
    service = IncomingService(
        unit_of_work=outgoing.house.unit_of_work, handlers=[replies(outgoing)], clock=SystemClock()
    )
    received = Received(sender=NUMBER, text=text, provider_id=provider_id, via="sms", notification_id=to)
    return await service.take(received)


async def kept(outgoing: Outgoing) -> list[Reply]:
    account_id = outgoing.house.account_id
    found = await replies(outgoing).list_page(ReplyFilter(), account_id=account_id, before=None, limit=50)
    return [*found]


async def told(outgoing: Outgoing) -> list[tuple[str, list[str], str]]:
    """What the person themself was told."""
    row = NotificationRow
    statement = select(row.id, row.text, row.channels, row.topic).where(row.contact_id.is_(None)).order_by(row.id)
    async with outgoing.database.transaction() as session:
        rows = (await session.execute(statement)).mappings().all()
    return [(read_sealed(each, "text"), read_sealed(each, "channels"), each["topic"]) for each in rows]


async def test_answer_is_told_to_the_person_and_kept_with_what_it_answers(outgoing: Outgoing, anna: Contact) -> None:
    message = await send(outgoing, anna)
    assert await take(outgoing, " Glad to hear it! ") == "Thank you. I am telling Rose."
    assert await told(outgoing) == [('Anna says: "Glad to hear it!"', ["tel:+442079460000"], "reply")]
    [reply] = await kept(outgoing)
    assert (reply.contact_id, reply.notification_id, reply.task_id) == (anna.id, message.id, message.task_id)
    assert (reply.sender, reply.text, reply.via) == ("Anna", "Glad to hear it!", "sms")
    assert (await outgoing.load(message)).answered_at is not None


async def complete_task(outgoing: Outgoing, message: Notification) -> None:
    task = await outgoing.load_task(message)
    async with outgoing.house.unit_of_work() as unit:
        [claimed] = await unit.tasks.claim_many([task.id], owner="test", lease=timedelta(minutes=5))
        result: dict[str, Any] = {"summary": "I told Anna."}
        done = Settlement(id=task.id, epoch=claimed.epoch, status=TaskStatus.COMPLETED, result=result)
        await unit.tasks.settle_many([done])


async def test_same_message_is_kept_told_and_shown_once(outgoing: Outgoing, anna: Contact) -> None:
    message = await send(outgoing, anna)
    await complete_task(outgoing, message)
    incoming = Incoming(
        id=make_id(),
        account_id=outgoing.house.account_id,
        user_id=outgoing.house.user_id,
        contact_id=anna.id,
        sender=NUMBER,
        text="Yes",
        provider_id="SM1",
        via="sms",
        notification_id=message.id,
        received_at=datetime.now(UTC),
    )
    assert [await replies(outgoing).handle(incoming) for _ in range(2)] == ["Thank you. I am telling Rose.", ""]
    assert len(await kept(outgoing)) == len(await told(outgoing)) == 1
    assert json.dumps(dict((await outgoing.load_task(message)).result or {})).count("received_at") == 1


async def test_further_answers_are_told_but_not_acknowledged(outgoing: Outgoing, anna: Contact) -> None:
    await send(outgoing, anna)
    answers = [await take(outgoing, f"I am busy {number}", provider_id=f"SM{number}") for number in range(3)]
    assert answers == ["Thank you. I am telling Rose.", "", ""]
    assert [said for said, _, _ in await told(outgoing)] == [f'Anna says: "I am busy {number}."' for number in range(3)]


async def test_answer_goes_to_the_message_it_names_else_to_the_last_one(outgoing: Outgoing, anna: Contact) -> None:
    first = await send(outgoing, anna, ago=timedelta(hours=2))
    last = await send(outgoing, anna, ago=timedelta(hours=1))
    tom = await outgoing.add_contact("Tom", channels=("tel:+442079460012",))
    of_another = await send(outgoing, tom)
    for number, to in enumerate((first.id, None, of_another.id, make_id())):
        await take(outgoing, "Yes", provider_id=f"SM{number}", to=to)
    assert [each.notification_id for each in reversed(await kept(outgoing))] == [first.id, last.id, last.id, last.id]


@pytest.mark.parametrize("ago", [None, ANSWERS_FOR + timedelta(hours=1)])
async def test_who_was_sent_nothing_lately_does_not_answer(
    outgoing: Outgoing, anna: Contact, ago: timedelta | None
) -> None:
    if ago:
        await send(outgoing, anna, ago=ago)
    await take(outgoing, "Hello")
    assert await kept(outgoing) == []
    assert await told(outgoing) == []


async def test_person_without_channels_finds_it_kept(outgoing: Outgoing, anna: Contact) -> None:
    house = outgoing.house
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, {"channels": []}, account_id=house.account_id)
    await send(outgoing, anna)
    said = await take(outgoing, "Yes")
    assert said == "Thank you. I have no way to tell Rose at once; it is kept for Rose to ask."
    assert len(await kept(outgoing)) == 1
    assert await told(outgoing) == []


async def test_two_of_one_name_are_told_apart(outgoing: Outgoing, anna: Contact) -> None:
    await outgoing.add_contact("Anna", relation="neighbour", channels=("tel:+442079460013",))
    await send(outgoing, anna)
    await take(outgoing, "Yes")
    assert [said for said, _, _ in await told(outgoing)] == ['Anna, your daughter says: "Yes."']


async def test_answer_is_in_the_result_of_a_task_that_is_completed(outgoing: Outgoing, anna: Contact) -> None:
    message = await send(outgoing, anna)
    await complete_task(outgoing, message)
    for number, text in enumerate(("Yes", "And love")):
        await take(outgoing, text, provider_id=f"SM{number}")
    result = (await outgoing.load_task(message)).result
    assert result is not None
    shown = result["replies"]
    assert isinstance(shown, list)
    assert [(each["from"], each["text"]) for each in shown if isinstance(each, dict)] == [
        ("Anna", "Yes"),
        ("Anna", "And love"),
    ]
    assert result["summary"] == "I told Anna."


async def test_task_that_goes_on_finds_what_was_answered(outgoing: Outgoing, anna: Contact) -> None:
    message = await send(outgoing, anna)
    await take(outgoing, "Yes")
    told_of = await Teller(unit_of_work=outgoing.house.unit_of_work).find_told(await outgoing.load_task(message))
    assert told_of is not None
    assert [each.text for each in told_of.replies] == ["Yes"]
    assert json.dumps(told_of.data).count('"from": "Anna", "text": "Yes"') == 1


async def test_contact_who_is_gone_leaves_the_words(outgoing: Outgoing, anna: Contact) -> None:
    await send(outgoing, anna)
    await take(outgoing, "Yes")
    house = outgoing.house
    async with house.unit_of_work() as unit:
        await unit.contacts.remove(anna.id, user_id=house.user_id, account_id=house.account_id)
    [reply] = await kept(outgoing)
    assert (reply.contact_id, reply.sender, reply.text) == (None, "Anna", "Yes")
