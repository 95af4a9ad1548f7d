"""The product's own venue book: seats and chairs of venues that keep no system of their own.

Whoever wants room at a venue first locks the venue's row, so parties are admitted one after the other and no two of
them can count on the same seat, chair or stylist.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from core.booking import Booking, Venue
from core.clock import Clock
from core.errors import NotFoundError, PermanentError
from core.ids import make_id
from repositories.booking import ChangedBooking, NewBooking, Taken
from repositories.hold import NewHold
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.desk.checks import check_party
from services.booking.doubles import find_double
from services.booking.hours import Span, find_stay, is_open, list_stays
from services.booking.news import BookingEvent, tell
from services.booking.ports import Capability, Guest, OfferedService, Seating
from services.booking.refusals import ClosedError, FullError, StaleError, TwiceError
from services.booking.room import LONGEST_STAY, Place, find_place, length_of
from services.effect_ledger import DidNotHappenError

_REFERENCE_LETTERS = "CDFGHJKMNPQRTVWXY34679"
"""Nothing that looks like something else, and no vowels, so that no word comes out."""
_REFERENCE_LENGTH = 6
HELD_FOR = timedelta(minutes=10)
"""So long room is kept for somebody who is being asked."""


class RemovedError(PermanentError, DidNotHappenError):
    """The venue was removed meanwhile; nothing was booked or changed."""

    name = "venue-removed"
    title = "The place is not there any more"


class LocalBookingSystem:
    """Bookings kept in the product's own tables. Every error says that nothing was booked or changed."""

    capabilities = frozenset(
        {
            Capability.ONLINE,
            Capability.HOLD,
            Capability.IDEMPOTENT,
            Capability.LOOKUP,
            Capability.CHECKS_CONFLICTS,
        }
    )

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def list_free(self, seating: Seating, *, limit: int, after: datetime | None = None) -> Sequence[datetime]:
        """Free times on the day of `seating`, nearest to the wanted one first, local and naive."""
        earliest = after or self._clock.now()
        stays = list_stays(seating.venue, seating.starts_at.date(), length_of(seating))
        possible = [(start, stay) for start, stay in stays if stay.starts_at > earliest]
        if not possible:
            return []
        whole = Span(possible[0][1].starts_at, max(stay.ends_at for _, stay in possible))
        async with self._unit_of_work() as unit:
            taken = await _list_taken(unit, seating, whole)
        # Others are moved for the wanted time only: to try it for all would take too long.
        free = [
            start for start, stay in possible if find_place(seating, stay, taken, may_move=start == seating.starts_at)
        ]
        return sorted(free, key=lambda start: (abs(start - seating.starts_at), start))[:limit]

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        """Book; the same key answers with the booking it made before, whatever has changed since."""
        async with self._unit_of_work() as unit:
            venue = await _lock(unit, seating.venue.id, guest.account_id)
            # Hours and seats may have changed since the venue was looked up.
            seating = replace(seating, venue=venue)
            if standing := await find_double(unit, seating, guest):
                if earlier := await unit.bookings.find_by_effect(key):
                    return earlier
                raise TwiceError(standing)
            kept = await _find_room(unit, seating)
            booked = await unit.bookings.add(_new_booking(seating, guest, kept, key=key)) if kept else None
            if booked and kept:
                await _move_others(unit, kept)
                await tell(unit, BookingEvent.CREATED, booked)
                if seating.held:
                    await unit.holds.remove(seating.held)
            if booked := booked or await unit.bookings.find_by_effect(key):
                return booked
        raise _refusal(venue, seating)

    async def hold(self, seating: Seating, guest: Guest, *, key: str, lasts: timedelta = HELD_FOR) -> datetime:
        """Keep the room under a key while a person is asked; answers until when.

        Under the same key it is kept anew, or what is wanted now instead of what was.

        Raises:
            FullError, ClosedError: it can't be had; what was kept before is given back.
        """
        async with self._unit_of_work() as unit:
            venue = await _lock(unit, seating.venue.id, guest.account_id)
            seating = replace(seating, venue=venue, held=key)
            await unit.holds.remove_expired(venue.id)
            kept = await _find_room(unit, seating)
            if kept is not None:
                await _move_others(unit, kept)
                return await unit.holds.put(_new_hold(seating, guest, kept, key=key), lasts=lasts)
            await unit.holds.remove(key)
        raise _refusal(venue, seating)

    async def release(self, key: str) -> None:
        """Give back what is kept under this key; nothing where nothing is."""
        async with self._unit_of_work() as unit:
            await unit.holds.remove(key)

    async def find(self, key: str) -> Booking | None:
        """What this key booked."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.find_by_effect(key)

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        """Make a booking what `seating` says; guarded by what was `seen`, so that it happens once."""
        del key
        async with self._unit_of_work() as unit:
            venue = await _lock(unit, seen.venue_id, seen.account_id)
            seating = replace(seating, venue=venue, instead_of=seen.id)
            kept = await _find_room(unit, seating)
            if kept is not None:
                changed = await unit.bookings.change(seen, _changed_booking(seating, kept))
                if changed is None:
                    raise StaleError("The booking was changed or cancelled meanwhile.")
                await _move_others(unit, kept)
                await tell(unit, BookingEvent.CHANGED, changed)
                return changed
        raise _refusal(venue, seating)

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        """Give the room back; a booking that is cancelled already stays so."""
        del key
        async with self._unit_of_work() as unit:
            cancelled = await unit.bookings.cancel(booking.id, account_id=booking.account_id)
            if cancelled:
                await tell(unit, BookingEvent.CANCELLED, cancelled)
            return cancelled or await unit.bookings.get(booking.id, account_id=booking.account_id)

    async def look_again(self, booking: Booking) -> Booking:
        """The booking as the book has it now."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.get(booking.id, account_id=booking.account_id)

    async def list_services(self, venue: Venue) -> Sequence[OfferedService]:
        """What a place does is said of the venue itself."""
        del venue
        return ()


