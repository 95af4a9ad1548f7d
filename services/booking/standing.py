"""Which bookings would lose their place where a venue changes, and where those that keep it sit then."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from core.booking import Booking, Venue, VenueKind
from repositories.booking import Taken
from services.booking.hours import Span, is_at_work, is_open_during
from services.booking.room import has_room, list_able
from services.booking.tables import TablePlan

OWN_BOOK = "local"
_WHERE_IT_IS_BOOKED = ("adapter", "adapter_settings", "timezone")


def list_losing(old: Venue, new: Venue, standing: Sequence[Booking]) -> list[Booking]:
    """Those for which there was a place before and is none any more. Whoever had none loses nothing."""
    if any(getattr(old, name) != getattr(new, name) for name in _WHERE_IT_IS_BOOKED):
        return list(standing)
    if new.adapter != OWN_BOOK:  # the system outside decides, whatever is said of hours and seats here
        return []
    lost = {each.id for each in standing if _has_time(old, each) and not _has_time(new, each)}
    if new.kind is VenueKind.RESTAURANT:
        lost |= _list_unseated(new, standing).difference(_list_unseated(old, standing))
    return [each for each in standing if each.id in lost]


def seat_anew(venue: Venue, standing: Sequence[Booking]) -> Mapping[UUID, tuple[str, ...]]:
    """The tables of those who have to sit elsewhere because theirs are there no more, or have none yet."""
    return _seat_all(venue, standing)[0]


def _has_time(venue: Venue, booking: Booking) -> bool:
    stay = _span_of(booking)
    if not is_open_during(venue, stay):
        return False
    if venue.kind is VenueKind.RESTAURANT or not venue.staff or booking.stylist is None:
        return booking.service is None or not venue.services or booking.service in venue.services
    is_able = booking.stylist in list_able(venue, booking.service)
    return is_able and is_at_work(venue, booking.stylist, stay)


def _list_unseated(venue: Venue, standing: Sequence[Booking]) -> set[UUID]:
    """For whom there are no seats once those before them in the list have sat down."""
    full: set[UUID] = set()
    seated: list[Taken] = []
    for each in standing:
        if has_room(seated, _span_of(each), each.party_size, capacity=venue.capacity):
            seated.append(_taken(each))
        else:
            full.add(each.id)
    return full | _seat_all(venue, standing)[1]


def _seat_all(venue: Venue, standing: Sequence[Booking]) -> tuple[dict[UUID, tuple[str, ...]], set[UUID]]:
    """Who has to move where, and for whom there is no table at all."""
    names = {table.name for table in venue.tables}
    if not names:
        return {}, set()
    plan = TablePlan(venue)
    seated = {each.id: _taken(each) for each in standing if each.tables and names.issuperset(each.tables)}
    moved: dict[UUID, tuple[str, ...]] = {}
    unseated: set[UUID] = set()
    for each in standing:
        if each.id in seated:
            continue
        seats = plan.seat(each.party_size, _span_of(each), [*seated.values()], may_move=True)
        if seats is None:
            unseated.add(each.id)
            continue
        changes = {each.id: seats.tables, **{taken.id: tables for taken, tables in seats.moved.items() if taken.id}}
        moved |= changes
        seated[each.id] = _taken(each)
        seated |= {id_: replace(seated[id_], tables=tables) for id_, tables in changes.items()}
    return moved, unseated


def _span_of(booking: Booking) -> Span:
    return Span(booking.starts_at, booking.ends_at)


def _taken(booking: Booking) -> Taken:
    return Taken(booking.starts_at, booking.ends_at, booking.party_size, booking.stylist, booking.tables, booking.id)
