"""Whether one more fits in: seats of a restaurant; chairs of a salon, and somebody who is free to do the work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import accumulate

from core.booking import DEFAULT_SERVICE_MINUTES, Venue, VenueKind
from repositories.booking import Taken
from services.booking.hours import Length, Span, is_at_work, length_of_meal, length_of_service
from services.booking.ports import Seating
from services.booking.tables import Seats, TablePlan

LONGEST_STAY = timedelta(hours=10)
"""No table and no chair is kept for longer (`turn_minutes` and `service_minutes` go no further)."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is kept for somebody: whose time at a salon, which tables at a restaurant."""

    stylist: str | None = None
    seats: Seats = field(default_factory=Seats)


def length_of(seating: Seating) -> Length:
    """How long what is wanted is kept."""
    if seating.venue.kind is VenueKind.RESTAURANT:
        return length_of_meal(seating.party_size, seating.venue.turn_minutes)
    minutes = seating.venue.service_minutes.get(seating.service or "", DEFAULT_SERVICE_MINUTES)
    return length_of_service(minutes)


def find_place(seating: Seating, stay: Span, taken: Sequence[Taken], *, may_move: bool = True) -> Place | None:
    """Where there are seats, or a chair and somebody to do it, during the whole stay; None: nowhere.

    Args:
        seating: what is wanted.
        stay: for how long.
        taken: all that is taken from `LONGEST_STAY` before it to as long after it, where the place has tables.
        may_move: whether others may get other tables for it.
    """
    venue = seating.venue
    there = [each for each in taken if each.starts_at < stay.ends_at and each.ends_at > stay.starts_at]
    if not has_room(there, stay, seating.party_size, capacity=venue.capacity):
        return None
    if venue.kind is VenueKind.RESTAURANT:
        seats = TablePlan(venue).seat(seating.party_size, stay, taken, may_move=may_move)
        return Place(seats=seats) if seats else None
    stylist = choose_stylist(seating, stay, there)
    return Place(stylist) if stylist or not venue.staff else None


def choose_stylist(seating: Seating, stay: Span, taken: Sequence[Taken]) -> str | None:
    """Who of those that do this is at work and free during the whole stay; of several whoever can do the least else.

    None: nobody, or the salon names no staff.
    """
    venue = seating.venue
    busy = {each.stylist for each in taken if each.starts_at < stay.ends_at and each.ends_at > stay.starts_at}
    able = [name for name in list_able(venue, seating.service) if seating.stylist in {None, name}]
    free = [name for name in able if name not in busy and is_at_work(venue, name, stay)]
    return min(free, key=lambda name: _skill(venue, name), default=None)


def list_able(venue: Venue, service: str | None) -> list[str]:
    """Who of the staff does a service, in the order in which the salon names them; who is given no services does all."""
    return [name for name in venue.staff if service is None or service in venue.staff_services.get(name, (service,))]


def _skill(venue: Venue, name: str) -> int:
    return len(venue.staff_services.get(name, venue.services))


def has_room(taken: Sequence[Taken], stay: Span, party_size: int, *, capacity: int) -> bool:
    """Whether the party fits in at every instant of the stay."""
    there = [each for each in taken if each.starts_at < stay.ends_at and each.ends_at > stay.starts_at]
    # Who leaves at the moment at which others come makes room for them: the negative numbers come first.
    moves = [(max(each.starts_at, stay.starts_at), each.party_size) for each in there]
    moves += [(each.ends_at, -each.party_size) for each in there]
    return all(here + party_size <= capacity for here in accumulate((size for _, size in sorted(moves)), initial=0))
