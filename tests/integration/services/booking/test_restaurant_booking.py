import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from core.booking import Booking, BookingFilter, VenueKind, Weekday
from core.errors import OutcomeUnknownError, PermanentError, TransientError
from core.outcome import Asks, AsksToConfirm, Completed
from services.booking.adapters.local import LocalBookingSystem
from services.booking.ports import Guest, Seating
from services.booking.samples import add_sample_venues
from tests.integration.house import DINNER, NOW, House
from tests.integration.services.booking.wishes import put_dinner


def booking_of(outcome: Completed) -> dict[str, Any]:
    return cast("dict[str, Any]", outcome.data["booking"])


async def count_bookings(house: House) -> int:
    async with house.unit_of_work() as unit:
        narrowed = BookingFilter(user_id=house.user_id)
        return len(await unit.bookings.list_page(narrowed, account_id=house.account_id, before=None, limit=100))


class Later:
    def now(self) -> datetime:
        return NOW + timedelta(days=1)


class CrashAfterBooking(LocalBookingSystem):
    """Books, and the process dies before anybody hears of it."""

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        await super().book(seating, guest, key=key)
        raise TransientError("The line went dead.")


class CannotTell(CrashAfterBooking):
    async def find(self, key: str) -> Booking | None:
        raise OutcomeUnknownError("It can't tell.")


# ------------------------------------------------------------------ a table is booked


async def test_table_is_booked_and_read_out(house: House) -> None:
    venue = await house.add_venue()
    outcome = await house.book()
    assert outcome.summary == "Your table for 4 at Olive Garden is booked for Sunday 22 November at 7 in the evening."
    booking = booking_of(outcome)
    assert {name: booking[name] for name in ("venue", "venue_id", "date", "time", "party_size", "starts_at")} == {
        "venue": "Olive Garden",
        "venue_id": str(venue.id),
        "date": "2026-11-22",
        "time": "19:00",
        "party_size": 4,
        "starts_at": "2026-11-22T19:00:00Z",
    }
    async with house.unit_of_work() as unit:
        stored = await unit.bookings.get(booking["id"], account_id=house.account_id)
    assert stored.reference == booking["reference"]
    assert stored.user_id == house.user_id


async def test_date_and_time_are_those_of_the_venue(house: House) -> None:
    await house.add_venue(timezone="America/New_York")
    booking = booking_of(await house.book())
    assert (booking["time"], booking["starts_at"]) == ("19:00", "2026-11-23T00:00:00Z")


async def test_task_that_is_performed_again_answers_with_the_same_booking(house: House) -> None:
    await house.add_venue()
    task = await house.claim_task(DINNER)
    first = await house.service().perform(house.wish(task))
    assert await house.service().perform(house.wish(task)) == first
    assert await count_bookings(house) == 1


async def test_booking_made_before_a_crash_is_found_even_when_its_time_is_over(house: House) -> None:
    await house.add_venue(capacity=4)
    task = await house.claim_task(DINNER)
    with pytest.raises(TransientError):
        await house.service(CrashAfterBooking(unit_of_work=house.unit_of_work, clock=Later())).perform(house.wish(task))
    outcome = await house.service().perform(house.wish(task, now=NOW + timedelta(days=30)))
    assert isinstance(outcome, Completed)
    assert await count_bookings(house) == 1


async def test_system_that_cannot_tell_leaves_it_to_a_person(house: House) -> None:
    await house.add_venue()
    task = await house.claim_task(DINNER)
    service = house.service(CannotTell(unit_of_work=house.unit_of_work, clock=Later()))
    with pytest.raises(TransientError):
        await service.perform(house.wish(task))
    with pytest.raises(OutcomeUnknownError):
        await service.perform(house.wish(task))
    assert await count_bookings(house) == 1


async def test_venue_of_a_system_that_is_not_set_up_fails(house: House) -> None:
    await house.add_venue(adapter="elsewhere")
    with pytest.raises(PermanentError):
        await house.perform()


# ------------------------------------------------------------------ which venue


