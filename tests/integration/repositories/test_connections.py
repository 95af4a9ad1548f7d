"""Connections that died while nobody used them cost nobody anything."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import text

from core.errors import ContendedError
from core.ids import make_id
from repositories import database as module
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.house import House
from tests.vaults import VAULT

_END_OTHERS = text(
    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
async def pool(database_url: str) -> AsyncGenerator[Database]:
    pool = Database(database_url, pool_size=2, vault=VAULT)
    yield pool
    await pool.close()


async def read_backend(pool: Database) -> int:
    async with pool.transaction() as session:
        return (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()


@pytest.mark.parametrize("trusted_seconds", [60.0, -1.0])
async def test_ended_session_is_replaced_before_it_is_used(
    pool: Database, database: Database, monkeypatch: pytest.MonkeyPatch, trusted_seconds: float
) -> None:
    monkeypatch.setattr(module, "_TRUSTED_SECONDS", trusted_seconds)
    first = await read_backend(pool)
    assert await read_backend(pool) == first
    async with database.transaction() as session:
        assert await session.scalar(_END_OTHERS) >= 1
    assert await read_backend(pool) != first


async def test_lock_that_is_not_to_be_had_is_no_outage(pool: Database) -> None:
    house = await House.build(UnitOfWorkFactory(pool))
    async with house.unit_of_work() as unit:
        await unit.users.hold(house.user_id, account_id=house.account_id)
        with pytest.raises(ContendedError):
            await erase_in_a_hurry(pool, house)


async def erase_in_a_hurry(pool: Database, house: House) -> None:
    async with pool.transaction() as session:
        await session.execute(text("SET LOCAL lock_timeout = '10ms'"))
        await session.execute(text("DELETE FROM users WHERE id = :id"), {"id": house.user_id})


async def test_user_who_is_being_erased_is_not_waited_for(pool: Database) -> None:
    house = await House.build(UnitOfWorkFactory(pool))
    neighbour = await house.add_neighbour()
    ids = {house.user_id, neighbour.user_id, make_id()}
    async with pool.transaction() as session:
        await session.execute(text("DELETE FROM users WHERE id = :id"), {"id": house.user_id})
        async with house.unit_of_work() as unit:
            assert await unit.users.hold_many(ids) == {(neighbour.account_id, neighbour.user_id)}


async def test_connections_of_a_rush_are_kept_for_the_next(database_url: str) -> None:
    """Opening one costs more than most calls do."""
    rushing = Database(database_url, pool_size=2)

    async def ask(together: asyncio.Barrier) -> int:
        async with rushing.reading() as session:
            await together.wait()
            return await session.scalar(text("SELECT pg_backend_pid()")) or 0

    used: set[int] = set()
    for _ in range(3):
        together = asyncio.Barrier(4)
        used |= set(await asyncio.gather(*(ask(together) for _ in range(4))))
    assert len(used) == 4
    await rushing.close()
