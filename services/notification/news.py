"""Which endpoints hear that a message has failed for good, in the transaction that ends it: once for each message."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.events import EventType
from core.notification import Notification
from repositories.unit_of_work import UnitOfWork
from services.notification.notification_view import notification_view
from services.webhook.outbox import Happening, announce


class NotificationEvent(StrEnum):
    """What may happen to a message: no channel has taken it, or the last one that did could not deliver it."""

    FAILED = "notification.failed"


async def tell_failed(unit: UnitOfWork, ids: Collection[UUID], *, now: datetime) -> None:
    """Write a message to each endpoint that wants to hear of it. The next sweep sends them on their way."""
    if not ids:
        return
    await announce(unit, [_to_happening(each, now=now) for each in await unit.notifications.list_by_ids(ids)])


def _to_happening(notification: Notification, *, now: datetime) -> Happening:
    return Happening(
        type=EventType(NotificationEvent.FAILED),
        account_id=notification.account_id,
        data=notification_view(notification),
        at=now,
        notification_id=notification.id,
    )
