"""What holds for every booking system, the product's own and those outside."""

from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest

from core.booking import STANDING, BookingStatus
from services.booking.ports import FullError, TwiceError
from services.booking.visit import local_start
from services.effect_ledger import DidNotHappenError
from tests.integration.house import House
from tests.integration.services.booking.grounds import GROUNDS, OTHER, WANTED, Ground


@pytest.fixture(params=sorted(GROUNDS))
async def ground(request: pytest.FixtureRequest, house: House) -> AsyncGenerator[Ground]:
    async with GROUNDS[request.param](house) as ground:
        yield ground


async def test_free_time_is_booked_and_stands_there(ground: Ground) -> None:
    assert WANTED in await ground.system.list_free(ground.seating(), limit=50)
    booked = await ground.book()
    assert booked.status in STANDING
    assert (local_start(booked), booked.party_size) == (WANTED, ground.party_size)
    assert await ground.list_starts() == [WANTED]


async def test_same_key_never_books_twice(ground: Ground) -> None:
    first = await ground.book()
    assert await ground.book() == first
    assert await ground.system.find("test:book") == first
    assert await ground.list_starts() == [WANTED]


async def test_key_that_booked_nothing_finds_nothing(ground: Ground) -> None:
    assert await ground.system.find("test:nothing") is None


async def test_nearest_free_times_come_first(ground: Ground) -> None:
    free = await ground.system.list_free(ground.seating(OTHER), limit=3)
    assert len(free) == 3
    assert free[0] == OTHER
    assert {each.date() for each in free} == {OTHER.date()}


async def test_full_time_is_not_listed_and_not_booked(ground: Ground) -> None:
    await ground.fill(WANTED)
    before = await ground.list_starts()
    assert WANTED not in await ground.system.list_free(ground.seating(), limit=50)
    with pytest.raises(FullError):
        await ground.book()
    assert await ground.list_starts() == before
    assert await ground.system.find("test:book") is None


async def test_too_many_people_are_not_booked(ground: Ground) -> None:
    with pytest.raises(DidNotHappenError):
        await ground.system.book(ground.seating(party_size=5000), ground.guest, key="test:book")
    assert await ground.list_starts() == []


async def test_second_wish_for_the_same_time_is_refused_where_it_is_wanted_once(ground: Ground) -> None:
    first = await ground.book()
    with pytest.raises(TwiceError) as refused:
        await ground.system.book(ground.seating(), replace(ground.guest, only_once=True), key="test:again")
    assert refused.value.standing.id == first.id
    assert await ground.list_starts() == [WANTED]


async def test_booking_is_moved_and_its_old_time_is_free_again(ground: Ground) -> None:
    booked = await ground.book()
    moved = await ground.system.change(booked, ground.seating(OTHER), key="test:change")
    assert (moved.id, local_start(moved)) == (booked.id, OTHER)
    assert await ground.list_starts() == [OTHER]
    assert WANTED in await ground.system.list_free(ground.seating(), limit=50)


async def test_change_to_a_full_time_is_refused_and_changes_nothing(ground: Ground) -> None:
    booked = await ground.book()
    await ground.fill(OTHER)
    before = await ground.list_starts()
    with pytest.raises(FullError):
        await ground.system.change(booked, ground.seating(OTHER), key="test:change")
    assert await ground.list_starts() == before
    assert local_start(await ground.system.look_again(booked)) == WANTED


async def test_what_is_cancelled_is_free_again_and_stays_cancelled(ground: Ground) -> None:
    booked = await ground.book()
    cancelled = await ground.system.cancel(booked, key="test:cancel")
    assert cancelled.status is BookingStatus.CANCELLED
    assert await ground.list_starts() == []
    again = await ground.system.cancel(booked, key="test:cancel")
    assert again.status is BookingStatus.CANCELLED
    assert WANTED in await ground.system.list_free(ground.seating(), limit=50)


async def test_looking_again_finds_a_booking_as_it_was(ground: Ground) -> None:
    booked = await ground.book()
    again = await ground.system.look_again(booked)
    assert (again.status, again.starts_at, again.reference) == (booked.status, booked.starts_at, booked.reference)
