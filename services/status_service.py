"""How the installation is doing: what it depends on, what waits where."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from core.domain import Queue, TaskStatus, WorkKind
from core.errors import UnavailableError
from core.queue import StreamState, TaskQueue
from repositories.database import Database
from repositories.durable_work import Backlog
from repositories.schema import find_revision, is_served, newest_revision
from repositories.unit_of_work import UnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be there; `problem` is None while it is."""

    name: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What the rows say, for `/metrics`."""

    tasks: Sequence[tuple[str, TaskStatus, int, int]]
    webhooks: Sequence[tuple[TaskStatus, int, int]]
    backlog: Sequence[tuple[WorkKind, Backlog]]


COUNTS_LAST_SECONDS = 10.0


class StatusService:
    """Health and counts."""

    def __init__(self, *, database: Database, unit_of_work: UnitOfWorkFactory, queue: TaskQueue) -> None:
        self._database = database
        self._unit_of_work = unit_of_work
        self._queue = queue
        self._counting = asyncio.Lock()
        self._counts: Counts | None = None
        self._counted_at = 0.0

    async def check_all(self) -> list[Check]:
        """PostgreSQL, its schema, Redis."""
        return [*await self._check_database(), await self._check_redis()]

    async def count(self) -> Counts:
        """Count rows. That costs a scan, so the answer is kept for ten seconds."""
        async with self._counting:
            now = asyncio.get_running_loop().time()
            if self._counts is None or now > self._counted_at + COUNTS_LAST_SECONDS:
                self._counts, self._counted_at = await self._count(), now
            return self._counts

    async def inspect_streams(self) -> dict[Queue, StreamState]:
        """How every stream stands; raises UnavailableError while Redis is away."""
        return {queue: await self._queue.inspect(queue) for queue in Queue}

    async def _count(self) -> Counts:
        async with self._unit_of_work() as unit:
            tasks = await unit.tasks.count_by_state()
            webhooks = await unit.webhooks.count_by_state()
            backlog = [
                *((WorkKind.TASK, each) for each in await unit.tasks.list_backlog()),
                *((WorkKind.REQUEST, each) for each in await unit.requests.list_backlog()),
                *((WorkKind.OCCURRENCE, each) for each in await unit.occurrences.list_backlog()),
                *((WorkKind.NOTIFICATION, each) for each in await unit.notifications.list_backlog()),
                *((WorkKind.WEBHOOK, each) for each in await unit.webhooks.list_backlog()),
            ]
        return Counts(tasks, webhooks, backlog)

    async def _check_database(self) -> list[Check]:
        try:
            found = await find_revision(self._database)
        except UnavailableError as error:
            return [Check("postgresql", error.detail), Check("schema", "unknown")]
        if is_served(found):
            return [Check("postgresql", None), Check("schema", None)]
        wrong = f"revision is {found}, this version needs {newest_revision()}: python -m alembic upgrade head"
        return [Check("postgresql", None), Check("schema", wrong)]

    async def _check_redis(self) -> Check:
        try:
            await self._queue.ping()
        except UnavailableError as error:
            return Check("redis", error.detail)
        return Check("redis", None)
