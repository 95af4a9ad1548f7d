"""Webhooks."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Response

from api.dependencies import AccountDep, IdempotencyDep, PageDep, ServicesDep, replay_header
from api.ids import one
from api.problems import documented
from api.schemas.webhooks import (
    BookingMessage,
    EndpointAnswer,
    EndpointBody,
    EndpointPage,
    NewEndpointAnswer,
    NotificationMessage,
    ReminderMessage,
    SigningSecretAnswer,
    TaskMessage,
)

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
async def get_signing_secret(account: AccountDep, services: ServicesDep) -> SigningSecretAnswer:
    """The secret with which messages to a request's `webhook_url` are signed."""
    return SigningSecretAnswer(secret=await services.accounts.get_signing_secret(account.id))


@router.post("", status_code=HTTPStatus.CREATED, responses=documented(400, 409, 413, 415))
async def create_endpoint(
    body: EndpointBody, response: Response, account: AccountDep, services: ServicesDep, idempotency: IdempotencyDep
) -> NewEndpointAnswer:
    """Register an address that is told what happens. The answer has the secret that signs what is sent there, this once."""
    made = await services.endpoints.add(body.url, body.events, account_id=account.id, key=idempotency)
    response.headers["Location"] = f"/v1/webhooks/{made.endpoint.id}"
    response.headers.update(replay_header(replayed=not made.is_new))
    shown = EndpointAnswer.model_validate(made.endpoint).model_dump()
    return NewEndpointAnswer(**shown, secret=made.secret)


@router.get("", responses=documented(400))
async def list_endpoints(account: AccountDep, services: ServicesDep, page: PageDep) -> EndpointPage:
    """Endpoints, newest first."""
    found = await services.endpoints.list_page(account_id=account.id, before=page.before, limit=page.limit + 1)
    return EndpointPage.model_validate(page.render(found, EndpointAnswer.model_validate, lambda each: each.id))


@router.get(one("endpoint_id"), responses=documented(404))
async def get_endpoint(endpoint_id: UUID, account: AccountDep, services: ServicesDep) -> EndpointAnswer:
    """One endpoint."""
    return EndpointAnswer.model_validate(await services.endpoints.get(endpoint_id, account_id=account.id))


@router.delete(one("endpoint_id"), status_code=HTTPStatus.NO_CONTENT, responses=documented(404))
async def delete_endpoint(endpoint_id: UUID, account: AccountDep, services: ServicesDep) -> None:
    """Remove an endpoint. Nothing more is sent there, not even what waits already."""
    await services.endpoints.remove(endpoint_id, account_id=account.id)


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
