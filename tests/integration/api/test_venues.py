"""Venues, and the bookings that stand there."""

import asyncio
from typing import Any
from uuid import UUID

import httpx2
import pytest

from core.config import Settings
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.refusals import ClosedError
from services.services import Services
from tests.integration.api.accounts import add_account
from tests.integration.api.promises import assert_problem
from tests.integration.api.shelf import SOON, Book
from tests.integration.worker import running_worker

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


async def add_venue(client: httpx2.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await client.post("/v1/venues", json={"name": "The Ivy", "kind": "restaurant", **fields})
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/venues/{answer.json()['id']}"
    return answer.json()


async def test_venue_needs_only_name_and_kind(lasting: httpx2.AsyncClient) -> None:
    venue = await add_venue(lasting)
    assert (venue["timezone"], venue["capacity"], venue["adapter"]) == ("Europe/London", 40, "local")
    assert venue["hours"] == {day: [["09:00", "23:00"]] for day in WEEK}
    assert UUID(venue["id"]).version == 7
    assert (await lasting.get(f"/v1/venues/{venue['id']}")).json() == venue


async def test_salon_has_two_chairs(lasting: httpx2.AsyncClient) -> None:
    assert (await add_venue(lasting, kind="salon"))["capacity"] == 2


async def test_venue_keeps_what_is_said_of_it(lasting: httpx2.AsyncClient) -> None:
    said = {
        "timezone": "America/New_York",
        "location": "Queens",
        "cuisine": "Greek",
        "capacity": 7,
        "services": ["cut", "colour"],
        "staff": ["Maria"],
    }
    assert (await add_venue(lasting, **said)).items() >= said.items()


@pytest.mark.parametrize(
    ("hours", "kept"),
    [
        ({"mon": [["12:00", "14:30"], ["18:00", "02:00"]]}, {"mon": [["12:00", "14:30"], ["18:00", "02:00"]]}),
        ({"Monday": ["12:00-14:30"], "tue": None}, {"mon": [["12:00", "14:30"]], "tue": []}),
        ({"sun": [["00:00", "24:00"]]}, {"sun": [["00:00", "24:00"]]}),
        ({}, {}),
    ],
)
async def test_opening_times_may_be_written_in_several_ways(
    lasting: httpx2.AsyncClient, hours: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert (await add_venue(lasting, hours=hours))["hours"] == kept


async def test_list_is_narrowed_to_a_kind(api: httpx2.AsyncClient) -> None:
    salon = await add_venue(api, kind="salon", name="Shears")
    salons = (await api.get("/v1/venues?kind=salon")).json()["items"]
    assert salon in salons
    assert {venue["kind"] for venue in salons} == {"salon"}


async def test_new_venue_is_understood_and_booked(
    api: httpx2.AsyncClient, services: Services, settings: Settings
) -> None:
    # Its days are those of London: where they differ, the person is asked.
    venue = await add_venue(api, name="Zum Löwen", timezone="Europe/Lisbon", capacity=3)
    text = "Book a table for 3 at Zum Löwen tomorrow at 7pm."
    async with running_worker(services, settings):
        answer = await api.post("/v1/requests", json={"text": text}, headers={"Prefer": "wait=20"})
    [task] = answer.json()["tasks"]
    [booking] = (await api.get("/v1/bookings")).json()["items"]
    assert task["status"] == "completed"
    assert (booking["venue_id"], booking["venue"], booking["task_id"]) == (venue["id"], "Zum Löwen", task["id"])
    assert (booking["party_size"], booking["time"], booking["timezone"]) == (3, "19:00", "Europe/Lisbon")
    assert booking["date"] == task["details"]["date"]
    assert booking["status"] == "confirmed"
    assert booking["reference"] in str(task["result"])
    assert (await api.get(f"/v1/bookings/{booking['id']}")).json() == booking
    assert (await api.get(f"/v1/bookings?user_id={task['user_id']}")).json()["items"] == [booking]


# ------------------------------------------------------------------ all that may be said of one

TRATTORIA: dict[str, Any] = {
    "exceptions": {"12-25": [], "2026-12-24": [["12:00", "15:00"]], "2026-08-01/2026-08-14": []},
    "tables": [{"name": "1", "seats": 2, "least": 1}, {"name": "2", "seats": 6, "least": 3}],
    "table_combinations": [{"tables": ["1", "2"], "seats": None}],
    "turn_minutes": {"2": 75, "8": 150},
}
BELLA: dict[str, Any] = {
    "kind": "salon",
    "services": ["haircut"],
    "staff": ["Maria", "Joan"],
    "staff_hours": {"Maria": {"tue": [["09:00", "13:00"]]}},
    "staff_days_off": {"Joan": ["2026-12-27/2027-01-03", "12-24"]},
}


@pytest.mark.parametrize("said", [TRATTORIA, BELLA], ids=["restaurant", "salon"])
async def test_tables_and_hours_are_kept_as_they_were_said(lasting: httpx2.AsyncClient, said: dict[str, Any]) -> None:
    venue = await add_venue(lasting, **said)
    assert venue.items() >= said.items()
    assert (await lasting.get(f"/v1/venues/{venue['id']}")).json() == venue


async def test_house_takes_as_many_as_sit_at_its_tables(lasting: httpx2.AsyncClient) -> None:
    venue = await add_venue(lasting, **TRATTORIA)
    assert venue["capacity"] == 8
    path = f"/v1/venues/{venue['id']}"
    more = {"tables": [*TRATTORIA["tables"], {"name": "3", "seats": 4}]}
    assert (await lasting.patch(path, json=more)).json()["capacity"] == 12
    assert (await lasting.patch(path, json={"capacity": 10})).json()["capacity"] == 10
    assert (await lasting.patch(path, json={"location": "Soho"})).json()["capacity"] == 10
    assert (await lasting.patch(path, json={"capacity": None})).json()["capacity"] == 12


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"exceptions": {"12-32": []}}, "/exceptions/12-32/[key]"),
        ({"exceptions": {"2026-02-29": []}}, "/exceptions/2026-02-29/[key]"),
        ({"exceptions": {"Christmas": []}}, "/exceptions/Christmas/[key]"),
        ({"exceptions": {"2026-08-14/2026-08-01": []}}, "/exceptions/2026-08-14~12026-08-01/[key]"),
        ({"exceptions": {"12-25": "closed"}}, "/exceptions"),
        ({"exceptions": {"12-25": [["9", "12"]]}}, "/exceptions"),
        ({"exceptions": {"12-25": [["09:00", "12:00"], ["11:00", "13:00"]]}}, "/exceptions"),
        ({"exceptions": {"2026-08-01/2026-08-14": [], "2026-08-14/2026-08-20": []}}, "/exceptions"),
        ({"tables": [{"name": "1", "seats": 2}, {"name": "1", "seats": 4}]}, "/tables"),
        ({"tables": [{"name": "1", "seats": 0}]}, "/tables/0/seats"),
        ({"tables": [{"name": "1", "seats": 2, "least": 3}]}, "/tables/0"),
        ({"tables": [{"name": "1", "seats": 2, "legs": 4}]}, "/tables/0/legs"),
        ({"table_combinations": [{"tables": ["1", "9"]}]}, "/table_combinations"),
        ({"table_combinations": [{"tables": ["1"]}]}, "/table_combinations/0/tables"),
        ({"table_combinations": [{"tables": ["1", "1"]}]}, "/table_combinations/0/tables"),
        ({"table_combinations": [{"tables": ["1", "2"], "seats": 6}]}, "/table_combinations/0/seats"),
        ({"turn_minutes": {"many": 90}}, "/turn_minutes/many/[key]"),
        ({"turn_minutes": {"4": 0}}, "/turn_minutes/4"),
        ({"staff_hours": {"Tom": {}}}, "/staff_hours"),
        ({"staff_days_off": {"Tom": []}}, "/staff_days_off"),
        ({"kind": "salon"}, "/tables"),
    ],
    ids=str,
)
async def test_what_does_not_fit_together_is_named(
    shared: httpx2.AsyncClient, wrong: dict[str, Any], pointer: str
) -> None:
    given = {"name": "The Ivy", "kind": "restaurant", "tables": TRATTORIA["tables"], **wrong}
    answer = await shared.post("/v1/venues", json=given)
    assert_problem(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


# ------------------------------------------------------------------ change


async def test_what_is_given_changes_and_the_rest_stays(lasting: httpx2.AsyncClient) -> None:
    venue = await add_venue(lasting, **TRATTORIA, location="Soho", hours={"mon": ["12:00-15:00"]})
    path = f"/v1/venues/{venue['id']}"
    changed = (
        await lasting.patch(path, json={"name": "Ivy", "location": None, "exceptions": {}, "hours": None})
    ).json()
    usual = {day: [["09:00", "23:00"]] for day in WEEK}
    assert changed == {**venue, "name": "Ivy", "location": None, "exceptions": {}, "hours": usual}
    assert (await lasting.get(path)).json() == changed
    assert (await lasting.patch(path, json={})).json() == changed


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"kind": "salon"}, "/kind"),
        ({"name": None}, "/name"),
        ({"name": ""}, "/name"),
        ({"tables": []}, "/table_combinations"),
        ({"staff_hours": {"Tom": {}}}, "/staff_hours"),
    ],
    ids=str,
)
async def test_change_that_fits_nothing_is_refused(
    lasting: httpx2.AsyncClient, wrong: dict[str, Any], pointer: str
) -> None:
    venue = await add_venue(lasting, **TRATTORIA)
    answer = await lasting.patch(f"/v1/venues/{venue['id']}", json=wrong)
    assert_problem(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert (await lasting.get(f"/v1/venues/{venue['id']}")).json() == venue


async def test_parallel_changes_of_different_fields_are_all_kept(lasting: httpx2.AsyncClient) -> None:
    venue = await add_venue(lasting)
    changes: list[dict[str, Any]] = [{"location": "Soho"}, {"cuisine": "Greek"}, {"capacity": 7}, {"name": "Ivy"}]
    path = f"/v1/venues/{venue['id']}"
    await asyncio.gather(*(lasting.patch(path, json=each) for each in changes))
    changed = (await lasting.get(path)).json()
    assert changed == {**venue, "location": "Soho", "cuisine": "Greek", "capacity": 7, "name": "Ivy"}


@pytest.mark.parametrize(
    "change",
    [
        {"exceptions": {f"{SOON}": []}},
        {"hours": {}},
        {"hours": {day: ["09:00-20:00"] for day in WEEK}},
        {"capacity": 3},
        {"tables": [{"name": "1", "seats": 3}]},
        {"timezone": "America/New_York"},
    ],
    ids=str,
)
async def test_nobody_loses_their_table_unawares(book: Book, change: dict[str, Any]) -> None:
    venue = await book.add_venue()
    booking = await book.add(venue)
    path = f"/v1/venues/{venue['id']}"
    refused = await book.api.patch(path, json=change)
    assert_problem(refused, 409, "bookings-stand")
    assert f"{booking['reference']} on {SOON} at 19:00" in refused.json()["detail"]
    assert (await book.api.get(path)).json() == venue
    assert (await book.api.patch(f"{path}?keep_bookings=true", json=change)).status_code == 200
    assert (await book.look_at(booking))["status"] == "confirmed"


async def test_closing_and_booking_at_the_same_moment_leave_nobody_before_a_closed_door(book: Book) -> None:
    venue = await book.add_venue(capacity=40)
    closing = asyncio.create_task(book.api.patch(f"/v1/venues/{venue['id']}", json={"exceptions": {f"{SOON}": []}}))
    tried = await asyncio.gather(*(book.add(venue, party_size=1) for _ in range(8)), return_exceptions=True)
    closed = (await closing).status_code == 200
    standing = (await book.api.get(f"/v1/bookings?venue_id={venue['id']}")).json()["items"]
    assert bool(standing) is not closed
    refused = [each for each in tried if isinstance(each, BaseException)]
    assert {type(each) for each in refused} <= {ClosedError}
    assert len(standing) + len(refused) == 8


async def test_changes_that_harm_no_booking_are_made(book: Book) -> None:
    venue = await book.add_venue()
    booking = await book.add(venue)
    path = f"/v1/venues/{venue['id']}"
    tables = [{"name": "window", "seats": 4}, {"name": "bar", "seats": 2}]
    changes: list[dict[str, Any]] = [
        {"exceptions": {"01-01": []}},
        {"tables": tables},
        {"turn_minutes": {"8": 30}},
        {"name": "Ivy"},
    ]
    for change in changes:
        assert (await book.api.patch(path, json=change)).status_code == 200, change
    seated = await book.look_at(booking)
    assert (seated["tables"], seated["venue"], seated["version"]) == (["window"], "Ivy", 1)
    assert_problem(await book.api.patch(path, json={"tables": tables[1:]}), 409, "bookings-stand")


async def test_stylist_with_appointments_is_not_sent_away(book: Book) -> None:
    venue = await book.add_venue(**BELLA, name="Bella")
    await book.add(venue, service="haircut", stylist="Joan")
    path = f"/v1/venues/{venue['id']}"
    changes: list[dict[str, Any]] = [
        {"staff_days_off": {"Joan": [f"{SOON}"]}},
        {"staff_hours": {"Joan": {}}},
        {"staff_services": {"Joan": []}},
    ]
    for change in changes:
        assert_problem(await book.api.patch(path, json=change), 409, "bookings-stand")
    assert (await book.api.patch(path, json={"staff_days_off": {"Maria": [f"{SOON}"]}})).status_code == 200


# ------------------------------------------------------------------ remove


async def test_removed_venue_is_found_no_more_and_its_bookings_stay(book: Book) -> None:
    venue = await book.add_venue()
    booking = await book.cancel(await book.add(venue))
    path = f"/v1/venues/{venue['id']}"
    assert (await book.api.delete(path)).status_code == 204
    assert_problem(await book.api.get(path), 404, "not-found")
    assert_problem(await book.api.patch(path, json={"name": "Ivy"}), 404, "not-found")
    assert_problem(await book.api.delete(path), 404, "not-found")
    assert venue not in (await book.api.get("/v1/venues")).json()["items"]
    assert await book.look_at(booking.json()) == booking.json()
    query = {"venue_id": venue["id"], "party_size": 2, "date": f"{SOON}"}
    assert_problem(await book.api.get("/v1/availability", params=query), 404, "not-found")


async def test_venue_is_not_removed_while_somebody_is_expected(book: Book) -> None:
    venue = await book.add_venue()
    booking = await book.add(venue)
    path = f"/v1/venues/{venue['id']}"
    assert_problem(await book.api.delete(path), 409, "bookings-stand")
    await book.cancel(booking)
    assert (await book.api.delete(path)).status_code == 204


async def test_venues_of_strangers_are_not_found(
    book: Book, services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    venue = await book.add_venue()
    _, key = await add_account(unit_of_work, services)
    stranger = {"Authorization": f"Bearer {key}"}
    path = f"/v1/venues/{venue['id']}"
    assert_problem(await book.api.patch(path, json={"name": "Mine"}, headers=stranger), 404, "not-found")
    assert_problem(await book.api.delete(path, headers=stranger), 404, "not-found")
    assert (await book.api.get(path)).json() == venue
