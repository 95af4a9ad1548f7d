"""Workers purge beside their work."""

import pytest

from core.domain import Queue, TaskStatus, WorkKind
from core.queue import Ring
from repositories.database import Database
from repositories.unit_of_work import unit_of_work_factory
from services.retention import Retention
from tests.integration.services.archive import KEEP, Archive
from tests.integration.waiting import eventually
from tests.integration.workers.workshop import Workshop
from workers.cleaner import AWAY_SECONDS, Cleaner
from workers.pool import Upkeep


@pytest.fixture
def archive(workshop: Workshop, database: Database) -> Archive:
    return Archive(workshop.house, database)


async def test_old_work_is_purged_while_new_work_is_done(workshop: Workshop, archive: Archive) -> None:
    for _ in range(10):
        await archive.add()
    upkeep = Upkeep(retention=archive.retention(batch=2, share=0.99))
    tasks = await workshop.house.add_tasks(200, intent="scripted", queue=Queue.ACTIVITY)
    async with workshop.working(upkeep=upkeep), workshop.working(upkeep=upkeep):
        await workshop.queue.publish([Ring.of(WorkKind.TASK, task) for task in tasks])
        for task in (tasks[0], tasks[-1]):
            await workshop.wait_for(task, TaskStatus.COMPLETED)
        await eventually(lambda: archive.ask("SELECT count(*) = 200 FROM tasks"))
    assert await archive.ask("SELECT sum(attempt) FROM tasks WHERE status = 'completed'") == 200


async def test_worker_that_runs_once_purges_one_batch(workshop: Workshop, archive: Archive) -> None:
    for _ in range(3):
        await archive.add()
    await workshop.pool(once=True, upkeep=Upkeep(retention=archive.retention(batch=2))).run()
    assert (await archive.count())["webhook_messages"] == 1


async def test_purging_comes_again_where_the_database_is_away() -> None:
    database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    cleaner = Cleaner(retention=Retention(unit_of_work=unit_of_work_factory(database), keep=KEEP))
    assert await cleaner.clean_once() == AWAY_SECONDS
