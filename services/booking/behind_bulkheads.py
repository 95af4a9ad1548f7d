"""A booking system of which only so many calls are under way at the same time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.booking import Booking
from services.booking.ports import BookingSystem, Guest, Seating
from services.bulkheads import Bulkheads, System


class BulkheadedBookingSystem:
    """The system `inner`, known as `name`. Every call may also raise NoRoomError: nothing was asked or done."""

    def __init__(self, inner: BookingSystem, *, name: str, bulkheads: Bulkheads) -> None:
        self._inner = inner
        self._system = System(name)
        self._bulkheads = bulkheads

    async def list_free(self, seating: Seating, *, limit: int, after: datetime | None = None) -> Sequence[datetime]:
        async with self._bulkheads.call(self._system):
            return await self._inner.list_free(seating, limit=limit, after=after)

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        async with self._bulkheads.call(self._system):
            return await self._inner.book(seating, guest, key=key)

    async def find(self, key: str) -> Booking | None:
        async with self._bulkheads.call(self._system):
            return await self._inner.find(key)

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        async with self._bulkheads.call(self._system):
            return await self._inner.change(seen, seating, key=key)

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        async with self._bulkheads.call(self._system):
            return await self._inner.cancel(booking, key=key)

    async def look_again(self, booking: Booking) -> Booking:
        async with self._bulkheads.call(self._system):
            return await self._inner.look_again(booking)


def put_behind_bulkheads(systems: Mapping[str, BookingSystem], bulkheads: Bulkheads) -> dict[str, BookingSystem]:
    """Each of the systems behind a bulkhead of its own."""
    return {name: BulkheadedBookingSystem(system, name=name, bulkheads=bulkheads) for name, system in systems.items()}
