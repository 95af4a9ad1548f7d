"""The first wall: a session of one account sees its rows alone, whatever a repository forgets to ask for; and a call of which
nothing was said sees none.

The database's own wall is down in here (`is_walled` is False), so that it is this one that holds.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import make_id
from core.tenancy import Tenant, UndeclaredError, act_as_system, begin_call, confine_to, end_call
from repositories.account_session import narrowed
from repositories.database import Database
from repositories.models import TaskEventRow, TaskRow, UserRow, WebhookMessageRow
from repositories.rows import table_of
from tests.integration.house import House

_TASKS, _EVENTS, _USERS = table_of(TaskRow), table_of(TaskEventRow), table_of(UserRow)
_MESSAGES = table_of(WebhookMessageRow)


class ForgetfulRepository:
    """What nobody should write: no statement says whose rows are meant."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def see(self) -> set[UUID]:
        return set(await self._session.scalars(select(_TASKS.c.account_id)))

    async def see_by_another_name(self) -> set[UUID]:
        tasks = _TASKS.alias("others")
        return set(await self._session.scalars(select(tasks.c.account_id).where(tasks.c.id.is_not(None))))

    async def see_beside(self) -> set[UUID]:
        joined = select(_TASKS.c.account_id).outerjoin_from(_TASKS, _MESSAGES, _MESSAGES.c.task_id == _TASKS.c.id)
        return set(await self._session.scalars(joined))

    async def count(self) -> int:
        return await self._session.scalar(select(func.count()).select_from(_TASKS)) or 0

    async def count_history(self) -> int:
        joined = select(func.count()).select_from(_EVENTS.join(_TASKS, _EVENTS.c.task_id == _TASKS.c.id))
        return await self._session.scalar(joined) or 0

    async def rename(self) -> set[UUID]:
        return set(await self._session.scalars(update(_USERS).values(name="Mallory").returning(_USERS.c.account_id)))

    async def forget(self) -> set[UUID]:
        return set(await self._session.scalars(delete(_TASKS).returning(_TASKS.c.account_id)))


@contextmanager
def call() -> Generator[None]:
    token = begin_call()
    try:
        yield
    finally:
        end_call(token)


@pytest.fixture
async def two(house: House) -> tuple[House, House]:
    """Two accounts with a task each."""
    other = await House.build(house.unit_of_work)
    for each in (house, other):
        await each.claim_task()
    return house, other


async def test_statement_that_forgets_whose_rows_it_means_sees_its_own_account_alone(
    two: tuple[House, House], database: Database
) -> None:
    assert not database.is_walled
    ours, theirs = ({each.account_id} for each in two)
    async with database.transaction() as session:
        assert await ForgetfulRepository(session).see() == ours | theirs
        every_move = await ForgetfulRepository(session).count_history()
    with call():
        confine_to(Tenant(account_id=two[0].account_id))
        async with database.transaction() as session:
            repository = ForgetfulRepository(session)
            assert await repository.see() == ours
            assert await repository.see_by_another_name() == ours
            assert await repository.see_beside() == ours
            assert await repository.count() == 1
            assert 0 < await repository.count_history() < every_move
            assert await repository.rename() == ours
        async with database.reading() as session:
            assert await ForgetfulRepository(session).see() == ours
        async with database.transaction() as session:
            assert await ForgetfulRepository(session).forget() == ours
    async with database.transaction() as session:
        assert await ForgetfulRepository(session).see() == theirs


async def test_call_of_which_nothing_was_said_sees_nothing_until_it_says_as_what(
    two: tuple[House, House], database: Database
) -> None:
    with call():
        for opened in (database.transaction, database.reading):
            with pytest.raises(UndeclaredError, match="Say whose rows"):
                async with opened():
                    pass
        act_as_system("test")
        async with database.transaction() as session:
            assert len(await ForgetfulRepository(session).see()) == 2


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            select(_MESSAGES.c.id, _TASKS.c.id).outerjoin_from(_MESSAGES, _TASKS, _MESSAGES.c.task_id == _TASKS.c.id),
            ["webhook_messages.account_id = ", "tasks.account_id = ", "tasks.account_id IS NULL"],
        ),
        (select(_EVENTS.c.task_id), []),
        (select(func.now()), []),
        (select(func.count()).where(_USERS.c.name == "Rose"), ["users.account_id = "]),
    ],
)
def test_conditions_are_of_what_is_named_and_keep_what_a_join_finds_nothing_for(
    statement: Any, expected: list[str]
) -> None:
    dialect = postgresql.dialect()
    said = str(narrowed(statement, make_id()).compile(dialect=dialect))
    assert [each for each in expected if each not in said] == []
    assert said.count("account_id = ") == len([each for each in expected if each.endswith("= ")])
