"""Holds: room that is kept while a person is asked. They end by the database's clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.models import HoldRow
from repositories.rows import columns_of, table_of

_HOLDS = table_of(HoldRow)


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

    async def remove_expired(self, venue_id: UUID) -> None:
        """Forget what is kept no more."""
        over = (_HOLDS.c.venue_id == venue_id, _HOLDS.c.expires_at <= func.clock_timestamp())
        await self._session.execute(delete(_HOLDS).where(*over))
