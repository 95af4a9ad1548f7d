"""Messages to people: the outbox, and the log of what became of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import FINAL, Message, Queue, Repeat, TaskStatus
from core.errors import NotFoundError
from core.ids import make_id
from core.notification import Notification
from repositories.durable_work import DurableWorkRepository
from repositories.models import NotificationRow
from repositories.rows import columns_of, fetch_page, fields_of, table_of

_NOTIFICATIONS = table_of(NotificationRow)
_MAX_ATTEMPTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotification:
    """A message about to be stored and dispatched. Exactly one of `task_id` and `occurrence_id` says where it comes from."""

    id: UUID
    key: str
    account_id: UUID
    user_id: UUID
    contact_id: UUID | None
    task_id: UUID | None
    occurrence_id: UUID | None
    topic: str
    recipient: str
    channels: tuple[str, ...]
    subject: str
    text: str
    repeat: Repeat


def new_notification(
    message: Message,
    *,
    account_id: UUID,
    user_id: UUID,
    task_id: UUID | None = None,
    occurrence_id: UUID | None = None,
) -> NewNotification:
    """A message as a row to be."""
    return NewNotification(
        id=make_id(),
        key=message.key,
        account_id=account_id,
        user_id=user_id,
        contact_id=message.contact_id,
        task_id=task_id,
        occurrence_id=occurrence_id,
        topic=message.topic,
        recipient=message.to,
        channels=message.channels,
        subject=message.subject,
        text=message.text,
        repeat=message.repeat,
    )


class NotificationRepository(DurableWorkRepository[Notification]):
    """Questions about notifications."""

    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, NotificationRow, to_notification)

    async def add_many(self, notices: Sequence[NewNotification]) -> list[Notification]:
        """Store messages, due at once, and answer those whose key is new; publish them after the commit."""
        if not notices:
            return []
        rows = [
            columns_of(notice)
            | {
                "queue": Queue.NOTIFICATION,
                "status": TaskStatus.QUEUED,
                "dispatched_at": func.now(),
                "max_attempts": _MAX_ATTEMPTS,
            }
            for notice in notices
        ]
        statement = insert(_NOTIFICATIONS).values(rows).on_conflict_do_nothing(index_elements=[_NOTIFICATIONS.c.key])
        stored = await self._session.execute(statement.returning(*_NOTIFICATIONS.c))
        return [to_notification(row) for row in stored.mappings()]

    async def get(self, notification_id: UUID, *, account_id: UUID) -> Notification:
        """Raises NotFoundError where the account has no such notification."""
        c = _NOTIFICATIONS.c
        statement = select(_NOTIFICATIONS).where(c.id == notification_id, c.account_id == account_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no notification {notification_id}.")
        return to_notification(row)

    async def list_page(
        self, *, account_id: UUID, user_id: UUID | None, task_id: UUID | None, before: UUID | None, limit: int
    ) -> list[Notification]:
        """Notifications of the account, newest first."""
        c = _NOTIFICATIONS.c
        statement = select(_NOTIFICATIONS).where(c.account_id == account_id)
        if user_id:
            statement = statement.where(c.user_id == user_id)
        if task_id:
            statement = statement.where(c.task_id == task_id)
        rows = await fetch_page(self._session, statement, table=_NOTIFICATIONS, before=before, limit=limit)
        return [to_notification(row) for row in rows]

    async def list_of_task(self, task_id: UUID) -> list[Notification]:
        """What a task wanted told, in the order in which it said so."""
        statement = select(_NOTIFICATIONS).where(_NOTIFICATIONS.c.task_id == task_id).order_by(_NOTIFICATIONS.c.id)
        return [to_notification(row) for row in (await self._session.execute(statement)).mappings()]

    async def list_tasks_told(self, task_ids: Collection[UUID]) -> set[UUID]:
        """Which of these tasks have messages, all of which have come to an end; holds the rows of the tasks' messages."""
        c = _NOTIFICATIONS.c
        statement = select(c.task_id, c.status).where(c.task_id.in_(task_ids)).order_by(c.id).with_for_update()
        states: dict[UUID, list[TaskStatus]] = {}
        for task_id, status in (await self._session.execute(statement)).all():
            states.setdefault(task_id, []).append(status)
        ended = FINAL | {TaskStatus.NEEDS_PERSON}
        return {task_id for task_id, found in states.items() if ended.issuperset(found)}

    async def mark_sending(self, notification_id: UUID, channel: str, *, epoch: int) -> bool:
        """Write down that a channel is about to be tried; False where the row is somebody else's by now."""
        c = _NOTIFICATIONS.c
        statement = update(_NOTIFICATIONS).where(
            c.id == notification_id, c.epoch == epoch, c.status == TaskStatus.RUNNING
        )
        return await self._session.scalar(statement.values(sending=channel).returning(c.id)) is not None

    async def cancel_of_task(self, task_id: UUID) -> bool:
        """Cancel a task's messages, if none of them has begun; False where one has, and then all stay as they are."""
        c = _NOTIFICATIONS.c
        statement = select(c.status, c.sending).where(c.task_id == task_id).order_by(c.id).with_for_update()
        found = (await self._session.execute(statement)).all()
        if any(status is not TaskStatus.QUEUED or sending for status, sending in found):
            return False
        cancelled = self._to(TaskStatus.CANCELLED, completed_at=func.now(), reason="the task was cancelled")
        await self._move(cancelled.where(c.task_id == task_id))
        return True


def to_notification(row: RowMapping) -> Notification:
    """A row of `notifications` as the value that travels."""
    return Notification(**fields_of(row, Notification))
