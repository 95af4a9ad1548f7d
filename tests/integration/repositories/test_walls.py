"""The second wall: under the role of callers, the database itself shows one account's rows and nobody else's."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.config import Settings
from core.errors import UnavailableError
from core.ids import make_id
from core.people import NewContact
from core.tenancy import Tenant, confine_to, unconfined
from repositories.database import Database
from repositories.models import Base
from repositories.schema import upgrade_schema
from repositories.session import TENANT_ROLE
from repositories.walls import ACCOUNT_WIDE, SHARED, rules, walls_stand
from tests.conftest import execute, with_database
from tests.integration.house import House
from tests.vaults import VAULT


@contextmanager
def confined(house: House, *people: UUID) -> Generator[None]:
    with unconfined():
        confine_to(Tenant(account_id=house.account_id, people=frozenset(people) or None))
        yield


@pytest.fixture
async def walled(database_url: str) -> AsyncGenerator[Database]:
    pool = Database(database_url, pool_size=2, vault=VAULT)
    pool.is_walled = await walls_stand(pool)
    assert pool.is_walled
    yield pool
    await pool.close()


@pytest.fixture
async def street(house: House) -> list[House]:
    """Two accounts, the first with two people; each with tasks, a contact and a venue."""
    houses = [house, await house.add_neighbour(), await House.build(house.unit_of_work)]
    for each in houses:
        await each.claim_task()
        await each.add_venue(f"Olive Garden {each.user_id}")
        contact = NewContact(
            id=make_id(),
            account_id=each.account_id,
            user_id=each.user_id,
            name="Anna",
            relation=None,
            channels=(),
            topics=(),
            consent_source="test",
        )
        async with each.unit_of_work() as unit:
            await unit.contacts.add(contact)
    return houses


async def ask(database: Database, statement: str, **values: Any) -> Any:
    async with database.transaction() as session:
        return (await session.execute(text(statement), values)).scalars().all()


async def test_every_table_of_somebody_has_its_one_policy(database: Database) -> None:
    """A new table without a rule: see `repositories/walls.py`."""
    walled = {table for table, _ in rules()}
    assert walled | SHARED == Base.metadata.tables.keys()
    assert set(await ask(database, "SELECT tablename FROM pg_policies")) == walled
    assert len(await ask(database, "SELECT policyname FROM pg_policies")) == len(walled)
    open_ones = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relrowsecurity"
    assert set(await ask(database, open_ones)) == {*SHARED, "alembic_version"}
    role = (
        "SELECT rolname FROM pg_roles WHERE rolname = :name AND NOT rolbypassrls AND NOT rolsuper AND NOT rolcanlogin"
    )
    assert await ask(database, role, name=TENANT_ROLE) == [TENANT_ROLE]


async def test_unfiltered_select_sees_its_own_account_only(street: list[House], walled: Database) -> None:
    ours, _, theirs = street
    for table in ("users", "contacts", "venues", "tasks"):
        assert set(await ask(walled, f"SELECT account_id FROM {table}")) == {ours.account_id, theirs.account_id}
        for house in (ours, theirs):
            with confined(house):
                assert set(await ask(walled, f"SELECT account_id FROM {table}")) == {house.account_id}
    everything = len(await ask(walled, "SELECT task_id FROM task_events"))
    with confined(theirs):
        assert 0 < len(await ask(walled, "SELECT task_id FROM task_events")) < everything
        assert await ask(walled, "SELECT id FROM accounts") == [theirs.account_id]
        async with walled.reading() as session:
            assert (await session.scalars(text("SELECT DISTINCT account_id FROM users"))).all() == [theirs.account_id]


async def test_no_table_shows_anything_to_a_stranger(street: list[House], walled: Database) -> None:
    with unconfined():
        confine_to(Tenant(account_id=make_id()))
        for table, _ in rules():
            assert await ask(walled, f"SELECT count(*) FROM {table}") == [0], table


async def test_unfiltered_writes_reach_its_own_account_only(street: list[House], walled: Database) -> None:
    ours, _, theirs = street
    with confined(theirs):
        await ask(walled, "UPDATE users SET name = 'Mallory' RETURNING id")
        await ask(walled, "DELETE FROM contacts RETURNING id")
        with pytest.raises(DBAPIError, match="row-level security"):
            await ask(walled, "UPDATE users SET account_id = :other RETURNING id", other=ours.account_id)
        with pytest.raises(DBAPIError, match="row-level security"):
            await ask(
                walled,
                "INSERT INTO contacts (id, account_id, user_id, name) VALUES (:id, :account, :user, 'x') RETURNING id",
                id=make_id(),
                account=ours.account_id,
                user=ours.user_id,
            )
    named = "SELECT account_id FROM users WHERE name = 'Mallory'"
    assert await ask(walled, named) == [theirs.account_id]
    assert set(await ask(walled, "SELECT account_id FROM contacts")) == {ours.account_id}


async def test_some_people_of_an_account_are_all_that_is_there(street: list[House], walled: Database) -> None:
    rose, edna, _ = street
    with confined(rose, edna.user_id):
        assert await ask(walled, "SELECT id FROM users") == [edna.user_id]
        for table in ("contacts", "tasks"):
            assert set(await ask(walled, f"SELECT user_id FROM {table}")) == {edna.user_id}
        assert len(await ask(walled, "SELECT id FROM venues")) == 2
    assert sorted(ACCOUNT_WIDE) == ["bookings", "holds"]


@pytest.mark.parametrize("account", ["", "SELECT set_config('grandma.account', '', true)"])
async def test_role_without_an_account_is_refused(street: list[House], database: Database, account: str) -> None:
    async with database.transaction() as session:
        await session.execute(text(f"SET LOCAL ROLE {TENANT_ROLE}"))
        if account:
            await session.execute(text(account))
        with pytest.raises(DBAPIError, match=r"configuration parameter|invalid input syntax for type uuid"):
            await session.execute(text("SELECT id FROM users"))
        await session.rollback()


async def test_connection_is_nobodys_again_after_the_transaction(street: list[House], walled: Database) -> None:
    _, _, theirs = street
    for _ in range(3):  # more often than there are connections
        with confined(theirs):
            assert await ask(walled, "SELECT DISTINCT account_id FROM users") == [theirs.account_id]
        assert len(await ask(walled, "SELECT DISTINCT account_id FROM users")) == 2
        assert await ask(walled, "SELECT session_user::text = current_user::text") == [True]


async def test_reading_that_goes_wrong_leaves_no_connection_confined(street: list[House], walled: Database) -> None:
    _, _, theirs = street
    for _ in range(3):  # more often than there are connections
        with confined(theirs):
            with pytest.raises(DBAPIError, match="nonsense"):
                async with walled.reading() as session:
                    await session.execute(text("SELECT nonsense"))
            with pytest.raises(UnavailableError):
                async with walled.reading() as session, asyncio.timeout(0.05):
                    await session.execute(text("SELECT pg_sleep(30)"))
            async with walled.reading() as session:
                assert (await session.scalars(text("SELECT DISTINCT account_id FROM users"))).all() == [
                    theirs.account_id
                ]
        async with walled.reading() as session:
            assert len((await session.scalars(text("SELECT DISTINCT account_id FROM users"))).all()) == 2
            assert await session.scalar(text("SELECT session_user::text = current_user::text"))
        assert await ask(walled, "SELECT session_user::text = current_user::text") == [True]


async def read_while_the_connection_breaks(walled: Database) -> None:
    async with walled.reading() as session:
        pid = await session.scalar(text("SELECT pg_backend_pid()"))
        with unconfined():
            await ask(walled, f"SELECT pg_terminate_backend({pid})")
        await session.execute(text("SELECT 1"))


async def test_reading_is_told_when_the_connection_breaks_off(street: list[House], walled: Database) -> None:
    _, _, theirs = street
    with confined(theirs):
        with pytest.raises(UnavailableError):
            await read_while_the_connection_breaks(walled)
        async with walled.reading() as session:
            assert (await session.scalars(text("SELECT DISTINCT account_id FROM users"))).all() == [theirs.account_id]


async def test_walls_are_raised_by_a_plain_owner_and_missing_ones_are_found(servers: Settings) -> None:
    """As a managed server gives it: an owner of the database who is no superuser."""
    assert servers.database_url is not None
    name, owner = "grandma_managed", "grandma_plain"
    url = servers.database_url
    try:
        for attributes in ("LOGIN CREATEROLE", "LOGIN NOCREATEROLE"):
            await execute(url, f"CREATE ROLE {owner} {attributes} PASSWORD 'plain'")
            await execute(url, f"CREATE DATABASE {name} OWNER {owner}")
            if "NOCREATEROLE" not in attributes:
                await execute(url, f"GRANT {TENANT_ROLE} TO {owner} WITH ADMIN OPTION")
            theirs = as_user(with_database(url, name), owner, "plain")
            await asyncio.to_thread(upgrade_schema, theirs)
            database = Database(theirs, pool_size=1, vault=VAULT)
            assert await walls_stand(database) is ("NOCREATEROLE" not in attributes)
            await database.close()
            await execute(url, f"DROP DATABASE {name} WITH (FORCE)")
            await execute(url, f"DROP ROLE {owner}")
    finally:
        await execute(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await execute(url, f"DROP ROLE IF EXISTS {owner}")


def as_user(url: str, user: str, password: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{host}"))
