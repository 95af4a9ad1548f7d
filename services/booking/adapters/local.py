"""The product's own venue book: seats of venues that keep no system of their own.

Whoever wants seats at a venue first locks the venue's row, so parties are admitted one after the other and no two of
them can count on the same seat.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.booking import Booking
from core.clock import Clock
from core.ids import make_id
from repositories.booking import NewBooking, Taken
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.hours import Span, find_stay, is_open, list_stays
from services.booking.ports import ClosedError, FullError, Guest, Seating

_REFERENCE_LETTERS = "CDFGHJKMNPQRTVWXY34679"
"""Nothing that looks like something else, and no vowels, so that no word comes out."""
_REFERENCE_LENGTH = 6


class LocalBookingSystem:
    """Bookings kept in the product's own tables. Every error says that nothing was booked."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def list_free(self, seating: Seating, *, limit: int, after: datetime | None = None) -> Sequence[datetime]:
        """Free times on the day of `seating`, nearest to the wanted one first, local and naive."""
        venue, party_size = seating.venue, seating.party_size
        earliest = after or self._clock.now()
        stays = list_stays(venue, seating.starts_at.date(), party_size)
        possible = [(start, stay) for start, stay in stays if stay.starts_at > earliest]
        if not possible:
            return []
        until = max(stay.ends_at for _, stay in possible)
        async with self._unit_of_work() as unit:
            taken = await unit.bookings.list_taken(venue.id, since=possible[0][1].starts_at, until=until)
        free = [start for start, stay in possible if has_room(taken, stay, party_size, capacity=venue.capacity)]
        return sorted(free, key=lambda start: (abs(start - seating.starts_at), start))[:limit]

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        """Book; the same key answers with the booking it made before, whatever has changed since."""
        async with self._unit_of_work() as unit:
            venue = await unit.venues.get_locked(seating.venue.id, account_id=guest.account_id)
            # Hours and seats may have changed since the venue was looked up.
            booked = await _admit(unit, replace(seating, venue=venue), guest, key=key)
            if booked := booked or await unit.bookings.find_by_effect(key):
                return booked
        if not is_open(venue, seating.starts_at):
            raise ClosedError("The place is closed at that time.")
        raise FullError("There is no table at that time.")

    async def find(self, key: str) -> Booking | None:
        """What this key booked."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.find_by_effect(key)


async def _admit(unit: UnitOfWork, seating: Seating, guest: Guest, *, key: str) -> Booking | None:
    """Book if there is room; the venue's row must be locked. None: no room, or this key has booked before."""
    stay = find_stay(seating.venue, seating.starts_at, seating.party_size)
    if stay is None:
        return None
    taken = await unit.bookings.list_taken(seating.venue.id, since=stay.starts_at, until=stay.ends_at)
    if not has_room(taken, stay, seating.party_size, capacity=seating.venue.capacity):
        return None
    return await unit.bookings.add(_new_booking(seating, guest, stay, key=key))


def _new_booking(seating: Seating, guest: Guest, stay: Span, *, key: str) -> NewBooking:
    return NewBooking(
        id=make_id(),
        account_id=guest.account_id,
        user_id=guest.user_id,
        venue_id=seating.venue.id,
        task_id=guest.task_id,
        effect_key=key,
        reference=make_reference(key),
        party_size=seating.party_size,
        starts_at=stay.starts_at,
        ends_at=stay.ends_at,
    )


def has_room(taken: Sequence[Taken], stay: Span, party_size: int, *, capacity: int) -> bool:
    """Whether the party fits in at every instant of the stay.

    What is taken rises only when somebody arrives, so it is enough to look at the arrivals.
    """
    arrivals = {stay.starts_at, *(each.starts_at for each in taken if stay.starts_at < each.starts_at < stay.ends_at)}
    return all(party_size + _seats_taken(taken, at) <= capacity for at in arrivals)


def _seats_taken(taken: Sequence[Taken], at: datetime) -> int:
    return sum(each.party_size for each in taken if each.starts_at <= at < each.ends_at)


def make_reference(key: str) -> str:
    """Six letters and digits that are easy to read out over the telephone; the same key gives the same ones."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    letters: list[str] = []
    for _ in range(_REFERENCE_LENGTH):
        number, place = divmod(number, len(_REFERENCE_LETTERS))
        letters.append(_REFERENCE_LETTERS[place])
    return "".join(letters)
