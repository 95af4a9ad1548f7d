"""Whose things are, within an account."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.models import (
    BookingRow,
    FamilyReplyRow,
    NoteRow,
    NotificationRow,
    OccurrenceRow,
    ReminderRow,
    RequestRow,
    TaskRow,
)
from repositories.rows import table_of

_TABLES: Final[Mapping[str, Table]] = {
    "booking": table_of(BookingRow),
    "note": table_of(NoteRow),
    "notification": table_of(NotificationRow),
    "occurrence": table_of(OccurrenceRow),
    "reminder": table_of(ReminderRow),
    "reply": table_of(FamilyReplyRow),
    "request": table_of(RequestRow),
    "task": table_of(TaskRow),
}
KINDS: Final = frozenset(_TABLES)


class OwnerRepository:
    """Questions about whose something is."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, kind: str, thing_id: UUID, *, account_id: UUID) -> UUID | None:
        """The person whose thing of that kind this is; None where the account has none."""
        c = _TABLES[kind].c
        return await self._session.scalar(select(c.user_id).where(c.id == thing_id, c.account_id == account_id))
