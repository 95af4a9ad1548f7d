"""What is a person's, by its ids."""

from typing import Final
from uuid import UUID

from sqlalchemy import Table, select, union_all
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.models import Base


class BelongingRepository:
    """One question: which things are whose?"""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_ids(self, user_id: UUID) -> set[UUID]:
        """The ids of everything that is this user's, and their own."""
        parts = (select(table.c.id).where(table.c.user_id == user_id) for table in _THINGS)
        return {user_id, *await self._session.scalars(union_all(*parts))}


def _is_thing(table: Table) -> bool:
    return {"id", "user_id"} <= {*table.c.keys()} and isinstance(table.c.id.type, postgresql.UUID)


_THINGS: Final = [table for table in Base.metadata.sorted_tables if _is_thing(table)]
