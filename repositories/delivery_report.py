"""What channels and people say of messages after these went out."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ColumnElement, and_, bindparam, func, or_, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.delivery_report import DeliveryReport, DeliveryState
from core.domain import Problem
from core.notification import Notification
from repositories.models import NotificationRow
from repositories.notification import to_notification
from repositories.rows import table_of
from repositories.sealed import owned

_NOTIFICATIONS = table_of(NotificationRow)


class DeliveryReportRepository:
    """Questions about delivery."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(
        self, notification_id: UUID, report: DeliveryReport, *, problem: Problem | None, at: datetime
    ) -> Notification | None:
        """Write a report down and answer the message; None where it says nothing new, or there is no such message."""
        c = _NOTIFICATIONS.c
        entry: dict[str, JsonValue] = {"state": report.state.value, "at": at.isoformat(), "channel": report.channel}
        if report.state is DeliveryState.TAKEN:
            entry["state"] = "sent"
        if report.reason:
            entry["reason"] = report.reason
        values: dict[str, Any] = {
            "history": _with(notification_id, entry),
            "provider_id": func.coalesce(c.provider_id, report.provider_id),
        }
        if report.state is DeliveryState.DELIVERED:
            values["delivered_at"] = at
        if report.state is DeliveryState.UNDELIVERED:
            error = {"error": asdict(problem) if problem else None}
            values |= {"undelivered_at": at, **owned(_NOTIFICATIONS, notification_id, error)}
        open_still = and_(c.delivered_at.is_(None), c.undelivered_at.is_(None))
        statement = update(_NOTIFICATIONS).where(c.id == notification_id, open_still, _is_news(report))
        row = (await self._session.execute(statement.values(values).returning(*c))).mappings().one_or_none()
        return to_notification(row) if row else None

    async def mark_answered(self, notification_id: UUID, *, at: datetime) -> bool:
        """Write down that a message was answered; False where it was answered before."""
        c = _NOTIFICATIONS.c
        statement = update(_NOTIFICATIONS).where(c.id == notification_id, c.answered_at.is_(None))
        values = {"answered_at": at, "history": _with(notification_id, {"state": "answered", "at": at.isoformat()})}
        return await self._session.scalar(statement.values(values).returning(c.id)) is not None


def _is_news(report: DeliveryReport) -> ColumnElement[bool]:
    """That it was taken is known where its id is; a second message under the same id can't take back what the first did."""
    c = _NOTIFICATIONS.c
    if report.state is DeliveryState.TAKEN:
        return c.provider_id.is_(None)
    if report.state is DeliveryState.UNDELIVERED:
        return or_(c.provider_id.is_(None), c.provider_id == report.provider_id)
    return true()


def _with(notification_id: UUID, entry: Mapping[str, JsonValue]) -> ColumnElement[Any]:
    history = _NOTIFICATIONS.c.history
    added = owned(_NOTIFICATIONS, notification_id, {"history": [entry]})["history"]
    return history.op("||")(bindparam("added", added, type_=history.type))
