"""Every call of a booking system counts, and none is made where there is no room."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

import pytest

from core.errors import NoRoomError
from services.booking.behind_bulkheads import BulkheadedBookingSystem
from services.booking.ports import BookingSystem
from services.bulkheads import Bulkheads, System

Ask = Callable[[BookingSystem], Awaitable[object]]

ANY = cast("Any", None)
CALLS: Sequence[Ask] = (
    lambda system: system.list_free(ANY, limit=1),
    lambda system: system.book(ANY, ANY, key="k"),
    lambda system: system.find("k"),
    lambda system: system.change(ANY, ANY, key="k"),
    lambda system: system.cancel(ANY, key="k"),
)


class Counting:
    """Answers to everything, and counts what is under way while it does."""

    def __init__(self, bulkheads: Bulkheads) -> None:
        self._bulkheads = bulkheads

    def __getattr__(self, name: str) -> Callable[..., Awaitable[int]]:
        async def answer(*given: object, **named: object) -> int:
            return self._bulkheads.count()["remote"].under_way

        return answer


@pytest.mark.parametrize("ask", CALLS)
async def test_call_needs_room(ask: Ask) -> None:
    bulkheads = Bulkheads(most=1)
    system = BulkheadedBookingSystem(cast("Any", Counting(bulkheads)), name="remote", bulkheads=bulkheads)
    assert await ask(system) == 1
    async with bulkheads.call(System("remote")):
        with pytest.raises(NoRoomError):
            await ask(system)
