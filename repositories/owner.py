"""Whose things are, within an account."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import Table, func, select
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
    WebhookMessageRow,
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
DELIVERY: Final = "delivery"
_MESSAGES, _TASKS = table_of(WebhookMessageRow), table_of(TaskRow)


class OwnerRepository:
    """Questions about whose something is."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, kind: str, thing_id: UUID, *, account_id: UUID) -> UUID | None:
        """The person whose thing of that kind this is; None where the account has none."""
        if kind == DELIVERY:
            return await self._find_of_delivery(thing_id, account_id)
        c = _TABLES[kind].c
        return await self._session.scalar(select(c.user_id).where(c.id == thing_id, c.account_id == account_id))

    async def _find_of_delivery(self, message_id: UUID, account_id: UUID) -> UUID | None:
        """Whom a webhook message tells of; None where it tells of nobody."""
        c = _MESSAGES.c
        of_whom = func.coalesce(c.user_id, _TASKS.c.user_id)
        message = select(of_whom).outerjoin_from(_MESSAGES, _TASKS, _TASKS.c.id == c.task_id)
        return await self._session.scalar(message.where(c.id == message_id, c.account_id == account_id))
