"""Holds: room that is kept while a person is asked. They end by the database's clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import UNDER_WAY, Queue, TaskStatus
from repositories.models import HoldRow, TaskRow
from repositories.rows import columns_of, table_of

_HOLDS, _TASKS = table_of(HoldRow), table_of(TaskRow)
_KEPT_FOR = UNDER_WAY | {TaskStatus.AWAITING_CONFIRMATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHold:
    """Room about to be kept. One `key`, one hold: a new one takes the place of the one before."""

    id: UUID
    account_id: UUID
    user_id: UUID
    venue_id: UUID
    key: str
    party_size: int
    service: str | None
    stylist: str | None
    tables: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime


class HoldRepository:
    """Questions about holds. Sure only while the venue's row is locked."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, hold: NewHold, *, lasts: timedelta) -> datetime:
        """Keep the room for so long from now on; answers until when."""
        values = {**columns_of(hold), "expires_at": func.clock_timestamp() + lasts}
        stored = insert(_HOLDS).values(values)
        again = stored.on_conflict_do_update(
            index_elements=[_HOLDS.c.key],
            set_={name: stored.excluded[name] for name in values if name not in {"id", "key"}},
        )
        until = await self._session.scalar(again.returning(_HOLDS.c.expires_at))
        assert until is not None  # noqa: S101 - an upsert always answers
        return until

    async def move_to_tables(self, moved: Mapping[UUID, Sequence[str]]) -> None:
        """Keep other tables than before."""
        for hold_id, tables in moved.items():
            await self._session.execute(update(_HOLDS).where(_HOLDS.c.id == hold_id).values(tables=list(tables)))

    async def remove(self, key: str) -> None:
        """Give the room back, where it is still kept."""
        await self._session.execute(delete(_HOLDS).where(_HOLDS.c.key == key))

    async def remove_unasked(self, user_id: UUID) -> None:
        """Give back what is kept for a person who is asked about no booking any more, and for whom none is being made."""
        c = _TASKS.c
        is_open = exists().where(c.user_id == user_id, c.queue == Queue.BOOKING, c.status.in_(_KEPT_FOR))
        await self._session.execute(delete(_HOLDS).where(_HOLDS.c.user_id == user_id, ~is_open))

    async def remove_expired(self, venue_id: UUID) -> None:
        """Forget what is kept no more."""
        over = (_HOLDS.c.venue_id == venue_id, _HOLDS.c.expires_at <= func.clock_timestamp())
        await self._session.execute(delete(_HOLDS).where(*over))
