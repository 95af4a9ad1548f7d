import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from core.booking import Booking, Weekday
from core.domain import ConfirmPolicy
from core.errors import TransientError
from core.outcome import Asks, AsksToConfirm, Completed
from repositories.database import Database
from services.booking.adapters.local import LocalBookingSystem
from services.booking.ports import Guest, Seating
from services.booking.refusals import FullError
from services.booking.salon_booking import SalonBookingService
from services.booking.samples import add_sample_venues
from tests.integration.house import NOW, FixedClock, House
from tests.integration.services.booking.wishes import (
    HAIRCUT,
    add_salon,
    asks,
    at_once,
    booking_of,
    claim,
    list_all,
    perform,
    put_booking,
    reads_back,
    service_of,
    wish_of,
)

SALON = SalonBookingService


def wanted(**changed: Any) -> dict[str, Any]:
    return {name: value for name, value in {**HAIRCUT, **changed}.items() if value is not None}


class CrashAfterBooking(LocalBookingSystem):
    """Books, and the process dies before anybody hears of it."""

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        await super().book(seating, guest, key=key)
        raise TransientError("The line went dead.")


# ------------------------------------------------------------------ it is booked


async def test_appointment_is_booked_and_read_out(house: House) -> None:
    venue = await add_salon(house)
    outcome = await perform(house, SALON, wanted())
    assert isinstance(outcome, Completed)
    assert outcome.summary == (
        "Your haircut with Maria at Bella Salon is booked for Saturday 28 November at 2 in the afternoon."
    )
    booking = booking_of(outcome)
    assert (booking["venue_id"], booking["kind"]) == (str(venue.id), "salon")
    assert (booking["service"], booking["stylist"], booking["party_size"]) == ("haircut", "Maria", 1)


@pytest.mark.parametrize(("service", "minutes"), [("haircut", 30), ("colour", 120), ("wash and set", 45)])
async def test_chair_is_kept_as_long_as_the_service_takes(house: House, service: str, minutes: int) -> None:
    await add_salon(house)
    await perform(house, SALON, wanted(service=service))
    [booking] = await list_all(house)
    assert booking.ends_at - booking.starts_at == timedelta(minutes=minutes)


@pytest.mark.parametrize("said", ["Haircut", "hair cut", "haircuts", "hair-cut"])
async def test_service_is_known_by_what_is_surely_its_name(house: House, said: str) -> None:
    await add_salon(house)
    assert booking_of(await perform(house, SALON, wanted(service=said)))["service"] == "haircut"


async def test_american_spelling_is_understood(house: House) -> None:
    await add_salon(house)
    assert booking_of(await perform(house, SALON, wanted(service="color")))["service"] == "colour"


async def test_part_of_a_name_is_enough_where_only_one_bears_it(house: House) -> None:
    await add_salon(house, staff=("Maria Lopez", "Joan"), staff_services={})
    assert booking_of(await perform(house, SALON, wanted()))["stylist"] == "Maria Lopez"


@pytest.mark.parametrize("stylist", [None, "anyone"])
async def test_without_a_wish_for_somebody_whoever_is_free_does_it(house: House, stylist: str | None) -> None:
    await add_salon(house)
    await perform(await house.add_neighbour(), SALON, wanted(stylist="Joan"))
    assert booking_of(await perform(house, SALON, wanted(stylist=stylist)))["stylist"] == "Maria"


async def test_whoever_can_do_the_least_else_is_taken_first(house: House) -> None:
    await add_salon(house)
    assert booking_of(await perform(house, SALON, wanted(stylist=None)))["stylist"] == "Joan"


async def test_salon_that_names_neither_services_nor_staff_does_what_it_is_asked_for(house: House) -> None:
    await add_salon(house, services=(), staff=(), service_minutes={}, staff_services={})
    booking = booking_of(await perform(house, SALON, wanted(service="perm", stylist=None)))
    assert (booking["service"], booking["stylist"]) == ("perm", None)


async def test_appointment_made_before_a_crash_is_found(house: House) -> None:
    await add_salon(house)
    task = await claim(house, SALON, wanted())
    crashing = CrashAfterBooking(unit_of_work=house.unit_of_work, clock=FixedClock())
    with pytest.raises(TransientError):
        await service_of(house, SALON, crashing).perform(wish_of(house, SALON, task))
    outcome = await service_of(house, SALON).perform(wish_of(house, SALON, task))
    assert booking_of(outcome)["id"] == str((await list_all(house))[0].id)
    assert len(await list_all(house)) == 1


