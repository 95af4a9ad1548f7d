"""The ledger of outside effects."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import EffectState, TaskStatus
from repositories.models import TaskEffectRow, TaskRow
from repositories.rows import table_of
from repositories.sealed import owned, read_sealed

_EFFECTS = table_of(TaskEffectRow)
_TASKS = table_of(TaskRow)


def may_have_acted(task_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether a task did something outside, or may have."""
    return exists(select(_EFFECTS.c.key).where(_EFFECTS.c.task_id == task_id))


class RecordedEffect(NamedTuple):
    """What the ledger holds under a key."""

    state: EffectState
    response: dict[str, JsonValue] | None


class EffectRepository:
    """Questions about effects."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def is_held(self, task_id: UUID, *, epoch: int) -> bool:
        """Whether the task still runs under this epoch; holds its row, so that nobody cancels it meanwhile."""
        statement = select(_TASKS.c.id).where(
            _TASKS.c.id == task_id, _TASKS.c.epoch == epoch, _TASKS.c.status == TaskStatus.RUNNING
        )
        return await self._session.scalar(statement.with_for_update()) is not None

    async def find(self, key: str) -> RecordedEffect | None:
        """What is known of the effect."""
        row = (await self._session.execute(select(_EFFECTS).where(_EFFECTS.c.key == key))).mappings().one_or_none()
        return RecordedEffect(row["state"], read_sealed(row, "response")) if row else None

    async def add_intent(self, key: str, *, task_id: UUID, epoch: int) -> None:
        """Write down what is about to be done, or that this epoch will do it again."""
        statement = insert(_EFFECTS).values(key=key, task_id=task_id, epoch=epoch, state=EffectState.INTENT)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=[_EFFECTS.c.key], set_={"epoch": epoch})
        )

    async def mark_done(self, key: str, response: dict[str, JsonValue]) -> None:
        """It happened, whoever owns the task now."""
        done = update(_EFFECTS).where(_EFFECTS.c.key == key)
        await self._session.execute(
            done.values(state=EffectState.DONE, settled_at=func.now(), **owned(_EFFECTS, key, {"response": response}))
        )

    async def mark_unknown(self, key: str) -> None:
        """It may have happened, and nobody can be asked."""
        statement = update(_EFFECTS).where(_EFFECTS.c.key == key, _EFFECTS.c.state == EffectState.INTENT)
        await self._session.execute(statement.values(state=EffectState.UNKNOWN, settled_at=func.now()))

    async def remove_intent(self, key: str, *, epoch: int) -> None:
        """It surely did not happen."""
        intent = and_(_EFFECTS.c.key == key, _EFFECTS.c.state == EffectState.INTENT, _EFFECTS.c.epoch == epoch)
        await self._session.execute(delete(_EFFECTS).where(intent))

    async def remove(self, key: str) -> None:
        """It does not stand any more."""
        await self._session.execute(delete(_EFFECTS).where(_EFFECTS.c.key == key))

    async def has_any(self, task_id: UUID) -> bool:
        """Whether something was done, or begun, for this task."""
        return bool(await self._session.scalar(select(exists().where(_EFFECTS.c.task_id == task_id))))

    async def list_touched(self, task_ids: Collection[UUID]) -> set[UUID]:
        """Which of these tasks did something outside, or may have."""
        if not task_ids:
            return set()
        statement = select(_EFFECTS.c.task_id).where(_EFFECTS.c.task_id.in_(task_ids)).distinct()
        return set(await self._session.scalars(statement))
