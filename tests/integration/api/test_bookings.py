"""Bookings over HTTP: list, change, cancel."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx2
import pytest

from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account
from tests.integration.api.calling import NOBODYS_ID
from tests.integration.api.promises import assert_problem
from tests.integration.api.shelf import SOON, Book


def day(days: int = 0) -> str:
    return (SOON + timedelta(days=days)).isoformat()


SALON: dict[str, Any] = {
    "name": "Bella Salon",
    "kind": "salon",
    "capacity": 2,
    "services": ["haircut", "colour"],
    "staff": ["Maria", "Joan"],
    "service_minutes": {"haircut": 30, "colour": 120},
    "staff_services": {"Joan": ["haircut"]},
}


# ------------------------------------------------------------------ change


@pytest.mark.parametrize(
    "changed", [{"date": day(1)}, {"time": "20:15"}, {"party_size": 6}, {"date": day(1), "time": "12:00"}], ids=str
)
async def test_what_is_given_changes_and_the_rest_stays(book: Book, changed: dict[str, Any]) -> None:
    booking = await book.add(await book.add_venue())
    answer = await book.patch(booking, **changed)
    assert answer.status_code == 200
    moving = {"starts_at", "ends_at", "updated_at", "version", *changed}
    assert answer.json().items() >= {name: booking[name] for name in booking.keys() - moving}.items()
    assert answer.json().items() >= changed.items()
    assert await book.look_at(booking) == answer.json()


async def test_appointment_gets_another_service_and_stylist(book: Book) -> None:
    booking = await book.add(await book.add_venue(**SALON), service="haircut", stylist="Joan", at="10:00")
    changed = (await book.patch(booking, service="Colour", stylist="maria")).json()
    assert (changed["kind"], changed["service"], changed["stylist"]) == ("salon", "colour", "Maria")
    length = datetime.fromisoformat(changed["ends_at"]) - datetime.fromisoformat(changed["starts_at"])
    assert length == timedelta(hours=2)


@pytest.mark.parametrize("changed", [{}, {"time": "19:00"}, {"date": None}, {"party_size": 4}], ids=str)
async def test_changing_nothing_changes_nothing(book: Book, changed: dict[str, Any]) -> None:
    booking = await book.add(await book.add_venue())
    answer = await book.patch(booking, **changed)
    assert (answer.status_code, answer.json()) == (200, booking)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"time": "12:00"}, "fully-booked"),
        ({"time": "19:05"}, "fully-booked"),
        ({"time": "03:00"}, "closed"),
        ({"date": "2020-01-01"}, "in-the-past"),
        ({"date": day(400)}, "too-far-ahead"),
        ({"party_size": 7}, "too-many-people"),
        ({"service": "haircut"}, "not-offered"),
    ],
    ids=str,
)
async def test_what_cannot_be_is_refused_and_changes_nothing(book: Book, changed: dict[str, Any], kind: str) -> None:
    venue = await book.add_venue()
    await book.add(venue, at="12:00")
    booking = await book.add(venue)
    assert_problem(await book.patch(booking, **changed), 409, kind)
    assert await book.look_at(booking) == booking


@pytest.mark.parametrize(
    "changed", [{"service": "massage"}, {"stylist": "Tom"}, {"service": "colour"}, {"party_size": 2}], ids=str
)
async def test_what_a_salon_does_not_offer_is_refused(book: Book, changed: dict[str, Any]) -> None:
    booking = await book.add(await book.add_venue(**SALON), service="haircut", stylist="Joan", at="10:00")
    assert_problem(await book.patch(booking, **changed), 409, "not-offered")


async def test_full_house_names_the_nearest_free_times(book: Book) -> None:
    venue = await book.add_venue()
    await book.add(venue, at="12:00")
    detail = (await book.patch(await book.add(venue), time="12:00")).json()["detail"]
    assert "It has one at 10:15, 10:30 in the morning or 1:30 in the afternoon." in detail


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"venue_id": NOBODYS_ID}, "/venue_id"),
        ({"status": "cancelled"}, "/status"),
        ({"date": "tomorrow"}, "/date"),
        ({"time": "7pm"}, "/time"),
        ({"time": "19:00Z"}, "/time"),
        ({"party_size": 0}, "/party_size"),
        ({"party_size": 101}, "/party_size"),
        ({"party_size": "4"}, "/party_size"),
        ({"service": ""}, "/service"),
    ],
    ids=str,
)
async def test_malformed_change_is_named(book: Book, body: dict[str, Any], pointer: str) -> None:
    booking = await book.add(await book.add_venue())
    answer = await book.patch(booking, **body)
    assert_problem(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


async def test_parallel_changes_into_the_last_seats_admit_one(book: Book) -> None:
    venue = await book.add_venue()
    bookings = [await book.add(venue, at=at) for at in ("10:00", "12:00", "14:00")]
    answers = await asyncio.gather(*(book.patch(each, time="20:00") for each in bookings))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]


async def test_parallel_changes_of_one_booking_leave_what_a_winner_wanted(book: Book) -> None:
    booking = await book.add(await book.add_venue())
    sizes = (1, 2, 3, 5, 6)
    answers = await asyncio.gather(*(book.patch(booking, party_size=size) for size in sizes))
    assert {answer.status_code for answer in answers} <= {200, 409}
    winners = [size for size, answer in zip(sizes, answers, strict=True) if answer.status_code == 200]
    assert (await book.look_at(booking))["party_size"] in winners
    for loser in (answer for answer in answers if answer.status_code == 409):
        assert_problem(loser, 409, "booking-moved")
        assert loser.headers["Retry-After"]


# ------------------------------------------------------------------ cancel


async def test_cancelling_again_changes_nothing(book: Book) -> None:
    booking = await book.add(await book.add_venue())
    first, again = await book.cancel(booking), await book.cancel(booking)
    assert (first.status_code, first.json()["status"]) == (200, "cancelled")
    assert (again.status_code, again.json()) == (200, first.json())


async def test_cancelled_booking_frees_its_seats_and_does_not_change_any_more(book: Book) -> None:
    venue = await book.add_venue()
    booking = await book.add(venue)
    await book.cancel(booking)
    assert await book.add(venue, party_size=6)
    assert_problem(await book.patch(booking, time="20:00"), 409, "booking-cancelled")


async def test_booking_that_has_begun_stays_as_it_is(book: Book) -> None:
    booking = await book.add(await book.add_venue(), on=date(2026, 1, 10))
    assert_problem(await book.cancel(booking), 409, "in-the-past")
    assert_problem(await book.patch(booking, time="20:00"), 409, "in-the-past")


async def test_bookings_of_strangers_are_not_found(
    book: Book, services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    booking = await book.add(await book.add_venue())
    _, key = await add_account(unit_of_work, services)
    stranger = {"Authorization": f"Bearer {key}"}
    path = f"/v1/bookings/{booking['id']}"
    assert_problem(await book.api.get(path, headers=stranger), 404, "not-found")
    assert_problem(await book.api.patch(path, json={"time": "20:00"}, headers=stranger), 404, "not-found")
    assert_problem(await book.api.post(f"{path}/cancel", headers=stranger), 404, "not-found")
    assert await book.look_at(booking) == booking


# ------------------------------------------------------------------ list


async def test_list_is_narrowed(book: Book) -> None:
    user = (await book.api.post("/v1/users", json={"name": "Rose", "timezone": "UTC"})).json()
    venue = await book.add_venue(timezone="Pacific/Auckland")
    first = await book.add(venue, at="09:00")  # still the day before in London
    second = await book.add(venue, on=SOON + timedelta(days=1), user_id=UUID(user["id"]))
    third = (await book.cancel(await book.add(venue, on=SOON + timedelta(days=2)))).json()
    for query, found in {
        "": [third, second, first],
        f"user_id={user['id']}": [second],
        f"venue_id={venue['id']}": [third, second, first],
        f"venue_id={NOBODYS_ID}": [],
        "status=cancelled": [third],
        "status=confirmed": [second, first],
        f"from={day(1)}": [third, second],
        f"to={day()}": [first],
        f"from={day()}&to={day(1)}": [second, first],
        f"from={day(3)}": [],
    }.items():
        assert (await book.api.get(f"/v1/bookings?{query}")).json()["items"] == found, query


@pytest.mark.parametrize("query", ["status=gone", "from=tomorrow", "to=2026-13-01", "venue_id=ivy"])
async def test_wrong_filter_is_named(shared: httpx2.AsyncClient, query: str) -> None:
    answer = await shared.get(f"/v1/bookings?{query}")
    assert_problem(answer, 422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == f"query:{query.partition('=')[0]}"


# ------------------------------------------------------------------ free times


async def find_free(book: Book, **query: Any) -> httpx2.Response:
    return await book.api.get("/v1/availability", params={"date": day(), **query})


async def test_free_times_of_a_day_are_local_and_in_order(book: Book) -> None:
    venue = await book.add_venue(timezone="America/New_York", hours={each: [["18:00", "20:00"]] for each in WEEK})
    await book.add(venue, at="18:30", party_size=4)
    answer = await find_free(book, venue_id=venue["id"], party_size=2)
    assert answer.status_code == 200
    assert [each["time"] for each in answer.json()["items"]] == [
        "18:00", "18:15", "18:30", "18:45", "19:00", "19:15", "19:30",
    ]  # fmt: skip
    full = (await find_free(book, venue_id=venue["id"], party_size=3)).json()
    assert full["items"] == []
    assert (full["venue"], full["party_size"], full["timezone"]) == ("The Ivy", 3, "America/New_York")


WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


async def test_free_times_of_a_stylist(book: Book) -> None:
    venue = await book.add_venue(**SALON, hours={each: [["09:00", "12:00"]] for each in WEEK})
    await book.add(venue, at="10:00", service="haircut", stylist="Maria")
    anyone = (await find_free(book, venue_id=venue["id"], service="Colour")).json()
    assert [each["time"] for each in anyone["items"]] == []
    joan = (await find_free(book, venue_id=venue["id"], service="haircut", stylist="joan")).json()
    assert (joan["service"], joan["stylist"], len(joan["items"])) == ("haircut", "Joan", 11)
    maria = (await find_free(book, venue_id=venue["id"], service="haircut", stylist="Maria")).json()
    assert [each["time"] for each in maria["items"]] == [
        "09:00", "09:15", "09:30", "10:30", "10:45", "11:00", "11:15", "11:30",
    ]  # fmt: skip


async def test_days_without_a_free_time_say_why(book: Book) -> None:
    hours = {each: [["18:00", "19:00"]] for each in WEEK}
    venue = await book.add_venue(hours=hours, exceptions={day(1): [], day(2): [["18:00", "18:20"]]}, name="Zum Löwen")
    await book.add(venue, at="18:00", party_size=6)
    found = (await find_free(book, venue_id=venue["id"], party_size=2, to=day(3))).json()
    assert [(each["date"], each["time"]) for each in found["items"]] == [
        (day(3), clock) for clock in ("18:00", "18:15", "18:30")
    ]
    assert [(each["date"], each["reason"]) for each in found["unavailable"]] == [
        (day(0), "fully-booked"),
        (day(1), "closed"),
        (day(2), "closed"),
    ]
    assert "Zum Löwen is closed on" in found["unavailable"][1]["detail"]


async def test_salon_says_when_nobody_is_there_to_do_it(book: Book) -> None:
    venue = await book.add_venue(**SALON, staff_days_off={"Maria": [day(), day(1)], "Joan": [day(1)]})
    colour = (await find_free(book, venue_id=venue["id"], service="colour", to=day(2))).json()
    assert [(each["date"], each["reason"]) for each in colour["unavailable"]] == [
        (day(), "nobody-there"),
        (day(1), "nobody-there"),
    ]
    assert {each["date"] for each in colour["items"]} == {day(2)}
    joan = (await find_free(book, venue_id=venue["id"], service="haircut", stylist="Joan", date=day(1))).json()
    assert joan["unavailable"][0]["detail"].startswith("Joan is not at work at Bella Salon on ")


async def test_day_that_is_almost_over_and_days_too_far_ahead_say_so(book: Book) -> None:
    venue = await book.add_venue(hours={each: [["00:00", "00:30"]] for each in WEEK}, timezone="Etc/GMT-14")
    today = datetime.now(ZoneInfo("Etc/GMT-14"))
    if today.hour > 0:
        past = (await find_free(book, venue_id=venue["id"], party_size=2, date=f"{today:%Y-%m-%d}")).json()
        assert [each["reason"] for each in past["unavailable"]] == ["in-the-past"]
    last = (today + timedelta(days=366)).date()
    far = await find_free(book, venue_id=venue["id"], party_size=2, date=f"{last}", to=f"{last + timedelta(days=1)}")
    assert [each["date"] for each in far.json()["items"]] == [f"{last}"]
    assert [each["reason"] for each in far.json()["unavailable"]] == ["too-far-ahead"]


@pytest.mark.parametrize("to", [day(-1), day(14), "9999-12-31", "soon"])
async def test_range_that_is_none_or_too_long_is_refused(book: Book, to: str) -> None:
    venue = await book.add_venue()
    answer = await find_free(book, venue_id=venue["id"], party_size=2, to=to)
    assert_problem(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["query:to"]


async def test_what_a_place_does_not_know_is_refused(book: Book) -> None:
    ivy, bella = await book.add_venue(), await book.add_venue(**SALON)
    refused = [
        ({"venue_id": ivy["id"]}, 422, "invalid-request"),
        ({"venue_id": ivy["id"], "party_size": 2, "service": "haircut"}, 422, "invalid-request"),
        ({"venue_id": bella["id"], "party_size": 2}, 422, "invalid-request"),
        ({"venue_id": bella["id"], "service": "massage"}, 409, "not-offered"),
        ({"venue_id": bella["id"], "service": "colour", "stylist": "Joan"}, 409, "not-offered"),
        ({"venue_id": ivy["id"], "party_size": 7}, 409, "too-many-people"),
        ({"venue_id": ivy["id"], "party_size": 2, "date": "2020-01-01"}, 409, "in-the-past"),
        ({"venue_id": NOBODYS_ID, "party_size": 2}, 404, "not-found"),
        ({"venue_id": "ivy", "party_size": 2}, 422, "invalid-request"),
    ]
    for query, status, kind in refused:
        assert_problem(await find_free(book, **query), status, kind)


async def test_venue_shows_how_long_what_takes_and_who_does_what(book: Book) -> None:
    venue = await book.add_venue(**SALON)
    assert venue.items() >= SALON.items()


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"service_minutes": {"massage": 30}}, "/service_minutes"),
        ({"service_minutes": {"haircut": 0}}, "/service_minutes/haircut"),
        ({"service_minutes": {"haircut": "30"}}, "/service_minutes/haircut"),
        ({"staff_services": {"Tom": ["haircut"]}}, "/staff_services"),
        ({"staff_services": {"Maria": ["massage"]}}, "/staff_services"),
        ({"staff_services": ["Maria"]}, "/staff_services"),
    ],
    ids=str,
)
async def test_minutes_and_work_of_nobody_are_named(
    shared: httpx2.AsyncClient, wrong: dict[str, Any], pointer: str
) -> None:
    answer = await shared.post("/v1/venues", json={**SALON, **wrong})
    assert_problem(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
