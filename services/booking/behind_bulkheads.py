"""A booking system of which only so many calls are under way at the same time."""

import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import structlog

from core.booking import Booking, Venue
from core.when import to_local
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.ports import BookingSystem, Capability, Guest, OfferedService, Seating
from services.booking.refusals import NotLetInError
from services.booking.standing import OWN_BOOK
from services.bulkheads import Bulkheads, System

_READS_PER_WRITE = 6
REFUSED_FOR = timedelta(minutes=10)
"""So long a system that did not accept a venue's key is not called for it again, unless there is a new key."""
ADDRESS = "base_url"
"""The name under which venues say it."""

logger = structlog.stdlib.get_logger(__name__)


class BulkheadedBookingSystem:
    """The system `inner`, known as `name`. Every call may also raise NoRoomError: nothing was asked or done.

    Where venues say at which address their system is, each address is a system of its own, whatever is asked of it: one that
    hangs must not hold up the others. Questions for free times are a system of their own, so that a search through many
    days holds up no booking; except of the own venue book, which is our database.

    A key that is not accepted is tried once in ten minutes. Meanwhile `refused_at` of the venue says so.
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
        async with self._call(seating.venue, only_times=True):
            return await self._inner.list_free(seating, limit=limit, after=after)

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        async with self._call(seating.venue):
            return await self._inner.book(seating, guest, key=key)

    async def hold(self, seating: Seating, guest: Guest, *, key: str) -> datetime | None:
        async with self._call(seating.venue):
            return await self._inner.hold(seating, guest, key=key)

    async def find(self, key: str) -> Booking | None:
        async with self._unit_of_work.reading() as unit:
            asked = await unit.bookings.find_by_effect(key)
        if asked is None:
            return await self._inner.find(key)  # which asks nobody
        async with self._call(await self._venue_of(asked)):
            return await self._inner.find(key)

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        async with self._call(seating.venue):
            return await self._inner.change(seen, seating, key=key)

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        async with self._call(await self._venue_of(booking)):
            return await self._inner.cancel(booking, key=key)

    async def look_again(self, booking: Booking) -> Booking:
        async with self._call(await self._venue_of(booking)):
            return await self._inner.look_again(booking)

    async def list_services(self, venue: Venue) -> Sequence[OfferedService]:
        async with self._call(venue, only_times=True):
            return await self._inner.list_services(venue)

    # -------------------------------------------------------------- inside

    @asynccontextmanager
    async def _call(self, venue: Venue | None, *, only_times: bool = False) -> AsyncGenerator[None]:
        """A place among the calls to a venue's system, which has let us in lately or is tried anew; None: the own book.

        Raises:
            NoRoomError: enough calls are under way.
            NotLetInError: it has not accepted our key a short while ago.
        """
        system, times = System(self._name), 1
        if venue is not None and self._name != OWN_BOOK:
            self._check_let_in(venue)
            kind = f"{self._name}-times" if only_times else self._name
            times = _READS_PER_WRITE if only_times else 1
            system = System(kind, venue.adapter_settings.get(ADDRESS, "").rstrip("/"))
        async with self._bulkheads.call(system, times=times):
            try:
                yield
            except NotLetInError:
                if venue is not None:
                    await self._note(venue, is_refused=True)
                raise
        if venue is not None and venue.refused_at is not None:
            await self._note(venue, is_refused=False)

    def _check_let_in(self, venue: Venue) -> None:
        if venue.refused_at is not None and datetime.now(UTC) - venue.refused_at < REFUSED_FOR:
            since = to_local(venue.refused_at, venue.timezone)
            raise NotLetInError(
                f"The booking system of {venue.name} does not accept our key since {since:%H:%M}. "
                "Whoever runs this has to give it a new one."
            )

    async def _note(self, venue: Venue, *, is_refused: bool) -> None:
        async with self._unit_of_work() as unit:
            if is_refused:
                await unit.venues.mark_refused(venue.id)
            else:
                await unit.venues.mark_let_in(venue.id)
        logger.log(
            logging.ERROR if is_refused else logging.INFO,
            "a booking system has decided on a key",
            venue_id=str(venue.id),
            accepted=not is_refused,
        )

    async def _venue_of(self, booking: Booking) -> Venue | None:
        """Whose system has a booking; None: nobody's but ours."""
        if booking.system == OWN_BOOK:
            return None
        async with self._unit_of_work.reading() as unit:
            return await unit.venues.get(booking.venue_id, account_id=booking.account_id, even_removed=True)


def put_behind_bulkheads(
    systems: Mapping[str, BookingSystem], bulkheads: Bulkheads, *, unit_of_work: UnitOfWorkFactory
) -> dict[str, BookingSystem]:
    """Each of the systems behind a bulkhead of its own."""
    return {
        name: BulkheadedBookingSystem(system, name=name, bulkheads=bulkheads, unit_of_work=unit_of_work)
        for name, system in systems.items()
    }
