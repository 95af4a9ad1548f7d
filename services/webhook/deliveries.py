"""Deliveries, for callers: what became of each message to an endpoint, and having it sent once more."""

import json
from datetime import datetime
from uuid import UUID

from core.clock import Clock
from core.delivery import Delivery, DeliveryFilter
from core.errors import ConflictError
from core.ids import make_id
from core.webhook import WebhookEndpoint
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from repositories.webhook import NewWebhookMessage
from services.task_view import instant_text

MOST_AT_ONCE = 500
TEST_TYPE = "endpoint.test"


class EndpointDisabledError(ConflictError):
    """Nothing is sent to an endpoint that is switched off."""

    name = "endpoint-disabled"
    title = "The webhook endpoint is switched off"


class DeliveryUnderWayError(ConflictError):
    """It is being sent just now."""

    name = "delivery-under-way"
    title = "This message is being sent already"


class Deliveries:
    """Everything raises NotFoundError for what the account can't see.

    What is sent once more has one try. Its failure is logged and that is all: the schedule of the message goes on as if
    nobody had asked, and if it gets through the schedule is over.
    """

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def list_page(
        self, endpoint_id: UUID, narrowed: DeliveryFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[Delivery]:
        """Deliveries to an endpoint, newest first."""
        async with self._unit_of_work() as unit:
            await unit.webhook_endpoints.get(endpoint_id, account_id=account_id)
            return await unit.deliveries.list_page(endpoint_id, narrowed, before=before, limit=limit)

    async def get(self, delivery_id: UUID, *, endpoint_id: UUID, account_id: UUID) -> Delivery:
        """One delivery."""
        async with self._unit_of_work() as unit:
            await unit.webhook_endpoints.get(endpoint_id, account_id=account_id)
            return await unit.deliveries.get(delivery_id, endpoint_id=endpoint_id)

    async def send_again(self, delivery_id: UUID, *, endpoint_id: UUID, account_id: UUID) -> Delivery:
        """Send a message once more, under the same `webhook-id`.

        Raises:
            EndpointDisabledError: the endpoint is switched off.
            DeliveryUnderWayError: it is being sent just now.
        """
        async with self._unit_of_work() as unit:
            await _open_endpoint(unit, endpoint_id, account_id)
            await unit.deliveries.get(delivery_id, endpoint_id=endpoint_id)
            if await unit.deliveries.is_under_way(delivery_id):
                raise DeliveryUnderWayError("It is on its way; look again in a moment.")
            await unit.deliveries.send_again([delivery_id], max_attempts=1)
            return await unit.deliveries.get(delivery_id, endpoint_id=endpoint_id)

    async def send_failed_again(
        self, endpoint_id: UUID, *, since: datetime, until: datetime | None, account_id: UUID
    ) -> tuple[int, bool]:
        """Send once more what has not got through of the messages from then on, oldest first, up to MOST_AT_ONCE.

        Answers how many there are, and whether there are more: then ask again.

        Raises:
            EndpointDisabledError: the endpoint is switched off.
        """
        async with self._unit_of_work() as unit:
            await _open_endpoint(unit, endpoint_id, account_id)
            missed = await unit.deliveries.list_failed(endpoint_id, since=since, until=until, limit=MOST_AT_ONCE + 1)
            sent = await unit.deliveries.send_again(missed[:MOST_AT_ONCE], max_attempts=1)
            return len(sent), len(missed) > MOST_AT_ONCE

    async def send_test(self, endpoint_id: UUID, *, account_id: UUID) -> Delivery:
        """Send a message that means nothing, whatever the endpoint wants to hear of: one try.

        Raises:
            EndpointDisabledError: the endpoint is switched off.
        """
        async with self._unit_of_work() as unit:
            endpoint = await _open_endpoint(unit, endpoint_id, account_id)
            message = self._make_test(endpoint)
            await unit.webhooks.add_due([message])
            return await unit.deliveries.get(message.id, endpoint_id=endpoint_id)

    def _make_test(self, endpoint: WebhookEndpoint) -> NewWebhookMessage:
        data = {"endpoint_id": str(endpoint.id), "summary": "This is a test. Nothing has happened."}
        body = {"type": TEST_TYPE, "timestamp": instant_text(self._clock.now()), "data": data}
        return NewWebhookMessage(
            id=make_id(),
            account_id=endpoint.account_id,
            task_id=None,
            request_id=None,
            endpoint_id=endpoint.id,
            url=endpoint.url,
            type=TEST_TYPE,
            body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
            max_attempts=1,
        )


async def _open_endpoint(unit: UnitOfWork, endpoint_id: UUID, account_id: UUID) -> WebhookEndpoint:
    endpoint = await unit.webhook_endpoints.get(endpoint_id, account_id=account_id, held=True)
    if not endpoint.enabled:
        raise EndpointDisabledError('Switch it on first: PATCH /v1/webhooks/{id} {"enabled": true}.')
    return endpoint
