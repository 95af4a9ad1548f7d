"""Questions outside of transactions, and the names about many users at once."""

from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import text

from core.ids import make_id
from core.people import NewContact
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.house import House
from tests.vaults import VAULT


@pytest.fixture
async def single(database_url: str) -> AsyncGenerator[Database]:
    """A pool of one connection, so that what one session leaves behind the next one finds."""
    database = Database(database_url, pool_size=1, vault=VAULT)
    yield database
    await database.close()


async def test_transaction_behind_a_reading_is_one(single: Database) -> None:
    house = await House.build(UnitOfWorkFactory(single))
    async with single.reading() as session:
        assert await session.scalar(text("SELECT name FROM users")) == "Rose"
    with pytest.raises(ZeroDivisionError):
        await rename_and_fail(house)
    async with single.reading() as session:
        assert await session.scalar(text("SELECT name FROM users")) == "Rose"


async def rename_and_fail(house: House) -> None:
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, {"name": "Iris"}, account_id=house.account_id)
        raise ZeroDivisionError


async def test_everybody_is_read_with_the_names_about_them(unit_of_work: UnitOfWorkFactory) -> None:
    house, stranger = await House.build(unit_of_work), await House.build(unit_of_work)
    neighbour = await house.add_neighbour()
    await house.add_venue("Olive Garden", staff=("Maria",), services=("lunch",))
    await house.add_venue("Golden Lotus", staff=("Joan", "Maria"), services=("lunch", "dinner"))
    for name in ("Zelda", "Anna"):
        await add_contact(neighbour, name)
    async with unit_of_work.reading() as unit:
        ids = [house.user_id, neighbour.user_id, stranger.user_id, make_id()]
        found = {user.id: names for user, names in await unit.users.list_with_names(ids)}
    assert found.keys() == set(ids[:3])
    places = (["Golden Lotus", "Olive Garden"], ["lunch", "dinner"], ["Joan", "Maria"])
    assert found[house.user_id] == ([], *places)
    assert found[neighbour.user_id] == (["Zelda", "Anna"], *places)
    assert found[stranger.user_id] == ([], [], [], [])


async def add_contact(house: House, name: str) -> None:
    contact = NewContact(
        id=make_id(),
        account_id=house.account_id,
        user_id=house.user_id,
        name=name,
        relation=None,
        channels=(),
        topics=(),
        consent_source=None,
    )
    async with house.unit_of_work() as unit:
        await unit.contacts.add(contact)
