"""The life of tasks as a state machine over real stores: workers crash, freeze, come back late and restart, callers
interfere, Redis is emptied, time passes; after every step it is checked what must hold (I1 to I5 of the invariants).

`LIFE_EXAMPLES=1000 pytest tests/integration/life` looks for long; without it the same lives are led every time.
"""

import asyncio
import os
from collections.abc import Coroutine, Generator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from core.clock import SystemClock
from core.config import Settings
from core.domain import Task, TaskStatus, WorkKind
from core.errors import ConflictError
from core.metrics import Metrics
from core.queue import Ring, TaskQueue
from core.redis_client import RedisConnections, open_redis
from providers.rules import RulesProvider
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services import durable_work
from services.ability import Tools
from services.access.default_user import DefaultUser
from services.durable_work import DurableWork
from services.intent_processor import IntentProcessor
from services.resolution import Resolution
from services.surroundings import SurroundingsReader
from services.task_control import TaskControl
from services.task_router import TaskRouter
from services.task_service import TaskService
from services.webhook.outbox import WebhookOutbox
from tests.conftest import execute, with_database
from tests.integration.house import House
from tests.integration.life.book import Book, Row
from tests.integration.life.staff import QUEUE, Worker
from tests.integration.life.world import Deed, LivedService, World
from tests.vaults import VAULT

T = TypeVar("T")

LEASE = timedelta(minutes=5)
OWNERS = 3
EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", "0"))
_PICK = st.integers(0, 11)
_DEEDS = st.lists(st.sampled_from(Deed), max_size=5)
_MOVE_CLOCK = text(
    """
    UPDATE tasks SET lease_until = lease_until - CAST(:by AS interval), due_at = due_at - CAST(:by AS interval),
      expires_at = expires_at - CAST(:by AS interval), dispatched_at = dispatched_at - CAST(:by AS interval)
    WHERE completed_at IS NULL
    """
)
_MESSAGES = text(
    "SELECT task_id, count(*) AS messages FROM webhook_messages WHERE type IN "
    "('task.completed', 'task.failed', 'task.cancelled', 'task.expired') AND account_id = :account GROUP BY task_id"
)


@dataclass
class Stores:
    """What all examples share: one event loop, one database, one Redis."""

    runner: asyncio.Runner
    database: Database
    queue: TaskQueue
    redis: RedisConnections

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)


