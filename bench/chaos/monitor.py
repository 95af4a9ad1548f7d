"""Questions to the database while a run goes on, over one connection that is kept."""

import asyncio
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from core.vault import Vault

_PAUSE_SECONDS = 0.2
_RUNNING = "SELECT count(*) FROM tasks WHERE status = 'running'"
_BY_OWNER = "SELECT split_part(lease_owner, ':', 2), count(*) FROM tasks WHERE status = 'running' GROUP BY 1"
_BY_ACCOUNT = (
    "SELECT a.name, count(*) FROM tasks t JOIN accounts a ON a.id = t.account_id WHERE t.status = 'running' GROUP BY 1"
)
_UNDER_WAY = """
SELECT
  (SELECT count(*) FROM tasks WHERE status NOT IN ('completed', 'failed', 'cancelled', 'expired', 'needs_person')),
  (SELECT count(*) FROM webhook_messages m WHERE completed_at IS NULL AND (
    split_part(url, '/', 4) IN ('good', 'late')
    OR status = 'running'
    OR split_part(url, '/', 4) NOT IN ('hang', 'half-close')
      AND NOT EXISTS (SELECT FROM webhook_attempts a WHERE a.message_id = m.id))),
  (SELECT count(*) FROM notifications WHERE completed_at IS NULL AND status <> 'needs_person'),
  (SELECT count(*) FROM occurrences WHERE completed_at IS NULL)
"""
_BRING_FORWARD = """
UPDATE webhook_messages SET due_at = now()
WHERE status = 'retrying' AND due_at > now() + interval '15 s' AND split_part(url, '/', 4) IN ('good', 'late') RETURNING id
"""
_STUCK = """
SELECT 'message', id::text, status, attempt, epoch, lost_leases, round(extract(epoch FROM now() - updated_at)), reason,
  split_part(url, '/', 4)
FROM webhook_messages m WHERE completed_at IS NULL
  AND (split_part(url, '/', 4) IN ('good', 'late') OR NOT EXISTS (SELECT FROM webhook_attempts WHERE message_id = m.id))
UNION ALL
SELECT 'task', id::text, status, attempt, epoch, lost_leases, round(extract(epoch FROM now() - updated_at)), reason,
  lease_owner
FROM tasks WHERE completed_at IS NULL AND status <> 'needs_person'
LIMIT 10
"""
_TERMINATE = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'grandma'"
_WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE application_name = 'grandma' AND wait_event_type = 'Lock'
"""
_LEFT_TO_OTHERS = "SELECT count(*) FROM task_events WHERE reason = 'urn:grandma:problem:not-served-here'"
_COUNTS = """
SELECT
  (SELECT count(*) FROM tasks),
  (SELECT count(*) FROM tasks WHERE completed_at IS NOT NULL),
  (SELECT count(*) FROM tasks WHERE status = 'running')
"""


class Monitor:
    """Asks again where the database is away. Its sessions don't bear the product's name."""

    def __init__(self, database_url: str, *, vault: Vault) -> None:
        self.vault = vault
        self.engine: AsyncEngine = create_async_engine(
            database_url,
            isolation_level="AUTOCOMMIT",
            pool_size=2,
            pool_pre_ping=True,
            connect_args={"timeout": 5, "command_timeout": 20, "server_settings": {"application_name": "chaos"}},
        )
        self._connection: AsyncConnection | None = None
        self._turn = asyncio.Lock()

    async def count_running(self) -> int:
        """How many tasks run."""
        return int((await self._ask(_RUNNING))[0][0])

    async def count_running_by_worker(self) -> Mapping[int, int]:
        """How many tasks each worker runs, by its process id."""
        return {int(pid): count for pid, count in await self._ask(_BY_OWNER) if pid}

    async def count_running_by_account(self) -> dict[str, int]:
        """How many tasks of each account run."""
        return {str(name): int(count) for name, count in await self._ask(_BY_ACCOUNT)}

    async def list_under_way(self) -> dict[str, int]:
        """What has not come to its end yet; a message to a bad receiver has when a try of it is on record,
        or it waits for its turn at one that never answers.
        """
        names = ("tasks", "messages", "notifications", "occurrences")
        return dict(zip(names, (await self._ask(_UNDER_WAY))[0], strict=True))

    async def describe_stuck(self) -> list[str]:
        """Some rows that did not come to an end: what, id, status, attempt, epoch, lost leases, age, reason, whose."""
        return [" ".join(map(str, row)) for row in await self._ask(_STUCK)]

    async def count_progress(self) -> tuple[int, int, int]:
        """Tasks in all, ended and running."""
        total, ended, running = (await self._ask(_COUNTS))[0]
        return total, ended, running

    async def bring_forward(self) -> int:
        """Make due what good receivers would be asked to take again in some minutes, as if these had passed."""
        return len(await self._ask(_BRING_FORWARD))

    async def count_waiting(self) -> int:
        """How many sessions of the product wait for a lock."""
        return int((await self._ask(_WAITING))[0][0])

    async def count_left_to_others(self) -> int:
        """How often a worker was given a task that only others can serve."""
        return int((await self._ask(_LEFT_TO_OTHERS))[0][0])

    async def terminate_backends(self) -> int:
        """End every session of the product, whatever it is in the middle of."""
        return int((await self._ask(_TERMINATE))[0][0])

    async def find_data_directory(self) -> str:
        """Where PostgreSQL keeps its files."""
        return str((await self._ask("SHOW data_directory"))[0][0])

    async def ask_once(self, statement: str) -> list[Any]:
        """The rows of one statement."""
        return await self._ask(statement)

    async def close(self) -> None:
        """Close every connection."""
        if self._connection is not None:
            await self._connection.close()
        await self.engine.dispose()

    async def _ask(self, statement: str) -> list[Any]:
        async with self._turn:
            while True:
                try:
                    if self._connection is None:
                        self._connection = await self.engine.connect()
                    return list((await self._connection.execute(text(statement))).all())
                except (SQLAlchemyError, OSError, TimeoutError):
                    await self._drop_connection()
                    await asyncio.sleep(_PAUSE_SECONDS)

    async def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await connection.invalidate()
                await connection.close()
            except (SQLAlchemyError, OSError, TimeoutError):
                return
