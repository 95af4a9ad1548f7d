"""A number becomes somebody's by what comes back from it, and the text that waited is done then, once."""

import re
import runpy
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text, update

from core.blind_index import BlindIndex
from core.clock import SystemClock
from core.domain import Message, Repeat
from core.ids import make_id
from core.incoming import Claim
from core.new_notification import new_notification
from repositories.models import IncomingMessageRow, NotificationRow
from services.notification.consent_links import ConsentLinks
from services.notification.consent_service import ConsentService, Who
from services.notification.incoming import Received
from services.notification.whose import CANT_TELL, MOST_A_DAY, MOST_TRIES, TOO_OFTEN, WRONG
from tests.integration.house import House
from tests.integration.services.notification.outgoing import Outgoing
from tests.integration.services.notification.test_incoming import NUMBER, Scripted, service

TEL = f"tel:{NUMBER}"
MIGRATION = Path(__file__).parents[4] / "migrations/versions/20261129_sender_numbers.py"
_numbers = count(1)


async def enter(house: House, phone: str = NUMBER, *, name: str | None = None) -> None:
    async with house.unit_of_work() as unit:
        changes = {"phone": phone, **({"name": name} if name else {})}
        await unit.users.change(house.user_id, changes, account_id=house.account_id)


async def claims(house: House) -> dict[UUID, Claim]:
    async with house.unit_of_work() as unit:
        return {each.person_id: each for each in await unit.sender_numbers.list_claims(TEL)}


async def know(house: House) -> None:
    found = (await claims(house))[house.user_id]
    async with house.unit_of_work() as unit:
        await unit.sender_numbers.prove(found, TEL)


async def write(
    outgoing: Outgoing, said: str, handler: Scripted, *, via: str = "sms", about: UUID | None = None
) -> str:
    received = Received(sender=TEL, text=said, provider_id=f"SM{next(_numbers)}", via=via, notification_id=about)
    return await service(outgoing, handler).take(received)


async def whose_texts(outgoing: Outgoing) -> list[tuple[UUID | None, str | None]]:
    row = IncomingMessageRow
    async with outgoing.database.transaction() as session:
        rows = await session.execute(select(row.user_id, row.handled_by).order_by(row.received_at, row.id))
        return [(user_id, by) for user_id, by in rows]


async def test_text_waits_until_the_secret_comes_back_and_is_done_once(outgoing: Outgoing) -> None:
    house = outgoing.house
    await enter(house)
    handler = Scripted([RuntimeError("down"), "I will remind you.", "Done."])
    asked = await write(outgoing, "Remind me to take my lithium", handler)
    secret = re.findall("[0-9]{6}", asked)[0]
    assert asked == f"I don't know yet whose telephone this is. Please reply {secret} if you are Rose."
    assert await write(outgoing, "Remind me at 8", handler) == asked, "the same question, and the newest text waits"
    assert await write(outgoing, f"{(int(secret) + 1) % 10**6:06d}", handler) == WRONG
    assert {user_id for user_id, _ in await whose_texts(outgoing)} == {None}
    assert handler.heard == []
    with pytest.raises(RuntimeError):
        await write(outgoing, secret, handler)
    assert await write(outgoing, secret, handler) == "I will remind you."
    assert [each.text for each in handler.heard] == ["Remind me at 8"] * 2
    assert handler.heard[0].id == handler.heard[1].id
    assert [user_id for user_id, _ in await whose_texts(outgoing)][1] == house.user_id
    assert await write(outgoing, "Thank you", handler) == "Done."
    await enter(house, "+442079460099")
    await enter(house)
    assert (await claims(house))[house.user_id].proved_at is None


async def test_guessing_ends(outgoing: Outgoing) -> None:
    house, handler = outgoing.house, Scripted([])
    await enter(house)
    asked = await write(outgoing, "Hello", handler)
    secret = re.findall("[0-9]{6}", asked)[0]
    await write(outgoing, "\u0661\u0662\u0663\u0664\u0665\u0666", handler)
    wrong = [f"{(int(secret) + each) % 10**6:06d}" for each in range(1, MOST_TRIES + 1)]
    assert {await write(outgoing, each, handler) for each in wrong} == {WRONG}
    for said in (secret, "Hello", "PHONE"):
        assert await write(outgoing, said, handler) == TOO_OFTEN
    assert handler.heard == []
    # What is only digits counts as understood by nobody, so that codes of consent can't be guessed either.
    assert [by for _, by in await whose_texts(outgoing)] == ["Whose", *[None] * (MOST_TRIES + 2), "Whose", "Whose"]


async def test_guesses_count_however_the_question_changes(outgoing: Outgoing) -> None:
    house, handler = outgoing.house, Scripted([])
    bob = await house.add_neighbour()
    await enter(house)
    for number in range(MOST_TRIES):
        asked = await write(outgoing, "Hello", handler)
        secrets = {int(each) for each in re.findall("[0-9]{6}", asked)}
        guess = next(each for each in range(9) if each not in secrets)
        assert await write(outgoing, f"{guess:06d}", handler) == WRONG
        await enter(bob, NUMBER if number % 2 else "+442079460055", name="Bob")
    assert await write(outgoing, "Hello", handler) == TOO_OFTEN