@pytest.mark.parametrize(
    "said", ["olive garden", "OLIVE GARDEN", "the Olive  Garden", "olive gardens", "Ölive Garden restaurant"]
)
async def test_venue_is_known_by_what_is_surely_its_name(house: House, said: str) -> None:
    await house.add_venue()
    await house.add_venue("Golden Lotus")
    assert booking_of(await house.book(venue=said))["venue"] == "Olive Garden"


@pytest.mark.parametrize(
    ("said", "known"), [("Olive", "Olive Garden"), ("Chez Anne", "Chez Anna"), ("Bar Number 21", "Bar Number 22")]
)
async def test_venue_that_only_sounds_alike_is_asked_for(house: House, said: str, known: str) -> None:
    await house.add_venue(known)
    asks = await house.ask(venue=said)
    assert asks.question.slot == "venue"
    assert asks.question.options == (known,)
    assert await count_bookings(house) == 0


async def test_name_between_two_venues_is_asked_for(house: House) -> None:
    for name in ("Olive Gardens North", "Olive Gardens South"):
        await house.add_venue(name)
    assert (await house.ask(venue="Olive Gardens Noth")).question.slot == "venue"


async def test_unknown_venue_names_three_that_are_known(house: House) -> None:
    for name in ("Olive Garden", "Golden Lotus", "Chez Colette", "The Curry Leaf"):
        await house.add_venue(name)
    asks = await house.ask(venue="Blue Moon Tavern")
    assert asks.question.text.startswith("I don't know a restaurant called Blue Moon Tavern. I can book ")
    assert asks.question.text.endswith(". Which would you like?")
    assert len(asks.question.options) == 3
    assert asks.details == {"date": "2026-11-22", "time": "19:00", "party_size": 4}


async def test_wanted_cuisine_is_offered_first(house: House) -> None:
    for name, cuisine in (("Aroma", "Thai"), ("Bella", "Italian"), ("Cactus", "Mexican"), ("Dragon", "Chinese")):
        await house.add_venue(name, cuisine=cuisine)
    asks = await house.ask(venue="Luigi's", cuisine="chinese")
    assert asks.question.options[0] == "Dragon"


async def test_account_without_venues_is_asked_plainly(house: House) -> None:
    asks = await house.ask()
    assert asks.question.text == "I don't know a restaurant called Olive Garden. Which restaurant would you like?"


async def test_venues_of_another_account_stay_unknown(house: House) -> None:
    stranger = await House.build(house.unit_of_work)
    await stranger.add_venue()
    assert (await house.ask()).question.options == ()


async def test_salon_is_no_restaurant(house: House) -> None:
    await house.add_venue("Silver Scissors", kind=VenueKind.SALON)
    asks = await house.ask(venue="silver scissors")
    assert asks.question.text.startswith("silver scissors is not a restaurant.")


async def test_venues_of_one_name_are_told_apart_by_location(house: House) -> None:
    await house.add_venue(location="Camden")
    soho = await house.add_venue(location="Soho")
    asks = await house.ask()
    assert asks.question.text == "There is more than one Olive Garden. Do you mean the one in Camden or Soho?"
    assert asks.question == replace(asks.question, slot="location", options=("Camden", "Soho"))
    assert booking_of(await house.book(location="soho"))["venue_id"] == str(soho.id)


async def test_place_where_there_is_none_is_asked_back(house: House) -> None:
    await house.add_venue(location="Camden")
    asks = await house.ask(location="Brighton")
    assert (asks.question.slot, asks.question.options) == ("location", ("Camden",))
    assert asks.details == DINNER


async def test_venue_without_location_is_taken_wherever_it_should_be(house: House) -> None:
    await house.add_venue()
    assert await house.book(location="Brighton")


async def test_newer_of_two_that_are_the_same_counts(house: House) -> None:
    await house.add_venue(capacity=1)
    newer = await house.add_venue()
    assert booking_of(await house.book())["venue_id"] == str(newer.id)


async def test_sample_yields_to_the_venue_of_the_account(house: House) -> None:
    await add_sample_venues(house.unit_of_work, account_id=house.account_id, timezone="Europe/London")
    own = await house.add_venue(location="Camden")
    assert booking_of(await house.book())["venue_id"] == str(own.id)


