from typing import Any, cast

import pytest

from core.booking import Weekday
from core.errors import TransientError
from core.outcome import Asks, Completed
from services.booking.availability_search import AvailabilitySearchService
from services.booking.samples import add_sample_venues
from tests.integration.house import House
from tests.integration.services.booking.wishes import add_salon, asks, list_all, perform, put_booking

SEARCH = AvailabilitySearchService


async def search(house: House, **said: Any) -> tuple[str, list[dict[str, Any]]]:
    outcome = await perform(house, SEARCH, said)
    assert isinstance(outcome, Completed), outcome
    return outcome.summary, cast("list[dict[str, Any]]", outcome.data["options"])


def times(options: list[dict[str, Any]]) -> list[str]:
    return [f"{option['date']} {option['time']}" for option in options]


async def test_nearest_free_times_are_offered_and_nothing_is_booked(house: House) -> None:
    await house.add_venue()
    summary, options = await search(house, venue="Olive Garden", date="2026-11-27", time="19:00", party_size=4)
    assert summary == (
        "Olive Garden has a table for 4 on Friday 27 November at 6:45, 7 or 7:15 in the evening. "
        "Tell me which one, and I will book it."
    )
    assert times(options) == ["2026-11-27 18:45", "2026-11-27 19:00", "2026-11-27 19:15"]
    assert options[1]["starts_at"] == "2026-11-27T19:00:00Z"
    assert await list_all(house) == []


async def test_taken_times_are_not_offered(house: House) -> None:
    venue = await house.add_venue(capacity=4)
    await put_booking(house, venue, "2026-11-27T19:00", party_size=4)
    _, options = await search(house, venue="Olive Garden", date="2026-11-27", time="19:00", party_size=4)
    assert times(options) == ["2026-11-27 17:15", "2026-11-27 17:30", "2026-11-27 20:30"]


async def test_part_of_the_day_is_kept_to(house: House) -> None:
    await house.add_venue()
    _, options = await search(house, venue="Olive Garden", date="2026-11-27", day_part="lunch", party_size=2)
    assert times(options) == ["2026-11-27 12:15", "2026-11-27 12:30", "2026-11-27 12:45"]


async def test_without_a_number_it_is_for_two_and_said_so(house: House) -> None:
    await house.add_venue()
    summary, _ = await search(house, venue="Olive Garden", date="2026-11-27", time="19:00")
    assert "a table for 2" in summary


async def test_without_a_day_the_first_one_with_room_counts(house: House) -> None:
    await add_salon(house, hours={Weekday.TUE: (("09:00", "10:00"),)})
    summary, options = await search(house, venue="Bella Salon", service="haircut")
    assert summary.startswith("Bella Salon has time for a haircut on Tuesday 24 November at 9, 9:15 or 9:30 in the")
    assert len(options) == 3


async def test_time_of_one_stylist_is_searched(house: House) -> None:
    salon = await add_salon(house)
    await put_booking(house, salon, "2026-11-27T09:00", service="colour", stylist="Maria")
    summary, options = await search(house, service="haircut", stylist="Maria", date="2026-11-27", time="09:00")
    assert "time for a haircut with Maria" in summary
    assert times(options)[0] == "2026-11-27 11:00"


async def test_full_day_is_said_with_the_next_free_times(house: House) -> None:
    await house.add_venue(hours={Weekday.MON: (("12:00", "14:00"),)})
    summary, options = await search(house, venue="Olive Garden", date="2026-11-27", party_size=4)
    assert summary.startswith(
        "Olive Garden has no table for 4 on Friday 27 November. Olive Garden has a table for 4 on"
    )
    assert {option["date"] for option in options} == {"2026-11-30"}


async def test_several_places_are_offered_once_each(house: House) -> None:
    for name in ("Luigi's", "Mario's", "Roma", "Napoli"):
        await house.add_venue(name, cuisine="Italian")
    await house.add_venue("Golden Lotus", cuisine="Chinese")
    summary, options = await search(house, cuisine="Italian", date="2026-11-27", time="19:00")
    assert len({option["venue"] for option in options}) == len(options) == 3
    assert "Golden Lotus" not in summary
    assert summary.startswith(
        "On Friday 27 November at 7 in the evening there is a table for 2 at Luigi's, Mario's or Napoli."
    )


async def test_nearest_time_of_several_places_comes_first(house: House) -> None:
    early = await house.add_venue("Early", capacity=2)
    await house.add_venue("Right")
    await put_booking(house, early, "2026-11-27T19:00", party_size=2)
    summary, options = await search(house, kind="table", date="2026-11-27", time="19:00")
    assert [option["venue"] for option in options] == ["Right", "Early"]
    assert summary.startswith(
        "There is a table for 2 at Right on Friday 27 November at 7 in the evening or at Early on Friday 27 November at"
    )


async def test_cuisine_that_nobody_cooks_is_said(house: House) -> None:
    await house.add_venue(cuisine="Italian")
    summary, options = await search(house, cuisine="Thai", date="2026-11-27")
    assert (summary, options) == ("I don't know a Thai restaurant. I know Olive Garden.", [])


