"""Venues come many at a time, from JSON or a table: all of them or none."""

import asyncio
from typing import Any

import httpx2
import pytest

from tests.integration.api.promises import assert_problem
from tests.integration.api.shelf import SOON, Book

TABLE = """name,kind,location,cuisine,hours,tables,services,staff
The Ivy,restaurant,Soho,British,"mon-sat 12:00-23:00",1: 2; 2: 4,,
The Ivy,restaurant,Bath,,,,,
Bella,salon,,,,,haircut; perm,Maria; Joan
"""


async def send(client: httpx2.AsyncClient, table: str | bytes, query: str = "") -> httpx2.Response:
    content = table.encode() if isinstance(table, str) else table
    return await client.post(f"/v1/venues/import{query}", content=content, headers={"Content-Type": "text/csv"})


async def list_venues(client: httpx2.AsyncClient) -> list[dict[str, Any]]:
    return (await client.get("/v1/venues?limit=200")).json()["items"]


def outcomes(answer: httpx2.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.text
    return [(each["place"], each["outcome"]) for each in answer.json()["items"]]


async def test_table_is_taken_once_however_often_it_is_sent(api: httpx2.AsyncClient) -> None:
    first = await send(api, TABLE)
    assert outcomes(first) == [("line 2", "created"), ("line 3", "created"), ("line 4", "created")]
    venues = await list_venues(api)
    ivy = next(venue for venue in venues if venue["location"] == "Soho")
    assert (ivy["capacity"], ivy["cuisine"], len(ivy["hours"])) == (6, "British", 6)
    again = await send(api, TABLE)
    assert {outcome for _, outcome in outcomes(again)} == {"unchanged"}
    assert [each["venue_id"] for each in again.json()["items"]] == [each["venue_id"] for each in first.json()["items"]]
    assert await list_venues(api) == venues


async def test_known_place_is_changed_as_far_as_it_is_said(api: httpx2.AsyncClient) -> None:
    await send(api, TABLE)
    changed = await send(api, "name,kind,location,cuisine,tables\n the  IVY ,restaurant,soho,Greek,\n")
    assert outcomes(changed) == [("line 2", "changed")]
    path = f"/v1/venues/{changed.json()['items'][0]['venue_id']}"
    ivy = (await api.get(path)).json()
    assert (ivy["cuisine"], len(ivy["tables"]), ivy["capacity"]) == ("Greek", 2, 6)


async def test_json_is_taken_by_the_same_rules(api: httpx2.AsyncClient) -> None:
    venues = [{"name": "The Ivy", "kind": "restaurant"}, {"name": "Bella", "kind": "salon", "staff": ["Maria"]}]
    first = await api.post("/v1/venues/import", json={"venues": venues})
    assert outcomes(first) == [("/venues/0", "created"), ("/venues/1", "created")]
    again = await api.post("/v1/venues/import", json={"venues": [venues[0], {**venues[1], "staff": ["Joan"]}]})
    assert outcomes(again) == [("/venues/0", "unchanged"), ("/venues/1", "changed")]


async def test_trial_stores_nothing(api: httpx2.AsyncClient) -> None:
    before = await list_venues(api)
    tried = await send(api, TABLE, "?dry_run=true")
    assert {outcome for _, outcome in outcomes(tried)} == {"created"}
    assert (tried.json()["stored"], {each["venue_id"] for each in tried.json()["items"]}) == (False, {None})
    assert await list_venues(api) == before


async def test_two_imports_at_once_add_each_place_once(api: httpx2.AsyncClient) -> None:
    before = len(await list_venues(api))
    answers = await asyncio.gather(*(send(api, TABLE) for _ in range(3)))
    assert (
        sorted(outcome for answer in answers for _, outcome in outcomes(answer)) == ["created"] * 3 + ["unchanged"] * 6
    )
    assert len(await list_venues(api)) == before + 3


@pytest.mark.parametrize(
    ("table", "pointers"),
    [
        (TABLE + "Bella,salon,,,,,,\n", ["line 5"]),
        (TABLE + "Luigi,pizzeria,,,,,,\nRoma,restaurant,,,,1: 0,,\n", ["line 5/kind", "line 6/tables/0/seats"]),
        (TABLE + "Roma,salon,,,,1: 4,,\n", ["line 5/tables"]),
        (TABLE + ",restaurant,,,,,,\n", ["line 5/name"]),
        (TABLE + "Roma,restaurant,,,at night,,,\n", ["line 5/hours"]),
    ],
    ids=["twice", "unknown kind", "does not fit together", "nameless", "unreadable"],
)
async def test_one_bad_line_keeps_all_out(shared: httpx2.AsyncClient, table: str, pointers: list[str]) -> None:
    answer = await send(shared, table)
    assert_problem(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json()["errors"]] == pointers


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"venues": []}, "/venues"),
        ({"venues": [{"name": "Bella", "kind": "salon"}, {"name": "Combs of the bad lines"}]}, "/venues/1/kind"),
        (
            {"venues": [{"name": "Combs of the bad lines", "kind": "salon", "tables": [{"name": "1", "seats": 2}]}]},
            "/venues/0/tables",
        ),
        ({"venues": [{"name": "Combs of the bad lines", "kind": "salon"}] * 501}, "/venues"),
        ({}, "/venues"),
    ],
    ids=["none", "kindless", "does not fit together", "too many", "empty"],
)
async def test_bad_json_is_named(shared: httpx2.AsyncClient, body: dict[str, Any], pointer: str) -> None:
    answer = await shared.post("/v1/venues/import", json=body)
    assert_problem(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


async def test_other_bodies_are_refused(shared: httpx2.AsyncClient) -> None:
    assert_problem(await send(shared, "name,kind\n"), 422, "invalid-request")
    assert_problem(await send(shared, "name,kind\n" + "Ivy,salon\n" * 501), 422, "invalid-request")
    assert_problem(await send(shared, b"name,kind\n" + b" " * 2**20), 413, "body-too-large")
    path = "/v1/venues/import"
    assert_problem(
        await shared.post(path, content=b"{", headers={"Content-Type": "application/json"}), 400, "malformed-body"
    )
    assert_problem(
        await shared.post(path, content=b"<x/>", headers={"Content-Type": "text/xml"}), 415, "unsupported-media-type"
    )


async def test_import_takes_nobody_their_table_unawares(book: Book) -> None:
    await send(book.api, TABLE.replace("mon-sat", "mon-sun"))
    ivy = next(venue for venue in await list_venues(book.api) if venue["location"] == "Soho")
    booking = await book.add({"id": ivy["id"]}, on=SOON)
    table = (
        f"name,kind,location,exceptions\nThe Ivy,restaurant,Bath,{SOON} closed\nThe Ivy,restaurant,Soho,{SOON} closed\n"
    )
    refused = await send(book.api, table)
    assert_problem(refused, 409, "bookings-stand")
    assert refused.json()["detail"].startswith(f"line 3: 1 booking would lose their place: {booking['reference']}")
    assert all(not venue["exceptions"] for venue in await list_venues(book.api))
    assert outcomes(await send(book.api, table, "?keep_bookings=true")) == [
        ("line 2", "changed"),
        ("line 3", "changed"),
    ]


async def test_place_that_is_there_twice_or_is_another_kind_is_not_guessed_at(api: httpx2.AsyncClient) -> None:
    for _ in range(2):
        await api.post("/v1/venues", json={"name": "Roma", "kind": "restaurant"})
    await api.post("/v1/venues", json={"name": "Bella", "kind": "restaurant"})
    answer = await send(api, "name,kind\nRoma,restaurant\nBella,salon\n")
    assert_problem(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["line 2/name", "line 3/kind"]
