"""Deliveries: messages to endpoints with all their tries, and having them sent once more.

A try by hand is a row of its own in `webhook_messages` that points at the message; so the schedule of the message, and
the guard that final rows never move, stay as they are.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, exists, func, insert, literal, or_, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from core.delivery import Delivery, DeliveryFilter, DeliveryStatus, DeliveryTry
from core.domain import FINAL, Queue, TaskStatus
from core.errors import NotFoundError
from core.ids import make_id
from repositories.dispatch import is_among
from repositories.models import WebhookAttemptRow, WebhookMessageRow
from repositories.rows import fetch_page, fields_of, recordset, table_of
from repositories.sealed import owned, read_sealed
from repositories.webhook import NewWebhookMessage

_MESSAGES = table_of(WebhookMessageRow)
_AGAIN = _MESSAGES.alias("again")
_TRIES = table_of(WebhookAttemptRow)

_OPEN = tuple(status for status in TaskStatus if status not in FINAL and status is not TaskStatus.NEEDS_PERSON)
_ALIVE = (TaskStatus.COMPLETED, *_OPEN)
_UNDER_WAY = (TaskStatus.QUEUED, TaskStatus.RUNNING)
_GIVEN = recordset({"again": _MESSAGES.c.id.type, "first": _MESSAGES.c.id.type, "body": _MESSAGES.c.body.type})
_COPIED = tuple(
    field.name
    for field in fields(NewWebhookMessage)
    if field.name not in {"id", "lane", "max_attempts", "redelivery_of", "body"}
)


def _again(*statuses: TaskStatus) -> ColumnElement[bool]:
    """Whether a row that delivers the message once more is in such a state."""
    return exists().where(_AGAIN.c.redelivery_of == _MESSAGES.c.id, _AGAIN.c.status.in_(statuses))


_IS_DELIVERED = or_(_MESSAGES.c.status == TaskStatus.COMPLETED, _again(TaskStatus.COMPLETED))
_IS_PENDING = or_(_MESSAGES.c.status.in_(_OPEN), _again(*_OPEN))
_STATUS: ColumnElement[str] = case(
    (_IS_DELIVERED, literal(str(DeliveryStatus.DELIVERED))),
    (_IS_PENDING, literal(str(DeliveryStatus.PENDING))),
    else_=literal(str(DeliveryStatus.FAILED)),
)
_NEXT_TRY_AT = (
    select(func.min(func.coalesce(_AGAIN.c.due_at, _AGAIN.c.updated_at)))
    .where(or_(_AGAIN.c.id == _MESSAGES.c.id, _AGAIN.c.redelivery_of == _MESSAGES.c.id), _AGAIN.c.status.in_(_OPEN))
    .scalar_subquery()
)


class DeliveryRepository:
    """Questions about deliveries."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_page(
        self, endpoint_id: UUID, narrowed: DeliveryFilter, *, before: UUID | None, limit: int
    ) -> list[Delivery]:
        """Deliveries to an endpoint, newest first."""
        statement = _select().where(_MESSAGES.c.endpoint_id == endpoint_id)
        if narrowed.status is not None:
            statement = statement.where(_STATUS.in_([str(narrowed.status)]))
        if narrowed.type is not None:
            statement = statement.where(_MESSAGES.c.type == narrowed.type)
        rows = await fetch_page(self._session, statement, table=_MESSAGES, before=before, limit=limit)
        tries = await self._list_tries([row["id"] for row in rows])
        return [_to_delivery(row, tries[row["id"]]) for row in rows]

    async def get(self, delivery_id: UUID, *, endpoint_id: UUID | None = None) -> Delivery:
        """Raises NotFoundError where there is no such message, or the endpoint that is named was never sent it."""
        statement = _select().where(_MESSAGES.c.id == delivery_id)
        if endpoint_id is not None:
            statement = statement.where(_MESSAGES.c.endpoint_id == endpoint_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no delivery {delivery_id}.")
        return _to_delivery(row, (await self._list_tries([delivery_id]))[delivery_id])

    async def is_under_way(self, delivery_id: UUID) -> bool:
        """Whether it is being sent at this moment, or just about to be."""
        c = _MESSAGES.c
        own = or_(c.id == delivery_id, c.redelivery_of == delivery_id)
        return bool(await self._session.scalar(select(exists().where(own, c.status.in_(_UNDER_WAY)))))

    async def hold_dead(self, message_id: UUID) -> bool:
        """Hold a message that was given up; False where it never was, or something has it sent anew or got it through."""
        c = _MESSAGES.c
        own = select(c.id).where(c.id == message_id, c.redelivery_of.is_(None), c.status == TaskStatus.FAILED)
        if await self._session.scalar(own.with_for_update()) is None:
            return False
        again = select(exists().where(_AGAIN.c.redelivery_of == message_id, _AGAIN.c.status.in_(_ALIVE)))
        return not await self._session.scalar(again)

    async def list_types(self, endpoint_id: UUID) -> set[str]:
        """The types of all messages that are stored for an endpoint: what can be sent there again, or waits."""
        statement = select(_MESSAGES.c.type).where(_MESSAGES.c.endpoint_id == endpoint_id).distinct()
        return set(await self._session.scalars(statement))

    async def list_failed(
        self, endpoint_id: UUID, *, since: datetime, until: datetime | None, limit: int
    ) -> list[UUID]:
        """Messages from then on that did not get through, oldest first: given up, or waiting for their next try.

        Not those that somebody has already asked for once more and that are still to come.
        """
        c = _MESSAGES.c
        missed = and_(c.status.in_([TaskStatus.FAILED, TaskStatus.RETRYING]), ~_again(*_ALIVE))
        statement = select(c.id).where(c.endpoint_id == endpoint_id, c.redelivery_of.is_(None), missed)
        statement = statement.where(c.created_at >= since)
        if until is not None:
            statement = statement.where(c.created_at < until)
        return list(await self._session.scalars(statement.order_by(c.id).limit(limit)))

    async def send_again(self, message_ids: Collection[UUID], *, max_attempts: int) -> list[UUID]:
        """Have messages sent once more, whatever became of them: due at once, the next sweep publishes them."""
        firsts = select(_MESSAGES.c.id, _MESSAGES.c.body).where(is_among(_MESSAGES.c.id, message_ids))
        rows = [
            {"again": again, "first": row["id"], **owned(_MESSAGES, again, {"body": read_sealed(row, "body")})}
            for again, row in ((make_id(), each) for each in (await self._session.execute(firsts)).mappings())
        ]
        first = select(
            _GIVEN.c.again,
            _GIVEN.c.body,
            *(_MESSAGES.c[name] for name in _COPIED),
            _MESSAGES.c.id,
            literal(max_attempts),
            literal(Queue.WEBHOOK.value),
            literal(TaskStatus.SCHEDULED.value),
            func.now(),
        ).where(_MESSAGES.c.id == _GIVEN.c.first, _MESSAGES.c.redelivery_of.is_(None))
        columns = ["id", "body", *_COPIED, "redelivery_of", "max_attempts", "queue", "status", "due_at"]
        statement = insert(_MESSAGES).from_select(columns, first).returning(_MESSAGES.c.id)
        return list(await self._session.scalars(statement, {"rows": rows}))

    async def complete_first(self, message_ids: Collection[UUID]) -> None:
        """Messages that got through when they were sent once more need no further try."""
        c = _MESSAGES.c
        done = update(_MESSAGES).where(is_among(c.id, message_ids), c.status == TaskStatus.RETRYING)
        values = {
            "status": TaskStatus.COMPLETED,
            "completed_at": func.now(),
            "updated_at": func.now(),
            "due_at": None,
            "error": None,
            "reason": "delivered by hand",
            "version": c.version + 1,
        }
        await self._session.execute(done.values(values))

    async def _list_tries(self, message_ids: Sequence[UUID]) -> dict[UUID, list[DeliveryTry]]:
        """The tries of messages, those by hand among them, in their order."""
        c, of = _TRIES.c, _MESSAGES.c
        root = func.coalesce(of.redelivery_of, of.id).label("root")
        statement = (
            select(root, of.redelivery_of.is_not(None).label("by_hand"), *c)
            .join_from(_TRIES, _MESSAGES, of.id == c.message_id)
            .where(or_(is_among(of.id, message_ids), is_among(of.redelivery_of, message_ids)))
            .order_by(c.at, c.message_id, c.epoch)
        )
        found: dict[UUID, list[DeliveryTry]] = defaultdict(list)
        for row in (await self._session.execute(statement)).mappings():
            found[row["root"]].append(DeliveryTry(**fields_of(row, DeliveryTry)))
        return found


def _select() -> Select[Any]:
    c = _MESSAGES.c
    shown: Any = select(
        c.id,
        c.endpoint_id,
        c.type,
        sql_cast(_STATUS, Text()).label("delivery_status"),
        c.reason,
        c.created_at,
        _NEXT_TRY_AT.label("next_try_at"),
    )
    return shown.where(c.redelivery_of.is_(None))


def _to_delivery(row: RowMapping, tries: Sequence[DeliveryTry]) -> Delivery:
    return Delivery(
        id=row["id"],
        endpoint_id=row["endpoint_id"],
        type=row["type"],
        status=DeliveryStatus(row["delivery_status"]),
        reason=row["reason"],
        created_at=row["created_at"],
        next_try_at=row["next_try_at"],
        tries=tuple(tries),
    )
