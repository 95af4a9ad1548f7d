"""A worker and an API that publishes, behind Sentinel, while the master dies."""

from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest

from core.domain import Task, TaskStatus
from services import durable_work
from tests.integration.house import House
from tests.integration.waiting import eventually
from tests.integration.workers.workshop import Workshop
from tests.redis_servers import Guarded, Program, each_program, guarded


@pytest.fixture
def trio(program: Program, tmp_path: Path) -> Generator[Guarded]:
    with guarded(program, tmp_path) as trio:
        yield trio


@each_program()
async def test_work_goes_on_after_a_failover_and_nothing_is_lost(
    trio: Guarded, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_work, "LOST_DISPATCH_AFTER", timedelta(seconds=1))
    workshop, api = Workshop(house=house, redis_url=trio.url), Workshop(house=house, redis_url=trio.url)
    tasks: list[Task] = []

    async def post() -> Task:
        """As the API does: commit, then ring, and let the sweep do it where that fails."""
        tasks.append(await api.add_task(published=False))
        await api.work("api").publish([api.ring_of(tasks[-1])])
        return tasks[-1]

    async def all_completed() -> bool:
        return all([(await workshop.load(task)).status is TaskStatus.COMPLETED for task in tasks])

    async with workshop.working():
        await workshop.wait_for(await post(), TaskStatus.COMPLETED)
        trio.master.kill()
        for _ in range(30):
            await post()
        await eventually(all_completed)
        assert "role:master" in trio.replica.describe("replication")
        await workshop.wait_for(await post(), TaskStatus.COMPLETED)
    assert [(await workshop.load(task)).attempt for task in tasks] == [1] * 32
    for each in (workshop, api):
        await each.queue.close()
