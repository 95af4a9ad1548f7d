"""Bookings: list, look at, change, cancel."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from api.dependencies import AccountDep, IfMatchDep, PageDep, ServicesDep
from api.problems import documented
from api.schemas.bookings import BookingAnswer, BookingChangeBody, BookingPage
from api.schemas.common import Day
from core.booking import BookingFilter, BookingStatus

router = APIRouter(prefix="/v1/bookings", tags=["bookings"])


async def get_filter(
    user_id: Annotated[UUID | None, Query()] = None,
    venue_id: Annotated[UUID | None, Query()] = None,
    status: Annotated[BookingStatus | None, Query()] = None,
    from_date: Annotated[Day | None, Query(alias="from", description="The first day, local to the venue.")] = None,
    to_date: Annotated[Day | None, Query(alias="to", description="The last day, local to the venue.")] = None,
) -> BookingFilter:
    """What the list is narrowed to."""
    return BookingFilter(user_id=user_id, venue_id=venue_id, status=status, from_date=from_date, to_date=to_date)


@router.get("", responses=documented(400))
async def list_bookings(
    account: AccountDep, services: ServicesDep, page: PageDep, narrowed: Annotated[BookingFilter, Depends(get_filter)]
) -> BookingPage:
    """Bookings, newest first."""
    bookings = await services.bookings.list_page(
        narrowed, account_id=account.id, before=page.before, limit=page.limit + 1
    )
    return BookingPage.model_validate(page.render(bookings, BookingAnswer.of, lambda booking: booking.id))


@router.get("/{booking_id}", responses=documented(404))
async def get_booking(booking_id: UUID, account: AccountDep, services: ServicesDep) -> BookingAnswer:
    """One booking."""
    return BookingAnswer.of(await services.bookings.get(booking_id, account_id=account.id))


@router.patch("/{booking_id}", responses=documented(400, 404, 409, 412, 413, 415))
async def change_booking(
    booking_id: UUID, body: BookingChangeBody, account: AccountDep, services: ServicesDep, if_match: IfMatchDep
) -> BookingAnswer:
    """Change a booking, all of it or nothing; changing it to what it is already changes nothing."""
    changed = await services.bookings.change(
        booking_id, body.new_values(), account_id=account.id, check=if_match.check(BookingAnswer.of)
    )
    return BookingAnswer.of(changed)


@router.post("/{booking_id}/cancel", responses=documented(404, 409))
async def cancel_booking(booking_id: UUID, account: AccountDep, services: ServicesDep) -> BookingAnswer:
    """Cancel a booking; cancelling again changes nothing."""
    return BookingAnswer.of(await services.bookings.cancel(booking_id, account_id=account.id))