async def test_who_enters_the_number_again_and_again_does_not_guess_on(outgoing: Outgoing) -> None:
    house, handler = outgoing.house, Scripted([])
    await enter(house)
    asked = await write(outgoing, "Hello", handler)
    for number in range(MOST_A_DAY):
        guess = f"{number:06d}"
        assert guess in asked or await write(outgoing, guess, handler) == WRONG
        if number % 4 == 3:
            await enter(house, "+442079460055")
            await enter(house)
            asked = await write(outgoing, "Hello", handler)
    assert await write(outgoing, re.findall("[0-9]{6}", asked)[0], handler) == TOO_OFTEN


async def test_shared_telephone_is_asked_by_name(outgoing: Outgoing) -> None:
    house, handler = outgoing.house, Scripted(["Noted."])
    bob = await house.add_neighbour()
    await enter(house)
    await enter(bob, name="Bob")
    await know(house)
    asked = await write(outgoing, "phone", handler)
    assert "if you are Rose" in asked
    said = await write(outgoing, re.findall("([0-9]{6}) if you are Bob", asked)[0], handler)
    assert said == "Thank you, Bob. I know this number now."
    async with outgoing.database.transaction() as session:
        await session.execute(text("UPDATE sender_numbers SET chosen_at = now() - interval '31 minutes'"))
    asked = await write(outgoing, "Remind me to call Tom", handler)
    assert asked == "Is this for Rose or Bob? Please reply with the name, and nothing else."
    assert await write(outgoing, " bob. ", handler) == "Noted."
    assert [(each.user_id, each.text) for each in handler.heard] == [(bob.user_id, "Remind me to call Tom")]


async def test_same_name_twice_is_not_asked_but_said(outgoing: Outgoing) -> None:
    other = await outgoing.house.add_neighbour()
    await enter(outgoing.house, name="Rose")
    await enter(other, name="ROSE ")
    assert await write(outgoing, "Remind me to call Tom", Scripted(["Noted."])) == CANT_TELL


async def test_key_in_a_call_is_of_whom_the_call_was_for(outgoing: Outgoing) -> None:
    house, handler = outgoing.house, Scripted(["Thank you."])
    bob = await house.add_neighbour()
    await enter(house)
    await enter(bob, name="Bob")
    await know(house)
    message = Message(
        key=str(make_id()),
        to="Bob",
        channels=(f"voice:{NUMBER}",),
        subject="",
        text="",
        topic="dose",
        repeat=Repeat.NEVER,
    )
    async with house.unit_of_work() as unit:
        new = new_notification(message, account_id=bob.account_id, user_id=bob.user_id)
        [call] = await unit.notifications.add_many([new])
    assert await write(outgoing, "1", handler, via="voice", about=call.id) == "Thank you."
    assert [(each.user_id, each.contact_id) for each in handler.heard] == [(bob.user_id, None)]
    await write(outgoing, "1", handler, via="voice", about=make_id())
    assert len(handler.heard) == 1


async def test_code_of_consent_says_whose_a_number_is_only_where_it_was_texted_to_it(outgoing: Outgoing) -> None:
    contact = await outgoing.add_contact(channels=(TEL,), consent_source=None)
    consents = ConsentService(
        unit_of_work=outgoing.house.unit_of_work,
        clock=SystemClock(),
        links=ConsentLinks(secret=SecretStr("s" * 32), base_url="https://grandma.example.org"),
        index=BlindIndex(SecretStr("s" * 32)),
    )
    who = Who(contact.id, contact.user_id, contact.account_id)
    shown = await consents.make_code(who, send=False)
    assert await consents.take_code(TEL, shown.code or "")
    assert (await claims(outgoing.house))[contact.id].proved_at is None
    await consents.make_code(who, send=True)
    async with outgoing.house.unit_of_work() as unit:
        [sent] = await unit.notifications.list_by_ids(await all_ids(outgoing))
    assert await consents.take_code(TEL, re.findall("[0-9]{8}", sent.text)[0])
    assert (await claims(outgoing.house))[contact.id].proved_at is not None


async def all_ids(outgoing: Outgoing) -> list[UUID]:
    async with outgoing.database.transaction() as session:
        return list(await session.scalars(select(NotificationRow.id)))


async def test_who_wrote_before_from_a_number_of_their_own_is_known_after_the_migration(outgoing: Outgoing) -> None:
    house = outgoing.house
    await enter(house)
    await know(house)
    assert await write(outgoing, "Hello", Scripted(["Hello."])) == "Hello."
    known = runpy.run_path(str(MIGRATION))["_KNOWN"]

    async def migrate() -> set[UUID]:
        async with outgoing.database.transaction() as session:
            await session.execute(update(IncomingMessageRow).values(handled_by="TextAssistant"))
            await session.execute(text("DELETE FROM sender_numbers"))
            await session.execute(text(known))
        return {person for person, each in (await claims(house)).items() if each.proved_at}

    assert await migrate() == {house.user_id}
    await enter(await house.add_neighbour(), name="Bob")
    assert await migrate() == set(), "where another is said to have it, both are asked"