async def test_samples_are_added_once(house: House) -> None:
    for _ in range(2):
        await add_sample_venues(house.unit_of_work, account_id=house.account_id, timezone="Europe/London")
    async with house.unit_of_work() as unit:
        restaurants = await unit.venues.list_of_kind(VenueKind.RESTAURANT, account_id=house.account_id)
        salons = await unit.venues.list_of_kind(VenueKind.SALON, account_id=house.account_id)
    assert (len(restaurants), len(salons)) == (6, 2)
    assert booking_of(await house.book())["venue"] == "Olive Garden"


# ------------------------------------------------------------------ which day and time


async def test_day_that_is_over_is_asked_again(house: House) -> None:
    await house.add_venue()
    asks = await house.ask(date="2026-11-19")
    assert asks.question.slot == "date"
    assert "is over already" in asks.question.text
    assert asks.details == {"venue": "Olive Garden", "time": "19:00", "party_size": 4}


async def test_today_is_the_day_at_the_venue(house: House) -> None:
    await house.add_venue(timezone="Pacific/Auckland")
    late = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)  # noon on the 21st in Auckland
    assert (await house.ask(date="2026-11-20", now=late)).question.slot == "date"
    assert isinstance(await house.perform(date="2026-11-21", now=late), AsksToConfirm)


async def test_time_that_is_over_offers_what_is_left_of_the_day(house: House) -> None:
    await house.add_venue()
    evening = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
    asks = await house.ask(now=evening)
    assert asks.question.slot == "time"
    assert asks.question.text == (
        "It is past 7 in the evening already. Olive Garden could have you at 7:45, 8 or 8:15 in the evening. "
        "At which time would you like it?"
    )


async def test_nothing_left_today_offers_other_days(house: House) -> None:
    await house.add_venue()
    asks = await house.ask(now=datetime(2026, 11, 22, 22, 45, tzinfo=UTC))
    assert asks.question.options[0] == "Monday 23 November at 7 in the evening"


async def test_more_than_a_year_ahead_is_asked_back(house: House) -> None:
    await house.add_venue()
    asks = await house.ask(date="2027-11-30")
    assert asks.question.slot == "date"
    assert "Tuesday 30 November 2027 is more than a year away" in asks.question.text


async def test_closed_hour_names_the_opening_hours(house: House) -> None:
    await house.add_venue(hours=dict.fromkeys(Weekday, (("12:00", "15:00"), ("18:00", "23:00"))))
    asks = await house.ask(time="16:00")
    assert asks.question.slot == "time"
    assert asks.question.text == (
        "On Sunday 22 November Olive Garden is open from noon to 3 in the afternoon and from 6 in the evening to "
        "11 at night. At what time would you like the table?"
    )


async def test_closed_day_names_the_next_open_one(house: House) -> None:
    await house.add_venue(hours={Weekday.TUE: (("12:00", "22:00"),)})
    asks = await house.ask()
    assert (asks.question.slot, asks.question.options) == ("date", ("Tuesday 24 November",))
    assert asks.question.text == (
        "Olive Garden is closed on Sunday 22 November. It opens again on Tuesday 24 November, from noon to 10 at night. "
        "For which day would you like the table?"
    )


async def test_time_between_the_quarters_offers_the_nearest_ones(house: House) -> None:
    await house.add_venue()
    asks = await house.ask(time="19:10")
    assert asks.question.options == ("7 in the evening", "7:15 in the evening", "7:30 in the evening")
    assert asks.details == {"venue": "Olive Garden", "date": "2026-11-22", "party_size": 4}


async def test_full_house_offers_the_nearest_free_times_and_takes_one_of_them(house: House) -> None:
    await house.add_venue(capacity=6)
    await (await house.add_neighbour()).book()
    asks = await house.ask()
    assert asks.question.slot == "time"
    assert asks.question.text == (
        "Olive Garden has no table for 4 on Sunday 22 November at 7 in the evening. "
        "It has one at 5:15, 5:30 in the afternoon or 8:30 in the evening. At which time would you like it?"
    )
    assert booking_of(await house.book(time="20:30"))["time"] == "20:30"


