"""Venues."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.dependencies import AccountDep, IdempotencyDep, IfMatchDep, PageDep, ServicesDep, replay_header
from api.ids import one
from api.problems import documented
from api.schemas.venues import VenueAnswer, VenueBody, VenueChange, VenuePage
from core.booking import VenueKind
from core.ids import make_id

router = APIRouter(prefix="/v1/venues", tags=["venues"])


@router.post("", status_code=HTTPStatus.CREATED, responses=documented(400, 409, 413, 415))
async def create_venue(
    body: VenueBody,
    response: Response,
    account: AccountDep,
    services: ServicesDep,
    idempotency: IdempotencyDep,
) -> VenueAnswer:
    """Add a place that can be booked."""
    venue_id = make_id()
    venue = await services.venues.add(body.given(), venue_id=venue_id, account_id=account.id, key=idempotency)
    response.headers["Location"] = f"/v1/venues/{venue.id}"
    response.headers.update(replay_header(replayed=venue.id != venue_id))
    return VenueAnswer.model_validate(venue)


@router.get("", responses=documented(400))
async def list_venues(
    account: AccountDep, services: ServicesDep, page: PageDep, kind: Annotated[VenueKind | None, Query()] = None
) -> VenuePage:
    """Venues, newest first."""
    venues = await services.venues.list_page(account_id=account.id, kind=kind, before=page.before, limit=page.limit + 1)
    return VenuePage.model_validate(page.render(venues, VenueAnswer.model_validate, lambda venue: venue.id))


@router.get(one("venue_id"), responses=documented(404))
async def get_venue(venue_id: UUID, account: AccountDep, services: ServicesDep) -> VenueAnswer:
    """One venue."""
    return VenueAnswer.model_validate(await services.venues.get(venue_id, account_id=account.id))


KeepBookings = Annotated[
    bool,
    Query(
        description="Change it although bookings that stand would lose their place; they stay, to be settled by you."
    ),
]


@router.patch(one("venue_id"), responses=documented(400, 404, 409, 412, 413, 415))
async def change_venue(
    venue_id: UUID,
    body: VenueChange,
    account: AccountDep,
    services: ServicesDep,
    if_match: IfMatchDep,
    keep_bookings: KeepBookings = False,
) -> VenueAnswer:
    """Change the fields that are given. Where a booking that is still to come would lose its place (closed then, its
    table gone, nobody there to do it), nothing is changed and the answer is 409, which names the bookings.
    """
    check = if_match.check(VenueAnswer.model_validate)
    changed = await services.venues.change(
        venue_id, body.given(), account_id=account.id, keep_bookings=keep_bookings, check=check
    )
    return VenueAnswer.model_validate(changed)


@router.delete(one("venue_id"), status_code=HTTPStatus.NO_CONTENT, responses=documented(404, 409, 412))
async def delete_venue(venue_id: UUID, account: AccountDep, services: ServicesDep, if_match: IfMatchDep) -> None:
    """Remove a venue; the bookings that were there stay on the record. 409 where some are still to come: cancel them first."""
    check = if_match.check(VenueAnswer.model_validate)
    await services.venues.remove(venue_id, account_id=account.id, check=check)
