"""Each quirk of Cal.com, and what the adapter makes of it: a real HTTP server on loopback plays them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from core.booking import BookingStatus, Venue, VenueKind
from core.ids import make_id
from services.booking.adapters.calcom import CalComAdapter
from services.booking.outside_sites import OutsideSites
from services.booking.ports import OutsideBooking, Person, Seating
from services.booking.refusals import (
    FullError,
    GoneError,
    LostAnswerError,
    NotLetInError,
    NotReachedError,
    RefusedBookingError,
    StaleError,
)
from tests.outside.calcom import KEY, OUT_OF_BOUNDS, PAST, CalComServer
from tests.outside.calcom_records import EventType
from tests.outside.keys import OneKey
from tests.outside.loopback import Trouble, answer_json, running
from tests.outside.moments import instant, local
from tests.outside.played import REDIRECT
from tests.unit.services.booking.venues import make_venue

TEN = local(23, "10:00")
"""A Monday in London, where the clock shows UTC then."""
OF_ANOTHER_SHAPE = answer_json({"status": "success", "data": {"changed": True}})
ROSE = Person(alias="rose-1", name="Rose Miller", email="rose@example.org", wishes="Needs a step-free way in.")


@pytest.fixture
async def calcom() -> AsyncGenerator[CalComServer]:
    system = CalComServer()
    async with running(system):
        yield system


@pytest.fixture
async def adapter() -> AsyncGenerator[CalComAdapter]:
    async with adapting() as adapter:
        yield adapter


@pytest.fixture
async def hasty() -> AsyncGenerator[CalComAdapter]:
    """One that waits for a moment only, for calls that are never answered."""
    async with adapting(deadline=0.1) as adapter:
        yield adapter


@asynccontextmanager
async def adapting(key: str = KEY, **given: Any) -> AsyncGenerator[CalComAdapter]:
    sites = OutsideSites(system="Cal.com", **{"allow_private": True, **given})
    adapter = CalComAdapter(sites=sites, secrets=OneKey(key))
    yield adapter
    await adapter.aclose()


def salon(calcom: CalComServer, **changed: Any) -> Venue:
    settings = {"base_url": calcom.url, "event_type:haircut": "12", **changed.pop("settings", {})}
    values: dict[str, Any] = {"name": "Silver Scissors", "kind": VenueKind.SALON, "services": ("haircut",)}
    values |= {"adapter_settings": settings, **changed}
    return make_venue(**values)


def haircut(calcom: CalComServer, at: datetime = TEN, **changed: Any) -> Seating:
    return Seating(venue=salon(calcom, **changed), party_size=1, starts_at=at, service="haircut")


async def book(adapter: CalComAdapter, seating: Seating, *, key: str = "task:1:book") -> OutsideBooking:
    return await adapter.get(seating.venue, await adapter.create(seating, ROSE, request_id=key))


async def move(adapter: CalComAdapter, made: OutsideBooking, seating: Seating) -> OutsideBooking:
    uid = await adapter.change(seating.venue, made.uid, seating, request_id="test:move")
    return await adapter.get(seating.venue, uid)


async def cancel(adapter: CalComAdapter, made: OutsideBooking, venue: Venue) -> BookingStatus:
    await adapter.cancel(venue, made.uid)
    return (await adapter.get(venue, made.uid)).status


# ------------------------------------------------------------------ what is free


async def test_free_times_are_those_of_the_local_day(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.walk_in(instant(23, "10:00"))
    free = [each.starts_at for each in await adapter.list_free(haircut(calcom))]
    assert free[0] == local(23, "09:00")
    assert TEN not in free
    assert {each.date() for each in free} == {TEN.date()}


async def test_a_day_on_the_other_side_of_the_world_is_asked_for_whole(
    calcom: CalComServer, adapter: CalComAdapter
) -> None:
    calcom.events = [EventType(zone="Pacific/Auckland")]
    seating = haircut(calcom, timezone="Pacific/Auckland")
    free = [each.starts_at for each in await adapter.list_free(seating)]
    assert (free[0], free[-1]) == (local(23, "09:00"), local(23, "16:30"))


async def test_of_an_hour_shown_twice_only_the_first_is_offered(calcom: CalComServer, adapter: CalComAdapter) -> None:
    night = EventType(length=60, opens=time(0), closes=time(5))
    calcom.events, calcom.now = [night], datetime(2026, 10, 20, tzinfo=UTC)
    shown = datetime.fromisoformat("2026-10-25 01:00")
    seating = haircut(calcom, shown)
    made = await book(adapter, seating)
    assert made.starts_at == shown
    assert shown not in [each.starts_at for each in await adapter.list_free(seating)]


async def test_a_held_time_is_hidden_from_all_and_can_be_booked(calcom: CalComServer, adapter: CalComAdapter) -> None:
    seating = haircut(calcom)
    hold = await adapter.hold(seating)
    assert TEN not in [each.starts_at for each in await adapter.list_free(seating)]
    with pytest.raises(FullError):
        await adapter.hold(seating)
    await adapter.create(seating, ROSE, request_id="task:1:book", hold=hold)
    await adapter.release(seating.venue, hold)
    assert not calcom.holds


async def test_of_several_people_the_one_who_is_free_is_booked(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.events = [EventType(), EventType(id=13, host="tom")]
    each = {"event_type:haircut:Maria": "12", "event_type:haircut:Tom": "13"}
    seating = haircut(calcom, adapter_settings={"base_url": calcom.url, **each})
    calcom.walk_in(instant(23, "10:00"))
    assert (await book(adapter, seating)).stylist == "Tom"


# ------------------------------------------------------------------ booking


async def test_what_is_booked_carries_the_person_and_our_request(calcom: CalComServer, adapter: CalComAdapter) -> None:
    made = await book(adapter, haircut(calcom))
    kept = calcom.kept[made.uid]
    assert (made.status, made.starts_at, made.name) == (BookingStatus.CONFIRMED, TEN, "Rose Miller")
    assert kept.metadata["grandma_request"] == "task:1:book"
    assert kept.notes == {"notes": "Needs a step-free way in."}


async def test_every_call_names_its_version(calcom: CalComServer, adapter: CalComAdapter) -> None:
    seating = haircut(calcom)
    made = await book(adapter, seating)
    await adapter.list_free(seating)
    await adapter.find(seating, request_id="task:1:book")
    await move(adapter, made, haircut(calcom, local(23, "11:00")))
    await adapter.cancel(seating.venue, made.uid)
    assert {each.headers["cal-api-version"] for _, each in calcom.asked} == {"2024-08-13", "2024-09-04"}


async def test_an_older_api_that_books_in_silence_is_not_taken_at_its_word(
    calcom: CalComServer, adapter: CalComAdapter
) -> None:
    seating = haircut(calcom, settings={"bookings_version": "2024-04-15"})
    with pytest.raises(LostAnswerError):
        await book(adapter, seating)
    assert len(calcom.standing) == 1


async def test_pending_is_not_booked(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.events = [EventType(needs_confirmation=True)]
    made = await book(adapter, haircut(calcom))
    assert made.status is BookingStatus.PENDING
    calcom.host_declines(made.uid)
    assert (await adapter.get(salon(calcom), made.uid)).status is BookingStatus.REJECTED


async def test_a_time_taken_between_search_and_booking_is_full(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.before("create", lambda: calcom.walk_in(instant(23, "10:00")))
    with pytest.raises(FullError, match="User either already has"):
        await book(adapter, haircut(calcom))


async def test_a_time_listed_as_free_and_then_refused_is_full(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.never_free.add(instant(23, "10:00"))
    seating = haircut(calcom)
    assert TEN in [each.starts_at for each in await adapter.list_free(seating)]
    with pytest.raises(FullError):
        await book(adapter, seating)


async def test_a_series_is_cancelled_instead_of_called_a_booking(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.events = [EventType(is_recurring=True)]
    with pytest.raises(RefusedBookingError, match="week after week"):
        await book(adapter, haircut(calcom))
    calcom.trouble("create", Trouble.BREAKS_OFF_AFTER)
    with pytest.raises(LostAnswerError):
        await book(adapter, haircut(calcom))
    assert len(calcom.standing) == 4
    assert not await adapter.find(haircut(calcom), request_id="task:1:book")
    assert not calcom.standing


@pytest.mark.parametrize(
    "words",
    [
        "One of the hosts either already has booking at this time or is not available",
        "Someone else reserved this slot before you. This time slot will be freed up in 58 seconds.",
        OUT_OF_BOUNDS,
        PAST,
    ],
)
async def test_every_way_of_saying_that_a_time_is_not_free_is_known(
    calcom: CalComServer, adapter: CalComAdapter, words: str
) -> None:
    error = {"code": "BadRequestException", "message": words}
    calcom.instead("create", answer_json({"status": "error", "error": error}, status=400))
    with pytest.raises(FullError):
        await book(adapter, haircut(calcom))


@pytest.mark.parametrize("at", [local(20, "09:00"), local(20, "10:00")])
async def test_what_is_past_or_too_soon_is_full(calcom: CalComServer, adapter: CalComAdapter, at: datetime) -> None:
    calcom.events = [EventType(notice=timedelta(days=1))]
    with pytest.raises(FullError):
        await book(adapter, haircut(calcom, at))


async def test_too_many_bookings_of_one_person_are_refused_in_the_places_words(
    calcom: CalComServer, adapter: CalComAdapter
) -> None:
    calcom.most_active = 1
    await book(adapter, haircut(calcom, local(24, "10:00")))
    with pytest.raises(RefusedBookingError, match="maximum number of active bookings"):
        await book(adapter, haircut(calcom))


async def test_an_event_type_that_is_gone_is_no_lost_answer(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.events = [EventType(id=99)]
    with pytest.raises(GoneError):
        await book(adapter, haircut(calcom))


async def test_a_national_telephone_number_is_not_sent(calcom: CalComServer, adapter: CalComAdapter) -> None:
    rose = replace(ROSE, phone="020 7946 0000")
    uid = await adapter.create(haircut(calcom), rose, request_id="task:1:book")
    assert "phoneNumber" not in calcom.kept[uid].attendee


async def test_a_telephone_number_is_sent_the_way_it_is_taken(calcom: CalComServer, adapter: CalComAdapter) -> None:
    rose = Person(alias="rose-1", name="Rose", phone="+44 (20) 7946-0000")
    uid = await adapter.create(haircut(calcom), rose, request_id="task:1:book")
    assert calcom.kept[uid].attendee["phoneNumber"] == "+442079460000"


async def test_nobody_is_booked_whom_the_place_could_not_reach(calcom: CalComServer, adapter: CalComAdapter) -> None:
    with pytest.raises(RefusedBookingError, match="e-mail address or a telephone number"):
        await adapter.create(haircut(calcom), Person(alias="r", name="Rose"), request_id="task:1:book")
    assert calcom.count("create") == 0


# ------------------------------------------------------------------ when an answer is lost


@pytest.mark.parametrize("trouble", [Trouble.SILENT_AFTER, Trouble.BREAKS_OFF_AFTER, Trouble.ERROR_AFTER, Trouble.AWAY])
async def test_a_lost_answer_is_said_to_be_lost_and_asked_once(
    calcom: CalComServer, hasty: CalComAdapter, trouble: Trouble
) -> None:
    calcom.trouble("create", trouble)
    with pytest.raises(LostAnswerError):
        await book(hasty, haircut(calcom))
    assert calcom.count("create") == 1


@pytest.mark.parametrize(("trouble", "stands"), [(Trouble.SILENT_AFTER, 1), (Trouble.SILENT_BEFORE, 0)])
async def test_what_became_of_a_lost_answer_is_found_by_its_metadata(
    calcom: CalComServer, adapter: CalComAdapter, hasty: CalComAdapter, trouble: Trouble, stands: int
) -> None:
    seating = haircut(calcom)
    await book(adapter, haircut(calcom, local(23, "12:00")), key="task:2:book")
    calcom.trouble("create", trouble)
    with pytest.raises(LostAnswerError):
        await book(hasty, seating)
    found = await adapter.find(seating, request_id="task:1:book")
    assert [each.starts_at for each in found] == [TEN] * stands


async def test_a_lost_booking_is_found_behind_the_first_page(calcom: CalComServer, adapter: CalComAdapter) -> None:
    seating = haircut(calcom, local(23, "16:30"))
    calcom.trouble("create", Trouble.BREAKS_OFF_AFTER)
    for _ in range(260):
        calcom.walk_in(instant(23, "09:00"))
    with pytest.raises(LostAnswerError):
        await book(adapter, seating)
    assert len(await adapter.find(seating, request_id="task:1:book")) == 1


async def test_a_lost_booking_that_the_place_has_moved_is_found_where_it_is_now(
    calcom: CalComServer, adapter: CalComAdapter
) -> None:
    seating = haircut(calcom)
    made = await book(adapter, seating)
    calcom.host_moves(made.uid, instant(25, "12:00"))
    (found,) = await adapter.find(seating, request_id="task:1:book")
    assert found.starts_at == local(25, "12:00")


async def test_a_429_is_nothing_done_and_says_when_to_come_again(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.instead("create", calcom.limited())
    with pytest.raises(NotReachedError) as caught:
        await book(adapter, haircut(calcom))
    assert 38 <= (caught.value.retry_after or 0) <= 42
    assert not calcom.standing


async def test_no_redirect_is_followed(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.instead("free", REDIRECT)
    with pytest.raises(NotReachedError):
        await adapter.list_free(haircut(calcom))
    assert len(calcom.asked) == 1


async def test_an_answer_of_another_shape_is_no_answer(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.instead("free", OF_ANOTHER_SHAPE)
    with pytest.raises(NotReachedError):
        await adapter.list_free(haircut(calcom))
    calcom.instead("create", OF_ANOTHER_SHAPE)
    with pytest.raises(LostAnswerError):
        await book(adapter, haircut(calcom))


async def test_a_wrong_key_is_told_apart(calcom: CalComServer) -> None:
    async with adapting(key="cal_wrong") as adapter:
        with pytest.raises(NotLetInError):
            await book(adapter, haircut(calcom))


async def test_an_address_inside_our_network_is_not_called(calcom: CalComServer) -> None:
    async with adapting(allow_private=False) as adapter:
        with pytest.raises(NotLetInError):
            await adapter.list_free(haircut(calcom))
    assert not calcom.asked


# ------------------------------------------------------------------ changing and cancelling


async def test_a_move_has_a_new_uid_and_the_old_one_leads_to_it(calcom: CalComServer, adapter: CalComAdapter) -> None:
    venue, made = salon(calcom), await book(adapter, haircut(calcom))
    moved = await move(adapter, made, haircut(calcom, local(23, "11:00")))
    assert moved.uid != made.uid
    assert await adapter.get(venue, made.uid) == moved
    assert [each.uid for each in calcom.standing] == [moved.uid]


async def test_what_is_given_up_counts_as_free(calcom: CalComServer, adapter: CalComAdapter) -> None:
    own = make_id()
    await book(adapter, haircut(calcom), key=str(own))
    free = await adapter.list_free(replace(haircut(calcom), instead_of=own))
    assert TEN in [each.starts_at for each in free]


async def test_a_move_to_a_full_time_leaves_everything_as_it_was(calcom: CalComServer, adapter: CalComAdapter) -> None:
    made = await book(adapter, haircut(calcom))
    calcom.walk_in(instant(23, "11:00"))
    with pytest.raises(FullError):
        await move(adapter, made, haircut(calcom, local(23, "11:00")))
    assert calcom.kept[made.uid].status == "accepted"


async def test_what_became_of_a_lost_move_is_found_under_the_old_uid(
    calcom: CalComServer, adapter: CalComAdapter
) -> None:
    made = await book(adapter, haircut(calcom))
    calcom.trouble("reschedule", Trouble.BREAKS_OFF_AFTER)
    with pytest.raises(LostAnswerError):
        await move(adapter, made, haircut(calcom, local(23, "11:00")))
    assert (await adapter.get(salon(calcom), made.uid)).starts_at == local(23, "11:00")


async def test_what_the_place_has_moved_is_not_moved_again_unseen(calcom: CalComServer, adapter: CalComAdapter) -> None:
    made = await book(adapter, haircut(calcom))
    calcom.host_moves(made.uid, instant(23, "12:00"))
    with pytest.raises(StaleError):
        await move(adapter, made, haircut(calcom, local(23, "11:00")))
    assert calcom.count("reschedule") == 0


async def test_a_booking_can_be_moved_but_not_made_another_thing(calcom: CalComServer, adapter: CalComAdapter) -> None:
    made = await book(adapter, haircut(calcom))
    with pytest.raises(RefusedBookingError):
        await move(adapter, made, replace(haircut(calcom), party_size=2))


async def test_a_move_that_the_place_has_to_confirm_is_pending_again(
    calcom: CalComServer, adapter: CalComAdapter
) -> None:
    calcom.events = [EventType(needs_confirmation=True)]
    made = await book(adapter, haircut(calcom))
    calcom.host_confirms(made.uid)
    moved = await move(adapter, made, haircut(calcom, local(23, "11:00")))
    assert moved.status is BookingStatus.PENDING


async def test_what_is_cancelled_twice_stays_cancelled(calcom: CalComServer, adapter: CalComAdapter) -> None:
    calcom.events = [EventType(needs_reason=True)]
    made = await book(adapter, haircut(calcom))
    assert await cancel(adapter, made, salon(calcom)) is BookingStatus.CANCELLED
    assert await cancel(adapter, made, salon(calcom)) is BookingStatus.CANCELLED
    assert calcom.count("cancel") == 1


async def test_a_system_that_has_moved_away_has_not_cancelled_anything(
    calcom: CalComServer, adapter: CalComAdapter
) -> None:
    made = await book(adapter, haircut(calcom))
    with pytest.raises(NotReachedError):
        await adapter.get(salon(calcom, settings={"base_url": f"{calcom.url}/old"}), made.uid)
    with pytest.raises(GoneError):
        await adapter.get(salon(calcom), "uid-of-nothing")


async def test_what_the_place_cancels_at_the_same_moment_is_cancelled(
    calcom: CalComServer, adapter: CalComAdapter
) -> None:
    made = await book(adapter, haircut(calcom))
    calcom.before("cancel", lambda: calcom.host_cancels(made.uid))
    assert await cancel(adapter, made, salon(calcom)) is BookingStatus.CANCELLED


async def test_what_the_place_has_moved_is_cancelled_where_it_is_now(
    calcom: CalComServer, adapter: CalComAdapter
) -> None:
    made = await book(adapter, haircut(calcom))
    calcom.host_moves(made.uid, instant(25, "12:00"))
    await adapter.cancel(salon(calcom), made.uid)
    assert not calcom.standing
