import asyncio
from dataclasses import dataclass, field

import pytest

from core.clock import SystemClock
from core.ids import make_id
from services.notification.incoming import NOT_UNDERSTOOD, STRANGER, IncomingService, Received
from services.notification.ports import Incoming
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
    house = outgoing.house
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, {"phone": phone}, account_id=house.account_id)


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


async def test_number_of_two_people_belongs_first_to_whoever_was_told_something_last(outgoing: Outgoing) -> None:
    await give_phone(outgoing)
    contact = await outgoing.add_contact(channels=(f"tel:{NUMBER}",))
    message = await outgoing.write(f"tel:{NUMBER}", contact=contact)
    await outgoing.execute("UPDATE notifications SET sent_at = now() WHERE id = :id", message)
    handler = Scripted([None, "Thank you."])
    await service(outgoing, handler).take(receive())
    assert [each.contact_id for each in handler.heard] == [contact.id, None]


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