class TaskLife(RuleBasedStateMachine):
    """Each step of each worker is a rule, and so is everything that may come between."""

    def __init__(self, stores: Stores) -> None:
        super().__init__()
        self.stores = stores
        self.run = stores.run
        self.world = World()
        self.tasks: list[Task] = []
        self.settled_by_person: set[Any] = set()
        unit_of_work = UnitOfWorkFactory(stores.database)
        self.run(self._empty_redis())
        self.house = self.run(House.build(unit_of_work))
        self.book = Book(stores.database, self.house.account_id)
        tools = Tools(clock=SystemClock(), unit_of_work=unit_of_work, booking_systems={}, abilities=())
        self.router = TaskRouter([LivedService(tools=tools, world=self.world)])
        self.outbox = WebhookOutbox(clock=SystemClock(), allow_private=True)
        self.workers = [self._hire(f"worker {number}") for number in range(OWNERS)]
        self.control = TaskControl(
            processor=IntentProcessor(
                provider=RulesProvider(),
                offline=RulesProvider(),
                router=self.router,
                unit_of_work=unit_of_work,
                surroundings=SurroundingsReader(
                    unit_of_work=unit_of_work, default_user=DefaultUser(unit_of_work=unit_of_work)
                ),
                metrics=Metrics(),
            ),
            router=self.router,
            unit_of_work=unit_of_work,
            outbox=self.outbox,
            clock=SystemClock(),
            work=self.workers[0].work,
        )

    # -------------------------------------------------------------- callers

    @initialize(plans=st.lists(_DEEDS, min_size=2, max_size=4))
    def begin(self, plans: list[list[Deed]]) -> None:
        for plan in plans:
            self.submit(plan, is_told=True, is_published=True)

    @rule(plan=_DEEDS, is_told=st.booleans(), is_published=st.booleans())
    def submit(self, plan: list[Deed], is_told: bool, is_published: bool) -> None:
        """`is_published` False: the API died between commit and XADD."""
        url = "https://receiver.example/hook" if is_told else None
        task = self.run(self.house.add_task({}, intent="lived", queue=QUEUE, max_attempts=4, webhook_url=url))
        self.tasks.append(task)
        self.world.plans[task.id] = list(plan)
        if is_published:
            self.run(self.stores.queue.publish([Ring(QUEUE, WorkKind.TASK, task.id)]))

    @rule(pick=_PICK)
    def cancel(self, pick: int) -> None:
        self._ask(self.control.cancel(self._pick(pick).id, account_id=self.house.account_id))

    @rule(pick=_PICK, words=st.sampled_from(["yes", "no", "never mind", "the garden", "what?"]))
    def reply(self, pick: int, words: str) -> None:
        self._ask(self.control.reply(self._pick(pick).id, words, account_id=self.house.account_id))

    @rule(pick=_PICK)
    def redrive(self, pick: int) -> None:
        again = self._ask(self.control.redrive(self._pick(pick).id, account_id=self.house.account_id))
        if again is not None:
            self.tasks.append(again)
            self.world.plans[again.id] = []

    @rule(pick=_PICK, outcome=st.sampled_from([TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELLED]))
    def resolve(self, pick: int, outcome: TaskStatus) -> None:
        task = self._pick(pick)
        resolving = self.control.resolve(
            task.id, Resolution(outcome=outcome, note="Looked."), account_id=self.house.account_id
        )
        if self._ask(resolving) is not None:
            self.settled_by_person.add(task.id)

    # -------------------------------------------------------------- workers

    @rule(by=_PICK)
    def read(self, by: int) -> None:
        self.run(self._worker(by).read_stream())

    @rule(by=_PICK)
    def take_over_entries(self, by: int) -> None:
        self.run(self._worker(by).take_over())

    @rule(by=_PICK)
    def claim(self, by: int) -> None:
        worker = self._worker(by)
        before = self.run(self.book.read())
        wanted = {entry.id for entry in worker.read if entry.id is not None}
        won = self.run(worker.claim())
        queued = {id_ for id_ in wanted if id_ in before and before[id_].status is TaskStatus.QUEUED}
        suspects = {id_ for id_ in queued if before[id_].lost_leases + 1 >= Task.most_lost_leases}
        assert queued - suspects <= won.keys() <= queued
        assert len(won.keys() & suspects) == min(1, len(suspects)), "of those that may be poison one at a time"
        assert all(work.epoch == before[id_].epoch + 1 for id_, work in won.items())

    @rule(by=_PICK)
    def take_up(self, by: int) -> None:
        self.read(by)
        self.claim(by)
        self.perform(by)

    @rule(by=_PICK)
    def overtake(self, by: int) -> None:
        """The leases of all run out, and one worker takes over what the others still believe to hold."""
        self.run(self._move_clock(LEASE + timedelta(seconds=1)))
        self.sweep(by)
        self.read(by)
        self.claim(by)

    @rule(by=_PICK)
    def perform(self, by: int) -> None:
        worker = self._worker(by)
        for attempt in worker.list_not_begun():
            self.run(worker.perform(attempt))

    @rule(by=_PICK)
    def hear_from_outside(self, by: int) -> None:
        worker = self._worker(by)
        for attempt in worker.list_calling():
            self.run(worker.hear(attempt))

    @rule(by=_PICK)
    def settle(self, by: int) -> None:
        """I4: exactly what is still held at its epoch moves, however late this comes."""
        before = self.run(self.book.read())
        done, moved = self.run(self._worker(by).settle())
        given = [each.finished.settlement for each in done]
        ours = {each.id for each in given if before[each.id].is_held_at(each.epoch)}
        assert moved == len(ours)
        self._check_others_are_untouched(before, ours)

    @rule(by=_PICK)
    def renew(self, by: int) -> None:
        worker = self._worker(by)
        before = self.run(self.book.read())
        leases = dict(each.lease for each in worker.held)
        lost: set[Any] = self.run(_renew(worker, leases)) if leases else set()
        assert lost == {id_ for id_, epoch in leases.items() if not before[id_].is_held_at(epoch)}
        self._check_others_are_untouched(before, set())

    @rule(by=_PICK)
    def stop(self, by: int) -> None:
        """SIGTERM, and time is up."""
        before = self.run(self.book.read())
        leases = self.run(self._worker(by).hand_back())
        self._check_others_are_untouched(before, {id_ for id_, epoch in leases if before[id_].is_held_at(epoch)})

    @rule(by=_PICK)
    def crash(self, by: int) -> None:
        self.run(self._worker(by).crash())

    @rule(by=_PICK)
    def sweep(self, by: int) -> None:
        before = self.run(self.book.read())
        self.run(self._worker(by).sweep())
        after = self.run(self.book.read())
        assert not [row for row in after.values() if row.is_overdue], "a sweep leaves nothing that is due"
        for row in before.values():
            assert after[row.id].version == row.version or row.is_overdue or row.expires_at is not None

    # -------------------------------------------------------------- disasters, time

    @rule()
    def flush_redis(self) -> None:
        self.run(self._empty_redis())

    @rule(
        by=st.sampled_from([timedelta(minutes=2), LEASE + timedelta(seconds=1), timedelta(hours=2), timedelta(days=2)])
    )
    def advance_clock(self, by: timedelta) -> None:
        self.run(self._move_clock(by))

    # -------------------------------------------------------------- what must hold

    @invariant()
    def lives_are_sound(self) -> None:
        rows = self.run(self.book.check())
        assert not self.world.needless, "called again though the booking stands"
        assert max(self.world.booked.values(), default=0) <= 1, "booked twice"
        for row in rows.values():
            if row.status in {TaskStatus.FAILED, TaskStatus.CANCELLED, TaskStatus.EXPIRED}:
                is_honest = row.id in self.settled_by_person or not self.world.bookings_of(row.id)
                assert is_honest, f"{row.status}, and yet it is booked"

    def teardown(self) -> None:
        """I1: everything that was accepted comes to an end, and whoever comes back after that changes nothing."""
        try:
            late = [worker for worker in self.workers if worker.held]
            self._drain(self._hire("fresh"))
            before = self.run(self.book.check())
            assert {row.id for row in before.values() if row.is_final} == {task.id for task in self.tasks}
            for worker in late:
                self.run(_come_back(worker))
            self._check_others_are_untouched(before, set())
            self.lives_are_sound()
            self._check_messages(before)
        finally:
            for worker in self.workers:
                self.run(worker.crash())

    # -------------------------------------------------------------- inside

    def _drain(self, worker: Worker) -> None:
        for _ in range(60):
            rows = self.run(self.book.read())
            if all(row.is_final for row in rows.values()):
                return
            for row in rows.values():
                if row.status is TaskStatus.NEEDS_PERSON:
                    self.resolve(self._index(row), TaskStatus.COMPLETED)
            self.run(_work_through(worker))
            self.run(self._move_clock(timedelta(days=2)))
        raise AssertionError(f"lost: {[row for row in self.run(self.book.read()).values() if not row.is_final]}")

    def _index(self, row: Row) -> int:
        return [task.id for task in self.tasks].index(row.id)

    def _check_others_are_untouched(self, before: dict[Any, Row], moved: set[Any]) -> None:
        after = self.run(self.book.read())
        assert {id_ for id_, row in after.items() if row.version != before[id_].version} == moved

    def _check_messages(self, rows: dict[Any, Row]) -> None:
        told = self.run(self._count_messages())
        expected = {task.id: 1 for task in self.tasks if task.webhook_url is not None}
        assert told == expected, f"one message of the end for each that is told: {rows}"

    async def _count_messages(self) -> dict[Any, int]:
        async with self.stores.database.transaction() as session:
            found = await session.execute(_MESSAGES, {"account": self.house.account_id})
            return {row.task_id: row.messages for row in found.all()}

    async def _move_clock(self, by: timedelta) -> None:
        async with self.stores.database.transaction() as session:
            await session.execute(_MOVE_CLOCK, {"by": by})

    async def _empty_redis(self) -> None:
        await self.stores.redis.ask(lambda redis: redis.flushdb())  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
        await self.stores.queue.create_group(QUEUE)

    def _hire(self, owner: str) -> Worker:
        unit_of_work = self.house.unit_of_work
        handler = TaskService(router=self.router, unit_of_work=unit_of_work, outbox=self.outbox, clock=SystemClock())
        work = DurableWork(
            handlers=(handler,), unit_of_work=unit_of_work, queue=self.stores.queue, lease=LEASE, owner=owner
        )
        return Worker(owner, work, self.stores.queue, self.world)

    def _worker(self, number: int) -> Worker:
        return self.workers[number % OWNERS]

    def _pick(self, number: int) -> Task:
        return self.tasks[number % len(self.tasks)]

    def _ask(self, call: Coroutine[Any, Any, Task]) -> Task | None:
        """What a caller asks for is done or refused, by the state that the task is in."""
        with suppress(ConflictError):
            return self.run(call)
        return None


