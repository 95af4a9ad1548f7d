"""The same wish said twice."""

import asyncio
from typing import Any

import pytest

from core.booking import Booking
from core.domain import ConfirmPolicy
from core.errors import TransientError
from core.outcome import AsksToConfirm, Completed
from services.booking.adapters.local import LocalBookingSystem
from services.booking.ports import Guest, Seating
from services.booking.restaurant_booking import RestaurantBookingService
from services.booking.salon_booking import SalonBookingService
from tests.integration.house import DINNER, FixedClock, House
from tests.integration.services.booking.wishes import (
    HAIRCUT,
    add_salon,
    at_once,
    claim,
    list_all,
    perform,
    put_dinner,
    reads_back,
    service_of,
    wish_of,
)

TABLE, SALON = RestaurantBookingService, SalonBookingService


class CrashAfterBooking(LocalBookingSystem):
    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        await super().book(seating, guest, key=key)
        raise TransientError("The line went dead.")


async def test_second_table_at_that_time_is_asked_about(house: House) -> None:
    await put_dinner(house)
    asked = await reads_back(house, TABLE, DINNER)
    assert asked.question.text == (
        "You already have a table for 4 at Olive Garden on Sunday 22 November at 7 in the evening. "
        "Shall I book another one?"
    )
    assert len(await list_all(house)) == 1


async def test_yes_books_another_one(house: House) -> None:
    await put_dinner(house)
    asked = await reads_back(house, TABLE, DINNER)
    assert isinstance(await perform(house, TABLE, asked.details or {}, confirmed=True), Completed)
    assert len(await list_all(house)) == 2


async def test_yes_to_a_read_back_that_did_not_tell_is_no_yes_to_another_one(house: House) -> None:
    await put_dinner(house)
    assert isinstance(await perform(house, TABLE, DINNER, confirmed=True), AsksToConfirm)
    assert len(await list_all(house)) == 1


async def test_caller_who_has_confirmed_gets_another_one(house: House) -> None:
    await put_dinner(house)
    assert isinstance(await at_once(house, TABLE, DINNER), Completed)


async def test_what_differs_is_told(house: House) -> None:
    await put_dinner(house)
    asked = await reads_back(house, TABLE, {**DINNER, "time": "20:00", "party_size": 6})
    assert asked.question.text.endswith(
        "at 7 in the evening. Shall I book a table for 6 on Sunday 22 November at 8 in the evening as well?"
    )


async def test_second_visit_to_the_salon_is_asked_about_although_nobody_is_free(house: House) -> None:
    await add_salon(house)
    await perform(house, SALON, HAIRCUT)
    for given in ({}, {"inferred": ("time",)}):
        asked = await reads_back(house, SALON, HAIRCUT, **given)
        assert asked.question.text.startswith("You already have a haircut with Maria at Bella Salon on Saturday")


@pytest.mark.parametrize(
    ("other", "asked"),
    [
        ({"time": "12:30"}, "Shall I book a table for 4 on Sunday 22 November at 12:30 in the afternoon as well?"),
        (
            {"venue": "Golden Lotus", "time": "20:45"},
            "Shall I book a table for 4 at Golden Lotus on Sunday 22 November at 8:45 in the evening as well?",
        ),
        (
            {"venue": "Golden Lotus"},
            "Shall I book a table for 4 at Golden Lotus on Sunday 22 November at 7 in the evening as well?",
        ),
    ],
    ids=str,
)
async def test_same_place_that_day_and_other_places_at_about_that_time_are_asked_about(
    house: House, other: dict[str, Any], asked: str
) -> None:
    await put_dinner(house)
    await house.add_venue("Golden Lotus")
    assert (await reads_back(house, TABLE, {**DINNER, **other})).question.text.endswith(f"in the evening. {asked}")


async def test_two_wishes_for_two_places_at_once_are_one_booking(house: House) -> None:
    for name in ("Olive Garden", "Golden Lotus"):
        await house.add_venue(name)
    outcomes = await asyncio.gather(
        *(perform(house, TABLE, {**DINNER, "venue": name}) for name in ("Olive Garden", "Golden Lotus"))
    )
    assert {type(each) for each in outcomes} == {Completed, AsksToConfirm}
    assert len(await list_all(house)) == 1


@pytest.mark.parametrize(
    "other",
    [{"date": "2026-11-23"}, {"venue": "Golden Lotus", "time": "21:00"}, {"venue": "Golden Lotus", "time": "12:00"}],
    ids=str,
)
async def test_other_day_or_place_is_no_double(house: House, other: dict[str, Any]) -> None:
    await put_dinner(house)
    await house.add_venue("Golden Lotus")
    assert isinstance(await perform(house, TABLE, {**DINNER, **other}), Completed)


async def test_cancelled_booking_and_those_of_others_are_no_doubles(house: House) -> None:
    booking = await put_dinner(house)
    await house.system.cancel(booking, key="test")
    await put_dinner(await house.add_neighbour())
    assert isinstance(await perform(house, TABLE, DINNER), Completed)


async def test_two_tables_of_one_request_are_both_booked(house: House) -> None:
    await house.add_venue()
    first = await claim(house, TABLE, DINNER)
    second = await claim(house, TABLE, {**DINNER, "party_size": 2}, request_id=first.request_id)
    for task in (first, second):
        assert isinstance(await service_of(house, TABLE).perform(wish_of(house, TABLE, task)), Completed)


async def test_same_wish_many_times_at_once_books_one_table(house: House) -> None:
    await house.add_venue()
    outcomes = await asyncio.gather(*(perform(house, TABLE, DINNER) for _ in range(6)))
    assert [type(each) for each in outcomes].count(Completed) == 1
    assert len(await list_all(house)) == 1


@pytest.mark.parametrize("confirm", [ConfirmPolicy.AUTO, ConfirmPolicy.NEVER])
async def test_attempt_after_a_crash_finds_its_own_booking_whatever_was_booked_since(
    house: House, confirm: ConfirmPolicy
) -> None:
    await house.add_venue()
    task = await claim(house, TABLE, DINNER, confirm=confirm)
    crashing = CrashAfterBooking(unit_of_work=house.unit_of_work, clock=FixedClock())
    with pytest.raises(TransientError):
        await service_of(house, TABLE, crashing).perform(wish_of(house, TABLE, task))
    await at_once(house, TABLE, DINNER)
    assert isinstance(await service_of(house, TABLE).perform(wish_of(house, TABLE, task)), Completed)
    assert len(await list_all(house)) == 2


async def test_key_that_has_booked_is_answered_with_its_own_booking(house: House) -> None:
    mine = await put_dinner(house)
    await at_once(house, TABLE, DINNER)
    async with house.unit_of_work() as unit:
        venue = await unit.venues.get(mine.venue_id, account_id=house.account_id)
    guest = Guest(account_id=house.account_id, user_id=house.user_id, task_id=None, only_once=True)
    seating = Seating(venue=venue, party_size=4, starts_at=mine.starts_at.replace(tzinfo=None))
    again = await house.system.book(seating, guest, key=f"test:{venue.id}:2026-11-22T19:00:4:None")
    assert again == mine
