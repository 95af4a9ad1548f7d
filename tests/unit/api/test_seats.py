"""Calls that last are let in up to a number, and each that is refused is refused by itself."""

from collections.abc import Callable

import pytest

from api.seats import MOST_LONG_POLLS, MOST_STREAMS, Seats, seats_of_long_polls, seats_of_streams
from core.errors import LimitError
from core.ids import make_id


@pytest.mark.parametrize(("make", "most"), [(seats_of_streams, MOST_STREAMS), (seats_of_long_polls, MOST_LONG_POLLS)])
def test_two_refusals_are_two_objects(make: Callable[[], Seats], most: int) -> None:
    seats, holder = make(), make_id()
    for _ in range(most):
        seats.take(holder)
    refusals: list[LimitError] = []
    for _ in range(2):
        with pytest.raises(LimitError) as refused:
            seats.take(holder)
        refusals.append(refused.value)
    one, other = refusals
    assert (one.title, one.detail, one.retry_after) == (other.title, other.detail, other.retry_after)
    assert one is not other, "an error that is raised again holds on to every call that it was raised in"
