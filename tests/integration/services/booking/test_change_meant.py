"""What a booking has already, and what it should have, said in one breath or one after the other."""

from typing import Any

import pytest

from core.booking import Booking
from core.domain import ConfirmPolicy
from services.booking.booking_change import BookingChangeService
from tests.integration.house import House
from tests.integration.services.booking.wishes import (
    add_salon,
    asks,
    look_at,
    perform,
    put_booking,
    put_dinner,
    reads_back,
)

CHANGE = BookingChangeService
TUESDAY, FRIDAY = "2026-11-24T14:00", "2026-11-27T14:00"


async def put_haircuts(house: House) -> tuple[Booking, Booking]:
    salon = await add_salon(house)
    tuesday = await put_booking(house, salon, TUESDAY, service="haircut", stylist="Maria")
    return tuesday, await put_booking(house, salon, FRIDAY, service="haircut", stylist="Maria")


@pytest.mark.parametrize("which", ["on Tuesday", "from Tuesday", "haircut on Tuesday", "on the 24th"])
async def test_day_that_it_has_picks_the_booking_and_the_new_day_is_kept(house: House, which: str) -> None:
    tuesday, _ = await put_haircuts(house)
    said = {"service": "haircut", "which": which, "date": "2026-11-25", "time": "12:00"}
    asked = await reads_back(house, CHANGE, said)
    assert asked.question.text.endswith(
        "on Tuesday 24 November at 2 in the afternoon to Wednesday 25 November at noon?"
    )
    assert (asked.details or {})["booking_id"] == str(tuesday.id)


async def test_hour_that_it_has_picks_the_booking(house: House) -> None:
    await put_dinner(house, "2026-11-22T19:00")
    later = await put_dinner(house, "2026-11-23T20:00")
    asked = await reads_back(house, CHANGE, {"which": "at 8", "time": "21:00"})
    assert (asked.details or {})["booking_id"] == str(later.id)


async def test_day_on_which_nothing_is_booked_changes_no_other_booking(house: House) -> None:
    salon = await add_salon(house)
    booking = await put_booking(house, salon, TUESDAY, service="haircut", stylist="Maria")
    said = {"service": "haircut", "which": "from Friday", "date": "2026-11-28"}
    asked = await asks(house, CHANGE, said, confirm=ConfirmPolicy.NEVER)
    assert asked.question.text.startswith("I can't find that booking. You have the haircut with Maria")
    assert await look_at(house, booking) == booking


async def test_new_service_is_no_sign_of_another_booking(house: House) -> None:
    salon = await add_salon(house)
    haircut = await put_booking(house, salon, TUESDAY, service="haircut", stylist="Maria")
    await put_booking(house, salon, FRIDAY, service="colour", stylist="Maria")
    asked = await reads_back(house, CHANGE, {"service": "colour", "which": "haircut"})
    assert (asked.details or {})["booking_id"] == str(haircut.id)
    assert asked.question.text.endswith("to a colour?")


async def ask_which_haircut(house: House, **wanted: Any) -> dict[str, Any]:
    asked = await asks(house, CHANGE, {"service": "haircut", **wanted})
    assert asked.question.slot == "which"
    return dict(asked.details or {})


async def test_new_hour_said_instead_of_which_is_kept_and_told(house: House) -> None:
    await put_haircuts(house)
    open_details = await ask_which_haircut(house, date="2026-11-25", time="12:00")
    again = await asks(house, CHANGE, {**open_details, "time": "11:30"})
    assert again.question.text.startswith("So it should be at 11:30 in the morning. You have the haircut")
    assert again.question.slot == "which"
    asked = await reads_back(house, CHANGE, {**(again.details or {}), "which": again.question.options[1]})
    assert asked.question.text.endswith("to Wednesday 25 November at 11:30 in the morning?")


async def test_which_and_a_new_hour_are_said_together(house: House) -> None:
    _, friday = await put_haircuts(house)
    open_details = await ask_which_haircut(house, time="12:00")
    asked = await reads_back(house, CHANGE, {**open_details, "which": "Friday", "time": "11:30"})
    assert (asked.details or {})["booking_id"] == str(friday.id)
    assert asked.question.text.endswith("to Friday 27 November at 11:30 in the morning?")


async def test_day_that_picked_a_booking_is_never_its_new_day(house: House) -> None:
    _, friday = await put_haircuts(house)
    open_details = await ask_which_haircut(house, time="12:00")
    # "The Friday one", said on a Friday of the week before.
    asked = await reads_back(house, CHANGE, {**open_details, "which": "the Friday one", "date": "2026-11-20"})
    details = asked.details or {}
    assert (details["booking_id"], details.get("date"), details["time"]) == (str(friday.id), None, "12:00")


async def test_day_of_one_of_them_picks_it_while_it_is_asked(house: House) -> None:
    tuesday, _ = await put_haircuts(house)
    open_details = await ask_which_haircut(house, date="2026-11-25", time="12:00")
    asked = await perform(house, CHANGE, {**open_details, "date": "2026-11-24"})
    details: Any = getattr(asked, "details", None)
    assert (details["booking_id"], details["date"], details["time"]) == (str(tuesday.id), "2026-11-25", "12:00")
