"""The product's own venue book: seats and chairs of venues that keep no system of their own.

Whoever wants room at a venue first locks the venue's row, so parties are admitted one after the other and no two of
them can count on the same seat, chair or stylist.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from core.booking import Booking, Venue
from core.clock import Clock
from core.ids import make_id
from repositories.booking import ChangedBooking, NewBooking
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.doubles import find_double
from services.booking.hours import Span, find_stay, is_open, list_stays
from services.booking.ports import ClosedError, FullError, Guest, Seating, StaleError, TwiceError
from services.booking.room import choose_stylist, fits, length_of

_REFERENCE_LETTERS = "CDFGHJKMNPQRTVWXY34679"
"""Nothing that looks like something else, and no vowels, so that no word comes out."""
_REFERENCE_LENGTH = 6


class LocalBookingSystem:
    """Bookings kept in the product's own tables. Every error says that nothing was booked or changed."""

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
        since, until = possible[0][1].starts_at, max(stay.ends_at for _, stay in possible)
        async with self._unit_of_work() as unit:
            taken = await unit.bookings.list_taken(
                seating.venue.id, since=since, until=until, without=seating.instead_of
            )
        free = [start for start, stay in possible if fits(seating, stay, taken)]
        return sorted(free, key=lambda start: (abs(start - seating.starts_at), start))[:limit]

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        """Book; the same key answers with the booking it made before, whatever has changed since."""
        async with self._unit_of_work() as unit:
            venue = await unit.venues.get_locked(seating.venue.id, account_id=guest.account_id)
            # Hours and seats may have changed since the venue was looked up.
            seating = replace(seating, venue=venue)
            if standing := await find_double(unit, seating, guest):
                if earlier := await unit.bookings.find_by_effect(key):
                    return earlier
                raise TwiceError(standing)
            kept = await _find_room(unit, seating)
            booked = await unit.bookings.add(_new_booking(seating, guest, kept, key=key)) if kept else None
            if booked := booked or await unit.bookings.find_by_effect(key):
                return booked
        raise _refusal(venue, seating)

    async def find(self, key: str) -> Booking | None:
        """What this key booked."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.find_by_effect(key)

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        """Make a booking what `seating` says; guarded by what was `seen`, so that it happens once."""
        del key
        async with self._unit_of_work() as unit:
            venue = await unit.venues.get_locked(seen.venue_id, account_id=seen.account_id)
            seating = replace(seating, venue=venue, instead_of=seen.id)
            kept = await _find_room(unit, seating)
            if kept is not None:
                changed = await unit.bookings.change(seen, _changed_booking(seating, kept))
                if changed is None:
                    raise StaleError("The booking was changed or cancelled meanwhile.")
                return changed
        raise _refusal(venue, seating)

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        """Give the room back; a booking that is cancelled already stays so."""
        del key
        async with self._unit_of_work() as unit:
            cancelled = await unit.bookings.cancel(booking.id, account_id=booking.account_id)
            return cancelled or await unit.bookings.get(booking.id, account_id=booking.account_id)

    async def look_again(self, booking: Booking) -> Booking:
        """The booking as the book has it now."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.get(booking.id, account_id=booking.account_id)


class _Kept(NamedTuple):
    """What is kept for a party: how long, and whose time."""

    stay: Span
    stylist: str | None


async def _find_room(unit: UnitOfWork, seating: Seating) -> _Kept | None:
    """The room that there is; the venue's row must be locked."""
    stay = find_stay(seating.venue, seating.starts_at, length_of(seating))
    if stay is None:
        return None
    taken = await unit.bookings.list_taken(
        seating.venue.id, since=stay.starts_at, until=stay.ends_at, without=seating.instead_of
    )
    return _Kept(stay, choose_stylist(seating, stay, taken)) if fits(seating, stay, taken) else None


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
        stylist=kept.stylist,
        special_requests=guest.requests_at(seating.venue.kind),
        starts_at=kept.stay.starts_at,
        ends_at=kept.stay.ends_at,
    )


def _changed_booking(seating: Seating, kept: _Kept) -> ChangedBooking:
    return ChangedBooking(
        party_size=seating.party_size,
        service=seating.service,
        stylist=kept.stylist,
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
