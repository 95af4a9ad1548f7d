"""Workers whose every step is taken by hand, so that anything can happen between two of them."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from core.domain import Queue, Work, WorkKind
from core.queue import Entry, TaskQueue
from services.durable_work import Done, DurableWork
from tests.integration.life.world import World

QUEUE = Queue.ACTIVITY
_AT_ONCE = timedelta(milliseconds=1)


@dataclass(eq=False)
class Attempt:
    """What a worker believes to hold."""

    work: Work
    entry_id: str
    running: "asyncio.Task[Done | None] | None" = None

    @property
    def lease(self) -> tuple[UUID, int]:
        return self.work.id, self.work.epoch


@dataclass
class Worker:
    """One process. What it holds may be somebody else's by now; it only learns that from the database."""

    owner: str
    work: DurableWork
    queue: TaskQueue
    world: World
    read: list[Entry] = field(default_factory=list[Entry])
    held: list[Attempt] = field(default_factory=list[Attempt])

    async def read_stream(self) -> None:
        self.read += await self.queue.read(QUEUE, consumer=self.owner, count=8, block=_AT_ONCE)

    async def take_over(self) -> None:
        self.read += await self.queue.reclaim(QUEUE, consumer=self.owner, idle=timedelta(0))

    async def claim(self) -> dict[UUID, Work]:
        """Claim what was read, acknowledge what was not won; answers what was."""
        wanted = {entry.id: entry.entry_id for entry in self.read if entry.id is not None}
        spare = [entry.entry_id for entry in self.read if entry.id is None or wanted[entry.id] != entry.entry_id]
        self.read.clear()
        won = {work.id: work for _, work in await self.work.claim({WorkKind.TASK: list(wanted)})}
        self.held += [Attempt(work, wanted[id_]) for id_, work in won.items()]
        await self.queue.acknowledge(QUEUE, spare + [entry for id_, entry in wanted.items() if id_ not in won])
        return won

    async def perform(self, attempt: Attempt) -> None:
        """Begin the attempt; returns when it has ended or waits for the outside."""
        self.world.reached.clear()
        attempt.running = asyncio.create_task(self.work.run(WorkKind.TASK, attempt.work))
        waiting = asyncio.create_task(self.world.reached.wait())
        await asyncio.wait([attempt.running, waiting], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    async def hear(self, attempt: Attempt) -> None:
        """The outside does its part at last."""
        self.world.calling.pop(attempt.lease).set()
        assert attempt.running is not None
        await asyncio.wait([attempt.running])

    def list_ended(self) -> list[Attempt]:
        return [each for each in self.held if each.running is not None and each.running.done()]

    def list_not_begun(self) -> list[Attempt]:
        return [each for each in self.held if each.running is None]

    def list_calling(self) -> list[Attempt]:
        return [each for each in self.held if each.lease in self.world.calling]

    async def settle(self) -> tuple[list[Done], int]:
        """Settle and acknowledge all that has ended; answers that, and how many rows the database says it moved."""
        ended = self.list_ended()
        done = [result for each in ended if each.running is not None and (result := each.running.result()) is not None]
        moved = await self.work.settle(done) if done else 0
        self.held = [each for each in self.held if each not in ended]
        await self.queue.acknowledge(QUEUE, [each.entry_id for each in ended])
        return done, moved

    async def hand_back(self) -> list[tuple[UUID, int]]:
        """As on SIGTERM when time is up: everything is stopped and returned."""
        leases = [each.lease for each in self.held]
        await self.crash()
        await self.work.hand_back({WorkKind.TASK: dict(leases)})
        return leases

    async def crash(self) -> None:
        """Forget everything; what the outside was asked for may still happen, or not."""
        for attempt in self.held:
            self.world.calling.pop(attempt.lease, None)
            if attempt.running is not None and not attempt.running.done():
                attempt.running.cancel()
                await asyncio.wait([attempt.running])
        self.held.clear()
        self.read.clear()

    async def sweep(self) -> None:
        for step in self.work.list_sweeps():
            await step()
