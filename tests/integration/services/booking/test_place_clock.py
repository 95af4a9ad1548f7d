"""The clock of the place beside the clock of the person, who is in London."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.outcome import AsksToConfirm, Completed
from services.booking.availability_search import AvailabilitySearchService
from services.booking.booking_change import BookingChangeService
from services.booking.restaurant_booking import RestaurantBookingService
from services.booking.salon_booking import SalonBookingService
from tests.integration.house import DINNER, NOW, House
from tests.integration.services.booking.wishes import (
    HAIRCUT,
    add_salon,
    after_yes,
    asks,
    at_once,
    booking_of,
    list_all,
    perform,
    put_booking,
    reads_back,
)

TABLE, SALON, CHANGE = RestaurantBookingService, SalonBookingService, BookingChangeService
SEARCH = AvailabilitySearchService
NEW_YORK = "America/New_York"
IN_SIX_HOURS = NOW + timedelta(hours=6)
"""15:30 in London, 10:30 in New York."""
SOON: dict[str, Any] = {"date": "2026-11-20", "time": "15:30"}


async def test_appointment_in_six_hours_is_when_the_clock_there_shows_it(house: House) -> None:
    await add_salon(house, timezone=NEW_YORK)
    asked = await reads_back(house, SALON, {**HAIRCUT, **SOON}, scheduled_for=IN_SIX_HOURS)
    assert asked.question.text == (
        "Shall I book a haircut with Maria at Bella Salon on Friday 20 November at 10:30 in the morning, "
        "by the clock there?"
    )
    done = await perform(house, SALON, asked.details or {}, scheduled_for=IN_SIX_HOURS, confirmed=True)
    assert booking_of(done)["starts_at"] == "2026-11-20T15:30:00Z"


async def test_table_in_six_hours_is_when_the_clock_there_shows_it(house: House) -> None:
    await house.add_venue(timezone=NEW_YORK)
    done = await after_yes(house, TABLE, {**DINNER, **SOON}, scheduled_for=IN_SIX_HOURS)
    assert done.summary.endswith("is booked for Friday 20 November at 10:30 in the morning, by the clock there.")
    assert booking_of(done)["starts_at"] == "2026-11-20T15:30:00Z"


@pytest.mark.parametrize("ability", [TABLE, SALON])
async def test_caller_who_has_confirmed_is_not_asked_about_the_clock(house: House, ability: Any) -> None:
    await house.add_venue(timezone=NEW_YORK)
    await add_salon(house, timezone=NEW_YORK)
    details = {**(DINNER if ability is TABLE else HAIRCUT), **SOON}
    done = await at_once(house, ability, details, scheduled_for=IN_SIX_HOURS)
    assert booking_of(done)["starts_at"] == "2026-11-20T15:30:00Z"


async def test_yes_to_the_hour_on_ones_own_clock_is_no_yes_to_the_hour_there(house: House) -> None:
    await house.add_venue(timezone=NEW_YORK)
    outcome = await perform(house, TABLE, {**DINNER, **SOON}, scheduled_for=IN_SIX_HOURS, confirmed=True)
    assert isinstance(outcome, AsksToConfirm)
    assert await list_all(house) == []


async def test_in_one_zone_an_exact_time_is_booked_at_once(house: House) -> None:
    await house.add_venue()
    done = await perform(house, TABLE, {**DINNER, **SOON}, scheduled_for=IN_SIX_HOURS)
    assert booking_of(done)["time"] == "15:30"


async def test_hour_that_was_said_beside_a_span_stays(house: House) -> None:
    await house.add_venue(timezone=NEW_YORK)
    done = await at_once(house, TABLE, DINNER, scheduled_for=IN_SIX_HOURS)
    assert (booking_of(done)["date"], booking_of(done)["time"]) == ("2026-11-22", "19:00")


async def test_question_keeps_the_day_there(house: House) -> None:
    await house.add_venue(timezone=NEW_YORK, capacity=2)
    late = {"date": "2026-11-21", "time": "02:30"}  # half past nine in the evening of the 20th there
    asked = await asks(house, TABLE, {**DINNER, **late}, scheduled_for=NOW + timedelta(hours=17))
    assert (asked.question.slot, asked.details) == (
        "party_size",
        {"venue": "Olive Garden", "date": "2026-11-20", "time": "21:30"},
    )


@pytest.mark.parametrize("which", [None, "on Sunday"])
async def test_booking_is_moved_to_what_the_clock_there_shows(house: House, which: str | None) -> None:
    venue = await house.add_venue(timezone=NEW_YORK)
    await put_booking(house, venue, "2026-11-22T19:00", party_size=4)
    said = {name: value for name, value in {**SOON, "which": which}.items() if value}
    done = await after_yes(house, CHANGE, said, scheduled_for=IN_SIX_HOURS)
    assert booking_of(done)["starts_at"] == "2026-11-20T15:30:00Z"


async def test_exact_time_survives_the_question_which_is_meant(house: House) -> None:
    venue = await house.add_venue(timezone=NEW_YORK)
    for day in ("22", "23"):
        await put_booking(house, venue, f"2026-11-{day}T19:00", party_size=4)
    asked = await asks(house, CHANGE, SOON, scheduled_for=IN_SIX_HOURS)
    done = await after_yes(house, CHANGE, {**(asked.details or {}), "which": "Monday"})
    assert booking_of(done)["starts_at"] == "2026-11-20T15:30:00Z"


@pytest.mark.parametrize("venue", ["Olive Garden", None])
async def test_room_is_looked_for_by_the_clock_there(house: House, venue: str | None) -> None:
    for name in ("Olive Garden", "Golden Lotus"):
        await house.add_venue(name, timezone=NEW_YORK)
    said = {**SOON, "party_size": 2, **({"venue": venue} if venue else {})}
    outcome: Any = await perform(house, SEARCH, said, scheduled_for=IN_SIX_HOURS)
    assert {option["date"] for option in outcome.data["options"]} == {"2026-11-20"}
    assert "10:30" in {option["time"] for option in outcome.data["options"]}


# ------------------------------------------------------------------ where it is another day

SMALL_HOURS = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
"""Saturday in London, Friday evening in New York."""


async def test_day_is_read_back_where_it_is_another_one_there(house: House) -> None:
    await house.add_venue(timezone=NEW_YORK)
    asked = await reads_back(house, TABLE, DINNER, now=SMALL_HOURS)
    assert asked.question.text == (
        "At Olive Garden it is Friday 20 November now. Shall I book a table for 4 at Olive Garden "
        "on Sunday 22 November at 7 in the evening, by the clock there?"
    )
    done = await perform(house, TABLE, asked.details or {}, now=SMALL_HOURS, confirmed=True)
    assert (booking_of(done)["date"], booking_of(done)["time"]) == ("2026-11-22", "19:00")


async def test_caller_who_has_confirmed_is_not_asked_about_the_day(house: House) -> None:
    await house.add_venue(timezone=NEW_YORK)
    assert isinstance(await at_once(house, TABLE, DINNER, now=SMALL_HOURS), Completed)
