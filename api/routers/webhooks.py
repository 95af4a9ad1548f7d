"""Webhooks."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Response

from api.dependencies import AccountDep, CallerDep, IfMatchDep, PageDep, ServicesDep
from api.ids import one
from api.problems import documented
from api.schemas.common import FOR_A_DAY, NOT_KEPT, RotateBody
from api.schemas.webhooks import (
    BookingMessage,
    DeliveryAnswer,
    DeliveryPage,
    EndpointAnswer,
    EndpointBody,
    EndpointMessage,
    EndpointPage,
    EndpointPatch,
    NewEndpointAnswer,
    NotificationMessage,
    RedeliverAnswer,
    RedeliverBody,
    ReminderMessage,
    SigningSecretAnswer,
    TaskMessage,
    TestMessage,
)
from core.delivery import DeliveryFilter, DeliveryStatus

messages = APIRouter(tags=["webhooks"])
"""What receivers are called with; only documented, never routed."""

_NOT_TAKEN: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "Not taken: sent again later"},
    "5XX": {"description": "As 4XX"},
}
MessageId = Annotated[str, Header(description="Names the message; the same for every try.")]
MessageTimestamp = Annotated[str, Header(description="Seconds since 1970, when this try was made.")]
MessageSignature = Annotated[str, Header(description="`v1,…` over `id.timestamp.body`, by Standard Webhooks.")]

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])


@router.get("/signing-secret", responses=documented())
async def get_signing_secret(response: Response, account: AccountDep, services: ServicesDep) -> SigningSecretAnswer:
    """The secret with which messages to a request's `webhook_url` are signed."""
    response.headers.update(NOT_KEPT)
    return SigningSecretAnswer.of(await services.accounts.get_signing_secret(account.id))


@router.post("/signing-secret/rotate", responses=documented(400, 413, 415))
async def rotate_signing_secret(
    response: Response, account: AccountDep, services: ServicesDep, body: RotateBody = FOR_A_DAY
) -> SigningSecretAnswer:
    """Make a new secret for messages to a request's `webhook_url`. Until the overlap ends they carry a signature by the one
    before too.
    """
    response.headers.update(NOT_KEPT)
    return SigningSecretAnswer.of(await services.accounts.rotate_signing_secret(account.id, overlap=body.overlap))


@router.post("", status_code=HTTPStatus.CREATED, responses=documented(400, 409, 413, 415))
async def create_endpoint(
    body: EndpointBody, response: Response, caller: CallerDep, services: ServicesDep
) -> NewEndpointAnswer:
    """Register an address that is told what happens, and of nothing that the caller may not read themselves. The answer has the
    secret that signs what is sent there, this once.
    """
    made = await services.endpoints.add(
        body.url,
        body.events,
        account_id=caller.account.id,
        granted=caller.permissions,
        notify_email=body.notify_email,
    )
    response.headers.update({"Location": f"/v1/webhooks/{made.endpoint.id}", **NOT_KEPT})
    return NewEndpointAnswer.with_secret(made)


@router.get("", responses=documented(400))
async def list_endpoints(account: AccountDep, services: ServicesDep, page: PageDep) -> EndpointPage:
    """Endpoints, newest first."""
    found = await services.endpoints.list_page(account_id=account.id, before=page.before, limit=page.limit + 1)
    return EndpointPage.model_validate(page.render(found, EndpointAnswer.of, lambda each: each.id))


@router.get(one("endpoint_id"), responses=documented(404))
async def get_endpoint(endpoint_id: UUID, account: AccountDep, services: ServicesDep) -> EndpointAnswer:
    """One endpoint."""
    return EndpointAnswer.of(await services.endpoints.get(endpoint_id, account_id=account.id))


@router.patch(one("endpoint_id"), responses=documented(400, 404, 412, 413, 415))
async def change_endpoint(
    endpoint_id: UUID, body: EndpointPatch, caller: CallerDep, services: ServicesDep, if_match: IfMatchDep
) -> EndpointAnswer:
    """Change where and what an endpoint is told, or switch it off and on. What waits already goes to the new address. Whoever
    has more told, or elsewhere, may read all of that themselves.
    """
    changes = body.model_dump(exclude_unset=True)
    check = if_match.check(EndpointAnswer.of)
    changed = await services.endpoints.change(
        endpoint_id, changes, account_id=caller.account.id, granted=caller.permissions, check=check
    )
    return EndpointAnswer.of(changed)


