"""Places without any system: somebody has to ring them.

What is wanted is written down as asked for (`pending`), and a carer gets a script (`services/booking/by_phone.py`). What
they were told is recorded with POST /v1/tasks/{id}/resolve. A venue's `adapter_settings` has the `phone` number of the place.
"""

from collections.abc import Sequence
from datetime import datetime

from core.booking import Booking, BookingStatus, Venue
from core.clock import Clock
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.desk.checks import check_sane
from services.booking.desk.rows import DeskRows
from services.booking.hours import find_stay, list_stays
from services.booking.ports import BY_PHONE, Capability, Guest, OfferedService, OutsideBooking, Seating
from services.booking.refusals import ByPhoneError, ClosedError
from services.booking.room import length_of

TO_BE_PHONED = "to be phoned"


class PhoneBookingSystem:
    """Bookings that people make by telephone. Nobody knows here what is free, only when the place is open."""

    capabilities = frozenset({Capability.IDEMPOTENT, Capability.LOOKUP, Capability.NEEDS_CONFIRMATION})

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._clock = clock
        self._unit_of_work = unit_of_work
        self._rows = DeskRows(system=BY_PHONE, unit_of_work=unit_of_work)

    async def list_free(self, seating: Seating, *, limit: int, after: datetime | None = None) -> Sequence[datetime]:
        """The times of the day that can be asked for: those at which the place is open long enough."""
        earliest = after or self._clock.now()
        stays = list_stays(seating.venue, seating.starts_at.date(), length_of(seating))
        starts = [start for start, stay in stays if stay.starts_at > earliest]
        return sorted(starts, key=lambda start: (abs(start - seating.starts_at), start))[:limit]

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        """Write down what shall be asked for.

        Raises:
            ClosedError, FullError: it can't be.
            TwiceError: the guest wants it `only_once`, and there is another one.
        """
        check_sane(seating, now=self._clock.now())
        if find_stay(seating.venue, seating.starts_at, length_of(seating)) is None:
            raise ClosedError("The place is closed at that time.")
        order = await self._rows.write_down(seating, guest, key=key)
        if order.row.status is not BookingStatus.UNKNOWN:
            return order.row
        asked = OutsideBooking(
            uid=str(order.row.id),
            reference="",
            status=BookingStatus.PENDING,
            raw_status=TO_BE_PHONED,
            starts_at=seating.starts_at,
        )
        return await self._rows.record(order.row, asked, order.seating)

    async def hold(self, seating: Seating, guest: Guest, *, key: str) -> datetime | None:
        """Nobody keeps anything for who has not phoned."""
        del seating, guest, key
        return None

    async def find(self, key: str) -> Booking | None:
        """What was written down under this key."""
        asked = await self._rows.find_asked(key)
        # A row that is not finished was asked of nobody yet.
        return asked[0] if asked and asked[0].status is not BookingStatus.UNKNOWN else None

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        """Raises ByPhoneError: somebody has to ring the place."""
        del seating, key
        raise ByPhoneError(f"Bookings at {seen.venue_name} are changed by telephone.")

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        """Raises ByPhoneError: somebody has to ring the place."""
        del key
        if booking.status in {BookingStatus.CANCELLED, BookingStatus.REJECTED}:
            return booking
        raise ByPhoneError(f"Bookings at {booking.venue_name} are cancelled by telephone.")

    async def look_again(self, booking: Booking) -> Booking:
        """As it was written down last."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.get(booking.id, account_id=booking.account_id)

    async def list_services(self, venue: Venue) -> Sequence[OfferedService]:
        """What a place does is said of the venue itself."""
        del venue
        return ()
