"""Venues."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from core.booking import DEFAULT_HOURS, Booking, Venue, VenueKind
from core.clock import Clock
from core.errors import ConflictError
from core.idempotency import IdempotencyKey
from core.when import to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.ports import BookingAdapter
from services.booking.standing import list_losing, seat_anew
from services.booking.venue_rules import check_venue, default_capacity

_MOST_NAMED = 5
_BARE: Mapping[str, Any] = {
    "timezone": None,
    "location": None,
    "cuisine": None,
    "hours": None,
    "capacity": None,
    "services": (),
    "staff": (),
    "adapter": "local",
}
"""A venue of which nothing is said."""


class BookingsStandError(ConflictError):
    """Bookings that are still to come stand in the way; the detail names them."""

    name = "bookings-stand"
    title = "Bookings stand in the way"


class VenueService:
    """Venues, for callers. Everything raises NotFoundError for what the account can't see.

    What is `given` has the names and types of the fields of `Venue`; None stands for what is usual.
    """

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWorkFactory,
        clock: Clock,
        default_timezone: str,
        adapters: Mapping[str, BookingAdapter] = MappingProxyType({}),
    ) -> None:
        self._unit_of_work = unit_of_work
        self._adapters = adapters
        self._clock = clock
        self._default_timezone = default_timezone

    async def add(
        self, given: Mapping[str, Any], *, venue_id: UUID, account_id: UUID, key: IdempotencyKey | None = None
    ) -> Venue:
        """Store a venue under this id; the one that `key` made before is answered instead.

        Raises:
            InvalidFieldError: a part of it speaks of something that it doesn't have.
        """
        venue = self.make(given, venue_id=venue_id, account_id=account_id)
        async with self._unit_of_work() as unit:
            first_id = await unit.idempotency.claim(key, resource_id=venue.id) if key else venue.id
            if first_id != venue.id:
                return await unit.venues.get(first_id, account_id=venue.account_id)
            return await unit.venues.add(venue)

    async def get(self, venue_id: UUID, *, account_id: UUID) -> Venue:
        """One venue."""
        async with self._unit_of_work() as unit:
            return await unit.venues.get(venue_id, account_id=account_id)

    async def list_page(
        self, *, account_id: UUID, kind: VenueKind | None, before: UUID | None, limit: int
    ) -> list[Venue]:
        """Venues, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.venues.list_page(account_id=account_id, kind=kind, before=before, limit=limit)

    async def change(
        self, venue_id: UUID, given: Mapping[str, Any], *, account_id: UUID, keep_bookings: bool = False
    ) -> Venue:
        """Change what is given; bookings that stand keep their time, and get other tables where theirs are gone.

        Raises:
            InvalidFieldError: a part of it would speak of something that it doesn't have.
            BookingsStandError: some would lose their place, and the caller does not want to `keep_bookings` all the same.
        """
        async with self._unit_of_work() as unit:
            old = await unit.venues.get_locked(venue_id, account_id=account_id)
            return await self.rewrite(unit, old, given, keep_bookings=keep_bookings)

    async def remove(self, venue_id: UUID, *, account_id: UUID) -> None:
        """Nobody can book it any more; the bookings that were there stay to be looked at.

        Raises:
            BookingsStandError: some are still to come.
        """
        async with self._unit_of_work() as unit:
            await unit.venues.get_locked(venue_id, account_id=account_id)
            if standing := await unit.bookings.list_standing(venue_id):
                raise _refusal(standing, "are still to come: {}. Cancel them first.")
            await unit.venues.remove(venue_id)

    def make(self, given: Mapping[str, Any], *, venue_id: UUID, account_id: UUID) -> Venue:
        """A venue of which so much is said, not stored yet; raises InvalidFieldError where it doesn't fit together."""
        venue = Venue(
            **self._complete({**_BARE, **given}, kind=given["kind"]),
            id=venue_id,
            account_id=account_id,
            created_at=self._clock.now(),
        )
        self._check(venue)
        return venue

    async def rewrite(self, unit: UnitOfWork, old: Venue, given: Mapping[str, Any], *, keep_bookings: bool) -> Venue:
        """As `change`, in the caller's transaction; the venue's row must be locked."""
        new = self._revise(old, given)
        if new == old:
            return old
        standing = await unit.bookings.list_standing(old.id)
        losing = [] if keep_bookings else list_losing(old, new, standing)
        if losing:
            raise _refusal(
                losing,
                "would lose their place: {}. Move or cancel them first, or say keep_bookings=true and settle it with them.",
            )
        await unit.bookings.move_to_tables(seat_anew(new, standing))
        return await unit.venues.write(new)

    # -------------------------------------------------------------- inside

    def _complete(self, given: Mapping[str, Any], *, kind: VenueKind) -> dict[str, Any]:
        """What is usual in the place of None."""
        usual = {
            "timezone": self._default_timezone,
            "hours": DEFAULT_HOURS,
            "capacity": default_capacity(kind, given.get("tables", ())),
        }
        return {name: usual.get(name) if value is None else value for name, value in given.items()}

    def _check(self, venue: Venue) -> None:
        check_venue(venue)
        if adapter := self._adapters.get(venue.adapter):
            adapter.check_settings(venue.adapter_settings)

    def _revise(self, old: Venue, given: Mapping[str, Any]) -> Venue:
        usual = {"capacity": None} if old.capacity == default_capacity(old.kind, old.tables) else {}
        new = replace(old, **self._complete({"tables": old.tables, **usual, **given}, kind=old.kind))
        self._check(new)
        return new


def _refusal(bookings: Sequence[Booking], what: str) -> BookingsStandError:
    """Names the first few of them."""
    named = [f"{each.reference} on {to_local(each.starts_at, each.timezone):%Y-%m-%d at %H:%M}" for each in bookings]
    if len(named) > _MOST_NAMED:
        named[_MOST_NAMED:] = [f"{len(named) - _MOST_NAMED} more"]
    many = "1 booking" if len(bookings) == 1 else f"{len(bookings)} bookings"
    return BookingsStandError(f"{many} {what.format(', '.join(named))}")
