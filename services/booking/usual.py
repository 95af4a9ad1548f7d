"""What somebody usually books: proposed where it is missing, never taken in silence.

What they have said themselves (`preferences`) goes before what their last bookings have in common.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from core.booking import Booking, BookingFilter, BookingStatus, VenueKind
from core.domain import Question
from core.profile import Profile, read_profile
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.wording import join_spoken

_LOOKED_AT = 20
_LATEST = 3
_FEWEST = 2
_MOST_FAVOURITES = 3
_VALUES: Mapping[str, Callable[[Booking], str]] = {
    "party_size": lambda booking: str(booking.party_size),
    "venue": lambda booking: booking.venue_name,
}


async def propose_usual(
    question: Question, *, kind: VenueKind, user_id: UUID, account_id: UUID, unit_of_work: UnitOfWorkFactory
) -> Question:
    """The question with what is usual for the person as its options; else as it is."""
    slot = question.slot or ""
    if slot not in _VALUES or question.options:
        return question
    async with unit_of_work() as unit:
        user = await unit.users.get(user_id, account_id=account_id)
        if stated := await _list_stated(unit, slot, read_profile(user.preferences), kind, account_id):
            return _propose(question, stated)
        mine = BookingFilter(user_id=user_id, status=BookingStatus.CONFIRMED)
        bookings = await unit.bookings.list_page(mine, account_id=account_id, before=None, limit=_LOOKED_AT)
    return with_usual(question, [each for each in bookings if each.kind is kind])


def with_usual(question: Question, bookings: Sequence[Booking]) -> Question:
    """What bookings that are at hand, the latest first, have in common as its only option."""
    value_of = _VALUES.get(question.slot or "")
    values = [value_of(each) for each in bookings[:_LATEST]] if value_of else []
    if len(values) < _FEWEST or len(set(values)) != 1:
        return question
    return _propose(question, values[:1])


async def _list_stated(unit: UnitOfWork, slot: str, known: Profile, kind: VenueKind, account_id: UUID) -> Sequence[str]:
    """What the person said is usual for them; of places only those that can be booked."""
    if slot == "party_size":
        is_table = kind is VenueKind.RESTAURANT
        return [str(known.usual_party_size)] if known.usual_party_size and is_table else []
    places: list[str] = []
    for name in known.favourite_places:
        named = await unit.venues.list_by_name(name, account_id=account_id)
        places += [each.name for each in named if each.kind is kind][:1]
    return list(dict.fromkeys(places))[:_MOST_FAVOURITES]


def _propose(question: Question, values: Sequence[str]) -> Question:
    text = f"{question.text.rstrip('?')}: {join_spoken(values)}{', as usual' * (len(values) == 1)}?"
    return replace(question, text=text, options=tuple(values))
