"""Settles together what finishes together: one transaction for everything within a few milliseconds."""

import asyncio
from dataclasses import dataclass

import structlog

from core.domain import Queue
from core.errors import UnavailableError
from core.failpoints import Failpoint, reach
from core.queue import TaskQueue
from services.durable_work import Done, DurableWork

logger = structlog.stdlib.get_logger(__name__)

GATHER_SECONDS = 0.003
MOST_AT_ONCE = 500
_PAUSE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Settling:
    """A finished attempt, the entry to acknowledge after the commit, and who waits for that."""

    done: Done
    queue: Queue
    entry_id: str
    settled: asyncio.Future[None]


class Collector:
    """One per process."""

    def __init__(self, *, work: DurableWork, queue: TaskQueue) -> None:
        self._work = work
        self._queue = queue
        self._waiting: asyncio.Queue[Settling] = asyncio.Queue()

    async def settle(self, done: Done, *, queue: Queue, entry_id: str) -> None:
        """Return once the attempt's end is committed (or belongs to a newer epoch)."""
        settled: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait(Settling(done, queue, entry_id, settled))
        await settled

    async def run_for_ever(self) -> None:
        """Take batches and commit them, in order."""
        while True:
            batch = await self._gather()
            try:
                await self._commit(batch)
                reach(Failpoint.AFTER_SETTLE)
                await acknowledge(self._queue, [(each.queue, each.entry_id) for each in batch])
            except Exception:
                logger.exception("settling went wrong, the leases will run out", rows=len(batch))
                _release(batch)

    async def _gather(self) -> list[Settling]:
        batch = [await self._waiting.get()]
        until = asyncio.get_running_loop().time() + GATHER_SECONDS
        while len(batch) < MOST_AT_ONCE:
            try:
                async with asyncio.timeout_at(until):
                    batch.append(await self._waiting.get())
            except TimeoutError:
                break
        return batch

    async def _commit(self, batch: list[Settling]) -> None:
        """Commit one batch; while PostgreSQL is away wait for it, the leases decide who was faster."""
        while True:
            try:
                await self._work.settle([each.done for each in batch])
            except UnavailableError as error:
                logger.warning("settling waits for the database", rows=len(batch), error=error.detail)
                await asyncio.sleep(_PAUSE_SECONDS)
            except Exception as error:  # noqa: BLE001 - one bad row must not stop all settling
                await self._commit_apart(batch, error)
                return
            else:
                _release(batch)
                return

    async def _commit_apart(self, batch: list[Settling], error: Exception) -> None:
        if len(batch) == 1:
            # The lease runs out and another attempt decides.
            logger.error("an attempt could not be settled", kind=batch[0].done.kind, exc_info=error)
            _release(batch)
            return
        for each in batch:
            await self._commit([each])


async def acknowledge(queue: TaskQueue, entries: list[tuple[Queue, str]]) -> None:
    """Acknowledge by stream; where Redis is away the entries come back and match no row."""
    for name in {name for name, _ in entries}:
        try:
            await queue.acknowledge(name, [entry_id for each, entry_id in entries if each is name])
        except UnavailableError as error:
            logger.warning("acknowledging failed", queue=name, error=error.detail)


def _release(batch: list[Settling]) -> None:
    for each in batch:
        if not each.settled.done():
            each.settled.set_result(None)
