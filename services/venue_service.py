"""Venues."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from core.booking import DEFAULT_HOURS, Booking, Venue, VenueKind
from core.clock import Clock
from core.errors import AttemptError, ConflictError, FieldProblem, InvalidFieldError
from core.idempotency import IdempotencyKey
from core.ids import make_id
from core.when import to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.behind_bulkheads import ADDRESS
from services.booking.ports import BookingAdapter, Capability
from services.booking.standing import list_losing, seat_anew
from services.booking.venue_rules import check_venue, default_capacity
from services.booking.wording import join_spoken

_MOST_NAMED = 5
_SEARCH_SECONDS = 3.0
_WHERE_IT_IS = {"name", "adapter", "adapter_settings"}
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
        venue = await self._find_place(await self.make(given, venue_id=venue_id, account_id=account_id))
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
        self,
        venue_id: UUID,
        given: Mapping[str, Any],
        *,
        account_id: UUID,
        keep_bookings: bool = False,
        check: Callable[[Venue], None] | None = None,
    ) -> Venue:
        """Change what is given; bookings that stand keep their time, and get other tables where theirs are gone.

        Raises:
            InvalidFieldError: a part of it would speak of something that it doesn't have, or its keys would go to another system.
            BookingsStandError: some would lose their place, and the caller does not want to `keep_bookings` all the same.
        """
        if given.keys() & _WHERE_IT_IS:
            async with self._unit_of_work() as unit:
                old = await unit.venues.get(venue_id, account_id=account_id)
            found = await self._find_place(await self._revise(old, given), keys_of=old)
            given = {**given, "adapter_settings": found.adapter_settings}
        async with self._unit_of_work() as unit:
            old = await unit.venues.get_locked(venue_id, account_id=account_id)
            if check is not None:
                check(old)
            return await self.rewrite(unit, old, given, keep_bookings=keep_bookings)

    async def remove(self, venue_id: UUID, *, account_id: UUID, check: Callable[[Venue], None] | None = None) -> None:
        """Nobody can book it any more; the bookings that were there stay to be looked at. `check` as in `change`.

        Raises:
            BookingsStandError: some are still to come.
        """
        async with self._unit_of_work() as unit:
            venue = await unit.venues.get_locked(venue_id, account_id=account_id)
            if check is not None:
                check(venue)
            if standing := await unit.bookings.list_standing(venue_id):
                raise _refusal(standing, "are still to come: {}. Cancel them first.")
            await unit.venues.remove(venue_id)

    async def make(self, given: Mapping[str, Any], *, venue_id: UUID, account_id: UUID) -> Venue:
        """A venue of which so much is said, not stored yet; raises InvalidFieldError where it doesn't fit together."""
        venue = Venue(
            **self._complete({**_BARE, **given}, kind=given["kind"]),
            id=venue_id,
            account_id=account_id,
            created_at=self._clock.now(),
        )
        await self._check(venue)
        return venue

    async def rewrite(self, unit: UnitOfWork, old: Venue, given: Mapping[str, Any], *, keep_bookings: bool) -> Venue:
        """As `change`, in the caller's transaction; the venue's row must be locked."""
        new = await self._revise(old, given)
        if new == old:
            return old
        if _system_of(new) != _system_of(old) and await unit.venue_secrets.find(old.id) is not None:
            raise _keys_stand(old)
        standing = await unit.bookings.list_standing(old.id)
        losing = [] if keep_bookings else list_losing(old, new, standing)
        if losing:
            raise _refusal(
                losing,
                "would lose their place: {}. Move or cancel them first, or say keep_bookings=true and settle it with them.",
            )
        await unit.bookings.move_to_tables(seat_anew(new, standing))
        if any(getattr(old, name) != getattr(new, name) for name in _WHERE_IT_IS):
            await unit.venues.mark_let_in(new.id)  # what was refused was asked for elsewhere
            new = replace(new, refused_at=None)
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

    async def _check(self, venue: Venue) -> None:
        check_venue(venue)
        if adapter := self._adapters.get(venue.adapter):
            await adapter.check_place(venue)

    async def _find_place(self, venue: Venue, *, keys_of: Venue | None = None) -> Venue:
        """The venue with the settings by which its system knows the place, where that can look for it and answers now.

        Where that is not the system of `keys_of`, it is asked without keys: they are sent nowhere else.
        """
        adapter = self._adapters.get(venue.adapter)
        if adapter is None or Capability.SEARCH not in adapter.capabilities:
            return venue
        is_elsewhere = keys_of is not None and _system_of(venue) != _system_of(keys_of)
        try:
            async with asyncio.timeout(_SEARCH_SECONDS):
                places = await adapter.search_places(replace(venue, id=make_id()) if is_elsewhere else venue)
        except (AttemptError, TimeoutError):  # no key yet, or away: whoever books hears whether it is known there
            return venue
        if len(places) == 1:
            return replace(venue, adapter_settings={**venue.adapter_settings, **places[0].settings})
        known = join_spoken([each.name for each in places], last="and")
        which = f"several places that may be meant: {known}" if places else f"no place called {venue.name}"
        detail = f"Its booking system knows {which}. Say what it is called there, to the letter."
        raise InvalidFieldError(detail, [FieldProblem("/adapter_settings", detail)])

    async def _revise(self, old: Venue, given: Mapping[str, Any]) -> Venue:
        usual = {"capacity": None} if old.capacity == default_capacity(old.kind, old.tables) else {}
        new = replace(old, **self._complete({"tables": old.tables, **usual, **given}, kind=old.kind))
        await self._check(new)
        return new


def _system_of(venue: Venue) -> tuple[str, str]:
    """Which system it is booked in, and whose host that is: there its keys may be sent."""
    return venue.adapter, urlsplit(str(venue.adapter_settings.get(ADDRESS, ""))).netloc.lower()


def _keys_stand(venue: Venue) -> InvalidFieldError:
    detail = (
        f"The keys of this venue open the system where it is booked now, and are not sent to another one. Take them away first (PUT"
        f" /v1/venues/{venue.id}/secrets with {{}}), change it, and bring the new ones along."
    )
    return InvalidFieldError(detail, [FieldProblem("/adapter_settings", detail)])


def _refusal(bookings: Sequence[Booking], what: str) -> BookingsStandError:
    """Names the first few of them."""
    named = [f"{each.reference} on {to_local(each.starts_at, each.timezone):%Y-%m-%d at %H:%M}" for each in bookings]
    if len(named) > _MOST_NAMED:
        named[_MOST_NAMED:] = [f"{len(named) - _MOST_NAMED} more"]
    many = "1 booking" if len(bookings) == 1 else f"{len(bookings)} bookings"
    return BookingsStandError(f"{many} {what.format(', '.join(named))}")
