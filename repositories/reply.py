"""Replies of contacts: which message they answer, and what they say."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import cast
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import RowMapping, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import TaskStatus
from core.errors import NotFoundError
from core.notification import Notification
from core.reply import Reply, ReplyFilter
from repositories.models import FamilyReplyRow, NotificationRow, TaskRow
from repositories.notification import to_notification
from repositories.rows import fetch_page, fields_of, sealed_columns_of, table_of
from repositories.sealed import owned, read_sealed

_REPLIES = table_of(FamilyReplyRow)
_NOTIFICATIONS = table_of(NotificationRow)
_TASKS = table_of(TaskRow)


class ReplyRepository:
    """Questions about replies."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find_answered(
        self, notification_id: UUID | None, *, contact_id: UUID, account_id: UUID, within: timedelta
    ) -> Notification | None:
        """The message that a contact answers: the one that is named, else the last that they got within this time."""
        c = _NOTIFICATIONS.c
        statement = select(_NOTIFICATIONS).where(c.contact_id == contact_id, c.account_id == account_id)
        if notification_id is not None:
            named = (await self._session.execute(statement.where(c.id == notification_id))).mappings().one_or_none()
            if named is not None:
                return to_notification(named)
        recent = statement.where(c.sent_at >= func.now() - within).order_by(c.sent_at.desc(), c.id.desc()).limit(1)
        row = (await self._session.execute(recent)).mappings().one_or_none()
        return to_notification(row) if row else None

    async def add_once(self, reply: Reply) -> bool:
        """Store a reply; False where it was stored before."""
        statement = (
            insert(_REPLIES)
            .values(sealed_columns_of(_REPLIES, reply))
            .on_conflict_do_nothing(index_elements=[_REPLIES.c.id])
        )
        return await self._session.scalar(statement.returning(_REPLIES.c.id)) is not None

    async def mark_answered(self, notification_id: UUID) -> bool:
        """Write down that a message was answered; False where it was answered before."""
        c = _NOTIFICATIONS.c
        statement = update(_NOTIFICATIONS).where(c.id == notification_id, c.answered_at.is_(None))
        return await self._session.scalar(statement.values(answered_at=func.now()).returning(c.id)) is not None

    async def show_in_result(self, task_id: UUID, shown: Mapping[str, JsonValue]) -> None:
        """Put a reply into the result of a task that is completed. One that goes on looks for its replies itself."""
        c = _TASKS.c
        done = select(c.id, c.result).where(c.id == task_id, c.status == TaskStatus.COMPLETED, c.result.is_not(None))
        row = (await self._session.execute(done.with_for_update())).mappings().one_or_none()
        if row is None:
            return
        result: dict[str, JsonValue] = read_sealed(row, "result")
        earlier = cast("list[JsonValue]", result.get("replies") or [])
        written = owned(_TASKS, task_id, {"result": {**result, "replies": [*earlier, dict(shown)]}})
        await self._session.execute(update(_TASKS).where(c.id == task_id).values(**written, updated_at=func.now()))

    async def list_of_task(self, task_id: UUID) -> list[Reply]:
        """What was answered to the messages of a task, in the order in which it came."""
        statement = select(_REPLIES).where(_REPLIES.c.task_id == task_id).order_by(_REPLIES.c.id)
        return [_to_reply(row) for row in (await self._session.execute(statement)).mappings()]

    async def get(self, reply_id: UUID, *, account_id: UUID) -> Reply:
        """Raises NotFoundError where the account has no such reply."""
        statement = select(_REPLIES).where(_REPLIES.c.id == reply_id, _REPLIES.c.account_id == account_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no reply {reply_id}.")
        return _to_reply(row)

    async def list_page(
        self, narrowed: ReplyFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[Reply]:
        """Replies of the account, newest first."""
        statement = select(_REPLIES).where(_REPLIES.c.account_id == account_id)
        for name, value in asdict(narrowed).items():
            if value is not None:
                statement = statement.where(_REPLIES.c[name] == value)
        rows = await fetch_page(self._session, statement, table=_REPLIES, before=before, limit=limit)
        return [_to_reply(row) for row in rows]


def _to_reply(row: RowMapping) -> Reply:
    return Reply(**fields_of(row, Reply))