async def test_samples_are_searched_where_the_account_has_no_place_of_its_own(house: House) -> None:
    await add_sample_venues(house.unit_of_work, account_id=house.account_id, timezone="Europe/London")
    _, options = await search(house, cuisine="Italian", date="2026-11-27")
    assert options[0]["venue"] == "Olive Garden"
    await house.add_venue("Luigi's", cuisine="Italian")
    _, options = await search(house, cuisine="Italian", date="2026-11-27")
    assert {option["venue"] for option in options} == {"Luigi's"}


@pytest.mark.parametrize(
    ("said", "slot"),
    [
        ({}, "kind"),
        ({"venue": "Nowhere"}, "venue"),
        ({"kind": "hair"}, "service"),
        ({"venue": "Bella Salon", "service": "massage"}, "service"),
        ({"venue": "Bella Salon", "service": "haircut", "stylist": "Tom"}, "stylist"),
        ({"venue": "Olive Garden", "date": "2026-11-01"}, "date"),
        ({"venue": "Olive Garden", "party_size": 50}, "party_size"),
    ],
    ids=str,
)
async def test_what_cannot_be_searched_is_asked(house: House, said: dict[str, Any], slot: str) -> None:
    await house.add_venue()
    await add_salon(house)
    asked = await asks(house, SEARCH, said)
    assert isinstance(asked, Asks)
    assert asked.question.slot == slot


async def test_places_of_another_account_are_not_searched(house: House) -> None:
    stranger = await House.build(house.unit_of_work)
    await stranger.add_venue(cuisine="Italian")
    _, options = await search(house, cuisine="Italian", date="2026-11-27")
    assert options == []


async def test_earliest_time_of_a_week_is_found_at_several_places(house: House) -> None:
    for name, opens in (("Late", "18:00"), ("Early", "11:30")):
        await house.add_venue(name, hours={Weekday.WED: ((opens, "23:00"),)})
    said = {"party_size": 20, "days": "2026-11-23/2026-11-29", "earliest": "earliest"}
    summary, options = await search(house, **said)
    assert [(option["venue"], option["date"], option["time"]) for option in options] == [
        ("Early", "2026-11-25", "11:30"),
        ("Late", "2026-11-25", "18:00"),
    ]
    assert summary.startswith("There is a table for 20 at Early on Wednesday 25 November at 11:30 in the morning or at")


async def test_favourite_of_equal_places_comes_first_and_the_usual_number_counts(house: House) -> None:
    for name in ("Antonio's", "Luigi's", "Roma"):
        await house.add_venue(name)
    async with house.unit_of_work() as unit:
        known = {"favourite_places": ["Roma", "Luigi's"], "usual_party_size": 5}
        await unit.users.change(house.user_id, {"preferences": known}, account_id=house.account_id)
    _, options = await search(house, kind="table", date="2026-11-27", time="19:00")
    assert [option["venue"] for option in options] == ["Roma", "Luigi's", "Antonio's"]
    assert {option["party_size"] for option in options} == {5}


async def test_answer_without_a_place_that_could_not_be_asked_says_so(house: House) -> None:
    await house.add_venue("Roma")
    await house.add_venue("Luigi's", adapter="away")
    outcome = await perform(house, SEARCH, {"kind": "table", "date": "2026-11-27", "time": "19:00", "party_size": 2})
    assert isinstance(outcome, Completed)
    assert outcome.data["not_asked"] == ["Luigi's"]
    assert "I could not reach Luigi's just now." in outcome.summary


async def test_place_that_must_be_phoned_is_never_called_free(house: House) -> None:
    await house.add_venue("Nonna", adapter="phone")
    wanted = {"kind": "table", "date": "2026-11-27", "time": "19:00", "party_size": 2}
    summary, options = await search(house, **wanted)
    assert options == []
    assert summary == "Nonna can only be phoned. Tell me a day and a time, and I will have somebody ask there."
    await house.add_venue("Roma")
    _, options = await search(house, **wanted)
    assert {option["venue"] for option in options} == {"Roma"}


async def test_where_nobody_can_be_asked_it_is_tried_again(house: House) -> None:
    await house.add_venue("Luigi's", adapter="away")
    with pytest.raises(TransientError):
        await perform(house, SEARCH, {"kind": "table", "date": "2026-11-27", "party_size": 2})


async def test_full_week_is_said_with_what_is_free_after_it(house: House) -> None:
    for name in ("Luigi's", "Roma"):
        venue = await house.add_venue(name, hours={Weekday.MON: (("18:00", "20:00"),)}, capacity=2)
        await put_booking(house, venue, "2026-11-23T18:00", party_size=2)
        await put_booking(house, venue, "2026-11-23T19:30", party_size=2)
    summary, options = await search(house, party_size=2, days="2026-11-23/2026-11-29")
    assert summary.startswith(
        "I found no table for 2 from Monday 23 November to Sunday 29 November. On Monday 30 November"
    )
    assert {option["date"] for option in options} == {"2026-11-30"}


async def test_many_places_are_searched_within_bounds(house: House) -> None:
    for number in range(25):
        await house.add_venue(f"Place {number}", hours={})
    summary, options = await search(house, kind="restaurant")
    assert (summary, options) == ("I found no table for 2 in the next days.", [])
