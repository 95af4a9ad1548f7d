"""Webhooks."""

from fastapi import APIRouter

from api.dependencies import AccountDep, ServicesDep
from api.problems import documented
from api.schemas.webhooks import SigningSecretAnswer

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])


@router.get("/signing-secret", responses=documented())
async def get_signing_secret(account: AccountDep, services: ServicesDep) -> SigningSecretAnswer:
    """The secret with which messages to a request's `webhook_url` are signed."""
    return SigningSecretAnswer(secret=await services.accounts.get_signing_secret(account.id))