@router.post(one("endpoint_id") + "/rotate-secret", responses=documented(400, 404, 413, 415))
async def rotate_endpoint_secret(
    endpoint_id: UUID, response: Response, account: AccountDep, services: ServicesDep, body: RotateBody = FOR_A_DAY
) -> NewEndpointAnswer:
    """Make a new secret, shown this once. Until the overlap ends messages carry a signature by the one before too."""
    response.headers.update(NOT_KEPT)
    rotated = await services.endpoints.rotate_secret(endpoint_id, account_id=account.id, overlap=body.overlap)
    return NewEndpointAnswer.with_secret(rotated)


@router.post(one("endpoint_id") + "/test", status_code=HTTPStatus.ACCEPTED, responses=documented(404, 409))
async def send_test_message(
    endpoint_id: UUID, response: Response, account: AccountDep, services: ServicesDep
) -> DeliveryAnswer:
    """Send a message of type `endpoint.test` now, once. What became of it is in the list of deliveries."""
    sent = await services.endpoints.deliveries.send_test(endpoint_id, account_id=account.id)
    response.headers.update(_on_its_way(endpoint_id, sent.id))
    return DeliveryAnswer.model_validate(sent)


@router.post(
    one("endpoint_id") + "/redeliver", status_code=HTTPStatus.ACCEPTED, responses=documented(400, 404, 409, 413, 415)
)
async def redeliver_failed(
    endpoint_id: UUID, body: RedeliverBody, response: Response, account: AccountDep, services: ServicesDep
) -> RedeliverAnswer:
    """Send once more what has not got through, oldest first; the schedule of what is still being tried stays as it is."""
    count, more = await services.endpoints.deliveries.send_failed_again(
        endpoint_id, since=body.since, until=body.until, account_id=account.id
    )
    response.headers.update(_on_its_way(endpoint_id))
    return RedeliverAnswer(count=count, more=more)


def _on_its_way(endpoint_id: UUID, delivery_id: UUID | None = None) -> dict[str, str]:
    """Where to see what becomes of it."""
    place = f"/v1/webhooks/{endpoint_id}/deliveries"
    return {"Location": f"{place}/{delivery_id}" if delivery_id else place, "Retry-After": "1"}


async def get_delivery_filter(
    status: Annotated[DeliveryStatus | None, Query()] = None,
    event: Annotated[str | None, Query(max_length=64, description="The type of the messages.")] = None,
) -> DeliveryFilter:
    """What the list is narrowed to."""
    return DeliveryFilter(status=status, type=event)


@router.get(one("endpoint_id") + "/deliveries", responses=documented(400, 404))
async def list_deliveries(
    endpoint_id: UUID,
    account: AccountDep,
    services: ServicesDep,
    page: PageDep,
    narrowed: Annotated[DeliveryFilter, Depends(get_delivery_filter)],
) -> DeliveryPage:
    """What was sent to an endpoint and what became of it: every message with every try, newest message first."""
    found = await services.endpoints.deliveries.list_page(
        endpoint_id, narrowed, account_id=account.id, before=page.before, limit=page.limit + 1
    )
    return DeliveryPage.model_validate(page.render(found, DeliveryAnswer.model_validate, lambda each: each.id))


@router.get(one("endpoint_id") + "/deliveries/{delivery_id}", responses=documented(404))
async def get_delivery(
    endpoint_id: UUID, delivery_id: UUID, account: AccountDep, services: ServicesDep
) -> DeliveryAnswer:
    """One message with every try."""
    found = await services.endpoints.deliveries.get(delivery_id, endpoint_id=endpoint_id, account_id=account.id)
    return DeliveryAnswer.model_validate(found)