async def test_house_that_is_full_all_the_time_asks_for_another_day(house: House) -> None:
    await house.add_venue(capacity=4, hours={Weekday.SUN: (("19:00", "20:30"),)})
    neighbour = await house.add_neighbour()
    for on in ("2026-11-22", "2026-11-29", "2026-12-06"):
        await put_dinner(neighbour, f"{on}T19:00")
    asks = await house.ask()
    assert asks.question.slot == "date"
    assert asks.question.text.startswith("Olive Garden has no table for 4 left on Sunday 22 November.")


async def test_many_tasks_at_once_share_the_seats_and_the_others_are_asked(house: House) -> None:
    await house.add_venue(capacity=12)
    neighbours = [await house.add_neighbour() for _ in range(6)]
    outcomes = await asyncio.gather(*(neighbour.perform() for neighbour in neighbours))
    assert [type(each) for each in outcomes].count(Completed) == 3
    assert all(each.question.slot == "time" for each in outcomes if isinstance(each, Asks))


# ------------------------------------------------------------------ how many people


async def test_party_beyond_all_seats_hears_how_many_there_are(house: House) -> None:
    await house.add_venue(capacity=12)
    asks = await house.ask(party_size=13)
    assert asks.question.slot == "party_size"
    assert "at most 12 people" in asks.question.text
    assert asks.details == {"venue": "Olive Garden", "date": "2026-11-22", "time": "19:00"}


@pytest.mark.parametrize("party_size", [0, -1, 101])
async def test_party_that_cannot_be_meant_is_asked_again(house: House, party_size: int) -> None:
    await house.add_venue()
    assert (await house.ask(party_size=party_size)).question.slot == "party_size"


@pytest.mark.parametrize("name", ["venue", "date", "time", "party_size"])
async def test_missing_detail_is_asked_for(house: House, name: str) -> None:
    await house.add_venue()
    left_out: dict[str, Any] = {name: None}
    asks = await house.ask(**left_out)
    assert asks.question == house.service().question_for(name)


async def test_asking_leaves_no_effect_behind(house: House) -> None:
    await house.add_venue(capacity=2)
    task = await house.claim_task(DINNER)
    assert isinstance(await house.service().perform(house.wish(task)), Asks)
    async with house.unit_of_work() as unit:
        assert not await unit.effects.has_any(task.id)


async def test_full_day_is_answered_with_other_days_and_another_place(house: House) -> None:
    await house.add_venue("Olive Garden", hours=dict.fromkeys(Weekday, (("18:00", "20:30"),)), capacity=4)
    await house.add_venue("Roma")
    neighbour = await house.add_neighbour()
    for starts_at in ("2026-11-22T18:00", "2026-11-22T19:30"):
        await put_dinner(neighbour, starts_at)
    asked = await house.ask()
    assert asked.question.text == (
        "Olive Garden has no table for 4 left on Sunday 22 November. There is a table for 4 at Olive Garden on Monday 23 "
        "November at 7 in the evening, Olive Garden on Tuesday 24 November at 7 in the evening or at Roma on Sunday 22 "
        "November at 7 in the evening. Which one shall I book?"
    )
    assert len(asked.question.options) == 3
    chosen = {**(asked.details or {}), "choice": asked.question.options[2]}
    task = await house.claim_task(chosen)
    outcome = await house.service().perform(house.wish(task))
    assert isinstance(outcome, Completed)
    assert outcome.summary == "Your table for 4 at Roma is booked for Sunday 22 November at 7 in the evening."


async def test_nearest_times_on_both_sides_are_offered(house: House) -> None:
    await house.add_venue("Olive Garden", hours=dict.fromkeys(Weekday, (("12:00", "23:00"),)), capacity=4)
    neighbour = await house.add_neighbour()
    for starts_at in ("2026-11-22T17:00", "2026-11-22T18:30", "2026-11-22T20:00"):
        await put_dinner(neighbour, starts_at)
    options = (await house.ask()).question.options
    assert options == ("3:30 in the afternoon", "9:30 in the evening", "9:45 in the evening")
