"""Which endpoints hear that a message has failed for good, in the transaction that ends it: once for each message."""

import json
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.ids import make_id
from core.notification import Notification
from repositories.unit_of_work import UnitOfWork
from repositories.webhook import NewWebhookMessage
from services.notification.notification_view import notification_view
from services.task_view import instant_text
from services.webhook.schedule import MAX_ATTEMPTS


class NotificationEvent(StrEnum):
    """What may happen to a message: no channel has taken it, or the last one that did could not deliver it."""

    FAILED = "notification.failed"


async def tell_failed(unit: UnitOfWork, ids: Collection[UUID], *, now: datetime) -> None:
    """Write a message to each endpoint that wants to hear of it. The next sweep sends them on their way."""
    if not ids:
        return
    failed = await unit.notifications.list_by_ids(ids)
    told: list[NewWebhookMessage] = []
    for account_id in sorted({each.account_id for each in failed}):
        endpoints = await unit.webhook_endpoints.list_told(NotificationEvent.FAILED, account_id=account_id)
        told += [
            _compose(each, endpoint_id=endpoint.id, url=endpoint.url, now=now)
            for each in failed
            for endpoint in endpoints
            if each.account_id == account_id
        ]
    await unit.webhooks.add_due(told)


def _compose(notification: Notification, *, endpoint_id: UUID, url: str, now: datetime) -> NewWebhookMessage:
    event = NotificationEvent.FAILED
    body = {"type": event, "timestamp": instant_text(now), "data": notification_view(notification)}
    return NewWebhookMessage(
        id=make_id(),
        account_id=notification.account_id,
        task_id=None,
        request_id=None,
        endpoint_id=endpoint_id,
        notification_id=notification.id,
        url=url,
        type=event,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        max_attempts=MAX_ATTEMPTS,
    )
