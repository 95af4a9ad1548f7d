"""Venues."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.dependencies import AccountDep, IdempotencyDep, PageDep, ServicesDep, SettingsDep, replay_header
from api.problems import documented
from api.schemas.venues import VenueAnswer, VenueBody, VenuePage
from core.booking import DEFAULT_CAPACITY, DEFAULT_HOURS, Venue, VenueKind
from core.ids import make_id

router = APIRouter(prefix="/v1/venues", tags=["venues"])


@router.post("", status_code=HTTPStatus.CREATED, responses=documented(400, 409, 413, 415))
async def create_venue(
    body: VenueBody,
    response: Response,
    account: AccountDep,
    services: ServicesDep,
    settings: SettingsDep,
    idempotency: IdempotencyDep,
) -> VenueAnswer:
    """Add a place that can be booked."""
    given = body.model_dump(
        include={
            "name",
            "kind",
            "location",
            "cuisine",
            "service_minutes",
            "staff_services",
            "adapter",
            "adapter_settings",
        }
    )
    hours = body.opening_hours()
    new = Venue(
        **given,
        id=make_id(),
        account_id=account.id,
        timezone=body.timezone or settings.default_timezone,
        hours=DEFAULT_HOURS if hours is None else hours,
        capacity=body.capacity or DEFAULT_CAPACITY[body.kind],
        services=body.services,
        staff=body.staff,
        created_at=services.clock.now(),
    )
    venue = await services.venues.add(new, key=idempotency)
    response.headers["Location"] = f"/v1/venues/{venue.id}"
    response.headers.update(replay_header(replayed=venue.id != new.id))
    return VenueAnswer.model_validate(venue)


@router.get("", responses=documented(400))
async def list_venues(
    account: AccountDep, services: ServicesDep, page: PageDep, kind: Annotated[VenueKind | None, Query()] = None
) -> VenuePage:
    """Venues, newest first."""
    venues = await services.venues.list_page(account_id=account.id, kind=kind, before=page.before, limit=page.limit + 1)
    return VenuePage.model_validate(page.render(venues, VenueAnswer.model_validate, lambda venue: venue.id))


@router.get("/{venue_id}", responses=documented(404))
async def get_venue(venue_id: UUID, account: AccountDep, services: ServicesDep) -> VenueAnswer:
    """One venue."""
    return VenueAnswer.model_validate(await services.venues.get(venue_id, account_id=account.id))
