"""Switches endpoints off that are gone or that nothing gets through to, and says so, in the transaction of the tries.

410 does it at once. Else only failures do: through the whole schedule of a message, about three days, or for five days
whatever the schedules say. One message that gets through begins the count anew.

A mail says so too, once a day for an endpoint, and not where it was a test that was answered 410: whoever tests sees the answer. No
address is written to more than `services/unasked_mail.py` lets, since nobody has asked whose it is.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Final, NamedTuple
from uuid import UUID

import structlog

from core.blind_index import BlindIndex
from core.domain import Message, Repeat, TaskStatus, WorkKind
from core.events import EventType
from core.new_notification import new_notification
from core.queue import Ring
from core.webhook import WebhookEndpoint, WebhookMessage
from repositories.unit_of_work import UnitOfWork
from repositories.webhook import WebhookAttempt
from services.unasked_mail import MOST, WITHIN, has_room, mailbox_of
from services.webhook.deliveries import TEST_TYPE
from services.webhook.endpoint_view import endpoint_view
from services.webhook.outbox import Happening, announce
from services.webhook.schedule import SHORTEST_SCHEDULE_SECONDS

SHORTEST_SPAN = timedelta(seconds=SHORTEST_SCHEDULE_SECONDS)
"""What the whole schedule of a message takes at least."""
LONGEST_SPAN = timedelta(days=5)
FORGET_AFTER = timedelta(hours=48)
"""Longer than any pause of the schedule: after it, nothing was sent meanwhile, and one failure says nothing."""

_NOTICE: Final = "endpoint notice"


class _Unheard(NamedTuple):
    """An endpoint that was switched off, and whom to write to; nobody where that is empty."""

    endpoint: WebhookEndpoint
    address: str


logger = structlog.stdlib.get_logger(__name__)


class EndpointCare:
    """What tries mean for the endpoints they went to."""

    def __init__(self, *, index: BlindIndex) -> None:
        self._index = index

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
        # In one order, so that two of these can't wait for each other.
        off = [await _judge(unit, endpoint_id, failed[endpoint_id]) for endpoint_id in sorted(failed)]
        return await self._write(unit, [each for each in off if each and each.address])

    async def _write(self, unit: UnitOfWork, unheard: Sequence[_Unheard]) -> list[Ring]:
        rings: list[Ring] = []
        for endpoint, address in sorted(unheard, key=lambda each: mailbox_of(each.address)):  # for the same reason
            subject = f"{_NOTICE} of:{endpoint.id}"
            is_first = await unit.logins.count_try(subject, within=WITHIN) == 1
            if is_first and await has_room(unit, _NOTICE, address, index=self._index):
                rings += await _write_to(unit, endpoint)
            else:
                logger.warning("not written that an endpoint is off, enough today", endpoint_id=str(endpoint.id))
        return rings


async def _judge(
    unit: UnitOfWork, endpoint_id: UUID, tried: Sequence[tuple[WebhookMessage, WebhookAttempt]]
) -> _Unheard | None:
    if gone := [message.type for message, attempt in tried if attempt.status_code == HTTPStatus.GONE]:
        off = await _disable(unit, endpoint_id, "it answered 410 Gone")
        return off._replace(address="") if off and set(gone) == {TEST_TYPE} else off
    failing = await unit.webhook_endpoints.note_failed(endpoint_id, forget_after=FORGET_AFTER)
    if failing is None:
        return None
    is_over = any(message.status is TaskStatus.FAILED and message.redelivery_of is None for message, _ in tried)
    if failing >= (SHORTEST_SPAN if is_over else LONGEST_SPAN):
        return await _disable(unit, endpoint_id, f"nothing got through for {failing.days} days")
    return None


async def _disable(unit: UnitOfWork, endpoint_id: UUID, reason: str) -> _Unheard | None:
    endpoint = await unit.webhook_endpoints.disable(endpoint_id, reason=reason)
    if endpoint is None:
        return None
    logger.warning("webhook endpoint switched off", endpoint_id=str(endpoint_id), reason=reason)
    happening = Happening(
        type=EventType.ENDPOINT_DISABLED,
        account_id=endpoint.account_id,
        data=endpoint_view(endpoint),
        at=endpoint.updated_at,
    )
    await announce(unit, [happening])
    return _Unheard(endpoint, endpoint.notify_email or "")


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
            f"more with POST /v1/webhooks/{endpoint.id}/redeliver.\n\n"
            f"Are others off as well? GET /v1/webhooks says so: no more than one mail a day is sent about an endpoint, and {MOST} to an address."
        ),
        topic="endpoint_disabled",
        repeat=Repeat.SAME_ID,
    )
    notice = new_notification(message, account_id=endpoint.account_id, user_id=user_id)
    return [Ring.of(WorkKind.NOTIFICATION, each) for each in await unit.notifications.add_many([notice])]
