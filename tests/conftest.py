"""Real servers for every test: PostgreSQL and Redis are started once, each test gets a database of its own.

Where DATABASE_URL or REDIS_URL are set, those servers are used instead: databases are made beside what is there, and
only a logical Redis database that is empty is filled and flushed again.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx2
import pytest
import structlog
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.sentinel import Sentinel as AsyncSentinel
from redis.sentinel import Sentinel
from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from core.addresses import is_sentinel_url, parse_sentinel_url
from core.config import Settings, load_settings
from core.embedded import embedded_servers
from core.keys import with_development_keys
from repositories.database import Database
from repositories.schema import upgrade_schema
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from services.factory import open_services
from services.services import Services
from tests.apps import app_over
from tests.vaults import ENCRYPTION_KEY, SECRET_KEY, VAULT

_MEMORY = Path("/dev/shm")  # copying a database takes 15 ms here and 350 ms on many disks
_numbers = count(1)
_XDIST = (("WORKER", "gw0"), ("WORKER_COUNT", "1"))

# On a busy machine an example may take long, and another run of it not: that says nothing about the code.
hypothesis_settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("busy machine")


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Tracebacks as they are; drawing them in boxes takes seconds."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ]
    )


@pytest.fixture(scope="session")
def servers() -> Generator[Settings]:
    """Settings that point at running servers. PostgreSQL may run as another user, who must pass the folder."""
    folder = Path(tempfile.mkdtemp(prefix="grandma-tests-", dir=_MEMORY if _MEMORY.is_dir() else None))
    folder.chmod(0o711)
    keys = {"secret_key": SECRET_KEY, "encryption_keys": ENCRYPTION_KEY}
    settings = with_development_keys(load_settings(env_file=None, data_dir=folder / "data", **keys))
    with embedded_servers(settings) as running:
        if running.embedded_database:
            asyncio.run(_make_hasty(running))
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template_database(servers: Settings) -> Generator[str]:
    """The name of a migrated database that others are copied from."""
    assert servers.database_url is not None
    name = f"grandma_template_{os.getpid()}_{id(servers)}"
    asyncio.run(execute(servers.database_url, f"CREATE DATABASE {name}"))
    upgrade_schema(with_database(servers.database_url, name))
    yield name
    asyncio.run(execute(servers.database_url, f"DROP DATABASE {name}"))


@pytest.fixture
async def database_url(servers: Settings, template_database: str) -> AsyncGenerator[str]:
    """A fresh migrated database, gone after the test."""
    assert servers.database_url is not None
    name = f"{template_database}_{next(_numbers)}"
    await execute(servers.database_url, f"CREATE DATABASE {name} TEMPLATE {template_database} STRATEGY FILE_COPY")
    yield with_database(servers.database_url, name)
    await execute(servers.database_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def redis_url(servers: Settings) -> Generator[str]:
    """An empty logical Redis database, flushed after the test."""
    with empty_redis(servers) as url:
        yield url


@pytest.fixture
async def redis(redis_url: str) -> AsyncGenerator[AsyncRedis]:
    """A plain client on that database, to look behind the product's back."""
    if not is_sentinel_url(redis_url):
        async with AsyncRedis.from_url(redis_url, protocol=2) as client:  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
            yield client
        return
    address = parse_sentinel_url(redis_url)
    sentinel = AsyncSentinel(address.sentinels)
    client = sentinel.master_for(address.service, db=address.database, protocol=2)  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    yield client
    await client.aclose()
    await sentinel.aclose()


@contextmanager
def empty_redis(servers: Settings) -> Generator[str]:
    """An empty logical Redis database, flushed when the block is left."""
    assert servers.redis_url is not None
    # Of servers that several test processes share, each has logical databases of its own.
    mine, processes = (
        int(os.environ.get(f"PYTEST_XDIST_{name}", default).removeprefix("gw")) for name, default in _XDIST
    )
    for number in range(1 + mine, 16, processes):
        url = with_redis_database(servers.redis_url, number)
        with _open_plainly(url) as client:
            if client.dbsize() == 0:  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
                yield url
                client.flushdb()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
                return
    pytest.fail("No logical Redis database of this process, from 1 to 15, is empty.")


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[Database]:
    """A pool on a fresh database."""
    pool = Database(database_url, vault=VAULT)
    yield pool
    await pool.close()


@pytest.fixture
def unit_of_work(database: Database) -> UnitOfWorkFactory:
    """Transactions on a fresh database."""
    return unit_of_work_factory(database)


@pytest.fixture
def settings(servers: Settings, database_url: str, redis_url: str) -> Settings:
    """Development settings over fresh stores; receivers on loopback and the caller's clock are allowed."""
    return servers.model_copy(
        update={
            "database_url": database_url,
            "redis_url": redis_url,
            "webhook_allow_private": True,
            "allow_client_clock": True,
            "family_grace_seconds": 0,
            "default_timezone": "Europe/London",
        }
    )


@pytest.fixture
async def services(settings: Settings) -> AsyncGenerator[Services]:
    """The wired product, without API and workers."""
    async with open_services(settings, owner="test") as opened:
        yield opened


@pytest.fixture
async def api(settings: Settings) -> AsyncGenerator[httpx2.AsyncClient]:
    """The API in this process, called with a valid key."""
    assert settings.dev_auth_token is not None
    app = app_over(settings)
    key = settings.dev_auth_token.get_secret_value()
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app, raise_app_exceptions=False),
            base_url="http://api.test",
            headers={"Authorization": f"Bearer {key}"},
            timeout=30,
        ) as client,
    ):
        yield client


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def with_redis_database(url: str, number: int) -> str:
    """The same server, another logical database."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    if is_sentinel_url(url):
        return f"redis+sentinel://{parts.netloc}/{parse_sentinel_url(url).service}/{number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def _open_plainly(url: str) -> Redis:
    if not is_sentinel_url(url):
        return Redis.from_url(url)  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    address = parse_sentinel_url(url)
    return Sentinel(address.sentinels).master_for(address.service, db=address.database)  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py


async def _make_hasty(servers: Settings) -> None:
    """Spare the disk: the server is thrown away, and no test pulls the machine's plug."""
    assert servers.database_url is not None
    for setting in ("fsync", "full_page_writes"):
        await execute(servers.database_url, f"ALTER SYSTEM SET {setting} = off")
    await execute(servers.database_url, "SELECT pg_reload_conf()")


async def execute(url: str, statement: str) -> None:
    """Run one statement outside of any transaction."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.exec_driver_sql(statement)
    await engine.dispose()
