"""Bookings that are put back or brought forward by so much."""

import pytest

from tests.unit.providers.every_ability import understand_any


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("push my booking back by half an hour", "half an hour later"),
        ("bring my table forward an hour", "an hour earlier"),
        ("an hour later please", "an hour later"),
        ("could you make it two hours earlier?", "two hours earlier"),
        ("delay my haircut by 30 mins", "30 minutes later"),
        ("postpone my table by two days", "two days later"),
        ("put my appointment off by a week", "a week later"),
        ("make my reservation half an hour sooner", "half an hour earlier"),
    ],
)
async def test_booking_is_shifted(text: str, shift: str) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details["shift"]) == ("booking_change", shift)


async def test_day_and_hour_say_which_booking_is_shifted() -> None:
    task = await understand_any("move my table tomorrow at 7pm an hour later")
    assert task.details == {"date": "2026-11-19", "time": "19:00", "kind": "table", "shift": "an hour later"}


async def test_number_of_people_of_a_shifted_booking_is_no_new_one() -> None:
    task = await understand_any("push my booking for 4 on Friday back half an hour")
    assert task.details == {"date": "2026-11-20", "shift": "half an hour later"}


async def test_new_time_counts_beside_a_shift() -> None:
    task = await understand_any("move my table an hour later, to 8pm")
    assert task.details == {"time": "20:00", "kind": "table"}


@pytest.mark.parametrize(
    "text", ["move my table forward an hour", "move my booking by an hour", "make my table a bit later"]
)
async def test_shift_without_length_or_direction_stays_open(text: str) -> None:
    task = await understand_any(text)
    assert task.intent == "booking_change"
    assert task.details.keys() <= {"kind"}


@pytest.mark.parametrize("text", ["remind me an hour later", "I got home an hour later", "tell Anna I'm an hour late"])
async def test_hour_later_is_no_booking_of_itself(text: str) -> None:
    assert (await understand_any(text)).intent != "booking_change"