async def _renew(worker: Worker, leases: dict[Any, int]) -> set[Any]:
    async with worker.work.renewing() as renew:
        return {id_ for _, id_ in (await renew({WorkKind.TASK: leases})).lost}


async def _work_through(worker: Worker) -> None:
    await worker.sweep()
    await worker.read_stream()
    await worker.take_over()
    await worker.claim()
    for attempt in worker.list_not_begun():
        await worker.perform(attempt)
    for attempt in worker.list_calling():
        await worker.hear(attempt)
    await worker.settle()


async def _come_back(worker: Worker) -> None:
    """A frozen worker goes on with what it believes to hold."""
    for attempt in worker.list_calling():
        await worker.hear(attempt)
    for attempt in worker.list_not_begun():
        await worker.perform(attempt)
    await worker.settle()


@pytest.fixture
def stores(servers: Settings, template_database: str, redis_url: str) -> Generator[Stores]:
    """A database and a Redis for a synchronous test, on an event loop of their own."""
    assert servers.database_url is not None
    name = f"{template_database}_life"
    with asyncio.Runner() as runner:
        runner.run(
            execute(servers.database_url, f"CREATE DATABASE {name} TEMPLATE {template_database} STRATEGY FILE_COPY")
        )
        database = Database(with_database(servers.database_url, name), pool_size=4, vault=VAULT)
        redis = open_redis(redis_url)
        yield Stores(runner, database, TaskQueue(redis), redis)
        runner.run(redis.close())
        runner.run(database.close())
        runner.run(execute(servers.database_url, f"DROP DATABASE {name} WITH (FORCE)"))


def test_no_life_of_a_task_goes_wrong(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    # Time passes only by the rule for it, however slow the machine is.
    monkeypatch.setattr(durable_work, "LOST_DISPATCH_AFTER", timedelta(minutes=1))
    bounds = settings(
        max_examples=EXAMPLES or 15,
        stateful_step_count=60 if EXAMPLES else 40,
        derandomize=not EXAMPLES,
        # A failure is shown as it was found: making it shorter over real stores takes many minutes.
        phases=(Phase.generate, Phase.shrink) if EXAMPLES else (Phase.generate,),
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        print_blob=True,
    )
    run_state_machine_as_test(lambda: TaskLife(stores), settings=bounds)  # pyright: ignore[reportArgumentType] - it takes what makes one, too
