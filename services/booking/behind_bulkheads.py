"""A booking system of which only so many calls are under way at the same time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.booking import Booking, Venue
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.ports import BookingSystem, Capability, Guest, Seating
from services.booking.standing import OWN_BOOK
from services.bulkheads import Bulkheads, System

_READS_PER_WRITE = 6
ADDRESS = "base_url"
"""The name under which venues say it."""


class BulkheadedBookingSystem:
    """The system `inner`, known as `name`. Every call may also raise NoRoomError: nothing was asked or done.

    Where venues say at which address their system is, each address is a system of its own, whatever is asked of it: one that
    hangs must not hold up the others. Questions for free times are a system of their own, so that a search through many
    days holds up no booking; except of the own venue book, which is our database.
    """

    def __init__(
        self, inner: BookingSystem, *, name: str, bulkheads: Bulkheads, unit_of_work: UnitOfWorkFactory
    ) -> None:
        self._inner = inner
        self._name = name
        self._bulkheads = bulkheads
        self._unit_of_work = unit_of_work

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self._inner.capabilities

    async def list_free(self, seating: Seating, *, limit: int, after: datetime | None = None) -> Sequence[datetime]:
        place = self._system_of(seating.venue)
        reading = place if self._name == OWN_BOOK else System(f"{self._name}-times", place.place)
        async with self._bulkheads.call(reading, times=1 if reading is place else _READS_PER_WRITE):
            return await self._inner.list_free(seating, limit=limit, after=after)

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        async with self._bulkheads.call(self._system_of(seating.venue)):
            return await self._inner.book(seating, guest, key=key)

    async def hold(self, seating: Seating, guest: Guest, *, key: str) -> datetime | None:
        async with self._bulkheads.call(self._system_of(seating.venue)):
            return await self._inner.hold(seating, guest, key=key)

    async def find(self, key: str) -> Booking | None:
        async with self._unit_of_work.reading() as unit:
            asked = await unit.bookings.find_by_effect(key)
        if asked is None:
            return await self._inner.find(key)  # which asks nobody
        async with self._bulkheads.call(await self._system_with(asked)):
            return await self._inner.find(key)

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        async with self._bulkheads.call(self._system_of(seating.venue)):
            return await self._inner.change(seen, seating, key=key)

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        async with self._bulkheads.call(await self._system_with(booking)):
            return await self._inner.cancel(booking, key=key)

    async def look_again(self, booking: Booking) -> Booking:
        async with self._bulkheads.call(await self._system_with(booking)):
            return await self._inner.look_again(booking)

    def _system_of(self, venue: Venue) -> System:
        return System(self._name, venue.adapter_settings.get(ADDRESS, "").rstrip("/"))

    async def _system_with(self, booking: Booking) -> System:
        """The system that has a booking: the same one as for everything else that is asked at its venue."""
        if booking.system == OWN_BOOK:
            return System(self._name)
        async with self._unit_of_work.reading() as unit:
            venue = await unit.venues.get(booking.venue_id, account_id=booking.account_id, even_removed=True)
        return self._system_of(venue)


def put_behind_bulkheads(
    systems: Mapping[str, BookingSystem], bulkheads: Bulkheads, *, unit_of_work: UnitOfWorkFactory
) -> dict[str, BookingSystem]:
    """Each of the systems behind a bulkhead of its own."""
    return {
        name: BulkheadedBookingSystem(system, name=name, bulkheads=bulkheads, unit_of_work=unit_of_work)
        for name, system in systems.items()
    }