# ------------------------------------------------------------------ which salon


async def test_only_salon_is_offered(house: House) -> None:
    await add_salon(house)
    asked = await reads_back(house, SALON, wanted(venue=None))
    assert asked.question.text == (
        "Shall I book a haircut with Maria at Bella Salon on Saturday 28 November at 2 in the afternoon?"
    )
    assert asked.details == wanted()
    assert booking_of(await perform(house, SALON, asked.details or {}, confirmed=True))["venue"] == "Bella Salon"


async def test_yes_before_the_salon_was_known_is_no_yes_to_the_salon(house: House) -> None:
    await add_salon(house)
    assert isinstance(await perform(house, SALON, wanted(venue=None), confirmed=True), AsksToConfirm)


async def test_only_salon_is_booked_for_a_caller_who_has_confirmed(house: House) -> None:
    await add_salon(house)
    assert booking_of(await at_once(house, SALON, wanted(venue=None)))["venue"] == "Bella Salon"


async def test_salon_is_inferred_from_who_works_there(house: House) -> None:
    await add_salon(house)
    await add_salon(house, "Curl Up", staff=("Linh",), staff_services={})
    asked = await reads_back(house, SALON, wanted(venue=None, stylist="Linh"))
    assert "with Linh at Curl Up" in asked.question.text


async def test_salon_is_inferred_from_what_it_does(house: House) -> None:
    await add_salon(house)
    await add_salon(house, "Nails", services=("manicure",), staff=(), service_minutes={}, staff_services={})
    asked = await reads_back(house, SALON, wanted(venue=None, stylist=None, service="manicure"))
    assert "a manicure at Nails" in asked.question.text


async def test_several_salons_are_asked_for(house: House) -> None:
    await add_salon(house)
    await add_salon(house, "Curl Up")
    asked = await asks(house, SALON, wanted(venue=None))
    assert asked.question.slot == "venue"
    assert set(asked.question.options) == {"Bella Salon", "Curl Up"}
    assert asked.details == wanted(venue=None)


async def test_samples_yield_to_the_salon_of_the_account(house: House) -> None:
    await add_sample_venues(house.unit_of_work, account_id=house.account_id, timezone="Europe/London")
    assert isinstance(await perform(house, SALON, wanted(venue=None, service="haircut", stylist="Joan")), AsksToConfirm)
    await add_salon(house)
    assert "Bella Salon" in (await reads_back(house, SALON, wanted(venue=None))).question.text


async def test_account_without_salons_is_asked_plainly(house: House) -> None:
    await house.add_venue()
    assert (await asks(house, SALON, wanted(venue=None))).question.slot == "venue"


async def test_salon_of_another_account_stays_unknown(house: House) -> None:
    stranger = await House.build(house.unit_of_work)
    await add_salon(stranger)
    assert (await asks(house, SALON, wanted())).question.slot == "venue"


# ------------------------------------------------------------------ what and by whom


async def test_unknown_service_is_asked_for_with_what_they_do(house: House) -> None:
    await add_salon(house)
    asked = await asks(house, SALON, wanted(service="massage"))
    assert asked.question.slot == "service"
    assert set(asked.question.options) == {"haircut", "wash and set", "colour"}
    assert asked.question.text.startswith("Bella Salon doesn't do that: massage. You could have a ")
    assert asked.details == wanted(service=None)


async def test_service_that_nobody_does_is_not_offered(house: House) -> None:
    await add_salon(house, staff_services=dict.fromkeys(("Maria", "Joan"), ("haircut",)))
    assert (await asks(house, SALON, wanted(service="colour"))).question.options == ("haircut",)


async def test_unknown_stylist_is_asked_for_with_who_could_do_it(house: House) -> None:
    await add_salon(house)
    asked = await asks(house, SALON, wanted(stylist="Tom"))
    assert (asked.question.slot, asked.question.options) == ("stylist", ("Maria", "Joan", "anyone"))
    assert asked.question.text.startswith("I don't know of a Tom at Bella Salon.")


