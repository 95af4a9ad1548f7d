"""A restaurant whose system confirms anything and forgets what it was asked: nothing is booked wrongly, twice or in vain."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from core.booking import Booking, BookingStatus
from core.errors import OutcomeUnknownError
from core.failpoints import Failpoint
from services.booking.desk import desk
from services.booking.desk.desk import Desk
from services.booking.ports import Guest, Seating
from services.booking.refusals import (
    ClosedError,
    FullError,
    GoneError,
    LostAnswerError,
    NotReachedError,
    RefusedBookingError,
    StaleError,
)
from services.booking.visit import local_start
from services.effect_ledger import DidNotHappenError
from tests.integration.house import NOW, House
from tests.integration.services.booking.grounds import OTHER, WANTED, ResDiaryGround, resdiary_ground
from tests.outside.loopback import Trouble


@pytest.fixture
async def ground(house: House) -> AsyncGenerator[ResDiaryGround]:
    async with resdiary_ground(house) as ground:
        yield ground


def guest(house: House, **given: object) -> Guest:
    return replace(house.guest, **given)


async def find_row(ground: ResDiaryGround) -> Booking | None:
    async with ground.house.unit_of_work() as unit:
        return await unit.bookings.find_by_effect("test:book")


# ------------------------------------------------------------------ what it does not check


@pytest.mark.parametrize(
    "wanted",
    ["2026-11-22T03:17", "2026-11-22T19:15", "2001-01-01T19:00", "2026-11-20T07:00", "2027-11-22T19:00"],
)
async def test_time_that_is_not_listed_is_never_asked_for(ground: ResDiaryGround, wanted: str) -> None:
    with pytest.raises((FullError, ClosedError)):
        await ground.book(datetime.fromisoformat(wanted))
    assert ground.server.count("create") == 0


async def test_time_of_today_that_is_over_is_neither_offered_nor_booked(house: House) -> None:
    async with resdiary_ground(house, now=NOW + timedelta(hours=4)) as ground:  # half past one in the afternoon
        noon = datetime.combine(NOW.date(), OTHER.time())
        free = await ground.system.list_free(ground.seating(noon), limit=50)
        assert min(free).time() > datetime.fromisoformat("2026-11-20T13:30").time()
        with pytest.raises(FullError):
            await ground.book(noon)
    assert ground.server.count("create") == 0


@pytest.mark.parametrize("party_size", [-1, 0, 9, 5000])
async def test_party_that_can_not_be_is_never_asked_for(ground: ResDiaryGround, party_size: int) -> None:
    seating = replace(ground.seating(), party_size=party_size)
    with pytest.raises(FullError):
        await ground.system.book(seating, ground.guest, key="test:book")
    assert ground.server.count("create") == 0


async def test_slot_that_is_shut_is_not_offered_though_it_is_listed(ground: ResDiaryGround) -> None:
    ground.server.closed.add(WANTED)
    assert WANTED not in await ground.system.list_free(ground.seating(), limit=50)
    with pytest.raises(FullError):
        await ground.book()


async def test_slot_that_was_taken_since_it_was_offered_is_not_booked(ground: ResDiaryGround) -> None:
    assert WANTED in await ground.system.list_free(ground.seating(), limit=50)
    ground.server.fill(WANTED)
    with pytest.raises(FullError):
        await ground.book()
    assert ground.server.count("create") == 0


async def test_change_into_the_past_is_never_asked_for(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    with pytest.raises(FullError):
        await ground.system.change(booked, ground.seating(datetime.fromisoformat("2001-01-01T19:00")), key="test")
    assert ground.server.count("change") == 0


async def test_more_people_at_the_same_time_are_as_many_as_the_table_takes(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    ground.server.fill(WANTED)  # with its own booking the slot is full: that must not count against it
    changed = await ground.system.change(booked, ground.seating(party_size=6), key="test")
    assert (changed.party_size, ground.server.entries[changed.uid or ""].party_size) == (6, 6)
    with pytest.raises(FullError):
        await ground.system.change(changed, ground.seating(party_size=9), key="test")


# ------------------------------------------------------------------ what it writes down


async def test_what_is_sent_is_a_form_with_local_times_and_no_advertisements(ground: ResDiaryGround) -> None:
    wishes = guest(ground.house, name="Rose Ann Miller", phone="+44 20 7946 0000", diet=("no nuts",))
    booked = await ground.system.book(ground.seating(), wishes, key="test:book")
    form = ground.server.entries[booked.uid or ""].form
    assert (form["VisitDate"], form["VisitTime"], form["PartySize"]) == ("2026-11-22", "19:00:00", "2")
    assert (form["Customer[FirstName]"], form["Customer[Surname]"]) == ("Rose Ann", "Miller")
    assert form["SpecialRequests"] == "Diet: no nuts."
    assert {name: value for name, value in form.items() if "Receive" in name} == {
        "Customer[ReceiveEmailMarketing]": "false",
        "Customer[ReceiveSmsMarketing]": "false",
        "Customer[ReceiveRestaurantEmailMarketing]": "false",
        "Customer[ReceiveRestaurantSmsMarketing]": "false",
    }


async def test_times_are_sent_naive_and_read_back_without_their_offset(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    entry = ground.server.entries[booked.uid or ""]
    assert time.fromisoformat(entry.form["VisitTime"]).tzinfo is None
    entry.visit_time = "19:00:00+00:00"  # as it shows what was given with an offset
    assert await ground.system.look_again(booked) == booked
    moved = await ground.system.change(booked, ground.seating(OTHER), key="test")
    assert (local_start(moved), entry.visit_time) == (OTHER, "12:00:00")


async def test_reference_is_the_restaurants_own(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    assert [booked.reference] == [entry.reference for entry in ground.server.standing]
    assert (booked.system, booked.raw_status) == ("resdiary", "confirmed")


async def test_two_people_with_one_address_keep_their_names(ground: ResDiaryGround) -> None:
    for name in ("Rose Miller", "Albert Miller"):
        person = guest(ground.house, name=name, email="millers@example.org")
        await ground.system.book(ground.seating(), person, key=f"test:{name}")
    assert {entry.customer.first_name for entry in ground.server.standing} == {"Rose", "Albert"}


async def test_booking_in_a_wrong_name_is_taken_back(ground: ResDiaryGround) -> None:
    rose = guest(ground.house, name="Rose Miller", email="rose@example.org")
    booked = await ground.system.book(ground.seating(), rose, key="test:first")
    ground.server.entries[booked.uid or ""].customer.first_name = "Somebody"  # whoever had this address before
    with pytest.raises(RefusedBookingError, match="the name"):
        await ground.system.book(ground.seating(OTHER), rose, key="test:book")
    assert await ground.list_starts() == [WANTED]
    assert await find_row(ground) is None


async def test_change_that_was_not_written_down_is_not_called_changed(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    ground.server.forgets_changes = True
    with pytest.raises(OutcomeUnknownError):
        await ground.system.change(booked, ground.seating(OTHER), key="test")


async def test_booking_is_cancelled_at_the_persons_request(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    await ground.system.cancel(booked, key="test")
    assert ground.server.entries[booked.uid or ""].reason == 1


async def test_booking_that_was_cancelled_there_is_cancelled_here(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    ground.server.entries[booked.uid or ""].status = "cancelled"
    assert (await ground.system.look_again(booked)).status is BookingStatus.CANCELLED
    assert (await ground.system.cancel(booked, key="test")).status is BookingStatus.CANCELLED


async def test_cancelling_what_was_cancelled_at_the_same_moment_is_no_error(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    for _ in range(2):
        await ground.adapter.cancel(ground.venue, booked.uid or "")
    assert ground.server.standing == []


async def test_change_of_what_was_moved_there_is_not_made(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    ground.server.entries[booked.uid or ""].visit_time = "20:00:00"
    with pytest.raises(StaleError):
        await ground.system.change(booked, ground.seating(OTHER), key="test")
    [known] = await list_rows(ground)
    assert local_start(known).hour == 20


async def list_rows(ground: ResDiaryGround) -> list[Booking]:
    async with ground.house.unit_of_work() as unit:
        return await unit.bookings.list_touched(ground.house.user_id, since=NOW - timedelta(days=9000))


# ------------------------------------------------------------------ answers that are lost

MAY_BE_BOOKED = [
    Trouble.SILENT_BEFORE,
    Trouble.SILENT_AFTER,
    Trouble.ERROR_BEFORE,
    Trouble.ERROR_AFTER,
    Trouble.BREAKS_OFF_BEFORE,
    Trouble.BREAKS_OFF_AFTER,
    Trouble.GARBLED_AFTER,
    Trouble.AWAY,
]


@pytest.mark.parametrize("trouble", MAY_BE_BOOKED)
async def test_lost_answer_is_a_matter_for_a_person_and_never_asked_again(
    ground: ResDiaryGround, trouble: Trouble
) -> None:
    ground.server.trouble("create", trouble)
    with pytest.raises(OutcomeUnknownError) as lost:
        await ground.book()
    assert ("probably made" in lost.value.detail) is bool(ground.server.standing)
    with pytest.raises(OutcomeUnknownError):
        await ground.system.find("test:book")
    assert ground.server.count("create") == 1
    row = await find_row(ground)
    assert row is not None
    assert row.status is BookingStatus.UNKNOWN


async def test_read_back_that_is_lost_is_made_up_for_later(ground: ResDiaryGround) -> None:
    ground.server.trouble("get", Trouble.AWAY, Trouble.AWAY, Trouble.AWAY)
    with pytest.raises(LostAnswerError) as lost:
        await ground.book()
    assert not isinstance(lost.value, DidNotHappenError)
    found = await ground.system.find("test:book")
    assert found is not None
    assert (found.status, found.uid) == (BookingStatus.CONFIRMED, ground.server.standing[0].reference)
    assert ground.server.count("create") == 1


@pytest.mark.parametrize("trouble", [Trouble.AWAY, Trouble.BREAKS_OFF_BEFORE, Trouble.BREAKS_OFF_AFTER])
async def test_question_that_gets_no_answer_is_asked_again(ground: ResDiaryGround, trouble: Trouble) -> None:
    ground.server.trouble("search", trouble)
    assert WANTED in await ground.system.list_free(ground.seating(), limit=50)


async def test_restaurant_that_is_silent_is_asked_for_nothing(ground: ResDiaryGround) -> None:
    ground.server.trouble("search", Trouble.SILENT_BEFORE)
    with pytest.raises(NotReachedError):
        await ground.book()
    assert (ground.server.count("create"), await find_row(ground)) == (0, None)


async def test_change_whose_answer_is_lost_is_found_to_be_made(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    ground.server.trouble("change", Trouble.SILENT_AFTER)
    assert local_start(await ground.system.change(booked, ground.seating(OTHER), key="test")) == OTHER


async def test_change_that_never_arrived_may_be_asked_again(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    ground.server.trouble("change", Trouble.BREAKS_OFF_BEFORE)
    with pytest.raises(LostAnswerError):
        await ground.system.change(booked, ground.seating(OTHER), key="test")
    assert local_start(await ground.system.change(booked, ground.seating(OTHER), key="test")) == OTHER


@pytest.mark.parametrize("trouble", [Trouble.ERROR_AFTER, Trouble.BREAKS_OFF_AFTER])
async def test_cancelling_whose_answer_is_lost_is_found_to_be_done(ground: ResDiaryGround, trouble: Trouble) -> None:
    booked = await ground.book()
    ground.server.trouble("cancel", trouble)
    assert (await ground.system.cancel(booked, key="test")).status is BookingStatus.CANCELLED


async def test_cancelling_that_never_arrived_is_not_called_done(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    ground.server.trouble("cancel", Trouble.ERROR_BEFORE)
    with pytest.raises(LostAnswerError):
        await ground.system.cancel(booked, key="test")
    assert (await ground.system.look_again(booked)).status is BookingStatus.CONFIRMED


# ------------------------------------------------------------------ crashes


class Crash(BaseException):
    """The process dies."""


def die_at(point: Failpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    def reach(reached: Failpoint) -> None:
        if reached is point:
            raise Crash

    monkeypatch.setattr(desk, "reach", reach)


async def test_crash_before_anything_has_left_costs_nobody_a_thought(
    ground: ResDiaryGround, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_at(Failpoint.AFTER_ASKED, monkeypatch)
    with pytest.raises(Crash):
        await ground.book()
    monkeypatch.undo()
    assert await ground.system.find("test:book") is None
    assert (await ground.book()).status is BookingStatus.CONFIRMED
    assert ground.server.count("create") == 1


async def test_attempt_that_was_taken_for_dead_sends_nothing_any_more(
    ground: ResDiaryGround, monkeypatch: pytest.MonkeyPatch
) -> None:
    create, stopped, over = ground.adapter.create, asyncio.Event(), asyncio.Event()

    async def stop_first(*given: Any, **named: Any) -> str:
        stopped.set()
        await over.wait()
        return await create(*given, **named)

    monkeypatch.setattr(ground.adapter, "create", stop_first)
    slow = asyncio.create_task(ground.book())
    await stopped.wait()
    monkeypatch.undo()
    booked = await ground.book()
    over.set()
    with pytest.raises(LostAnswerError):
        await slow
    assert ground.server.count("create") == 1
    assert await ground.system.find("test:book") == booked


@pytest.mark.parametrize("point", [Failpoint.AFTER_SENDING, Failpoint.AFTER_ANSWER])
async def test_crash_around_the_call_is_a_matter_for_a_person(
    ground: ResDiaryGround, monkeypatch: pytest.MonkeyPatch, point: Failpoint
) -> None:
    die_at(point, monkeypatch)
    with pytest.raises(Crash):
        await ground.book()
    with pytest.raises(OutcomeUnknownError):
        await ground.system.find("test:book")
    assert ground.server.count("create") == len(ground.server.standing)


async def test_crash_once_the_uid_is_known_is_made_up_for(
    ground: ResDiaryGround, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_at(Failpoint.AFTER_UID, monkeypatch)
    with pytest.raises(Crash):
        await ground.book()
    monkeypatch.undo()
    found = await ground.system.find("test:book")
    assert found is not None
    assert found.status is BookingStatus.CONFIRMED
    assert ground.server.count("create") == 1


# ------------------------------------------------------------------ refusals


async def test_refusal_is_told_in_the_systems_own_words_whether_sentence_or_list(ground: ResDiaryGround) -> None:
    venue = replace(ground.venue, adapter_settings={**ground.venue.adapter_settings, "restaurant": "thehungryunicorn"})
    with pytest.raises(GoneError, match="Restaurant not found"):
        await ground.system.list_free(Seating(venue=venue, starts_at=WANTED, party_size=2), limit=1)
    ground.server.needs_channel = "PHONE"
    with pytest.raises(RefusedBookingError, match=r"body\.ChannelCode: Field required"):
        await ground.system.list_free(ground.seating(), limit=1)


async def test_restaurant_that_is_not_found_any_more_has_cancelled_nothing(ground: ResDiaryGround) -> None:
    booked = await ground.book()
    async with ground.house.unit_of_work() as unit:
        renamed = replace(ground.venue, adapter_settings={**ground.venue.adapter_settings, "restaurant": "Renamed"})
        await unit.venues.write(renamed)
    with pytest.raises(NotReachedError):
        await ground.system.look_again(booked)


async def test_wrong_key_is_told_apart_and_books_nothing(house: House) -> None:
    async with resdiary_ground(house, token="another") as ground:
        with pytest.raises(DidNotHappenError, match="does not let us in"):
            await ground.book()


async def test_desk_of_another_day_looks_at_that_day(ground: ResDiaryGround) -> None:
    assert isinstance(ground.system, Desk)
    beyond = datetime.combine(date(2026, 12, 31), WANTED.time())
    assert await ground.system.list_free(ground.seating(beyond), limit=5) == []
