"""What holds for every booking system, the product's own, the telephone and those outside; `capabilities` say what is expected."""

from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest

from core.booking import STANDING, BookingStatus
from services.booking.ports import Capability
from services.booking.refusals import ByPhoneError, FullError, TwiceError
from services.booking.visit import local_start
from services.effect_ledger import DidNotHappenError
from tests.integration.house import House
from tests.integration.services.booking.grounds import GROUNDS, OTHER, WANTED, Ground, LocalGround

PAST = WANTED.replace(year=2001)


@pytest.fixture(params=sorted(GROUNDS))
async def ground(request: pytest.FixtureRequest, house: House) -> AsyncGenerator[Ground]:
    async with GROUNDS[request.param](house) as ground:
        yield ground


async def test_free_time_is_booked_and_stands_there(ground: Ground) -> None:
    assert WANTED in await ground.system.list_free(ground.seating(), limit=50)
    booked = await ground.book()
    assert booked.status in STANDING
    assert booked.status is BookingStatus.CONFIRMED or ground.can(Capability.NEEDS_CONFIRMATION)
    assert booked.status is BookingStatus.PENDING or ground.can(Capability.ONLINE)
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
    if not ground.can(Capability.ONLINE):  # nobody knows here what is full: it is asked for, and not called booked
        await ground.book(OTHER, key="test:others")
        assert (await ground.book(OTHER)).status is BookingStatus.PENDING
        return
    await ground.fill(WANTED)
    before = await ground.list_starts()
    assert WANTED not in await ground.system.list_free(ground.seating(), limit=50)
    with pytest.raises(FullError):
        await ground.book()
    assert await ground.list_starts() == before
    assert await ground.system.find("test:book") is None


@pytest.mark.parametrize("party_size", [-1, 0, 5000])
async def test_party_that_can_not_be_is_not_booked(ground: Ground, party_size: int) -> None:
    wanted = replace(ground.seating(), party_size=party_size)
    with pytest.raises(DidNotHappenError):
        await ground.system.book(wanted, ground.guest, key="test:book")
    assert await ground.list_starts() == []


async def test_past_is_not_booked(ground: Ground) -> None:
    if isinstance(ground, LocalGround):
        return  # it goes by the clock of whoever asks: those who book through it look at that
    with pytest.raises(DidNotHappenError):
        await ground.book(PAST)
    assert await ground.list_starts() == []


async def test_second_wish_for_the_same_time_is_refused_where_it_is_wanted_once(ground: Ground) -> None:
    first = await ground.book()
    with pytest.raises(TwiceError) as refused:
        await ground.system.book(ground.seating(), replace(ground.guest, only_once=True), key="test:again")
    assert refused.value.standing.id == first.id
    assert await ground.list_starts() == [WANTED]


async def test_booking_is_moved_and_its_old_time_is_free_again(ground: Ground) -> None:
    booked = await ground.book()
    if not ground.can(Capability.ONLINE):
        with pytest.raises(ByPhoneError):
            await ground.system.change(booked, ground.seating(OTHER), key="test:change")
        assert await ground.list_starts() == [WANTED]
        return
    moved = await ground.system.change(booked, ground.seating(OTHER), key="test:change")
    assert (moved.id, local_start(moved)) == (booked.id, OTHER)
    assert await ground.list_starts() == [OTHER]
    assert WANTED in await ground.system.list_free(ground.seating(), limit=50)


@pytest.mark.parametrize("changed", [{"party_size": 0}, {"party_size": -1}, {"starts_at": PAST}])
async def test_change_to_what_can_not_be_is_refused_and_changes_nothing(
    ground: Ground, changed: dict[str, object]
) -> None:
    if isinstance(ground, LocalGround) and "starts_at" in changed:
        return  # as above
    booked = await ground.book()
    with pytest.raises(DidNotHappenError):
        await ground.system.change(booked, replace(ground.seating(), **changed), key="test:change")
    assert await ground.list_starts() == [WANTED]
    assert (await ground.system.look_again(booked)).party_size == ground.party_size


async def test_change_to_a_full_time_is_refused_and_changes_nothing(ground: Ground) -> None:
    booked = await ground.book()
    if ground.can(Capability.ONLINE):
        await ground.fill(OTHER)
    before = await ground.list_starts()
    with pytest.raises(FullError if ground.can(Capability.ONLINE) else ByPhoneError):
        await ground.system.change(booked, ground.seating(OTHER), key="test:change")
    assert await ground.list_starts() == before
    assert local_start(await ground.system.look_again(booked)) == WANTED


async def test_what_is_cancelled_is_free_again_and_stays_cancelled(ground: Ground) -> None:
    booked = await ground.book()
    if not ground.can(Capability.ONLINE):
        with pytest.raises(ByPhoneError):
            await ground.system.cancel(booked, key="test:cancel")
        assert await ground.list_starts() == [WANTED]
        return
    cancelled = await ground.system.cancel(booked, key="test:cancel")
    assert cancelled.status is BookingStatus.CANCELLED
    assert await ground.list_starts() == []
    for twice in (booked, cancelled):
        again = await ground.system.cancel(twice, key="test:cancel")
        assert again.status is BookingStatus.CANCELLED
    assert WANTED in await ground.system.list_free(ground.seating(), limit=50)


async def test_looking_again_finds_a_booking_as_it_was(ground: Ground) -> None:
    booked = await ground.book()
    again = await ground.system.look_again(booked)
    assert (again.status, again.starts_at, again.reference) == (booked.status, booked.starts_at, booked.reference)
