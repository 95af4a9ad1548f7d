"""Every call of a booking system counts, and none is made where there is no room."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from types import SimpleNamespace
from typing import Any, cast

import pytest

from core.errors import NoRoomError
from services.booking.behind_bulkheads import BulkheadedBookingSystem
from services.booking.ports import BookingSystem, Seating
from services.bulkheads import FIRST_WINDOW, Bulkheads, System
from tests.outside.moments import local
from tests.unit.services.booking.venues import make_venue

Ask = Callable[[BookingSystem], Awaitable[object]]

ANY = cast("Any", None)
HERE, THERE = (
    Seating(
        venue=make_venue(adapter_settings={"base_url": url}),
        party_size=1,
        starts_at=local(23, "10:00"),
        service="haircut",
    )
    for url in ("https://here.example.com", "https://there.example.com")
)
BOOKING = cast("Any", SimpleNamespace(system="remote", venue_id=HERE.venue.id))
CALLS: Sequence[tuple[str, Ask]] = (
    ("https://here.example.com", lambda system: system.book(HERE, ANY, key="k")),
    ("", lambda system: system.find("k")),
    ("https://here.example.com", lambda system: system.change(ANY, HERE, key="k")),
    (str(HERE.venue.id), lambda system: system.cancel(BOOKING, key="k")),
    (str(HERE.venue.id), lambda system: system.look_again(BOOKING)),
)


class Counting:
    """Answers to everything, and counts what is under way while it does."""

    def __init__(self, bulkheads: Bulkheads) -> None:
        self._bulkheads = bulkheads

    def __getattr__(self, name: str) -> Callable[..., Awaitable[int]]:
        async def answer(*given: object, **named: object) -> int:
            return self._bulkheads.count()["remote"].under_way

        return answer


async def test_questions_for_free_times_hold_up_no_booking() -> None:
    bulkheads = Bulkheads(most=1)
    system = BulkheadedBookingSystem(cast("Any", Counting(bulkheads)), name="remote", bulkheads=bulkheads)
    async with AsyncExitStack() as stack:
        for _ in range(FIRST_WINDOW):
            reading = bulkheads.call(System("remote-times", "https://here.example.com"), times=6)
            await stack.enter_async_context(reading)
        with pytest.raises(NoRoomError):
            await system.list_free(HERE, limit=1)
        assert await system.book(HERE, ANY, key="k") == 1


@pytest.mark.parametrize(("place", "ask"), CALLS, ids=range(len(CALLS)))
async def test_call_needs_room(place: str, ask: Ask) -> None:
    bulkheads = Bulkheads(most=1)
    system = BulkheadedBookingSystem(cast("Any", Counting(bulkheads)), name="remote", bulkheads=bulkheads)
    assert await ask(system) == 1
    async with bulkheads.call(System("remote", place)):
        with pytest.raises(NoRoomError):
            await ask(system)


async def test_one_address_that_hangs_does_not_hold_up_another() -> None:
    bulkheads = Bulkheads(most=1)
    system = BulkheadedBookingSystem(cast("Any", Counting(bulkheads)), name="remote", bulkheads=bulkheads)
    async with bulkheads.call(System("remote", "https://here.example.com")):
        assert await system.book(THERE, ANY, key="k")