async def test_stylist_who_does_not_do_it_is_said_and_others_are_offered(house: House) -> None:
    await add_salon(house)
    asked = await asks(house, SALON, wanted(service="colour", stylist="Joan"))
    assert asked.question.text.startswith("Joan doesn't do a colour.")
    assert asked.question.options == ("Maria", "anyone")


async def test_stylist_of_a_salon_that_names_nobody_is_asked_back(house: House) -> None:
    await add_salon(house, staff=(), staff_services={})
    assert (await asks(house, SALON, wanted())).question.options == ("anyone",)


@pytest.mark.parametrize("name", ["service", "date", "time"])
async def test_missing_detail_is_asked_for(house: House, name: str) -> None:
    await add_salon(house)
    left_out: dict[str, Any] = {name: None}
    assert (await asks(house, SALON, wanted(**left_out))).question == SALON.question_for(name)


# ------------------------------------------------------------------ when


async def test_stylist_does_one_customer_at_a_time(house: House) -> None:
    venue = await add_salon(house, capacity=5)
    await put_booking(await house.add_neighbour(), venue, "2026-11-28T13:30", service="colour", stylist="Maria")
    asked = await asks(house, SALON, wanted())
    assert asked.question.slot == "time"
    assert asked.question.text == (
        "Bella Salon has no time for a haircut with Maria on Saturday 28 November at 2 in the afternoon. It has time at "
        "12:45, 1 or 3:30 in the afternoon. At which time would you like it?"
    )


async def test_no_more_customers_than_chairs(house: House) -> None:
    venue = await add_salon(house, capacity=1)
    await put_booking(await house.add_neighbour(), venue, "2026-11-28T14:00", service="haircut", stylist="Joan")
    assert (await asks(house, SALON, wanted())).question.options == (
        "1:15 in the afternoon",
        "1:30 in the afternoon",
        "2:30 in the afternoon",
    )


async def test_appointment_begins_when_the_one_before_is_over(house: House) -> None:
    venue = await add_salon(house)
    await put_booking(await house.add_neighbour(), venue, "2026-11-28T13:30", service="haircut", stylist="Maria")
    assert isinstance(await perform(house, SALON, wanted()), Completed)


@pytest.mark.parametrize(("service", "at", "fits"), [("haircut", "17:30", True), ("colour", "16:00", True),
                                                      ("colour", "16:15", False), ("haircut", "17:45", False)])  # fmt: skip
async def test_what_is_begun_is_finished_before_closing(house: House, service: str, at: str, fits: bool) -> None:
    await add_salon(house)
    outcome = await perform(house, SALON, wanted(service=service, time=at))
    assert isinstance(outcome, Completed if fits else Asks)


async def test_closed_hour_names_the_opening_hours(house: House) -> None:
    await add_salon(house)
    asked = await asks(house, SALON, wanted(time="19:00"))
    assert asked.question.text == (
        "On Saturday 28 November Bella Salon is open from 9 in the morning to 6 in the evening. "
        "At what time would you like the appointment?"
    )


async def test_day_that_is_over_is_asked_again(house: House) -> None:
    await add_salon(house)
    asked = await asks(house, SALON, wanted(date="2026-11-19"))
    assert asked.question.slot == "date"
    assert asked.question.text.endswith("For which day would you like the appointment?")


async def test_service_over_the_change_of_clocks_takes_as_long_as_ever(house: House) -> None:
    await add_salon(house, hours=dict.fromkeys(Weekday, (("00:00", "04:00"),)), service_minutes={"haircut": 60})
    booking = booking_of(await perform(house, SALON, wanted(date="2027-03-28", time="00:30")))
    [stored] = await list_all(house)
    assert booking["starts_at"] == "2027-03-28T00:30:00Z"
    assert stored.ends_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # half past two on the clock
    skipped = await asks(house, SALON, wanted(date="2027-03-28", time="01:30"))
    assert skipped.question.slot == "time"


# ------------------------------------------------------------------ reading back


@pytest.mark.parametrize(
    "given", [{"inferred": ("time",)}, {"confidence": 0.5}, {"confirm": ConfirmPolicy.ALWAYS}], ids=str
)
async def test_what_is_unsure_is_read_back(house: House, given: dict[str, Any]) -> None:
    await add_salon(house)
    asked = await reads_back(house, SALON, wanted(), **given)
    assert asked.question.text.startswith("Shall I book a haircut with Maria at Bella Salon on Saturday 28 November")
    assert await list_all(house) == []
    assert isinstance(await perform(house, SALON, asked.details or {}, confirmed=True, **given), Completed)


