"""What is paused is not begun, and goes on when it is resumed, whatever dies or is emptied meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from core.domain import Queue, Task, TaskStatus, WorkKind
from core.lanes import NOISY_ABOVE
from core.queue import Ring
from services import durable_work, pauses
from services.durable_work import DurableWork
from tests.integration.house import House
from tests.integration.workers.workshop import Workshop

SOON = timedelta(seconds=0.3)


async def pause_queue(workshop: Workshop, queue: Queue = Queue.ACTIVITY, *, lasts: timedelta | None = None) -> None:
    until = datetime.now(UTC) + lasts if lasts else None
    async with workshop.house.unit_of_work() as unit:
        await unit.pauses.pause_queue(queue, reason="a test", until=until)


async def pause_account(house: House, *, lasts: timedelta | None = None) -> None:
    until = datetime.now(UTC) + lasts if lasts else None
    async with house.unit_of_work() as unit:
        await unit.pauses.pause_account(house.account_id, reason=None, until=until)


async def resume(house: House) -> None:
    async with house.unit_of_work() as unit:
        await unit.pauses.resume_account(house.account_id)
        await unit.pauses.resume_queue(Queue.ACTIVITY)


async def add(workshop: Workshop, house: House, count: int = 1) -> list[Task]:
    tasks = await house.add_tasks(count, intent="scripted", queue=Queue.ACTIVITY)
    await workshop.queue.publish([Ring.of(WorkKind.TASK, task) for task in tasks])
    return tasks


async def sweep(work: DurableWork) -> int:
    return sum([await step() for step in work.list_sweeps()])


async def test_paused_queue_is_not_read_until_it_is_resumed(workshop: Workshop) -> None:
    await pause_queue(workshop)
    [task] = await add(workshop, workshop.house)
    await workshop.drain()
    assert (await workshop.load(task)).status is TaskStatus.QUEUED
    await resume(workshop.house)
    await workshop.drain()
    assert (await workshop.load(task)).attempt == 1


async def test_pause_ends_by_itself(workshop: Workshop) -> None:
    await pause_queue(workshop, lasts=SOON)
    [task] = await add(workshop, workshop.house)
    async with workshop.working():
        await workshop.wait_for(task, TaskStatus.COMPLETED)


async def test_worker_that_has_not_looked_yet_begins_nothing(workshop: Workshop) -> None:
    work = workshop.work()
    assert work.pauses.is_paused(Queue.ACTIVITY)
    await sweep(work)
    assert not work.pauses.is_paused(Queue.ACTIVITY)


async def test_pause_of_another_queue_stops_nothing(workshop: Workshop) -> None:
    await pause_queue(workshop, Queue.REMINDER)
    [task] = await add(workshop, workshop.house)
    await workshop.drain()
    assert (await workshop.load(task)).status is TaskStatus.COMPLETED


async def test_rows_of_a_paused_account_wait_while_others_are_served(workshop: Workshop) -> None:
    neighbours = await House.build(workshop.house.unit_of_work)
    await pause_account(workshop.house)
    stopped, [served] = await add(workshop, workshop.house, 3), await add(workshop, neighbours)
    await workshop.drain()
    async with neighbours.unit_of_work() as unit:
        assert (await unit.tasks.get(served.id, account_id=neighbours.account_id)).status is TaskStatus.COMPLETED
    assert {(await workshop.load(task)).status for task in stopped} == {TaskStatus.QUEUED}
    assert {(await workshop.load(task)).attempt for task in stopped} == {0}
    await resume(workshop.house)
    await workshop.drain()
    assert {(await workshop.load(task)).status for task in stopped} == {TaskStatus.COMPLETED}


async def test_rows_of_a_paused_account_are_not_rung_for_again_and_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_work, "LOST_DISPATCH_AFTER", timedelta(0))
    await pause_account(workshop.house)
    await add(workshop, workshop.house, NOISY_ABOVE + 20)
    await workshop.drain()
    work = workshop.work()
    assert [await sweep(work) for _ in range(3)] == [0, 0, 0]


async def test_paused_account_goes_on_after_its_pause_though_redis_was_emptied(
    workshop: Workshop, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_work, "LOST_DISPATCH_AFTER", timedelta(0))
    await pause_account(workshop.house)
    parked = await add(workshop, workshop.house, NOISY_ABOVE + 20)
    await workshop.drain()
    lost = await add(workshop, workshop.house, 5)
    await redis.flushdb()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    await resume(workshop.house)
    async with workshop.working():
        for task in [*parked, *lost]:
            assert (await workshop.wait_for(task, TaskStatus.COMPLETED)).attempt == 1


async def test_parked_rows_are_found_however_late_the_first_look_for_them_comes(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pauses, "LOOKED_AFTER_SECONDS", 0.0)
    await pause_account(workshop.house)
    await add(workshop, workshop.house, 3)
    await workshop.drain()
    work = workshop.work()
    await sweep(work)
    await resume(workshop.house)
    await work.pauses.look()  # and PostgreSQL is away until it is long over
    assert await sweep(work) == 3


async def test_parked_rows_come_back_however_many_they_are(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pauses, "LOOKED_AFTER_SECONDS", 0.0)
    monkeypatch.setattr(durable_work, "DISPATCH_BATCH", 10)
    await pause_account(workshop.house)
    await add(workshop, workshop.house, 25)
    await workshop.drain()
    await resume(workshop.house)
    work = workshop.work()
    assert [await sweep(work) for _ in range(4)] == [10, 10, 5, 0]


async def test_pause_of_an_account_ends_by_itself_in_a_worker_that_runs(workshop: Workshop) -> None:
    await pause_account(workshop.house, lasts=SOON)
    async with workshop.working():
        [task] = await add(workshop, workshop.house)
        await workshop.wait_for(task, TaskStatus.COMPLETED)


async def test_pausing_again_keeps_since_and_changes_the_rest(workshop: Workshop) -> None:
    async with workshop.house.unit_of_work() as unit:
        first = await unit.pauses.pause_queue(Queue.BOOKING, reason="one", until=None)
    async with workshop.house.unit_of_work() as unit:
        again = await unit.pauses.pause_queue(Queue.BOOKING, reason="two", until=None)
        assert await unit.pauses.list_lasting() == [again]
    assert (again.since, again.reason) == (first.since, "two")


async def test_pause_behind_one_that_is_over_is_a_new_one(workshop: Workshop) -> None:
    async with workshop.house.unit_of_work() as unit:
        over = await unit.pauses.pause_queue(Queue.BOOKING, reason="one", until=datetime.now(UTC) - SOON)
    async with workshop.house.unit_of_work() as unit:
        assert await unit.pauses.list_lasting() == []
        assert (await unit.pauses.pause_queue(Queue.BOOKING, reason="two", until=None)).since > over.since
