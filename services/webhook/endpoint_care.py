"""Switches endpoints off that are gone or that nothing gets through to, and says so, in the transaction of the tries.

410 does it at once. Else only failures do: through the whole schedule of a message, about three days, or for five days
whatever the schedules say. One message that gets through begins the count anew.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

import structlog

from core.domain import Message, Repeat, TaskStatus, WorkKind
from core.events import EventType
from core.new_notification import new_notification
from core.queue import Ring
from core.webhook import WebhookEndpoint, WebhookMessage
from repositories.unit_of_work import UnitOfWork
from repositories.webhook import WebhookAttempt
from services.webhook.endpoint_view import endpoint_view
from services.webhook.outbox import Happening, announce
from services.webhook.schedule import SHORTEST_SCHEDULE_SECONDS

SHORTEST_SPAN = timedelta(seconds=SHORTEST_SCHEDULE_SECONDS)
"""What the whole schedule of a message takes at least."""
LONGEST_SPAN = timedelta(days=5)
FORGET_AFTER = timedelta(hours=48)
"""Longer than any pause of the schedule: after it, nothing was sent meanwhile, and one failure says nothing."""

logger = structlog.stdlib.get_logger(__name__)


class EndpointCare:
    """What tries mean for the endpoints they went to."""

    async def look_after(
        self, unit: UnitOfWork, tried: Sequence[tuple[WebhookMessage, WebhookAttempt]]
    ) -> Iterable[Ring]:
        """Note what got through and what failed; answers what has to be published after the commit."""
        delivered = {
            message.endpoint_id
            for message, _ in tried
            if message.endpoint_id is not None and message.status is TaskStatus.COMPLETED
        }
        if delivered:
            await unit.webhook_endpoints.note_delivered(delivered)
        failed: dict[UUID, list[tuple[WebhookMessage, WebhookAttempt]]] = {}
        for message, attempt in tried:
            if message.endpoint_id is not None and message.endpoint_id not in delivered:
                failed.setdefault(message.endpoint_id, []).append((message, attempt))
        rings: list[Ring] = []
        for endpoint_id in sorted(failed):  # in one order, so that two of these can't wait for each other
            rings += await _judge(unit, endpoint_id, failed[endpoint_id])
        return rings


async def _judge(
    unit: UnitOfWork, endpoint_id: UUID, tried: Sequence[tuple[WebhookMessage, WebhookAttempt]]
) -> list[Ring]:
    if any(attempt.status_code == HTTPStatus.GONE for _, attempt in tried):
        return await _disable(unit, endpoint_id, "it answered 410 Gone")
    failing = await unit.webhook_endpoints.note_failed(endpoint_id, forget_after=FORGET_AFTER)
    if failing is None:
        return []
    is_over = any(message.status is TaskStatus.FAILED and message.redelivery_of is None for message, _ in tried)
    if failing >= (SHORTEST_SPAN if is_over else LONGEST_SPAN):
        return await _disable(unit, endpoint_id, f"nothing got through for {failing.days} days")
    return []


async def _disable(unit: UnitOfWork, endpoint_id: UUID, reason: str) -> list[Ring]:
    endpoint = await unit.webhook_endpoints.disable(endpoint_id, reason=reason)
    if endpoint is None:
        return []
    logger.warning("webhook endpoint switched off", endpoint_id=str(endpoint_id), reason=reason)
    happening = Happening(
        type=EventType.ENDPOINT_DISABLED,
        account_id=endpoint.account_id,
        data=endpoint_view(endpoint),
        at=endpoint.updated_at,
    )
    await announce(unit, [happening])
    return await _write_to(unit, endpoint) if endpoint.notify_email else []


async def _write_to(unit: UnitOfWork, endpoint: WebhookEndpoint) -> list[Ring]:
    user_id = await unit.accounts.hold_default(endpoint.account_id)
    if user_id is None:
        return []
    message = Message(
        key=f"endpoint-disabled:{endpoint.id}:{endpoint.version}",
        to="webhooks",
        channels=(f"mailto:{endpoint.notify_email}",),
        subject="A webhook endpoint was switched off",
        text=(
            f"Nothing more is sent to the webhook endpoint {endpoint.id}: {endpoint.disabled_reason}. When it works again, "
            f'switch it on with PATCH /v1/webhooks/{endpoint.id} {{"enabled": true}}, and have what it has missed sent once '
            f"more with POST /v1/webhooks/{endpoint.id}/redeliver."
        ),
        topic="endpoint_disabled",
        repeat=Repeat.SAME_ID,
    )
    notice = new_notification(message, account_id=endpoint.account_id, user_id=user_id)
    return [Ring.of(WorkKind.NOTIFICATION, each) for each in await unit.notifications.add_many([notice])]
