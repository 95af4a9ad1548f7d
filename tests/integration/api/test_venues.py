"""Venues, and the bookings that stand there."""

from typing import Any
from uuid import UUID

import httpx2
import pytest

from core.config import Settings
from services.factory import Services
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
    venue = await add_venue(api, name="Zum Löwen", timezone="Europe/Berlin", capacity=3)
    text = "Book a table for 3 at Zum Löwen tomorrow at 7pm."
    async with running_worker(services, settings):
        answer = await api.post("/v1/requests", json={"text": text}, headers={"Prefer": "wait=20"})
    [task] = answer.json()["tasks"]
    [booking] = (await api.get("/v1/bookings")).json()["items"]
    assert task["status"] == "completed"
    assert (booking["venue_id"], booking["venue"], booking["task_id"]) == (venue["id"], "Zum Löwen", task["id"])
    assert (booking["party_size"], booking["time"], booking["timezone"]) == (3, "19:00", "Europe/Berlin")
    assert booking["date"] == task["details"]["date"]
    assert booking["status"] == "confirmed"
    assert booking["reference"] in str(task["result"])
    assert (await api.get(f"/v1/bookings/{booking['id']}")).json() == booking
    assert (await api.get(f"/v1/bookings?user_id={task['user_id']}")).json()["items"] == [booking]