@router.post(
    one("endpoint_id") + "/deliveries/{delivery_id}/redeliver",
    status_code=HTTPStatus.ACCEPTED,
    responses=documented(404, 409),
)
async def redeliver(
    endpoint_id: UUID, delivery_id: UUID, response: Response, account: AccountDep, services: ServicesDep
) -> DeliveryAnswer:
    """Send a message once more now, under the same `webhook-id`; its schedule stays as it is."""
    sent = await services.endpoints.deliveries.send_again(delivery_id, endpoint_id=endpoint_id, account_id=account.id)
    response.headers.update(_on_its_way(endpoint_id, delivery_id))
    return DeliveryAnswer.model_validate(sent)


@router.delete(one("endpoint_id"), status_code=HTTPStatus.NO_CONTENT, responses=documented(404, 412))
async def delete_endpoint(endpoint_id: UUID, account: AccountDep, services: ServicesDep, if_match: IfMatchDep) -> None:
    """Remove an endpoint. Nothing more is sent there, not even what waits already."""
    await services.endpoints.remove(endpoint_id, account_id=account.id, check=if_match.check(EndpointAnswer.of))


@messages.post(
    "task",
    operation_id="receive_task_message",
    status_code=HTTPStatus.NO_CONTENT,
    responses=_NOT_TAKEN,
)
def receive_task_message(
    body: TaskMessage, webhook_id: MessageId, webhook_timestamp: MessageTimestamp, webhook_signature: MessageSignature
) -> None:
    """Sent to a request's `webhook_url`, and to registered endpoints, when a task comes to rest; any 2xx takes it."""


@messages.post(
    "booking",
    operation_id="receive_booking_message",
    status_code=HTTPStatus.NO_CONTENT,
    responses=_NOT_TAKEN,
)
def receive_booking_message(
    body: BookingMessage,
    webhook_id: MessageId,
    webhook_timestamp: MessageTimestamp,
    webhook_signature: MessageSignature,
) -> None:
    """Sent to registered endpoints when a booking is made, changed or cancelled; any 2xx takes it. Messages may come out of
    order: the one with the highest `version` counts.
    """


@messages.post(
    "notification",
    operation_id="receive_notification_message",
    status_code=HTTPStatus.NO_CONTENT,
    responses=_NOT_TAKEN,
)
def receive_notification_message(
    body: NotificationMessage,
    webhook_id: MessageId,
    webhook_timestamp: MessageTimestamp,
    webhook_signature: MessageSignature,
) -> None:
    """Sent to registered endpoints when a message to somebody has failed for good: every channel has refused it, or the
    last one that took it could not deliver it. Once for each message; any 2xx takes it.
    """


@messages.post(
    "reminder",
    operation_id="receive_reminder_message",
    status_code=HTTPStatus.NO_CONTENT,
    responses=_NOT_TAKEN,
)
def receive_reminder_message(
    body: ReminderMessage,
    webhook_id: MessageId,
    webhook_timestamp: MessageTimestamp,
    webhook_signature: MessageSignature,
) -> None:
    """Sent to registered endpoints when a due time is told for the first time, taken, or missed; any 2xx takes it. Messages
    may come out of order: the one with the highest `version` counts.
    """


@messages.post(
    "endpoint",
    operation_id="receive_endpoint_message",
    status_code=HTTPStatus.NO_CONTENT,
    responses=_NOT_TAKEN,
)
def receive_endpoint_message(
    body: EndpointMessage,
    webhook_id: MessageId,
    webhook_timestamp: MessageTimestamp,
    webhook_signature: MessageSignature,
) -> None:
    """Sent to the other registered endpoints when one is switched off because nothing gets through; any 2xx takes it."""


@messages.post(
    "test",
    operation_id="receive_test_message",
    status_code=HTTPStatus.NO_CONTENT,
    responses=_NOT_TAKEN,
)
def receive_test_message(
    body: TestMessage, webhook_id: MessageId, webhook_timestamp: MessageTimestamp, webhook_signature: MessageSignature
) -> None:
    """Sent to an endpoint when somebody asks for it (`POST /v1/webhooks/{id}/test`); any 2xx takes it."""
