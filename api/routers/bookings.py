"""Bookings."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.dependencies import AccountDep, PageDep, ServicesDep
from api.problems import documented
from api.schemas.bookings import BookingAnswer, BookingPage
from core.booking import BookingFilter

router = APIRouter(prefix="/v1/bookings", tags=["bookings"])


@router.get("", responses=documented(400))
async def list_bookings(
    account: AccountDep, services: ServicesDep, page: PageDep, user_id: Annotated[UUID | None, Query()] = None
) -> BookingPage:
    """Bookings, newest first."""
    bookings = await services.venues.list_bookings(
        BookingFilter(user_id=user_id), account_id=account.id, before=page.before, limit=page.limit + 1
    )
    return BookingPage.model_validate(page.render(bookings, BookingAnswer.of, lambda booking: booking.id))


@router.get("/{booking_id}", responses=documented(404))
async def get_booking(booking_id: UUID, account: AccountDep, services: ServicesDep) -> BookingAnswer:
    """One booking."""
    return BookingAnswer.of(await services.venues.get_booking(booking_id, account_id=account.id))
