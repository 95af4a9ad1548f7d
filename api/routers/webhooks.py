"""Webhooks."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header

from api.dependencies import AccountDep, ServicesDep
from api.problems import documented
from api.schemas.webhooks import SigningSecretAnswer, TaskMessage

messages = APIRouter(tags=["webhooks"])
"""What receivers are called with; only documented, never routed."""

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])


@router.get("/signing-secret", responses=documented())
async def get_signing_secret(account: AccountDep, services: ServicesDep) -> SigningSecretAnswer:
    """The secret with which messages to a request's `webhook_url` are signed."""
    return SigningSecretAnswer(secret=await services.accounts.get_signing_secret(account.id))


@messages.post(
    "task",
    operation_id="receive_task_message",
    status_code=HTTPStatus.NO_CONTENT,
    responses={"4XX": {"description": "Not taken: sent again later"}, "5XX": {"description": "As 4XX"}},
)
def receive_task_message(
    body: TaskMessage,
    webhook_id: Annotated[str, Header(description="Names the message; the same for every try.")],
    webhook_timestamp: Annotated[str, Header(description="Seconds since 1970, when this try was made.")],
    webhook_signature: Annotated[str, Header(description="`v1,…` over `id.timestamp.body`, by Standard Webhooks.")],
) -> None:
    """Sent to a request's `webhook_url` when its task comes to rest; any 2xx takes it."""