async def test_what_cannot_be_had_is_not_read_back(house: House) -> None:
    venue = await add_salon(house)
    await put_booking(await house.add_neighbour(), venue, "2026-11-28T14:00", service="haircut", stylist="Maria")
    assert isinstance(await perform(house, SALON, wanted(), inferred=("time",)), Asks)


# ------------------------------------------------------------------ many at once


async def test_many_who_want_the_same_stylist_get_her_once(house: House) -> None:
    await add_salon(house, capacity=5)
    outcomes = await asyncio.gather(*(perform(house, SALON, wanted()) for _ in range(6)))
    assert [type(each) for each in outcomes].count(Completed) == 1
    assert len(await list_all(house)) == 1


async def test_many_who_want_anyone_get_every_chair_and_every_stylist_once(house: House) -> None:
    await add_salon(house, capacity=3, staff=("Maria", "Joan", "Linh", "Ana"), staff_services={})
    outcomes = await asyncio.gather(*(at_once(house, SALON, wanted(stylist=None)) for _ in range(8)))
    booked = await list_all(house)
    assert len(booked) == [type(each) for each in outcomes].count(Completed) == 3
    assert len({each.stylist for each in booked}) == 3


async def test_parallel_bookings_of_all_services_never_double_a_stylist_or_a_chair(house: House) -> None:
    venue = await add_salon(house, capacity=2, staff=("Maria", "Joan", "Linh"), staff_services={})
    quarters = [
        NOW.replace(hour=10, minute=0, tzinfo=None) + timedelta(days=8, minutes=15 * step) for step in range(12)
    ]

    async def try_to_book(number: int) -> None:
        seating = Seating(
            venue=venue,
            party_size=1,
            starts_at=quarters[number * 5 % 12],
            service=venue.services[number % 3],
            stylist=(None, "Maria", "Joan")[number % 3],
        )
        try:
            await house.system.book(seating, house.guest, key=f"{venue.id}:{number}")
        except FullError:
            return

    await asyncio.gather(*(try_to_book(number) for number in range(40)))
    booked = await list_all(house)
    assert 4 <= len(booked) < 40
    for each in booked:
        here = [other for other in booked if other.starts_at <= each.starts_at < other.ends_at]
        assert len(here) <= venue.capacity
        assert len({other.stylist for other in here}) == len(here)


# ------------------------------------------------------------------ room is kept while the person is asked


async def test_appointment_that_is_read_back_is_kept_until_it_is_answered(house: House, database: Database) -> None:
    await add_salon(house)
    neighbour = await house.add_neighbour()
    asked = await reads_back(house, SALON, wanted(), confirm=ConfirmPolicy.ALWAYS)
    assert isinstance(await perform(neighbour, SALON, wanted()), Asks)
    booked = await perform(house, SALON, asked.details or {}, confirmed=True, confirm=ConfirmPolicy.ALWAYS)
    assert booking_of(booked)["time"] == HAIRCUT["time"]
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM holds")) == 0


async def test_appointment_that_is_never_answered_is_free_again(house: House, database: Database) -> None:
    await add_salon(house)
    neighbour = await house.add_neighbour()
    asked = await reads_back(house, SALON, wanted(), confirm=ConfirmPolicy.ALWAYS)
    async with database.transaction() as session:
        await session.execute(text("UPDATE holds SET expires_at = now()"))
    assert isinstance(await perform(neighbour, SALON, wanted()), Completed)
    too_late = await perform(house, SALON, asked.details or {}, confirmed=True, confirm=ConfirmPolicy.ALWAYS)
    assert isinstance(too_late, Asks)


async def test_another_time_gives_back_the_first(house: House) -> None:
    await add_salon(house)
    neighbours = [await house.add_neighbour(), await house.add_neighbour()]
    for time in (HAIRCUT["time"], "16:00"):
        await reads_back(house, SALON, wanted(time=time), confirm=ConfirmPolicy.ALWAYS)
    assert isinstance(await perform(neighbours[0], SALON, wanted()), Completed)
    assert isinstance(await perform(neighbours[1], SALON, wanted(time="16:00")), Asks)
