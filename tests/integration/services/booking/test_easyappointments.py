"""Each quirk of Easy!Appointments, and what the adapter makes of it: a real HTTP server on loopback plays them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.booking import BookingStatus, Venue, VenueKind
from core.ids import make_id
from services.booking.adapters.easyappointments import EasyAppointmentsAdapter
from services.booking.outside_sites import OutsideSites
from services.booking.ports import OutsideBooking, Person, Seating
from services.booking.refusals import (
    FullError,
    GoneError,
    LostAnswerError,
    NotLetInError,
    NotReachedError,
    RefusedBookingError,
)
from tests.outside.easyappointments import TOKEN, EasyServer, failed
from tests.outside.easyappointments_records import Provider, Service
from tests.outside.keys import OneKey
from tests.outside.loopback import Trouble, running
from tests.outside.moments import local
from tests.unit.services.booking.venues import make_venue

TEN = local(23, "10:00")
ROSE = Person(alias="rose-1", name="Rose Miller", email="rose@example.org", wishes="Needs a step-free way in.")
KEY = "task:0193a0c4-8f5e:book"


@pytest.fixture
async def easy() -> AsyncGenerator[EasyServer]:
    system = EasyServer()
    async with running(system):
        yield system


@pytest.fixture
async def adapter() -> AsyncGenerator[EasyAppointmentsAdapter]:
    async with adapting() as adapter:
        yield adapter


@asynccontextmanager
async def adapting(key: str = TOKEN, **given: Any) -> AsyncGenerator[EasyAppointmentsAdapter]:
    sites = OutsideSites(system="Easy!Appointments", **{"allow_private": True, **given})
    adapter = EasyAppointmentsAdapter(sites=sites, secrets=OneKey(key))
    yield adapter
    await adapter.aclose()


def salon(easy: EasyServer, **changed: Any) -> Venue:
    settings = {"base_url": easy.url, "service:haircut": "1", "provider:Maria": "2", **changed.pop("settings", {})}
    values: dict[str, Any] = {"name": "Silver Scissors", "kind": VenueKind.SALON, "services": ("haircut",)}
    values |= {"adapter_settings": settings, **changed}
    return make_venue(**values)


def haircut(easy: EasyServer, at: datetime = TEN, **changed: Any) -> Seating:
    return Seating(venue=salon(easy, **changed), party_size=1, starts_at=at, service="haircut")


async def book(adapter: EasyAppointmentsAdapter, seating: Seating, *, key: str = KEY) -> OutsideBooking:
    return await adapter.get(seating.venue, await adapter.create(seating, ROSE, request_id=key))


async def move(adapter: EasyAppointmentsAdapter, made: OutsideBooking, seating: Seating) -> OutsideBooking:
    uid = await adapter.change(seating.venue, made.uid, seating, request_id="test:move")
    return await adapter.get(seating.venue, uid)


# ------------------------------------------------------------------ what is free


async def test_free_times_are_those_of_the_day_and_not_the_taken_ones(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.walk_in(TEN)
    free = [each.starts_at for each in await adapter.list_free(haircut(easy))]
    assert (free[0], free[-1]) == (local(23, "09:00"), local(23, "16:30"))
    assert TEN not in free


async def test_times_are_those_of_the_providers_clock(easy: EasyServer, adapter: EasyAppointmentsAdapter) -> None:
    easy.providers = [Provider(zone="America/New_York")]
    seating = haircut(easy, local(23, "14:00"))
    free = [each.starts_at for each in await adapter.list_free(seating)]
    made = await book(adapter, seating)
    assert (free[0], free[-1]) == (local(23, "14:00"), local(23, "21:30"))
    assert easy.rows[int(made.uid)].start == local(23, "09:00")
    assert made.starts_at == local(23, "14:00")


async def test_a_provider_on_the_other_side_of_the_world_is_asked_for_both_days(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.providers = [Provider(zone="Pacific/Auckland")]
    free = [each.starts_at for each in await adapter.list_free(haircut(easy, local(24, "20:00")))]
    assert (free[0], free[-1]) == (local(24, "00:00"), local(24, "23:30"))


async def test_of_several_people_the_one_who_is_free_is_booked(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.providers.append(Provider(id=3, first_name="Tom"))
    easy.walk_in(TEN)
    assert (await book(adapter, haircut(easy, settings={"provider:Tom": "3"}))).stylist == "Tom"


async def test_what_the_settings_lead_to_is_offered_under_the_names_that_people_use(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.services = [Service(), Service(id=5, name="Perm", duration=90)]
    easy.providers = [Provider(), Provider(id=3, services=(1, 5))]
    named = {"service:trim": "1", "service:perm": "5", "provider:Maria": "2", "provider:Tom": "3"}
    base = {"base_url": easy.url}
    alone = {**base, "service": "1", "provider": "2"}
    only = await adapter.list_services(replace(salon(easy), adapter_settings=alone))
    assert [(each.name, each.minutes, each.staff) for each in only] == [("Haircut", 30, ())]
    menu = await adapter.list_services(replace(salon(easy), adapter_settings={**base, **named}))
    assert [(each.name, each.minutes, each.staff) for each in menu] == [
        ("trim", 30, ("Maria", "Tom")),
        ("perm", 90, ("Tom",)),
    ]


async def test_what_is_beside_is_read_beyond_the_first_twenty(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    """The day before is full of others; what stands in the way comes last."""
    for number in range(150):
        easy.walk_in(TEN - timedelta(days=1, minutes=number), minutes=5)
    taken = easy.walk_in(TEN)
    easy.before("create", lambda: None)
    seating = haircut(easy)
    made = await create_blindly(adapter, seating)
    assert made is None
    assert [row.id for row in easy.rows.values() if row.start == TEN] == [taken.id]


async def create_blindly(adapter: EasyAppointmentsAdapter, seating: Seating) -> str | None:
    """As when somebody was faster than the look before it."""
    try:
        return await adapter.create(seating, ROSE, request_id=KEY)
    except FullError:
        return None


# ------------------------------------------------------------------ booking


async def test_what_is_booked_carries_the_person_and_our_request(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    made = await book(adapter, haircut(easy))
    row = easy.rows[int(made.uid)]
    assert (made.status, made.starts_at, made.ends_at) == (BookingStatus.CONFIRMED, TEN, local(23, "10:30"))
    assert row.notes == f"For Rose Miller. Needs a step-free way in. [people:1] [ref:{KEY}]"
    assert easy.customers[row.customer_id]["lastName"] == "Miller"


async def test_a_time_taken_between_search_and_booking_is_given_back(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    first: list[int] = []
    easy.before("create", lambda: first.append(easy.walk_in(local(23, "09:45")).id))
    with pytest.raises(FullError):
        await book(adapter, haircut(easy))
    assert list(easy.rows) == first


async def test_whoever_was_later_gives_way_not_we(easy: EasyServer, adapter: EasyAppointmentsAdapter) -> None:
    easy.before("beside", lambda: easy.walk_in(TEN))
    made = await book(adapter, haircut(easy))
    assert int(made.uid) == min(easy.rows)


async def test_of_many_who_want_the_same_time_one_stays(easy: EasyServer, adapter: EasyAppointmentsAdapter) -> None:
    wanted = [book(adapter, haircut(easy), key=f"task:{number}:book") for number in range(8)]
    ended = await asyncio.gather(*wanted, return_exceptions=True)
    assert sum(isinstance(each, OutsideBooking) for each in ended) == 1
    assert sum(isinstance(each, FullError) for each in ended) == 7
    assert len(easy.rows) == 1


async def test_a_service_for_several_is_full_only_when_it_is(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.services = [Service(attendants=2)]
    await book(adapter, haircut(easy), key="task:1:book")
    await book(adapter, haircut(easy), key="task:2:book")
    with pytest.raises(FullError):
        await book(adapter, haircut(easy), key="task:3:book")
    assert len(easy.rows) == 2


async def test_a_refusal_is_told_from_a_fault_although_both_are_500(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.instead("create", failed("SMTP connect() failed."))
    with pytest.raises(LostAnswerError):
        await book(adapter, haircut(easy))
    easy.before("create", easy.services.clear)
    with pytest.raises(RefusedBookingError, match="not found in the database"):
        await book(adapter, haircut(easy))


async def test_a_refusal_that_came_after_it_was_stored_is_no_refusal(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.instead("create", failed("Invalid address:  (to): "), does_it=True)
    made = await book(adapter, haircut(easy))
    assert list(easy.rows) == [int(made.uid)]


async def test_a_required_telephone_number_is_asked_for_in_the_places_words(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.requires_phone = True
    with pytest.raises(RefusedBookingError, match="Not all required fields") as refused:
        await book(adapter, haircut(easy))
    assert "Rose" not in refused.value.detail  # what was sent is repeated in the refusal
    assert easy.count("create") == 0


async def test_nobody_is_booked_without_an_e_mail_address(easy: EasyServer, adapter: EasyAppointmentsAdapter) -> None:
    with pytest.raises(RefusedBookingError, match="e-mail address"):
        await adapter.create(haircut(easy), replace(ROSE, email=None), request_id=KEY)
    assert not easy.asked


async def test_whoever_has_no_e_mail_address_gets_one_of_the_venues(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    seating = haircut(easy, settings={"guest_email": "bookings@helper.example"})
    await adapter.create(seating, replace(ROSE, email=None), request_id=KEY)
    assert [each["email"] for each in easy.customers.values()] == ["bookings+rose-1@helper.example"]


async def test_a_known_customer_stays_one_whatever_the_case_of_the_address(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    one = await book(adapter, haircut(easy))
    tom = replace(ROSE, name="Tom Miller", email="Rose@Example.org")
    uid = await adapter.create(haircut(easy, local(23, "11:00")), tom, request_id="task:2:book")
    assert len(easy.customers) == 1
    assert "For Tom Miller." in easy.rows[int(uid)].notes
    assert "For Rose Miller." in easy.rows[int(one.uid)].notes


async def test_a_customer_who_appears_in_the_same_moment_is_taken(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    same = {"firstName": "Rose", "lastName": "Miller", "email": "rose@example.org"}
    easy.before("customer", lambda: easy.add_customer(same))
    made = await book(adapter, haircut(easy))
    assert list(easy.customers) == [easy.rows[int(made.uid)].customer_id]


async def test_a_lost_answer_about_a_customer_has_booked_nothing(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.trouble("customer", Trouble.BREAKS_OFF_AFTER)
    with pytest.raises(NotReachedError):
        await book(adapter, haircut(easy))
    assert not easy.rows


async def test_a_wrong_key_is_told_apart_although_the_answer_is_plain_text(easy: EasyServer) -> None:
    async with adapting(key="wrong") as adapter:
        with pytest.raises(NotLetInError):
            await adapter.list_free(haircut(easy))


async def test_an_address_inside_our_network_is_not_called(easy: EasyServer) -> None:
    async with adapting(allow_private=False) as adapter:
        with pytest.raises(NotLetInError):
            await adapter.list_free(haircut(easy))
    assert not easy.asked


# ------------------------------------------------------------------ when an answer is lost


@pytest.mark.parametrize("trouble", [Trouble.BREAKS_OFF_AFTER, Trouble.ERROR_AFTER, Trouble.AWAY])
async def test_a_lost_answer_is_said_to_be_lost_and_asked_once(
    easy: EasyServer, adapter: EasyAppointmentsAdapter, trouble: Trouble
) -> None:
    easy.trouble("create", trouble)
    with pytest.raises(LostAnswerError):
        await book(adapter, haircut(easy))
    assert easy.count("create") == 1


@pytest.mark.parametrize(("trouble", "stands"), [(Trouble.BREAKS_OFF_AFTER, 1), (Trouble.BREAKS_OFF_BEFORE, 0)])
async def test_what_became_of_a_lost_answer_is_found_by_its_marker(
    easy: EasyServer, adapter: EasyAppointmentsAdapter, trouble: Trouble, stands: int
) -> None:
    seating = haircut(easy)
    await book(adapter, haircut(easy, local(23, "12:00")), key=f"{KEY}-another")
    easy.trouble("create", trouble)
    with pytest.raises(LostAnswerError):
        await book(adapter, seating)
    found = await adapter.find(seating, request_id=KEY)
    assert [each.starts_at for each in found] == [TEN] * stands


async def test_what_is_beside_can_not_be_seen_so_the_answer_counts_as_lost(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.trouble("beside", Trouble.ERROR_BEFORE)
    with pytest.raises(LostAnswerError):
        await book(adapter, haircut(easy))


async def test_a_lost_booking_over_somebody_elses_is_given_back_when_it_is_found(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.before("create", lambda: easy.walk_in(TEN))
    easy.trouble("create", Trouble.BREAKS_OFF_AFTER)
    with pytest.raises(LostAnswerError):
        await book(adapter, haircut(easy))
    assert not await adapter.find(haircut(easy), request_id=KEY)
    assert len(easy.rows) == 1


async def test_of_two_under_one_request_the_later_is_given_back(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    first = await book(adapter, haircut(easy))
    easy.copy(int(first.uid))
    (found,) = await adapter.find(haircut(easy), request_id=KEY)
    assert found.uid == first.uid
    assert list(easy.rows) == [int(first.uid)]


async def test_a_lost_booking_is_found_among_many(easy: EasyServer, adapter: EasyAppointmentsAdapter) -> None:
    for _ in range(30):
        easy.walk_in(local(24, "09:00"))
        easy.customers[easy.rows[max(easy.rows)].customer_id]["lastName"] = f"[ref:{KEY}]"  # which is searched as well
    made = await book(adapter, haircut(easy))
    assert [each.uid for each in await adapter.find(haircut(easy), request_id=KEY)] == [made.uid]


# ------------------------------------------------------------------ changing and cancelling


async def test_a_move_keeps_the_length(easy: EasyServer, adapter: EasyAppointmentsAdapter) -> None:
    made = await book(adapter, haircut(easy))
    moved = await move(adapter, made, haircut(easy, local(23, "11:00")))
    assert (moved.uid, moved.starts_at, moved.ends_at) == (made.uid, local(23, "11:00"), local(23, "11:30"))


async def test_a_move_within_its_own_time_is_possible(easy: EasyServer, adapter: EasyAppointmentsAdapter) -> None:
    made = await book(adapter, haircut(easy))
    moved = await move(adapter, made, haircut(easy, local(23, "10:15")))
    assert moved.starts_at == local(23, "10:15")


async def test_what_overlaps_an_appointment_that_is_given_up_is_free(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    easy.services = [Service(duration=90)]
    own = make_id()
    await book(adapter, haircut(easy), key=str(own))
    easy.walk_in(local(23, "12:30"))
    free = [each.starts_at for each in await adapter.list_free(replace(haircut(easy), instead_of=own))]
    overlapping = [local(23, clock) for clock in ("09:00", "09:30", "10:00", "10:30", "11:00")]
    assert free[:5] == overlapping


@pytest.mark.parametrize("hindrance", ["somebody", "away", "closing"])
async def test_a_move_to_a_full_time_leaves_everything_as_it_was(
    easy: EasyServer, adapter: EasyAppointmentsAdapter, hindrance: str
) -> None:
    start = local(23, "16:30") if hindrance == "closing" else TEN
    made = await book(adapter, haircut(easy, start))
    if hindrance == "somebody":
        easy.walk_in(local(23, "10:30"))
    if hindrance == "away":
        easy.blocked.append((local(23, "10:30"), local(23, "11:00")))
    for minutes in (15, 30):
        at = start.replace(hour=start.hour + (start.minute + minutes) // 60, minute=(start.minute + minutes) % 60)
        with pytest.raises(FullError):
            await move(adapter, made, haircut(easy, at))
    assert easy.rows[int(made.uid)].start == start
    assert easy.count("change") == 0


async def test_a_move_over_somebody_who_was_faster_is_taken_back(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    made = await book(adapter, haircut(easy))
    easy.before("change", lambda: easy.walk_in(local(23, "11:00")))
    with pytest.raises(FullError):
        await move(adapter, made, haircut(easy, local(23, "11:00")))
    assert easy.rows[int(made.uid)].start == TEN
    assert not easy.overlaps()


async def test_what_became_of_a_lost_move_is_looked_up(easy: EasyServer, adapter: EasyAppointmentsAdapter) -> None:
    made = await book(adapter, haircut(easy))
    eleven = haircut(easy, local(23, "11:00"))
    easy.trouble("change", Trouble.ERROR_AFTER)
    assert (await move(adapter, made, eleven)).starts_at == eleven.starts_at
    easy.trouble("change", Trouble.ERROR_BEFORE)
    with pytest.raises(LostAnswerError):
        await move(adapter, made, haircut(easy))


async def test_more_people_are_written_down(easy: EasyServer, adapter: EasyAppointmentsAdapter) -> None:
    made = await book(adapter, haircut(easy))
    changed = await move(adapter, made, replace(haircut(easy), party_size=3))
    assert changed.party_size == 3
    assert "[people:3]" in easy.rows[int(made.uid)].notes


async def test_what_is_cancelled_twice_is_gone(easy: EasyServer, adapter: EasyAppointmentsAdapter) -> None:
    made = await book(adapter, haircut(easy))
    for _ in range(2):
        await adapter.cancel(salon(easy), made.uid)
    with pytest.raises(GoneError):
        await adapter.get(salon(easy), made.uid)


async def test_a_system_that_has_moved_away_has_not_deleted_anything(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    made = await book(adapter, haircut(easy))
    with pytest.raises(NotReachedError):
        await adapter.get(salon(easy, settings={"base_url": f"{easy.url}/old"}), made.uid)


async def test_an_unknown_provider_does_not_look_like_a_deleted_appointment(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    made = await book(adapter, haircut(easy))
    easy.providers.clear()
    async with adapting() as another:
        with pytest.raises(RefusedBookingError, match="providers/2"):
            await another.get(salon(easy), made.uid)


async def test_what_the_place_deletes_at_the_same_moment_is_cancelled(
    easy: EasyServer, adapter: EasyAppointmentsAdapter
) -> None:
    made = await book(adapter, haircut(easy))
    easy.before("cancel", lambda: easy.staff_deletes(int(made.uid)))
    await adapter.cancel(salon(easy), made.uid)


@pytest.mark.parametrize(
    ("word", "status"),
    [("Cancelled", BookingStatus.CANCELLED), ("Draft", BookingStatus.PENDING), ("Hi", BookingStatus.CONFIRMED)],
)
async def test_a_status_in_free_text_is_understood(
    easy: EasyServer, adapter: EasyAppointmentsAdapter, word: str, status: BookingStatus
) -> None:
    made = await book(adapter, haircut(easy))
    easy.rows[int(made.uid)].status = word
    assert (await adapter.get(salon(easy), made.uid)).status is status
