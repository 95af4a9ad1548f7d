"""Webhook messages and the tries to deliver them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from sqlalchemy import Insert, RowMapping, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import Queue, TaskStatus
from core.lanes import MAIN_LANE, Lanes
from core.webhook import WebhookMessage
from repositories.dispatch import Dispatch
from repositories.durable_work import DurableWorkRepository
from repositories.models import WebhookAttemptRow, WebhookMessageRow
from repositories.rows import columns_of, fields_of, json_rows, recordset, table_of
from repositories.sealed import owned

_MESSAGES = table_of(WebhookMessageRow)
_ATTEMPTS = table_of(WebhookAttemptRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhookMessage:
    """A message about to be stored and dispatched."""

    id: UUID
    account_id: UUID
    task_id: UUID | None
    request_id: UUID | None
    url: str
    type: str
    body: str
    max_attempts: int
    lane: int = MAIN_LANE
    endpoint_id: UUID | None = None
    booking_id: UUID | None = None
    notification_id: UUID | None = None
    user_id: UUID | None = None
    redelivery_of: UUID | None = None


_STORED = tuple(field.name for field in fields(NewWebhookMessage))
_GIVEN = recordset({name: _MESSAGES.c[name].type for name in _STORED})


def _adding(status: TaskStatus, since: str) -> Insert:
    """Into this state; `since` names the column that says since when."""
    given = (_GIVEN.c[name] for name in _STORED)
    return insert(_MESSAGES).from_select(
        [*_STORED, "queue", "status", since],
        select(*given, literal(Queue.WEBHOOK.value), literal(status.value), func.now()),
    )


_ADD = _adding(TaskStatus.QUEUED, "dispatched_at")
_ADD_DUE = _adding(TaskStatus.SCHEDULED, "due_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookAttempt:
    """One try to deliver a message; either `status_code` or `error_class` is set."""

    message_id: UUID
    epoch: int
    status_code: int | None
    latency_ms: int
    error_class: str | None
    response_head: str | None


class WebhookRepository(DurableWorkRepository[WebhookMessage]):
    """Questions about webhook messages."""

    _most_lost_leases = WebhookMessage.most_lost_leases

    def __init__(self, session: AsyncSession, lanes: Lanes) -> None:
        super().__init__(session, WebhookMessageRow, to_message)
        self._lanes = lanes

    async def add_many(self, messages: Sequence[NewWebhookMessage]) -> list[Dispatch]:
        """Store messages, due at once; publish them after the commit."""
        lanes = [self._lanes.choose(Queue.WEBHOOK, message.account_id) for message in messages]
        if messages:
            await self._session.execute(_ADD, {"rows": json_rows(messages, of=_MESSAGES, lane=lanes)})
        return [Dispatch(message.id, Queue.WEBHOOK, lane) for message, lane in zip(messages, lanes, strict=True)]

    async def add_due(self, messages: Sequence[NewWebhookMessage]) -> None:
        """Store messages for the next sweep, from where nobody publishes after the commit."""
        if messages:
            await self._session.execute(_ADD_DUE, {"rows": json_rows(messages, of=_MESSAGES)})

    async def add_attempts(self, attempts: Sequence[WebhookAttempt]) -> None:
        """Log tries; one that is logged already stays as it is."""
        rows = [owned(_ATTEMPTS, attempt.message_id, columns_of(attempt)) for attempt in attempts]
        if rows:
            await self._session.execute(insert(_ATTEMPTS).values(rows).on_conflict_do_nothing())

    async def list_of_task(self, task_id: UUID) -> list[WebhookMessage]:
        """The messages about a task, oldest first."""
        statement = select(_MESSAGES).where(_MESSAGES.c.task_id == task_id).order_by(_MESSAGES.c.id)
        return [to_message(row) for row in (await self._session.execute(statement)).mappings()]

    async def list_of_booking(self, booking_id: UUID) -> list[WebhookMessage]:
        """The messages about a booking, oldest first."""
        statement = select(_MESSAGES).where(_MESSAGES.c.booking_id == booking_id).order_by(_MESSAGES.c.id)
        return [to_message(row) for row in (await self._session.execute(statement)).mappings()]

    async def list_of_notification(self, notification_id: UUID) -> list[WebhookMessage]:
        """What endpoints are told of a message to somebody, oldest first."""
        statement = select(_MESSAGES).where(_MESSAGES.c.notification_id == notification_id).order_by(_MESSAGES.c.id)
        return [to_message(row) for row in (await self._session.execute(statement)).mappings()]

    async def list_of_endpoint(self, endpoint_id: UUID) -> list[WebhookMessage]:
        """The messages to an endpoint, oldest first."""
        statement = select(_MESSAGES).where(_MESSAGES.c.endpoint_id == endpoint_id).order_by(_MESSAGES.c.id)
        return [to_message(row) for row in (await self._session.execute(statement)).mappings()]

    async def list_attempts(self, message_id: UUID) -> list[WebhookAttempt]:
        """The tries of one message, in their order."""
        statement = select(_ATTEMPTS).where(_ATTEMPTS.c.message_id == message_id).order_by(_ATTEMPTS.c.epoch)
        rows = (await self._session.execute(statement)).mappings()
        return [WebhookAttempt(**fields_of(row, WebhookAttempt)) for row in rows]

    async def count_by_state(self) -> list[tuple[TaskStatus, int, int]]:
        """For every state: how many messages, and how many tries they took."""
        c = _MESSAGES.c
        statement = select(c.status, func.count(), func.sum(c.attempt)).group_by(c.status)
        found = (await self._session.execute(statement)).all()
        return [(status, rows, int(attempts)) for status, rows, attempts in found]


def to_message(row: RowMapping) -> WebhookMessage:
    """A row of `webhook_messages` as the value that travels."""
    return WebhookMessage(**fields_of(row, WebhookMessage))
