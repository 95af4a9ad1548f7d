"""How Alembic reaches the database: a URL given by the caller, else `DATABASE_URL`, else the embedded server."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

from core.config import load_settings
from core.embedded import embedded_servers
from repositories.models import Base
from repositories.walls import raise_walls

_LOCK = 4_702_111_234_474_983_745
"""Advisory lock: two processes that start together migrate one after the other."""


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, compare_server_default=True)
    with context.begin_transaction():
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        context.run_migrations()
        if _is_at_head():
            raise_walls(connection)


def _is_at_head() -> bool:
    """Whether the tables are those of the models now, of which the policies are made."""
    return set(context.get_context().get_current_heads()) == set(context.script.get_heads())


async def _run(url: str) -> None:
    engine = create_async_engine(url, poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate)
    finally:
        await engine.dispose()


def _main() -> None:
    given = context.config.attributes.get("url")
    if given:
        asyncio.run(_run(str(given)))
        return
    with embedded_servers(load_settings()) as settings:
        if settings.database_url is None:
            raise SystemExit("DATABASE_URL is not set.")
        asyncio.run(_run(settings.database_url))


_main()
