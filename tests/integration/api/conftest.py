"""The API as an outsider calls it. `api` is fresh for each test; `shared` lasts, for calls that must change nothing."""

from collections.abc import AsyncGenerator

import httpx2
import pytest
from pwdlib import PasswordHash
from redis import Redis
from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from core.config import Settings
from core.people import Account
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from services.services import Services
from tests.conftest import with_database, with_redis_database
from tests.integration.api.accounts import default_account
from tests.integration.api.calling import calling
from tests.integration.api.rows import count_rows
from tests.integration.api.shelf import Book
from tests.integration.api.talk import Talk
from tests.integration.worker import running_worker
from tests.vaults import VAULT

LASTING = "grandma_lasting"
LASTING_REDIS = 15


@pytest.fixture
async def api(settings: Settings) -> AsyncGenerator[httpx2.AsyncClient]:
    async with calling(settings) as client:
        yield client


@pytest.fixture(scope="session")
async def lasting_settings(servers: Settings, template_database: str) -> AsyncGenerator[Settings]:
    """Settings over stores that live as long as the run; the caller's clock and private receivers are refused."""
    assert servers.database_url is not None
    assert servers.redis_url is not None
    await _execute(servers.database_url, f"CREATE DATABASE {LASTING} TEMPLATE {template_database}")
    redis_url = with_redis_database(servers.redis_url, LASTING_REDIS)
    with Redis.from_url(redis_url) as redis:  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
        # Others take the first empty one: this mark keeps them away.
        redis.set("taken", "by the tests of the API")
        yield servers.model_copy(
            update={
                "database_url": with_database(servers.database_url, LASTING),
                "redis_url": redis_url,
                "default_timezone": "Europe/London",
            }
        )
        redis.flushdb()  # pyright: ignore[reportUnknownMemberType] - as above
    await _execute(servers.database_url, f"DROP DATABASE {LASTING} WITH (FORCE)")


@pytest.fixture(scope="session")
async def lasting(lasting_settings: Settings) -> AsyncGenerator[httpx2.AsyncClient]:
    async with calling(lasting_settings) as client:
        yield client


@pytest.fixture(scope="session")
async def lasting_database(lasting_settings: Settings) -> AsyncGenerator[Database]:
    assert lasting_settings.database_url is not None
    database = Database(lasting_settings.database_url, vault=VAULT)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def lasting_units(lasting_database: Database) -> UnitOfWorkFactory:
    return unit_of_work_factory(lasting_database)


@pytest.fixture(scope="session")
async def lasting_account(lasting: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory) -> Account:
    """The account that `lasting` calls as."""
    return await default_account(lasting_units)


@pytest.fixture
async def shared(lasting: httpx2.AsyncClient, lasting_database: Database) -> AsyncGenerator[httpx2.AsyncClient]:
    """A client for calls that are refused or only look: afterwards every table has as many rows as before."""
    before = await count_rows(lasting_database)
    yield lasting
    assert await count_rows(lasting_database) == before


async def _execute(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.exec_driver_sql(statement)
    await engine.dispose()


@pytest.fixture
def book(api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory) -> Book:
    return Book(api, services, unit_of_work)


@pytest.fixture
async def talk(api: httpx2.AsyncClient, services: Services, settings: Settings) -> AsyncGenerator[Talk]:
    """A conversation while a worker is there."""
    async with running_worker(services, settings):
        yield Talk(api)


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Passwords that were hashed or checked; that takes no time here."""
    seen: list[str] = []

    def note_hash(self: PasswordHash, password: str) -> str:
        seen.append(password)
        return f"hash of {password}"

    def note_verify(self: PasswordHash, password: str, hashed: str) -> bool:
        seen.append(password)
        return hashed == f"hash of {password}"

    monkeypatch.setattr(PasswordHash, "hash", note_hash)
    monkeypatch.setattr(PasswordHash, "verify", note_verify)
    return seen
