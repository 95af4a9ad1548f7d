"""Settles together what finishes together: one transaction for everything within a few milliseconds."""

import asyncio
from collections import deque
from dataclasses import dataclass

import structlog

from core.domain import Queue
from core.errors import UnavailableError
from core.failpoints import Failpoint, reach
from core.queue import TaskQueue
from services.durable_work import Done, DurableWork
from workers.held import Held

logger = structlog.stdlib.get_logger(__name__)

GATHER_SECONDS = 0.002
MOST_AT_ONCE = 500
MOST_WAITING = 4 * MOST_AT_ONCE
"""How many finished attempts may wait to be settled before no more work is read."""
_PAUSE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Settling:
    """A finished attempt and the entry to acknowledge after the commit."""

    done: Done
    queue: Queue
    entry_id: str


class Collector:
    """One per process. What it was given is held until it is committed, or belongs to a newer epoch."""

    def __init__(self, *, work: DurableWork, queue: TaskQueue, held: Held) -> None:
        self._work = work
        self._queue = queue
        self._held = held
        self._waiting: deque[Settling] = deque()
        self._unsettled = 0
        self._something = asyncio.Event()
        self._settled = asyncio.Event()

    def add(self, settling: Settling) -> None:
        """Settle this soon."""
        self._waiting.append(settling)
        self._unsettled += 1
        self._something.set()

    async def wait_until_settled(self, *, but: int = 0) -> None:
        """Return when no more than `but` attempts wait for their end to be committed."""
        while self._unsettled > but:
            self._settled.clear()
            await self._settled.wait()

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
            finally:
                self._release(batch)

    async def _gather(self) -> list[Settling]:
        await self._something.wait()
        if len(self._waiting) < MOST_AT_ONCE:
            await asyncio.sleep(GATHER_SECONDS)
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
        if not self._waiting:
            self._something.clear()
        return batch

    def _release(self, batch: list[Settling]) -> None:
        for each in batch:
            settlement = each.done.finished.settlement
            self._held.remove(each.done.kind, settlement.id, epoch=settlement.epoch)
        self._unsettled -= len(batch)
        self._settled.set()

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
                return

    async def _commit_apart(self, batch: list[Settling], error: Exception) -> None:
        if len(batch) == 1:
            # The lease runs out and another attempt decides.
            logger.error("an attempt could not be settled", kind=batch[0].done.kind, exc_info=error)
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
