"""Who is told of bookings, in the transaction that writes the booking: registered endpoints, and the guest before the visit."""

from enum import StrEnum

from core.booking import MAY_STAND, Booking, BookingStatus
from core.events import EventType
from repositories.unit_of_work import UnitOfWork
from services.booking.booking_view import booking_view
from services.booking.visits import follow_visit, remember_visit
from services.webhook.outbox import Happening, announce


class BookingEvent(StrEnum):
    """What may happen to a booking."""

    CREATED = "booking.created"
    CHANGED = "booking.changed"
    CANCELLED = "booking.cancelled"


async def tell(unit: UnitOfWork, event: BookingEvent, booking: Booking) -> None:
    """What has happened to a booking of our own book."""
    await (remember_visit if event is BookingEvent.CREATED else follow_visit)(unit, booking)
    await tell_endpoints(unit, event, booking)


async def tell_difference(unit: UnitOfWork, before: Booking, after: Booking) -> None:
    """What an outside system made of a booking; nothing where the guest would notice no difference."""
    if before.version == after.version:
        return
    await follow_visit(unit, after)
    if after.status in MAY_STAND:
        event = BookingEvent.CREATED if before.status is BookingStatus.UNKNOWN else BookingEvent.CHANGED
        await tell_endpoints(unit, event, after)
    elif before.status is not BookingStatus.UNKNOWN:  # else nobody was told that it stands
        await tell_endpoints(unit, BookingEvent.CANCELLED, after)


async def tell_endpoints(unit: UnitOfWork, event: BookingEvent, booking: Booking) -> None:
    """Tell the account's endpoints that want to hear of it."""
    happening = Happening(
        type=EventType(event),
        account_id=booking.account_id,
        data=booking_view(booking),
        at=booking.updated_at,
        booking_id=booking.id,
    )
    await announce(unit, [happening])
