import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import func, update

from core.clock import SystemClock
from core.ids import make_id
from core.incoming import IncomingMessage
from core.notification import NotificationFilter
from repositories.models import IncomingMessageRow
from services.notification.incoming import IncomingService, Received
from services.notification.incoming_again import GIVEN_UP, MOST_TRIES, IncomingAgain
from services.notification.ports import Incoming
from services.notification.whose import NOT_UNDERSTOOD, STRANGER
from tests.integration.services.notification.outgoing import Outgoing

NUMBER = "+442079460000"


@dataclass
class Scripted:
    """Answers what it is given, one after the other, and then nothing; an exception is raised."""

    answers: list[str | Exception | None]
    heard: list[Incoming] = field(default_factory=list[Incoming])

    async def handle(self, incoming: Incoming) -> str | None:
        self.heard.append(incoming)
        await asyncio.sleep(0)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return answer


def receive(provider_id: str = "SM1", sender: str = f"tel:{NUMBER}") -> Received:
    return Received(sender=sender, text="TAKEN", provider_id=provider_id, via="sms")


def service(outgoing: Outgoing, *handlers: Scripted) -> IncomingService:
    return IncomingService(unit_of_work=outgoing.house.unit_of_work, handlers=handlers, clock=SystemClock())


async def give_phone(outgoing: Outgoing, phone: str = "+44 20 7946 0000") -> None:
    """A number that is known to be the person's."""
    house = outgoing.house
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, {"phone": phone}, account_id=house.account_id)
        [claim] = await unit.sender_numbers.list_claims(f"tel:{NUMBER}")
        await unit.sender_numbers.prove(claim, f"tel:{NUMBER}")


async def test_same_message_twice_is_handled_once(outgoing: Outgoing) -> None:
    await give_phone(outgoing)
    handler = Scripted(["Thank you."])
    answers = [await service(outgoing, handler).take(receive()) for _ in range(2)]
    assert answers == ["Thank you.", "Thank you."]
    assert [(each.user_id, each.contact_id) for each in handler.heard] == [(outgoing.house.user_id, None)]


async def test_two_at_once_are_handled_by_one(outgoing: Outgoing) -> None:
    await give_phone(outgoing)
    handler = Scripted(["Thank you.", "Twice!"])
    incoming = service(outgoing, handler)
    answers = await asyncio.gather(incoming.take(receive()), incoming.take(receive()))
    assert len(handler.heard) == 1
    assert "Twice!" not in answers


async def test_what_failed_is_handled_when_it_comes_again(outgoing: Outgoing) -> None:
    await give_phone(outgoing)
    handler = Scripted([RuntimeError("down"), "Thank you."])
    incoming = service(outgoing, handler)
    with pytest.raises(RuntimeError):
        await incoming.take(receive())
    assert await incoming.take(receive()) == "Thank you."
    assert handler.heard[0].id == handler.heard[1].id


async def test_next_handler_is_asked_where_one_does_not_know(outgoing: Outgoing) -> None:
    await give_phone(outgoing)
    first, second = Scripted([None]), Scripted([""])
    assert await service(outgoing, first, second).take(receive()) == ""
    assert len(second.heard) == 1
    assert await service(outgoing).take(receive("SM2")) == NOT_UNDERSTOOD


async def test_stranger_is_told_that_nobody_knows_them(outgoing: Outgoing) -> None:
    handler = Scripted(["?"])
    assert await service(outgoing, handler).take(receive(str(make_id()), sender="tel:+15550001111")) == STRANGER
    assert handler.heard == []


async def test_number_that_was_taken_away_is_a_strangers(outgoing: Outgoing) -> None:
    contact = await outgoing.add_contact(channels=(f"tel:{NUMBER}",))
    house = outgoing.house
    async with house.unit_of_work() as unit:
        whose = {"user_id": house.user_id, "account_id": house.account_id}
        await unit.contacts.change(contact.id, {"channels": ["mailto:anna@example.org"]}, **whose)
    handler = Scripted([])
    assert await service(outgoing, handler).take(receive()) == STRANGER


async def come_ago(outgoing: Outgoing, **ago: float) -> None:
    """As if what has come in had come so long ago."""
    async with outgoing.database.transaction() as session:
        await session.execute(update(IncomingMessageRow).values(received_at=func.now() - timedelta(**ago)))


async def told(outgoing: Outgoing) -> list[tuple[tuple[str, ...], str]]:
    async with outgoing.house.unit_of_work() as unit:
        page = await unit.notifications.list_page(
            NotificationFilter(), account_id=outgoing.house.account_id, before=None, limit=10
        )
    return [(each.channels, each.text) for each in page]


async def test_text_that_was_left_is_handled_again_by_itself_and_answered_once(outgoing: Outgoing) -> None:
    await give_phone(outgoing)
    handler = Scripted([RuntimeError("the process dies"), "Thank you, I have written it down."])
    incoming = service(outgoing, handler)
    with pytest.raises(RuntimeError):
        await incoming.take(receive())
    again = IncomingAgain(unit_of_work=outgoing.house.unit_of_work, incoming=incoming)
    assert await again.handle_batch() == 0  # the telephone company may bring it again by itself
    await come_ago(outgoing, minutes=2)
    assert await again.handle_batch() == 1
    assert await again.handle_batch() == 0
    assert len(handler.heard) == 2
    assert await told(outgoing) == [((f"tel:{NUMBER}",), "Thank you, I have written it down.")]


async def test_text_that_fails_again_and_again_is_given_up_and_the_sender_hears_so(outgoing: Outgoing) -> None:
    await give_phone(outgoing)
    handler = Scripted([RuntimeError(str(number)) for number in range(9)])
    incoming = service(outgoing, handler)
    with pytest.raises(RuntimeError):
        await incoming.take(receive())
    again = IncomingAgain(unit_of_work=outgoing.house.unit_of_work, incoming=incoming)
    await come_ago(outgoing, minutes=2)
    assert [await again.handle_batch() for _ in range(2)] == [1, 0]  # the next try waits longer
    await come_ago(outgoing, hours=2)
    assert [await again.handle_batch() for _ in range(5)] == [1, 1, 1, 0, 0]
    assert len(handler.heard) == MOST_TRIES
    assert await told(outgoing) == [((f"tel:{NUMBER}",), GIVEN_UP)]


async def test_text_that_another_worker_takes_up_is_not_given_up(outgoing: Outgoing) -> None:
    await give_phone(outgoing)
    incoming = service(outgoing, Scripted([RuntimeError("the process dies")]))
    with pytest.raises(RuntimeError):
        await incoming.take(receive())
    async with outgoing.database.transaction() as session:
        await session.execute(update(IncomingMessageRow).values(tries=MOST_TRIES - 1))
    await come_ago(outgoing, hours=2)
    units = outgoing.house.unit_of_work

    class Overtaken(IncomingService):
        async def take_again(self, message: IncomingMessage, *, tell: object) -> None:
            """As it fails here, somebody else begins."""
            async with units() as unit:
                assert await unit.incoming.claim(message.id, within=timedelta(minutes=1))
            raise RuntimeError("It failed here.")

    overtaken = Overtaken.__new__(Overtaken)
    assert await IncomingAgain(unit_of_work=units, incoming=overtaken).handle_batch() == 1
    assert await told(outgoing) == []