class _Kept(NamedTuple):
    """What is kept for a party: how long, and whose time or which tables."""

    stay: Span
    place: Place


async def _lock(unit: UnitOfWork, venue_id: UUID, account_id: UUID) -> Venue:
    try:
        return await unit.venues.get_locked(venue_id, account_id=account_id)
    except NotFoundError as error:
        raise RemovedError("The place takes no bookings any more.") from error


async def _find_room(unit: UnitOfWork, seating: Seating) -> _Kept | None:
    """The room that there is; the venue's row must be locked."""
    check_party(seating)
    stay = find_stay(seating.venue, seating.starts_at, length_of(seating))
    if stay is None:
        return None
    place = find_place(seating, stay, await _list_taken(unit, seating, stay))
    return _Kept(stay, place) if place else None


async def _list_taken(unit: UnitOfWork, seating: Seating, span: Span) -> Sequence[Taken]:
    """What others have booked or keep. Where there are tables, also what they sit at before and after."""
    margin = LONGEST_STAY if seating.venue.tables else timedelta()
    since, until = span.starts_at - margin, span.ends_at + margin
    return await unit.bookings.list_taken(
        seating.venue.id, since=since, until=until, without=seating.instead_of, held=seating.held
    )


async def _move_others(unit: UnitOfWork, kept: _Kept) -> None:
    moved = {each.id: tables for each, tables in kept.place.seats.moved.items() if each.id is not None}
    await unit.bookings.move_to_tables(moved)
    await unit.holds.move_to_tables(moved)


def _refusal(venue: Venue, seating: Seating) -> ClosedError | FullError:
    if not is_open(venue, seating.starts_at):
        return ClosedError("The place is closed at that time.")
    return FullError("There is no room at that time.")


def _new_booking(seating: Seating, guest: Guest, kept: _Kept, *, key: str) -> NewBooking:
    return NewBooking(
        id=make_id(),
        account_id=guest.account_id,
        user_id=guest.user_id,
        venue_id=seating.venue.id,
        task_id=guest.task_id,
        effect_key=key,
        reference=make_reference(key),
        party_size=seating.party_size,
        service=seating.service,
        stylist=kept.place.stylist,
        special_requests=guest.requests_at(seating.venue.kind),
        tables=kept.place.seats.tables,
        starts_at=kept.stay.starts_at,
        ends_at=kept.stay.ends_at,
    )


def _changed_booking(seating: Seating, kept: _Kept) -> ChangedBooking:
    return ChangedBooking(
        party_size=seating.party_size,
        service=seating.service,
        stylist=kept.place.stylist,
        tables=kept.place.seats.tables,
        starts_at=kept.stay.starts_at,
        ends_at=kept.stay.ends_at,
    )


def _new_hold(seating: Seating, guest: Guest, kept: _Kept, *, key: str) -> NewHold:
    return NewHold(
        id=make_id(),
        account_id=guest.account_id,
        user_id=guest.user_id,
        venue_id=seating.venue.id,
        key=key,
        party_size=seating.party_size,
        service=seating.service,
        stylist=kept.place.stylist,
        tables=kept.place.seats.tables,
        starts_at=kept.stay.starts_at,
        ends_at=kept.stay.ends_at,
    )


def make_reference(key: str) -> str:
    """Six letters and digits that are easy to read out over the telephone; the same key gives the same ones."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    letters: list[str] = []
    for _ in range(_REFERENCE_LENGTH):
        number, place = divmod(number, len(_REFERENCE_LETTERS))
        letters.append(_REFERENCE_LETTERS[place])
    return "".join(letters)
