"""Workers in this process over real stores, performing one ability that does what a test says."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.ability import Cues
from core.clock import SystemClock
from core.domain import Queue, Settlement, Task, TaskStatus, WorkKind
from core.ids import make_id
from core.outcome import Completed, Outcome
from core.queue import Ring, TaskQueue
from core.redis_client import open_redis
from core.webhook import WebhookMessage
from services.ability import BaseTaskService, TaskDetails, Tools, Wish
from services.durable_work import DurableWork
from services.task_router import TaskRouter
from services.task_service import TaskService
from services.webhook.outbox import WebhookOutbox
from tests.integration.house import House
from tests.integration.waiting import eventually
from workers.pool import Upkeep, WorkerOptions, WorkerPool

Script = Callable[[Wish[TaskDetails]], Awaitable[Outcome]]

URL = "https://receiver.example/hook"
SLOTS = 8


async def complete(wish: Wish[TaskDetails]) -> Outcome:
    return Completed(summary=f"Done in attempt {wish.task.attempt}.")


class ScriptedService(BaseTaskService[TaskDetails]):
    intent = "scripted"
    queue = Queue.ACTIVITY
    summary = "do what a test says"
    details_model = TaskDetails
    cues = Cues(phrases=(), examples=())
    script: Script = staticmethod(complete)

    async def perform(self, wish: Wish[TaskDetails]) -> Outcome:
        return await self.script(wish)


@dataclass
class Workshop:
    house: House
    redis_url: str
    lease: timedelta = timedelta(seconds=1)

    def __post_init__(self) -> None:
        self.queue = TaskQueue(open_redis(self.redis_url))
        tools = Tools(clock=SystemClock(), unit_of_work=self.house.unit_of_work, booking_systems={}, abilities=())
        self.service = ScriptedService(tools=tools)

    def work(self, owner: str = "worker") -> DurableWork:
        clock = SystemClock()
        handler = TaskService(
            router=TaskRouter([self.service]),
            unit_of_work=self.house.unit_of_work,
            outbox=WebhookOutbox(clock=clock, allow_private=True),
            clock=clock,
        )
        return DurableWork(
            handlers=(handler,),
            unit_of_work=self.house.unit_of_work,
            queue=self.queue,
            lease=self.lease,
            owner=owner,
        )

    def pool(
        self, *, once: bool = False, grace: timedelta = timedelta(seconds=10), upkeep: Upkeep | None = None
    ) -> WorkerPool:
        owner = f"worker:{make_id().hex}"
        return WorkerPool(
            work=self.work(owner),
            queue=self.queue,
            lease=self.lease,
            options=WorkerOptions(queues=(Queue.ACTIVITY,), concurrency=SLOTS, once=once, grace=grace),
            owner=owner,
            upkeep=upkeep or Upkeep(),
        )

    @asynccontextmanager
    async def working(self, **options: Any) -> AsyncGenerator[WorkerPool]:
        pool = self.pool(**options)
        loops = asyncio.create_task(pool.run())
        try:
            yield pool
        finally:
            pool.stop()
            await loops

    async def drain(self) -> None:
        """One worker with `--once`."""
        await self.pool(once=True).run()

    async def add_task(self, *, published: bool = True, **changed: Any) -> Task:
        values: dict[str, Any] = {"intent": "scripted", "queue": Queue.ACTIVITY, "webhook_url": URL, **changed}
        task = await self.house.add_task({}, **values)
        if published:
            await self.ring(task)
        return task

    async def ring(self, task: Task) -> None:
        await self.queue.publish([self.ring_of(task)])

    def ring_of(self, task: Task) -> Ring:
        return Ring.of(WorkKind.TASK, task)

    async def load(self, task: Task) -> Task:
        async with self.house.unit_of_work() as unit:
            return await unit.tasks.get(task.id, account_id=self.house.account_id)

    async def wait_for(self, task: Task, status: TaskStatus) -> Task:
        async def look() -> Task | None:
            found = await self.load(task)
            return found if found.status is status else None

        found = await eventually(look)
        assert found is not None
        return found

    async def messages(self, task: Task) -> Sequence[WebhookMessage]:
        async with self.house.unit_of_work() as unit:
            return await unit.webhooks.list_of_task(task.id)

    async def settle(self, settlement: Settlement) -> None:
        async with self.house.unit_of_work() as unit:
            await unit.tasks.settle_many([settlement])
