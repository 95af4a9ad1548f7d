"""The migrations make exactly the tables that the models describe, and the database guards them."""

import asyncio

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from core.domain import FINAL, Settlement, TaskStatus
from repositories.database import Database
from repositories.models import TaskRow
from repositories.schema import check_schema, find_revision, is_upgraded, newest_revision, upgrade_schema
from tests.integration.house import House


async def test_migrations_and_models_agree(database_url: str) -> None:
    await asyncio.to_thread(check_schema, database_url)


async def test_migrated_database_has_newest_revision(database: Database) -> None:
    assert await find_revision(database) == newest_revision()


async def test_database_is_upgraded_only_with_the_newest_revision_and_every_wall(
    database_url: str, database: Database
) -> None:
    assert await is_upgraded(database_url)
    async with database.transaction() as session:
        policy = await session.scalar(text("SELECT policyname FROM pg_policies WHERE tablename = 'notes'"))
        await session.execute(text(f"DROP POLICY {policy} ON notes"))
    assert not await is_upgraded(database_url)
    await asyncio.to_thread(upgrade_schema, database_url)
    assert await is_upgraded(database_url)
    async with database.transaction() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    assert not await is_upgraded(database_url)


@pytest.mark.parametrize("final", sorted(FINAL))
async def test_final_task_never_moves_again(house: House, database: Database, final: TaskStatus) -> None:
    task = await house.claim_task()
    async with house.unit_of_work() as unit:
        await unit.tasks.settle_many([Settlement(id=task.id, epoch=task.epoch, status=final)])
    for values in ({"status": TaskStatus.QUEUED, "completed_at": None}, {"epoch": task.epoch + 1}):
        with pytest.raises(IntegrityError, match="may not move"):
            async with database.transaction() as session:
                await session.execute(update(TaskRow).where(TaskRow.id == task.id).values(**values))


async def test_epoch_never_falls(house: House, database: Database) -> None:
    task = await house.claim_task()
    with pytest.raises(IntegrityError, match="may not move"):
        async with database.transaction() as session:
            await session.execute(update(TaskRow).where(TaskRow.id == task.id).values(epoch=task.epoch - 1))


async def test_final_task_can_be_erased(house: House, database: Database) -> None:
    task = await house.claim_task()
    async with house.unit_of_work() as unit:
        await unit.tasks.settle_many([Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.COMPLETED)])
        await unit.users.remove(house.user_id, account_id=house.account_id)
    async with database.transaction() as session:
        left = await session.scalar(text("SELECT (SELECT count(*) FROM tasks) + (SELECT count(*) FROM task_events)"))
    assert left == 0


async def test_running_task_without_lease_is_impossible(house: House, database: Database) -> None:
    task = await house.add_task()
    with pytest.raises(IntegrityError, match="ck_tasks_lease"):
        async with database.transaction() as session:
            await session.execute(update(TaskRow).where(TaskRow.id == task.id).values(status=TaskStatus.RUNNING))
