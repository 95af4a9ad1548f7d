"""The engine and its sessions."""

import time
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, cast

import asyncpg
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from core.errors import ConfigurationError, ContendedError, UnavailableError
from core.tenancy import Tenant, current_tenant
from core.vault import Vault
from repositories.account_session import ACCOUNT, AccountSession
from repositories.sealed import keep_vault
from repositories.session import APPLICATION_NAME, TENANT_ROLE

_AWAY_SQLSTATES = ("08", "53", "57P")
"""SQLSTATEs that mean "not now": connection lost, no resources, shutting down (PostgreSQL appendix A)."""

_CONTENDED_SQLSTATES = ("40", "55P03")
"""Deadlock, conflict of transactions, lock not to be had: the server is well, and so is the statement."""

_REFUSED_SQLSTATES = ("28", "3D")
"""No such role, wrong password, no such database."""

_TRUSTED_SECONDS, _USED_AT = 1.0, "used_at"

_SESSION = {"application_name": APPLICATION_NAME, "lock_timeout": "3000"}


# One statement, since every transaction of a caller waits for it. The role is put back with the transaction's end.
_CONFINE = text(
    "SELECT set_config('grandma.account', :account, true), set_config('grandma.people', :people, true), "
    f"set_config('role', '{TENANT_ROLE}', true)"
)


def confinement_of(tenant: Tenant) -> dict[str, str]:
    """What the policies ask for (repositories/walls.py)."""
    people = "*" if tenant.people is None else ",".join(sorted(map(str, tenant.people)))
    return {"account": str(tenant.account_id), "people": people}


class Database:
    """One pool of connections to PostgreSQL 15 or newer. What is done for a tenant is narrowed to their account.

    `is_walled`: what is done for a tenant (core/tenancy.py) sees the tenant's rows alone, by row-level security. Without
    `vault`, columns that are sealed can neither be read nor written (repositories/sealed.py).
    """

    def __init__(self, url: str, *, pool_size: int = 10, vault: Vault | None = None) -> None:
        self._url = url
        self._vault = vault
        self.is_walled = False
        self._engine: AsyncEngine = create_async_engine(
            url,
            pool_size=2 * pool_size,  # kept once opened: what overflows is opened and closed again for every call
            max_overflow=0,
            pool_use_lifo=True,  # those that a rush has left idle stay so
            pool_timeout=10,
            hide_parameters=True,  # errors are logged, what people said is not
            connect_args={"timeout": 5, "command_timeout": 30, "server_settings": _SESSION},
        )
        if vault is not None:
            keep_vault(self._engine.sync_engine, vault)
        event.listen(self._engine.sync_engine, "checkout", _check_alive)
        event.listen(self._engine.sync_engine, "checkin", _note_use)
        self._sessions = _Makers(self._engine)
        self._readers = _Makers(self._engine.execution_options(isolation_level="AUTOCOMMIT"))

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        """One transaction: commits on leaving, rolls back on an exception.

        Raises:
            UnavailableError: PostgreSQL can't be reached, or no connection is free in time.
            ContendedError: others hold what this needs.
            ConfigurationError: it refuses our name, password or database.
        """
        tenant = current_tenant()
        with _translating():
            async with self._sessions.open(tenant) as session, session.begin():
                if self.is_walled and tenant is not None:
                    await session.execute(_CONFINE, confinement_of(tenant))
                yield session

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """A session without a transaction: each statement is one by itself. Raises as `transaction`.

        For a tenant it is a transaction all the same, since the walls stand for as long as one lasts; what begins and what
        confines it travel together.
        """
        tenant = current_tenant()
        with _translating():
            async with self._readers.open(tenant) as session:
                if tenant is None or not self.is_walled:
                    yield session
                    return
                async with _confined(session, tenant):
                    yield session

    def fork(self, *, pool_size: int) -> "Database":
        """Another pool on the same database, for another event loop; it is closed apart from this one."""
        other = Database(self._url, pool_size=pool_size, vault=self._vault)
        other.is_walled = self.is_walled
        return other

    async def ping(self) -> None:
        """Ask the server for a sign of life."""
        async with self.transaction() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


