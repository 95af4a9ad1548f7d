"""Whose things are, within an account."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Table, bindparam, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core.access_record import Owner
from repositories.models import (
    BookingRow,
    ContactRow,
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
CONTACT: Final = "contact"
_CONTACTS, _MESSAGES, _TASKS = table_of(ContactRow), table_of(WebhookMessageRow), table_of(TaskRow)
_WORK: Final = (_TASKS, table_of(RequestRow), table_of(OccurrenceRow), table_of(NotificationRow), _MESSAGES)


def user_of_work(table: Table) -> ColumnElement[UUID | None]:
    """Whom a row of durable work is about: messages of a task about its person."""
    if table is not _MESSAGES:
        return table.c.user_id
    of_task = select(_TASKS.c.user_id).where(_TASKS.c.id == table.c.task_id)
    return func.coalesce(table.c.user_id, of_task.scalar_subquery())


_OF_WORK: Final = union_all(
    *(select(table.c.account_id, user_of_work(table)).where(table.c.id == bindparam("work_id")) for table in _WORK)
)


class OwnerRepository:
    """Questions about whose something is."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, kind: str, thing_id: UUID, *, account_id: UUID) -> UUID | None:
        """The person whose thing of that kind this is; None where the account has none."""
        if kind == DELIVERY:
            return await self._find_of_delivery(thing_id, account_id)
        c = (_CONTACTS if kind == CONTACT else _TABLES[kind]).c
        return await self._session.scalar(select(c.user_id).where(c.id == thing_id, c.account_id == account_id))

    async def find_of_work(self, work_id: UUID) -> Owner | None:
        """Whose durable work of any kind this is, in whatever account; None where there is none."""
        found = (await self._session.execute(_OF_WORK, {"work_id": work_id})).first()
        return Owner(*found) if found is not None else None

    async def _find_of_delivery(self, message_id: UUID, account_id: UUID) -> UUID | None:
        """Whom a webhook message tells of; None where it tells of nobody."""
        c = _MESSAGES.c
        of_whom = func.coalesce(c.user_id, _TASKS.c.user_id)
        message = select(of_whom).outerjoin_from(_MESSAGES, _TASKS, _TASKS.c.id == c.task_id)
        return await self._session.scalar(message.where(c.id == message_id, c.account_id == account_id))
