"""Reads one queue: claims all it read in one UPDATE, runs it within its own slots, settles, acknowledges.

Every queue has its own consumer and its own slots, so that a slow restaurant never delays a reminder.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from core.domain import Queue, Work, WorkKind
from core.errors import UnavailableError
from core.failpoints import Failpoint, reach
from core.queue import Entry, TaskQueue
from services.durable_work import DurableWork
from workers.cancelling import uninterrupted
from workers.collector import MOST_WAITING, Collector, Settling, acknowledge
from workers.held import Held

logger = structlog.stdlib.get_logger(__name__)

BLOCK = timedelta(seconds=2)
_PAUSE_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What the consumers of one process share. `concurrency` counts attempts at a time for each queue."""

    owner: str
    concurrency: int
    lease: timedelta
    queue: TaskQueue
    work: DurableWork
    collector: Collector
    held: Held


class Consumer:
    """The loop over one stream."""

    def __init__(self, name: Queue, *, process: Process) -> None:
        self._name = name
        self._process = process
        self._queue = process.queue
        self._running: set[asyncio.Task[None]] = set()
        self._reclaim_at = 0.0
        self._kept: list[Entry] = []

    @property
    def running(self) -> int:
        """How many attempts are under way."""
        return len(self._running)

    async def run_for_ever(self) -> None:
        """Read and handle until cancelled; attempts under way go on."""
        while True:
            try:
                await self._wait_for_slot()
                await self.read_once(block=BLOCK)
            except UnavailableError as error:
                logger.warning("reading waits", queue=self._name, error=error.detail)
                await asyncio.sleep(_PAUSE_SECONDS)
            except Exception:
                logger.exception("reading went wrong", queue=self._name)
                await asyncio.sleep(_PAUSE_SECONDS)

    async def read_once(self, *, block: timedelta) -> int:
        """Read what the free slots can take, tidy up now and then; answers how many entries there were.

        What comes while the queue is being paused is kept until it is resumed.
        """
        pauses = self._process.work.pauses
        if not await pauses.wait_until_open(self._name, patience=block.total_seconds()):
            return 0
        free = max(1, self._process.concurrency - len(self._running))
        entries = list(self._kept)
        entries += await self._reclaim(free - len(entries))
        if left := max(0, free - len(entries)):
            wait = timedelta(0) if entries else block
            entries += await self._queue.read(self._name, consumer=self._process.owner, count=left, block=wait)
        self._kept = entries if pauses.is_paused(self._name) else []
        if self._kept:
            return 0
        await uninterrupted(self._accept(entries))  # what is claimed is also begun, and so handed back
        return len(entries)

    async def read_all(self) -> int:
        """Read and handle until the stream is empty and no attempt is under way; answers how many entries there were."""
        found = 0
        while entries := await self.read_once(block=timedelta(milliseconds=10)):
            found += entries
            await self._wait_for_slot()
        await self.finish_running()
        return found

    async def finish_running(self) -> None:
        """Return when no attempt is under way."""
        while self._running:
            await asyncio.wait(self._running)
        await self._process.collector.wait_until_settled()

    async def leave(self) -> None:
        """Take our name off the stream."""
        await self._queue.drop_consumer(self._name, consumer=self._process.owner)

    # -------------------------------------------------------------- inside

    async def _wait_for_slot(self) -> None:
        if len(self._running) >= self._process.concurrency:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
        await self._process.collector.wait_until_settled(but=MOST_WAITING)

    async def _reclaim(self, count: int) -> list[Entry]:
        """Entries that nobody acknowledged for one and a half leases, and then the names that nobody uses any more:
        tidying, the rows decide recovery.
        """
        now = asyncio.get_running_loop().time()
        if now < self._reclaim_at:
            return []
        self._reclaim_at = now + self._process.lease.total_seconds()
        lease = self._process.lease
        entries = await self._queue.reclaim(self._name, consumer=self._process.owner, idle=lease * 1.5, count=count)
        await self._queue.drop_idle_consumers(self._name, idle=lease * 3)
        return entries

    async def _accept(self, entries: Sequence[Entry]) -> None:
        wanted: dict[WorkKind, dict[UUID, str]] = defaultdict(dict)
        idle: list[str] = []
        for entry in entries:
            if entry.kind is None or entry.id is None or entry.id in wanted[entry.kind]:
                if entry.kind is None:
                    logger.error("an entry can't be read and was removed", queue=self._name, entry=entry.entry_id)
                idle.append(entry.entry_id)
            else:
                wanted[entry.kind][entry.id] = entry.entry_id
        if entries:
            reach(Failpoint.AFTER_READ)
        with self._process.held.claiming(wanted):
            suspects = 0 if self._process.held.has_suspect else 1
            claimed = await self._process.work.claim(wanted, suspects=suspects) if entries else []
            if claimed:
                reach(Failpoint.AFTER_CLAIM)
            for kind, work in claimed:
                self._start(kind, work, wanted[kind].pop(work.id))
        idle += [entry_id for ids in wanted.values() for entry_id in ids.values()]
        await acknowledge(self._queue, [(self._name, entry_id) for entry_id in idle])

    def _start(self, kind: WorkKind, work: Work, entry_id: str) -> None:
        attempt = asyncio.create_task(self._handle(kind, work, entry_id))
        self._running.add(attempt)
        attempt.add_done_callback(self._running.discard)
        self._process.held.add(kind, work, attempt)

    async def _handle(self, kind: WorkKind, work: Work, entry_id: str) -> None:
        structlog.contextvars.bind_contextvars(**work.log_fields)  # the attempt is a task with a context of its own
        done = None
        try:
            done = await self._process.work.run(kind, work)
        finally:
            if done is None:
                # Somebody else's, or cancelled for a hand-back: Held has its own copy of what it hands back.
                self._process.held.remove(kind, work.id, epoch=work.epoch)
        if done is None:
            await acknowledge(self._queue, [(self._name, entry_id)])
        else:
            self._process.collector.add(Settling(done, self._name, entry_id))
