"""Fairness, with real workers: who has little to do is not held up by who has very much."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis

from core.domain import Queue, Task, TaskStatus, WorkKind
from core.lanes import NOISY_ABOVE, Lanes
from core.outcome import Outcome
from core.queue import Ring
from repositories.database import Database
from repositories.unit_of_work import unit_of_work_factory
from services import durable_work
from services.ability import TaskDetails, Wish
from services.depth_sampler import DepthSampler
from tests.integration.house import House
from tests.integration.workers.workshop import Workshop, complete

FLOOD = 800


async def add_tasks(workshop: Workshop, house: House, count: int, *, published: bool = True) -> list[Task]:
    tasks = await house.add_tasks(count, intent="scripted", queue=Queue.ACTIVITY)
    if published:
        await workshop.queue.publish([Ring.of(WorkKind.TASK, task) for task in tasks])
    return tasks


def note_order(workshop: Workshop) -> list[Task]:
    """The tasks as they are performed from now on."""
    order: list[Task] = []

    async def note(wish: Wish[TaskDetails]) -> Outcome:
        order.append(wish.task)
        return await complete(wish)

    workshop.service.script = note
    return order


async def last_place_of_quiet_account(workshop: Workshop) -> int:
    """Where among all tasks the last one of an account came that had five, behind one that had very many."""
    quiet = await House.build(workshop.house.unit_of_work)
    order = note_order(workshop)
    await add_tasks(workshop, workshop.house, FLOOD)
    await add_tasks(workshop, quiet, 5)
    await workshop.drain()
    assert len(order) == FLOOD + 5
    return max(place for place, task in enumerate(order) if task.account_id == quiet.account_id)


async def test_quiet_account_overtakes_a_noisy_one(workshop: Workshop) -> None:
    assert await last_place_of_quiet_account(workshop) < NOISY_ABOVE * 2


async def test_without_lanes_it_would_come_last(workshop: Workshop, database: Database) -> None:
    workshop.house.unit_of_work = unit_of_work_factory(database, lanes=Lanes(noisy_above=None))
    assert await last_place_of_quiet_account(workshop) > FLOOD * 0.9


async def test_account_with_much_to_do_comes_along_behind_busy_quiet_ones(workshop: Workshop) -> None:
    order = note_order(workshop)
    noisy = {task.id for task in (await add_tasks(workshop, workshop.house, NOISY_ABOVE + 30))[NOISY_ABOVE:]}
    for _ in range(5):
        await add_tasks(workshop, await House.build(workshop.house.unit_of_work), NOISY_ABOVE - 1)
    await workshop.drain()
    places = [place for place, task in enumerate(order) if task.id in noisy]
    assert max(places) < len(order) * 0.7  # an eighth of all that is read is kept for it


async def test_flushed_redis_loses_nothing_of_any_lane(
    workshop: Workshop, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_work, "LOST_DISPATCH_AFTER", timedelta(0))
    tasks = await add_tasks(workshop, workshop.house, NOISY_ABOVE + 50)
    assert len({task.lane for task in tasks}) == 2
    await redis.flushdb()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    order = note_order(workshop)
    await workshop.drain()
    assert sorted(task.id for task in order) == sorted(task.id for task in tasks)


async def test_deep_bulk_lane_is_not_multiplied_by_sweeps(workshop: Workshop) -> None:
    await add_tasks(workshop, workshop.house, NOISY_ABOVE * 2)
    work = workshop.work()
    for _ in range(3):
        for sweep in work.list_sweeps():
            assert await sweep() == 0
    states = await workshop.queue.inspect_lanes(Queue.ACTIVITY)
    assert sum(state.length for state in states) == NOISY_ABOVE * 2


async def test_row_put_on_the_main_stream_by_older_code_is_done_once(workshop: Workshop) -> None:
    order = note_order(workshop)
    tasks = await add_tasks(workshop, workshop.house, NOISY_ABOVE + 20)
    await workshop.queue.publish([Ring(task.queue, WorkKind.TASK, task.id) for task in tasks])
    await workshop.drain()
    assert sorted(task.id for task in order) == sorted(task.id for task in tasks)


async def test_backlog_found_at_start_makes_its_account_noisy_here_too(workshop: Workshop, database: Database) -> None:
    await add_tasks(workshop, workshop.house, NOISY_ABOVE, published=False)
    lanes = Lanes()
    elsewhere = House(unit_of_work_factory(database, lanes=lanes), workshop.house.account_id, workshop.house.user_id)
    await DepthSampler(unit_of_work=elsewhere.unit_of_work, lanes=lanes).sample_once()
    [task] = await add_tasks(workshop, elsewhere, 1, published=False)
    assert (task.status, task.lane > 0) == (TaskStatus.QUEUED, True)
