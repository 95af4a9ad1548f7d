"""Leases are renewed from outside the event loop: a blocked loop doesn't look dead, a dead one not alive."""

import asyncio
import threading
import time
from collections.abc import Collection, Generator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event
from structlog.testing import capture_logs

from core.domain import Task, TaskStatus, Work, WorkKind
from core.outcome import Outcome
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services import durable_work
from services.ability import TaskDetails, Wish
from services.durable_work import DurableWork
from tests.integration.api.gate import gate_to_postgresql
from tests.integration.house import House
from tests.integration.waiting import eventually
from tests.integration.workers.rival import Rival
from tests.integration.workers.workshop import Workshop, complete
from tests.vaults import VAULT
from workers import lease_keeper
from workers.dispatcher import Dispatcher
from workers.held import Held

LEASE = timedelta(seconds=1.5)
LONG = LEASE.total_seconds() * 2.2  # and within FROZEN_AFTER, so that no session of this very test is ended as frozen
NOT_RENEWED = "leases could not be renewed"


@pytest.fixture
def renewals() -> Generator[list[str]]:
    """The parameters of every statement by which the lease keeper renews."""
    seen: list[str] = []

    def record(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if threading.current_thread().name == lease_keeper.THREAD_NAME and "lease_until" in statement:
            seen.append(str(parameters))

    event.listen(Engine, "before_cursor_execute", record)
    yield seen
    event.remove(Engine, "before_cursor_execute", record)


def block(seconds: float) -> None:
    """What an ability must not do, and some library one day does."""
    time.sleep(seconds)


async def test_attempt_that_blocks_the_loop_keeps_its_lease_and_is_made_once(workshop: Workshop, rival: Rival) -> None:
    workshop.lease = LEASE
    attempts: list[int] = []

    async def compute(wish: Wish[TaskDetails]) -> Outcome:
        attempts.append(wish.task.epoch)
        rival.start()
        block(LONG)
        return await complete(wish)

    workshop.service.script = compute
    task = await workshop.add_task()
    with capture_logs() as logs:
        async with workshop.working():
            done = await workshop.wait_for(task, TaskStatus.COMPLETED)
    assert (attempts, done.epoch, done.attempt, done.lost_leases) == ([1], 1, 1, 0)
    assert "the event loop was held up" in {line["event"] for line in logs}


async def test_what_is_claimed_while_the_loop_is_blocked_is_not_lost(
    workshop: Workshop, rival: Rival, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.lease = LEASE
    claim = DurableWork.claim

    async def claim_and_block(
        self: DurableWork, wanted: Mapping[WorkKind, Collection[UUID]], *, suspects: int
    ) -> list[tuple[WorkKind, Work]]:
        monkeypatch.setattr(DurableWork, "claim", claim)
        claimed = await claim(self, wanted, suspects=suspects)
        rival.start()
        block(LONG)  # the answer has not reached its reader yet
        return claimed

    monkeypatch.setattr(DurableWork, "claim", claim_and_block)
    task = await workshop.add_task()
    async with workshop.working():
        done = await workshop.wait_for(task, TaskStatus.COMPLETED)
    assert (done.epoch, done.attempt, done.lost_leases) == (1, 1, 0)


async def test_dead_loop_loses_its_work_and_its_late_result_is_dropped(
    workshop: Workshop, rival: Rival, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease_keeper, "TOLERATED_LEASES", 1)
    done_by_rival = threading.Event()

    async def outlive_it(wish: Wish[TaskDetails]) -> Outcome:
        rival.start()
        assert done_by_rival.wait(30)
        return await complete(wish)

    async def do_it(wish: Wish[TaskDetails]) -> Outcome:
        done_by_rival.set()
        return await complete(wish)

    workshop.service.script = outlive_it
    rival.script = do_it
    task = await workshop.add_task()
    with capture_logs() as logs:
        async with workshop.working():
            done = await workshop.wait_for(task, TaskStatus.COMPLETED)
    assert (done.result, done.epoch) == ({"summary": "Done in attempt 2."}, 3)
    assert await workshop.load(task) == done
    assert [message.type for message in await workshop.messages(task)] == ["task.completed"]
    assert [line["log_level"] for line in logs if "no sign of life" in line["event"]] == ["error"]


async def test_one_statement_renews_all_that_runs_long_and_nothing_else(
    workshop: Workshop, renewals: list[str]
) -> None:
    workshop.lease = LEASE
    finish = threading.Event()
    short = [await workshop.add_task() for _ in range(20)]
    long: list[Task] = []

    async def wait_for_end(wish: Wish[TaskDetails]) -> Outcome:
        if wish.task.id in {task.id for task in long}:
            await eventually(_as_question(finish))
        return await complete(wish)

    async def is_renewed_together() -> bool:
        return any(all(str(task.id) in each for task in long) for each in renewals)

    workshop.service.script = wait_for_end
    async with workshop.working():
        for task in short:
            await workshop.wait_for(task, TaskStatus.COMPLETED)
        long += [await workshop.add_task(published=False) for _ in range(8)]
        for task in long:
            await workshop.ring(task)
        await eventually(is_renewed_together)
        finish.set()
        for task in long:
            assert (await workshop.wait_for(task, TaskStatus.COMPLETED)).epoch == 1
    assert not any(str(task.id) in each for task in short for each in renewals)


async def test_renewal_is_tried_again_soon_while_postgresql_is_away(workshop: Workshop, database_url: str) -> None:
    workshop.lease = timedelta(seconds=6)
    finish = threading.Event()

    async def wait_for_end(wish: Wish[TaskDetails]) -> Outcome:
        await eventually(_as_question(finish), within=30)
        return await complete(wish)

    workshop.service.script = wait_for_end
    task = await workshop.add_task()
    async with gate_to_postgresql(database_url) as (gate, gated_url):
        database = Database(gated_url, vault=VAULT)
        direct, workshop.house = workshop.house, behind(workshop.house, database)
        with capture_logs() as logs:
            async with workshop.working():
                await workshop.wait_for(task, TaskStatus.RUNNING)
                await gate.shut()
                until = time.monotonic() + workshop.lease.total_seconds() * 0.9

                async def has_tried_thrice() -> bool:
                    return [line["event"] for line in logs].count(NOT_RENEWED) >= 3

                await eventually(has_tried_thrice)
                assert time.monotonic() < until, "well before the lease is over"
                await gate.open()
                finish.set()
                workshop.house = direct
                assert (await workshop.wait_for(task, TaskStatus.COMPLETED)).epoch == 1
        await database.close()


async def sweep_after_outage(workshop: Workshop, database_url: str) -> None:
    """Another worker sweeps, which PostgreSQL was away for, and all leases ran out meanwhile."""
    async with gate_to_postgresql(database_url) as (gate, gated_url):
        database = Database(gated_url, vault=VAULT)
        direct, workshop.house = workshop.house, behind(workshop.house, database)
        sweeping = Dispatcher(work=workshop.work("another"))
        await gate.shut()
        assert await sweeping.sweep_once() == 0
        await asyncio.sleep(workshop.lease.total_seconds())
        await gate.open()
        await sweeping.sweep_once()
        workshop.house = direct
        await database.close()


async def test_what_was_finished_while_postgresql_was_away_is_settled_by_its_worker(
    workshop: Workshop, database_url: str
) -> None:
    workshop.lease = timedelta(seconds=0.3)
    task = await workshop.add_task(max_attempts=1)
    work = workshop.work()
    [(kind, held)] = await work.claim({WorkKind.TASK: [task.id]})
    done = await work.run(kind, held)
    assert done is not None
    await sweep_after_outage(workshop, database_url)
    assert await work.settle([done]) == 1
    assert (await workshop.load(task)).status is TaskStatus.COMPLETED


async def test_what_a_dead_worker_held_is_taken_over_soon_after_an_outage(
    workshop: Workshop, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_work, "SPARED_AFTER_OUTAGE_SECONDS", 0.0)
    workshop.lease = timedelta(seconds=0.3)
    task = await workshop.add_task()
    await workshop.work().claim({WorkKind.TASK: [task.id]})
    await sweep_after_outage(workshop, database_url)
    assert (await workshop.load(task)).status is TaskStatus.QUEUED


def behind(house: House, database: Database) -> House:
    return House(UnitOfWorkFactory(database), account_id=house.account_id, user_id=house.user_id)


def _as_question(flag: threading.Event) -> Any:
    async def is_set() -> bool:
        return flag.is_set()

    return is_set


async def test_attempt_that_has_ended_already_is_not_called_lost(workshop: Workshop) -> None:
    held, task = Held(work=workshop.work()), await workshop.house.claim_task()
    ended, going_on = [asyncio.create_task(asyncio.sleep(seconds)) for seconds in (0, 60)]
    await ended
    for attempt, is_lost in ((ended, False), (going_on, True)):
        held.add(WorkKind.TASK, task, attempt)
        with capture_logs() as logs:
            held.stop_lost({(WorkKind.TASK, task.id): task.epoch})
        assert bool(logs) is is_lost
    await asyncio.wait([going_on])
    assert going_on.cancelled()
