from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from core.booking import Booking, BookingStatus, VenueKind
from core.domain import Question
from services.booking.usual import with_usual

AT = datetime(2026, 11, 1, 19, 0, tzinfo=UTC)
BOOKED = Booking(
    id=UUID(int=1),
    account_id=UUID(int=2),
    user_id=UUID(int=3),
    venue_id=UUID(int=4),
    venue_name="Olive Garden",
    kind=VenueKind.RESTAURANT,
    timezone="Europe/London",
    task_id=None,
    reference="R1",
    status=BookingStatus.CONFIRMED,
    party_size=2,
    service=None,
    stylist=None,
    starts_at=AT,
    ends_at=AT,
    created_at=AT,
    updated_at=AT,
)
HOW_MANY = Question(text="For how many people?", slot="party_size")


def of_sizes(*sizes: int) -> Sequence[Booking]:
    return [replace(BOOKED, party_size=size) for size in sizes]


def test_what_the_last_bookings_share_is_proposed() -> None:
    asked = with_usual(HOW_MANY, of_sizes(2, 2, 2, 6))
    assert (asked.text, asked.options) == ("For how many people: 2, as usual?", ("2",))


def test_place_is_proposed_by_its_name() -> None:
    asked = with_usual(Question(text="Which restaurant would you like?", slot="venue"), of_sizes(2, 4))
    assert asked.text == "Which restaurant would you like: Olive Garden, as usual?"


@pytest.mark.parametrize("sizes", [(), (2,), (2, 4), (2, 2, 5)])
def test_nothing_is_usual_that_was_not_so_every_time(sizes: tuple[int, ...]) -> None:
    assert with_usual(HOW_MANY, of_sizes(*sizes)) == HOW_MANY


def test_day_is_never_usual() -> None:
    asked = Question(text="For which day?", slot="date")
    assert with_usual(asked, of_sizes(2, 2, 2)) == asked
