"""What somebody usually books: proposed where it is missing, never taken in silence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from core.booking import Booking, BookingFilter, BookingStatus, VenueKind
from core.domain import Question
from repositories.unit_of_work import UnitOfWorkFactory

_LOOKED_AT = 20
_LATEST = 3
_FEWEST = 2
_VALUES: Mapping[str, Callable[[Booking], str]] = {
    "party_size": lambda booking: str(booking.party_size),
    "venue": lambda booking: booking.venue_name,
}


async def propose_usual(
    question: Question, *, kind: VenueKind, user_id: UUID, account_id: UUID, unit_of_work: UnitOfWorkFactory
) -> Question:
    """The question with what the last few bookings have in common as its only option; else as it is."""
    if question.slot not in _VALUES or question.options:
        return question
    async with unit_of_work() as unit:
        mine = BookingFilter(user_id=user_id, status=BookingStatus.CONFIRMED)
        bookings = await unit.bookings.list_page(mine, account_id=account_id, before=None, limit=_LOOKED_AT)
    return with_usual(question, [each for each in bookings if each.kind is kind])


def with_usual(question: Question, bookings: Sequence[Booking]) -> Question:
    """The same for bookings that are at hand, the latest first."""
    value_of = _VALUES.get(question.slot or "")
    values = [value_of(each) for each in bookings[:_LATEST]] if value_of else []
    if len(values) < _FEWEST or len(set(values)) != 1:
        return question
    return replace(question, text=f"{question.text.rstrip('?')}: {values[0]}, as usual?", options=(values[0],))
