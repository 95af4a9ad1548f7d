"""The desk over Cal.com and Easy!Appointments: whatever goes wrong on the way, one booking there for one here, or none."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.booking import Booking, BookingStatus
from repositories.database import Database
from services.booking.adapters.calcom import CalComAdapter
from services.booking.desk.desk import KEPT_FOR
from services.booking.desk.rows import DeskRows
from services.booking.ports import Seating
from services.booking.refusals import FullError, LostAnswerError, NotReachedError, RefusedBookingError, StaleError
from services.booking.visit import local_start
from services.effect_ledger import DidNotHappenError
from tests.integration.house import House
from tests.integration.services.booking.grounds import (
    OTHER,
    WANTED,
    CalComGround,
    EasyGround,
    calcom_ground,
    easyappointments_ground,
)
from tests.integration.services.booking.wishes import list_all, look_at
from tests.outside.easyappointments_records import Service
from tests.outside.loopback import Trouble
from tests.outside.played import PlayedServer

SALONS = {"calcom": calcom_ground, "easyappointments": easyappointments_ground}
LOST = [Trouble.BREAKS_OFF_AFTER, Trouble.ERROR_AFTER]
MOVE = {"calcom": "reschedule", "easyappointments": "change"}

Salon = CalComGround | EasyGround


@pytest.fixture(params=sorted(SALONS))
async def salon(request: pytest.FixtureRequest, house: House) -> AsyncGenerator[Salon]:
    async with SALONS[request.param](house) as ground:
        yield ground


def server_of(salon: Salon) -> PlayedServer:
    return salon.server


async def wait_until_settled(database: Database) -> None:
    """More than half a minute has passed since the place was asked."""
    await let_pass(database, timedelta(seconds=40))


async def let_pass(database: Database, time: timedelta) -> None:
    async with database.transaction() as session:
        await session.execute(
            text("UPDATE bookings SET updated_at = updated_at - CAST(:time AS interval)"), {"time": time}
        )


@pytest.mark.parametrize("trouble", LOST)
async def test_answer_that_is_lost_after_the_booking_was_made_is_looked_up(salon: Salon, trouble: Trouble) -> None:
    server_of(salon).trouble("create", trouble)
    booked = await salon.book()
    assert booked.status is BookingStatus.CONFIRMED
    assert await salon.list_starts() == [WANTED]
    assert server_of(salon).count("create") == 1


async def test_booking_that_can_not_be_read_back_is_found_by_the_next_attempt(salon: Salon) -> None:
    server_of(salon).trouble("get", *[Trouble.AWAY] * 3)
    with pytest.raises(LostAnswerError):
        await salon.book()
    found = await salon.system.find("test:book")
    assert found is not None
    assert found.status is BookingStatus.CONFIRMED
    assert server_of(salon).count("create") == 1


@pytest.mark.parametrize("trouble", LOST)
async def test_change_whose_answer_is_lost_is_read_back(
    salon: Salon, trouble: Trouble, request: pytest.FixtureRequest
) -> None:
    booked = await salon.book()
    server_of(salon).trouble(MOVE[request.node.callspec.params["salon"]], trouble)
    moved = await salon.system.change(booked, salon.seating(OTHER), key="test:change")
    assert local_start(moved) == OTHER
    assert await salon.list_starts() == [OTHER]


@pytest.mark.parametrize("trouble", [Trouble.ERROR_AFTER, Trouble.BREAKS_OFF_BEFORE])
async def test_cancelling_is_certain_or_tried_again(salon: Salon, trouble: Trouble) -> None:
    booked = await salon.book()
    server_of(salon).trouble("cancel", trouble)
    if trouble is Trouble.BREAKS_OFF_BEFORE:
        with pytest.raises(LostAnswerError):
            await salon.system.cancel(booked, key="test:cancel")
    assert (await salon.system.cancel(booked, key="test:cancel")).status is BookingStatus.CANCELLED
    assert await salon.list_starts() == []


async def test_what_the_place_has_cancelled_is_not_changed(salon: Salon) -> None:
    booked = await salon.book()
    cancel_there(salon, booked)
    with pytest.raises(StaleError):
        await salon.system.change(booked, salon.seating(OTHER), key="test:change")
    assert (await salon.system.look_again(booked)).status is BookingStatus.CANCELLED


async def test_what_the_place_has_moved_is_known_and_cancelled_where_it_is(salon: Salon) -> None:
    booked = await salon.book()
    move_there(salon, booked)
    moved = await salon.system.look_again(booked)
    assert local_start(moved) == OTHER
    assert (await salon.system.cancel(moved, key="test:cancel")).status is BookingStatus.CANCELLED
    assert await salon.list_starts() == []


async def test_system_that_is_away_has_changed_nothing(salon: Salon) -> None:
    booked = await salon.book()
    server_of(salon).trouble("get", *[Trouble.AWAY] * 3)
    with pytest.raises(NotReachedError):
        await salon.system.look_again(booked)
    assert (await salon.system.look_again(booked)).status is BookingStatus.CONFIRMED


async def test_held_times_are_given_back_whatever_becomes_of_the_booking(house: House) -> None:
    async with calcom_ground(house) as salon:
        booked = await salon.book()
        await salon.system.cancel(booked, key="test:cancel")
        salon.server.trouble("create", Trouble.BREAKS_OFF_BEFORE)
        with pytest.raises(LostAnswerError):
            await salon.book(OTHER, key="test:another")
        assert salon.server.count("hold") == 2
        assert not salon.server.holds


async def test_nothing_is_left_of_a_lost_wish_whose_time_is_taken_by_now(salon: Salon, database: Database) -> None:
    await lose(salon, database)
    await let_pass(database, KEPT_FOR)
    await salon.fill(WANTED)
    with pytest.raises(FullError):
        await salon.book()
    assert await list_all(salon.house) == []


async def test_lost_wish_that_is_for_another_time_by_now_is_written_down_anew(salon: Salon, database: Database) -> None:
    await lose(salon, database)
    server_of(salon).trouble("create", Trouble.BREAKS_OFF_BEFORE)
    with pytest.raises(LostAnswerError):
        await salon.book(OTHER)
    assert [local_start(each) for each in await list_all(salon.house)] == [OTHER]


async def test_call_that_arrives_after_it_was_given_up_leaves_one_booking(house: House, database: Database) -> None:
    async with easyappointments_ground(house) as salon:
        salon.server.trouble("create", Trouble.BREAKS_OFF_BEFORE)
        with pytest.raises(LostAnswerError):
            await salon.book()
        await wait_until_settled(database)
        salon.server.before("get", lambda: salon.server.copy(max(salon.server.rows)))
        booked = await salon.book()
        assert list(salon.server.rows) == [int(booked.uid or "0")]


async def test_half_an_hour_later_is_possible_although_it_overlaps_its_own_time(house: House) -> None:
    async with easyappointments_ground(house, minutes=60) as salon:
        booked = await salon.book()
        later = WANTED + timedelta(minutes=30)
        seating = salon.seating(later, instead_of=booked.id)
        assert local_start(await salon.system.change(booked, seating, key="test:change")) == later


async def test_refusal_in_the_places_words_leaves_nothing(house: House) -> None:
    async with easyappointments_ground(house) as salon:
        salon.server.requires_phone = True
        with pytest.raises(DidNotHappenError, match="Not all required fields"):
            await salon.book()
        assert await salon.system.find("test:book") is None


async def test_service_alone_is_changed_where_the_system_can(house: House) -> None:
    async with easyappointments_ground(house) as salon:
        salon.server.services.append(Service(id=4, name="Colour"))
        salon.server.providers = [replace(salon.server.providers[0], services=(1, 4))]
        await offer(salon, {"service:haircut": "1", "service:colour": "4", "provider": "2"})
        booked = await salon.book()
        changed = await salon.system.change(booked, colour(salon, booked), key="test:change")
        assert changed.service == "colour"
        assert [each.service_id for each in salon.server.rows.values()] == [4]


async def test_service_alone_is_refused_where_the_system_can_only_move(house: House) -> None:
    async with calcom_ground(house) as salon:
        salon.server.events.append(replace(salon.server.events[0], id=13, slug="colour"))
        await offer(salon, {"event_type:haircut": "12", "event_type:colour": "13"})
        booked = await salon.book()
        with pytest.raises(RefusedBookingError, match="something else"):
            await salon.system.change(booked, colour(salon, booked), key="test:change")
        assert (await look_at(house, booked)).service == "haircut"


@pytest.mark.parametrize("wanted", [{"service": "colour"}, {"stylist": "Joan"}])
async def test_what_the_system_does_not_say_is_never_called_changed(house: House, wanted: dict[str, str]) -> None:
    async with easyappointments_ground(house) as salon:
        booked = await salon.book()
        with pytest.raises(RefusedBookingError, match="does not say"):
            await salon.system.change(booked, replace(salon.seating(), **wanted), key="test:change")
        now = await look_at(house, booked)
        assert (now.service, now.stylist) == ("haircut", None)


async def test_time_that_is_still_held_after_a_crash_can_be_booked(
    house: House, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with calcom_ground(house) as salon:
        with monkeypatch.context() as patched:
            patched.setattr(CalComAdapter, "create", die)
            patched.setattr(CalComAdapter, "release", die)
            with pytest.raises(Crash):
                await salon.book()
        assert salon.server.holds
        await wait_until_settled(database)
        assert await salon.system.find("test:book") is None
        assert (await salon.book()).status is BookingStatus.CONFIRMED
        assert not salon.server.holds


async def test_time_that_is_held_by_an_attempt_that_died_too_early_to_note_it_is_waited_for(
    house: House, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with calcom_ground(house) as salon:
        with monkeypatch.context() as patched:
            patched.setattr(DeskRows, "keep_hold", die)
            patched.setattr(CalComAdapter, "release", die)
            with pytest.raises(Crash):
                await salon.book()
        await wait_until_settled(database)
        with pytest.raises(NotReachedError) as waits:
            await salon.book()
        assert 0 < (waits.value.retry_after or 0) < KEPT_FOR.total_seconds()
        salon.server.now += KEPT_FOR
        assert (await salon.book()).status is BookingStatus.CONFIRMED


async def test_of_two_changes_at_once_one_is_made_and_the_other_refused(house: House) -> None:
    async with easyappointments_ground(house) as salon:
        booked = await salon.book()
        wanted = [salon.seating(OTHER), salon.seating(OTHER + timedelta(hours=1))]
        both = [salon.system.change(booked, each, key=f"test:{each.starts_at}") for each in wanted]
        done = await asyncio.gather(*both, return_exceptions=True)
        [changed] = [each for each in done if isinstance(each, Booking)]
        assert [type(each) for each in done if not isinstance(each, Booking)] == [StaleError]
        assert await salon.list_starts() == [local_start(changed)]
        assert server_of(salon).count("change") == 1


class Crash(BaseException):
    """The process dies."""


async def die(*_: object, **__: object) -> None:
    raise Crash


async def offer(salon: Salon, settings: dict[str, str]) -> None:
    """The venue says anew what is booked under which number."""
    kept = {name: salon.venue.adapter_settings[name] for name in ("base_url", "guest_email")}
    salon.venue = replace(salon.venue, services=("haircut", "colour"), adapter_settings={**kept, **settings})
    async with salon.house.unit_of_work() as unit:
        await unit.venues.write(salon.venue)


def colour(salon: Salon, booked: Booking) -> Seating:
    return replace(salon.seating(instead_of=booked.id), service="colour")


async def lose(salon: Salon, database: Database) -> None:
    """The place was asked and surely did nothing."""
    server_of(salon).trouble("create", Trouble.BREAKS_OFF_BEFORE)
    with pytest.raises(LostAnswerError):
        await salon.book()
    await wait_until_settled(database)


def walk_in(salon: Salon) -> None:
    if isinstance(salon, CalComGround):
        salon.server.walk_in(salon.instant(WANTED))
    else:
        salon.server.walk_in(WANTED)


def cancel_there(salon: Salon, booked: Booking) -> None:
    if isinstance(salon, CalComGround):
        salon.server.host_cancels(booked.uid or "")
    else:
        salon.server.staff_deletes(int(booked.uid or "0"))


def move_there(salon: Salon, booked: Booking) -> None:
    if isinstance(salon, CalComGround):
        salon.server.host_moves(booked.uid or "", salon.instant(OTHER))
    else:
        salon.server.staff_moves(int(booked.uid or "0"), OTHER)
