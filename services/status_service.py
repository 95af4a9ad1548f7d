"""How the installation is doing: what it depends on, what waits where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.crowds import Crowd, CrowdBoard
from core.domain import Queue, TaskStatus
from core.errors import UnavailableError
from core.pause import Pause
from core.queue import TaskQueue
from repositories.database import Database
from repositories.queue_counts import COUNTED
from repositories.schema import find_revision, is_served, newest_revision
from repositories.unit_of_work import UnitOfWorkFactory
from services.sampled import Sampled


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be there; `problem` is None while it is."""

    name: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What all rows say, for `/metrics`."""

    tasks: Sequence[tuple[str, TaskStatus, int, int]]
    webhooks: Sequence[tuple[TaskStatus, int, int]]
    purged: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """How a queue stands.

    Attributes:
        pause: why nothing of it is begun.
        waiting, waiting_bulk: entries that nobody has read yet, on the main stream and on the bulk streams.
        in_flight: entries that were read and are not done.
        oldest_seconds: how long the oldest entry that nobody has read has waited.
        rows: how many rows there are in each of the states that are counted; failed ones are dead letters.
    """

    queue: Queue
    pause: Pause | None
    waiting: int
    waiting_bulk: int
    in_flight: int
    oldest_seconds: float
    rows: Mapping[TaskStatus, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """How all queues stand, and which accounts are paused."""

    queues: Sequence[QueueState]
    paused_accounts: Sequence[Pause]


COUNTS_LAST_SECONDS = 10.0
QUEUES_LAST_SECONDS = 1.0


class StatusService:
    """Health and counts."""

    def __init__(
        self, *, database: Database, unit_of_work: UnitOfWorkFactory, queue: TaskQueue, board: CrowdBoard
    ) -> None:
        self._database = database
        self._unit_of_work = unit_of_work
        self._queue = queue
        self._board = board
        self._counts = Sampled(self._count_all, lasts=COUNTS_LAST_SECONDS)
        self._rows = Sampled(self._count_queues, lasts=QUEUES_LAST_SECONDS)

    async def check_all(self) -> list[Check]:
        """PostgreSQL, its schema, Redis."""
        return [*await self._check_database(), await self._check_redis()]

    async def count(self) -> Counts:
        """Count all rows. That costs a scan, so the answer is kept, the longer the more it cost."""
        return await self._counts.get()

    async def list_queues(self) -> Overview:
        """How every queue stands; raises UnavailableError while PostgreSQL or Redis is away."""
        async with self._unit_of_work() as unit:
            pauses = await unit.pauses.list_lasting()
        rows = await self._rows.get()
        paused = {each.queue: each for each in pauses if each.queue is not None}
        queues = [await self._describe(queue, paused.get(queue), rows) for queue in Queue]
        return Overview(queues, [each for each in pauses if each.account_id is not None])

    async def list_crowds(self) -> Mapping[str, Crowd]:
        """How full the systems outside are, by kind, over all processes; raises UnavailableError while Redis is away."""
        return await self._board.read()

    async def _describe(
        self, queue: Queue, pause: Pause | None, rows: Mapping[tuple[Queue, TaskStatus], int]
    ) -> QueueState:
        main, *bulk = await self._queue.inspect_lanes(queue)
        ages = [(state.now - state.head_at).total_seconds() for state in (main, *bulk) if state.waiting]
        return QueueState(
            queue=queue,
            pause=pause,
            waiting=main.waiting,
            waiting_bulk=sum(state.waiting for state in bulk),
            in_flight=sum(state.pending for state in (main, *bulk)),
            oldest_seconds=max(ages, default=0.0),
            rows={status: rows.get((queue, status), 0) for status in COUNTED},
        )

    async def _count_queues(self) -> Mapping[tuple[Queue, TaskStatus], int]:
        async with self._unit_of_work() as unit:
            return {(each.queue, each.status): each.rows for each in await unit.queue_counts.count()}

    async def _count_all(self) -> Counts:
        async with self._unit_of_work() as unit:
            return Counts(
                tasks=await unit.tasks.count_by_state(),
                webhooks=await unit.webhooks.count_by_state(),
                purged=await unit.retention.count_purged(),
            )

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
