"""Pauses. One whose `until` has passed is over, as if it were not there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import Queue
from core.pause import Pause
from repositories.models import PauseRow
from repositories.rows import fields_of, table_of

_PAUSES = table_of(PauseRow)
_LASTS = or_(_PAUSES.c.until.is_(None), _PAUSES.c.until > func.now())


def account_is_paused(account_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether the account of a row is paused at this moment."""
    return exists(select(_PAUSES.c.id).where(_PAUSES.c.account_id == account_id, _LASTS))


class PauseRepository:
    """Questions about pauses."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_lasting(self) -> list[Pause]:
        """What is paused now."""
        rows = await self._session.execute(select(_PAUSES).where(_LASTS).order_by(_PAUSES.c.id))
        return [Pause(**fields_of(row, Pause)) for row in rows.mappings()]

    async def pause_queue(self, queue: Queue, *, reason: str | None, until: datetime | None) -> Pause:
        """Pause a queue; one that is paused already keeps its `since`."""
        return await self._pause("queue", queue, reason=reason, until=until)

    async def pause_account(self, account_id: UUID, *, reason: str | None, until: datetime | None) -> Pause:
        """Pause an account; one that is paused already keeps its `since`."""
        return await self._pause("account_id", account_id, reason=reason, until=until)

    async def resume_queue(self, queue: Queue) -> None:
        """End the pause of a queue, if there is one."""
        await self._session.execute(delete(_PAUSES).where(_PAUSES.c.queue == queue))

    async def resume_account(self, account_id: UUID) -> None:
        """End the pause of an account, if there is one."""
        await self._session.execute(delete(_PAUSES).where(_PAUSES.c.account_id == account_id))

    async def _pause(self, name: str, subject: object, *, reason: str | None, until: datetime | None) -> Pause:
        column = _PAUSES.c[name]
        await self._session.execute(delete(_PAUSES).where(column == subject, ~_LASTS))
        new = insert(_PAUSES).values({name: subject, "reason": reason, "until": until})
        kept = new.on_conflict_do_update(index_elements=[column], set_={"reason": reason, "until": until})
        row = (await self._session.execute(kept.returning(*_PAUSES.c))).mappings().one()
        return Pause(**fields_of(row, Pause))
