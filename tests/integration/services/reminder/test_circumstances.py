"""What many doses of the same second cost, and that each of them sees what belongs to its own account alone."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from core.errors import NotFoundError
from services.reminder.circumstances import CircumstanceReader, Circumstances
from tests.integration.house import House
from tests.integration.services.reminder.medicine_chest import MedicineChest


@contextmanager
def statements() -> Generator[list[str]]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def record(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        del connection, cursor
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", record)
    yield sent
    event.remove(Engine, "before_cursor_execute", record)


async def test_doses_of_the_same_second_are_read_together(chest: MedicineChest) -> None:
    await chest.set_user(channels=["mailto:rose@x.example"])
    at = chest.clock.now()
    works = [await chest.only(await chest.add(subject=f"pills {number}", at=at)) for number in range(12)]
    with statements() as sent:
        done = await asyncio.gather(*(chest.handler.perform(each) for each in works))
    assert len(sent) == 3  # reminders, people, ladders of the account
    told = [notice.subject for each in done if each.extra for notice in each.extra.notices]
    assert told == [f"Reminder: pills {number}" for number in range(12)]


async def test_missed_doses_of_a_person_read_their_family_once(chest: MedicineChest) -> None:
    await chest.add_contact()
    works = [await chest.only(await chest.add(at=chest.clock.now() - timedelta(hours=6))) for _ in range(12)]
    with statements() as sent:
        done = await asyncio.gather(*(chest.handler.perform(each) for each in works))
    assert len(sent) == 5  # reminders, people, what is due next, ladders of the account, contacts
    assert [len(each.extra.notices) for each in done if each.extra] == [1] * 12


async def test_each_dose_sees_its_own_account_and_its_own_next_dose(chest: MedicineChest) -> None:
    stranger = await House.build(chest.units)
    now = chest.clock.now()
    daily = await chest.add_daily("08:00", "20:00", starts_on=now.date())
    first, second, *_ = [replace(each, told_at=now) for each in await chest.due_times(daily)]
    mine = await chest.only(await chest.add())
    foreign = replace(mine, account_id=stranger.account_id)
    no_user = replace(mine, user_id=stranger.user_id)
    reader = CircumstanceReader(unit_of_work=chest.units)
    asked = [first, mine, foreign, no_user, second]
    found = await asyncio.gather(*(reader.read(each, now=now) for each in asked), return_exceptions=True)
    assert [type(each) for each in found] == [Circumstances, Circumstances, NotFoundError, NotFoundError, Circumstances]
    known = [each for each in found if isinstance(each, Circumstances)]
    assert [each.reminder.id for each in known] == [daily.id, mine.reminder_id, daily.id]
    async with chest.units() as unit:
        after = [await unit.occurrences.find_next_due(daily.id, after=each.scheduled_for) for each in (first, second)]
    assert [each.next_dose_at for each in known] == [second.scheduled_for, None, after[1]]
    assert after[0] == second.scheduled_for


async def test_family_of_another_account_is_nobodys(chest: MedicineChest) -> None:
    contact_id = await chest.add_contact()
    async with chest.units() as unit:
        user = await unit.users.get(chest.house.user_id, account_id=chest.house.account_id)
    foreign = replace(user, account_id=(await House.build(chest.units)).account_id)
    reader = CircumstanceReader(unit_of_work=chest.units)
    own, other = await asyncio.gather(reader.read_family(user), reader.read_family(foreign))
    assert [each.id for each in own.contacts] == [contact_id]
    assert other.contacts == []


async def test_row_that_cannot_be_read_fails_its_own_dose_alone(chest: MedicineChest) -> None:
    works = [await chest.only(await chest.add(subject=f"pills {number}")) for number in range(3)]
    async with chest.database.transaction() as session:
        broken = text("UPDATE reminders SET regimen = '{\"phases\": 7}' WHERE id = :id")
        await session.execute(broken, {"id": works[1].reminder_id})
    done = await asyncio.gather(*(chest.handler.perform(each) for each in works), return_exceptions=True)
    assert [isinstance(each, Exception) for each in done] == [False, True, False]