class _Makers:
    """Make sessions over an engine: plain ones, and ones that are an account's."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._plain = async_sessionmaker(engine, expire_on_commit=False, autoflush=False)
        self._of_one = async_sessionmaker(
            engine, expire_on_commit=False, autoflush=False, sync_session_class=AccountSession
        )

    def open(self, tenant: Tenant | None) -> AsyncSession:
        """A session for this tenant; None: for everybody."""
        return self._plain() if tenant is None else self._of_one(info={ACCOUNT: tenant.account_id})


@asynccontextmanager
async def _confined(session: AsyncSession, tenant: Tenant) -> AsyncGenerator[None]:
    """A transaction by hand on the driver's own connection, which costs half of what one of SQLAlchemy's does.

    Whatever goes wrong at its ends, a cancelled call included, the connection is given up: nobody ever finds it confined.
    """
    connection = await session.connection()
    driver = cast("Any", (await connection.get_raw_connection()).driver_connection)
    set_up = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in _settings_of(tenant))
    await _tell(session, driver, f"BEGIN; SELECT {set_up}")
    try:
        yield
    finally:
        await _tell(session, driver, "COMMIT")


async def _tell(session: AsyncSession, driver: Any, statement: str) -> None:
    try:
        await driver.execute(statement)
    except BaseException as error:
        await session.invalidate()
        if isinstance(error, (asyncpg.InterfaceError, asyncpg.PostgresError)):
            raise UnavailableError("The database can't be reached at the moment.") from error
        raise


def _settings_of(tenant: Tenant) -> Iterator[tuple[str, str]]:
    """What is set for a tenant's transaction. Ids and names of our own alone, so that they may stand in a statement."""
    given = confinement_of(tenant)
    yield "grandma.account", given["account"]
    yield "grandma.people", given["people"]
    yield "role", TENANT_ROLE


@contextmanager
def _translating() -> Generator[None]:
    """What goes wrong with the server, in our own words."""
    try:
        yield
    except (PoolTimeoutError, OSError) as error:
        raise UnavailableError("The database can't be reached at the moment.") from error
    except DBAPIError as error:
        if _sqlstate(error).startswith(_CONTENDED_SQLSTATES):
            raise ContendedError("The database is busy with this at the moment; try again.") from error
        if is_away(error):
            raise UnavailableError("The database can't be reached at the moment.") from error
        if _sqlstate(error).startswith(_REFUSED_SQLSTATES):
            raise ConfigurationError(f"PostgreSQL refuses DATABASE_URL: {error.orig}.") from error
        raise
    except StatementError as error:
        if isinstance(error.orig, ConfigurationError):  # from what seals columns
            raise error.orig from error
        raise


def _check_alive(connection: DBAPIConnection, record: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:
    """Look whether a connection that was used a moment ago still stands, ask the server where that is longer ago.

    Looking costs nothing and sees whatever ended a session or the server; only a connection that broke without a word,
    as when a cable is pulled, has to be asked. Where one is dead, all that were opened before are opened anew.
    """
    del proxy
    driver_connection = record.driver_connection
    if driver_connection is None or driver_connection.is_closed():
        raise InvalidatePoolError("The connection was closed by the other side.")
    if time.monotonic() - record.info.get(_USED_AT, time.monotonic()) > _TRUSTED_SECONDS:
        try:
            cast("Any", connection).ping()
        except Exception as error:
            raise InvalidatePoolError("The connection does not answer.") from error


def _note_use(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    del connection
    record.info[_USED_AT] = time.monotonic()


def is_away(error: DBAPIError) -> bool:
    """Whether the server is missing rather than the statement wrong."""
    away = _sqlstate(error).startswith(_AWAY_SQLSTATES)
    return error.connection_invalidated or away or isinstance(error.orig, OSError)


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
