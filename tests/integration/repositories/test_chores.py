"""The one look that says what a sweep has to do: it finds just what the chores themselves would."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from core.domain import Settlement, Task, TaskStatus, WorkKind
from repositories.chore import Chore
from repositories.database import Database
from tests.integration.house import House

LONG = timedelta(minutes=10)


async def look(house: House) -> set[tuple[WorkKind, Chore]]:
    async with house.unit_of_work() as unit:
        return await unit.chores.list_chores(long=LONG)


async def change(database: Database, task: Task, values: str) -> None:
    async with database.transaction() as session:
        await session.execute(text(f"UPDATE tasks SET {values} WHERE id = :id"), {"id": task.id})


async def test_there_is_nothing_to_do_for_what_waits_runs_or_has_ended(house: House) -> None:
    await house.add_task(status=TaskStatus.NEEDS_INPUT)
    await house.add_task()
    done, later = await house.claim_task(), await house.claim_task()
    async with house.unit_of_work() as unit:
        await unit.tasks.settle_many(
            [
                Settlement(id=done.id, epoch=done.epoch, status=TaskStatus.COMPLETED),
                Settlement(id=later.id, epoch=later.epoch, status=TaskStatus.RETRYING, delay=timedelta(hours=1)),
            ]
        )
    await house.claim_task()
    assert await look(house) == set()


@pytest.mark.parametrize(
    ("status", "values", "chore"),
    [
        (TaskStatus.SCHEDULED, "due_at = now()", Chore.DUE),
        (TaskStatus.NEEDS_INPUT, "expires_at = now()", Chore.OVER),
        (TaskStatus.QUEUED, "dispatched_at = now() - interval '11 min'", Chore.LONG_QUEUED),
        (TaskStatus.QUEUED, "dispatched_at = now() - interval '11 min', lane = 3", Chore.LONG_QUEUED),
        (TaskStatus.QUEUED, "dispatched_at = NULL", Chore.LONG_QUEUED),
    ],
)
async def test_what_has_to_be_done_is_seen(
    house: House, database: Database, status: TaskStatus, values: str, chore: Chore
) -> None:
    await change(database, await house.add_task(status=status), values)
    assert await look(house) == {(WorkKind.TASK, chore)}


async def test_lost_lease_is_seen_and_parked_row_is_not(house: House, database: Database) -> None:
    await change(database, await house.add_task(), "dispatched_at = 'infinity'")
    assert await look(house) == set()
    await change(database, await house.claim_task(), "lease_until = now() - interval '1 s'")
    assert await look(house) == {(WorkKind.TASK, Chore.LEASES_LOST)}
