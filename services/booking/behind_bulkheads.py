"""A booking system of which only so many calls are under way at the same time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.booking import Booking
from services.booking.ports import BookingSystem, Guest, Seating
from services.booking.standing import OWN_BOOK
from services.bulkheads import Bulkheads, System

_READS_PER_WRITE = 6
ADDRESS = "base_url"
"""The name under which venues say it."""


class BulkheadedBookingSystem:
    """The system `inner`, known as `name`. Every call may also raise NoRoomError: nothing was asked or done.

    Where venues say at which address their system is, each address is a system of its own: one that hangs must not hold
    up the others. Of a booking only the venue is known, so that counts instead. Questions for free times are a system of their
    own, so that a search through many days holds up no booking; except of the own venue book, which is our database.
    """

    def __init__(self, inner: BookingSystem, *, name: str, bulkheads: Bulkheads) -> None:
        self._inner = inner
        self._name = name
        self._bulkheads = bulkheads

    async def list_free(self, seating: Seating, *, limit: int, after: datetime | None = None) -> Sequence[datetime]:
        place = self._system_of(seating)
        reading = place if self._name == OWN_BOOK else System(f"{self._name}-times", place.place)
        async with self._bulkheads.call(reading, times=1 if reading is place else _READS_PER_WRITE):
            return await self._inner.list_free(seating, limit=limit, after=after)

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        async with self._bulkheads.call(self._system_of(seating)):
            return await self._inner.book(seating, guest, key=key)

    async def hold(self, seating: Seating, guest: Guest, *, key: str) -> datetime | None:
        async with self._bulkheads.call(self._system_of(seating)):
            return await self._inner.hold(seating, guest, key=key)

    async def find(self, key: str) -> Booking | None:
        async with self._bulkheads.call(System(self._name)):
            return await self._inner.find(key)

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        async with self._bulkheads.call(self._system_of(seating)):
            return await self._inner.change(seen, seating, key=key)

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        async with self._bulkheads.call(System(self._name, _venue_of(booking))):
            return await self._inner.cancel(booking, key=key)

    async def look_again(self, booking: Booking) -> Booking:
        async with self._bulkheads.call(System(self._name, _venue_of(booking))):
            return await self._inner.look_again(booking)

    def _system_of(self, seating: Seating) -> System:
        return System(self._name, seating.venue.adapter_settings.get(ADDRESS, ""))


def _venue_of(booking: Booking) -> str:
    """Bookings of the own venue book are all in one place."""
    return "" if booking.system == "local" else str(booking.venue_id)


def put_behind_bulkheads(systems: Mapping[str, BookingSystem], bulkheads: Bulkheads) -> dict[str, BookingSystem]:
    """Each of the systems behind a bulkhead of its own."""
    return {name: BulkheadedBookingSystem(system, name=name, bulkheads=bulkheads) for name, system in systems.items()}
