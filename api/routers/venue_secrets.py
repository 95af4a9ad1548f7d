"""Keys to the booking systems of venues: put, never shown."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter

from api.dependencies import AccountDep, ServicesDep
from api.problems import documented
from api.schemas.venue_secrets import VenueSecretsBody

router = APIRouter(prefix="/v1/venues", tags=["venues"])


@router.put("/{venue_id}/secrets", status_code=HTTPStatus.NO_CONTENT, responses=documented(400, 404, 413, 415))
async def put_venue_secrets(venue_id: UUID, body: VenueSecretsBody, account: AccountDep, services: ServicesDep) -> None:
    """Give the keys to a venue's booking system, instead of all that were given before. They are never shown again."""
    await services.venue_secrets.put(venue_id, body.model_dump(exclude_none=True), account_id=account.id)
