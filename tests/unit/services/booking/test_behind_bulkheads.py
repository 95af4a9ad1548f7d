"""Every call of a booking system counts, and none is made where there is no room."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from core.errors import NoRoomError
from services.booking.behind_bulkheads import REFUSED_FOR, BulkheadedBookingSystem
from services.booking.ports import BookingSystem, Seating
from services.booking.refusals import NotLetInError
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
    for url in ("https://here.example.com/", "https://there.example.com")
)
BOOKING, BOOKED_THERE = (
    cast("Any", SimpleNamespace(system="remote", venue_id=each.venue.id, account_id=each.venue.account_id))
    for each in (HERE, THERE)
)
CALLS: Sequence[Ask] = (
    lambda system: system.book(HERE, ANY, key="k"),
    lambda system: system.hold(HERE, ANY, key="k"),
    lambda system: system.find("here"),
    lambda system: system.change(ANY, HERE, key="k"),
    lambda system: system.cancel(BOOKING, key="k"),
    lambda system: system.look_again(BOOKING),
)
"""Whatever is asked of the system at one address."""


class Counting:
    """Answers to everything, and counts what is under way while it does."""

    def __init__(self, bulkheads: Bulkheads) -> None:
        self._bulkheads = bulkheads

    def __getattr__(self, name: str) -> Callable[..., Awaitable[int]]:
        async def answer(*given: object, **named: object) -> int:
            return self._bulkheads.count()["remote"].under_way

        return answer


class Known:
    """The venues and bookings of this test."""

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Any]:
        yield SimpleNamespace(venues=self, bookings=self)

    async def get(self, venue_id: object, **_: object) -> object:
        return next(each.venue for each in (HERE, THERE) if each.venue.id == venue_id)

    async def find_by_effect(self, key: str) -> object:
        return {"here": BOOKING, "there": BOOKED_THERE}.get(key)


def behind(bulkheads: Bulkheads) -> BulkheadedBookingSystem:
    counting = cast("Any", Counting(bulkheads))
    return BulkheadedBookingSystem(counting, name="remote", bulkheads=bulkheads, unit_of_work=cast("Any", Known()))


async def test_questions_for_free_times_hold_up_no_booking() -> None:
    bulkheads = Bulkheads(most=1)
    system = behind(bulkheads)
    async with AsyncExitStack() as stack:
        for _ in range(FIRST_WINDOW):
            reading = bulkheads.call(System("remote-times", "https://here.example.com"), times=6)
            await stack.enter_async_context(reading)
        with pytest.raises(NoRoomError):
            await system.list_free(HERE, limit=1)
        assert await system.book(HERE, ANY, key="k") == 1


@pytest.mark.parametrize("ask", CALLS, ids=range(len(CALLS)))
async def test_whatever_is_asked_at_an_address_shares_its_room(ask: Ask) -> None:
    bulkheads = Bulkheads(most=1)
    system = behind(bulkheads)
    assert await ask(system) == 1
    async with bulkheads.call(System("remote", "https://here.example.com")):
        with pytest.raises(NoRoomError):
            await ask(system)


async def test_one_address_that_hangs_does_not_hold_up_another() -> None:
    bulkheads = Bulkheads(most=1)
    system = behind(bulkheads)
    async with bulkheads.call(System("remote", "https://here.example.com")):
        assert await system.book(THERE, ANY, key="k")
        assert await system.cancel(BOOKED_THERE, key="k")
        assert await system.look_again(BOOKED_THERE)
        assert await system.find("there")


async def test_key_that_was_refused_is_not_tried_again_at_once() -> None:
    lately = datetime.now(UTC) - REFUSED_FOR + timedelta(seconds=30)
    refused = replace(HERE, venue=replace(HERE.venue, refused_at=lately))
    with pytest.raises(NotLetInError, match="a new one"):
        await behind(Bulkheads(most=1)).book(refused, ANY, key="k")


async def test_what_was_asked_of_nobody_needs_no_room() -> None:
    bulkheads = Bulkheads(most=1)
    async with bulkheads.call(System("remote")):
        assert await behind(bulkheads).find("nothing")
