"""What holds for every call: tags, links to the next page, headers for browsers, and no way to make the server stumble."""

import asyncio
import json
import os
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from core.config import Settings
from tests.integration.api.calling import calling
from tests.integration.api.promises import assert_problem
from tests.integration.api.shelf import Book

HOOK = "https://example.org/hook"
BODIES = int(os.environ.get("FUZZ_BODIES", "500"))
"""`FUZZ_BODIES=10000` sends more of them."""


async def test_pages_follow_each_other_by_link_whatever_is_added_meanwhile(api: httpx2.AsyncClient) -> None:
    made = [(await api.post("/v1/webhooks", json={"url": f"{HOOK}/{n}"})).json()["id"] for n in range(5)]
    seen: list[str] = []
    path: str | None = "/v1/webhooks?limit=2"
    while path:
        page = await api.get(path)
        seen += [each["id"] for each in page.json()["items"]]
        await api.post("/v1/webhooks", json={"url": f"{HOOK}/new"})
        link = page.headers.get("Link")
        assert (link is None) == (page.json()["next_cursor"] is None)
        path = link.removeprefix("<").partition(">")[0] if link else None
        assert path is None or "limit=2" in urlsplit(path).query
    assert seen == made[::-1]


async def test_every_answer_is_safe_for_browsers_and_tells_nothing_of_the_server(api: httpx2.AsyncClient) -> None:
    for answer in (await api.get("/v1/tasks"), await api.get("/v1/nothing"), await api.get("/health/live")):
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert (headers["Referrer-Policy"], headers["X-Frame-Options"]) == ("no-referrer", "DENY")
        assert {"server", "x-powered-by", "via"}.isdisjoint(headers)
    assert (await api.get("/v1/tasks")).headers["Cache-Control"] == "private, no-cache"


async def test_tag_stays_while_nothing_changes(lasting: httpx2.AsyncClient) -> None:
    made = (await lasting.post("/v1/users", json={"name": "Rose", "timezone": "Europe/London"})).json()
    path = f"/v1/users/{made['id']}"
    tag = (await lasting.get(path)).headers["ETag"]
    for seen in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = await lasting.get(path, headers={"If-None-Match": seen})
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
    assert (await lasting.get(path, headers={"If-None-Match": '"other"'})).status_code == 200
    head = await lasting.head(path)
    assert (head.status_code, head.headers["ETag"]) == (200, tag)
    await lasting.patch(path, json={"name": "Rosie"})
    changed = await lasting.get(path, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] == tag) == (200, False)


async def test_nothing_sent_makes_the_server_stumble(settings: Settings) -> None:
    """Broken JSON, broken Unicode, endless nesting, huge numbers, wrong types: always a problem, never a 500."""
    chance = random.Random(7)
    statuses: dict[int, int] = {}
    paths = (
        "/v1/requests",
        "/v1/parse",
        "/v1/users",
        "/v1/webhooks",
        "/v1/reminders",
        "/v1/venues",
        "/v1/admin/redrive",
    )
    async with calling(settings) as client:
        for number, body in enumerate(_malformed(chance, BODIES)):
            kind = "application/json" if number % 11 else chance.choice(["text/plain", "application/xml", "", "x"])
            answer = await client.post(paths[number % len(paths)], content=body, headers={"Content-Type": kind})
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            assert answer.status_code < 500, body
            if answer.is_error:
                assert answer.headers["Content-Type"] == "application/problem+json"
    assert sum(statuses.values()) == BODIES
    assert {400, 415, 422} <= statuses.keys()


@pytest.mark.parametrize("body", [b"[" * 60_000, b'{"text":' * 7_000, b'{"text":"\xff"}', b'{"text":"\\ud800"}'])
async def test_worst_of_them(shared: httpx2.AsyncClient, body: bytes) -> None:
    for path in ("/v1/requests", "/v1/users"):
        answer = await shared.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in {400, 422}
        assert_problem(answer, answer.status_code, "malformed-body" if answer.status_code == 400 else "invalid-request")


async def change_each(client: httpx2.AsyncClient) -> list[tuple[str, dict[str, Any]]]:
    """One of everything that can be changed, with a change."""
    user = (await client.post("/v1/users", json={"name": "Rose", "timezone": "Europe/London"})).json()["id"]
    contact = (await client.post(f"/v1/users/{user}/contacts", json={"name": "Anna"})).json()["id"]
    venue = (await client.post("/v1/venues", json={"name": "Tagged", "kind": "restaurant"})).json()["id"]
    daily = {"user_id": user, "subject": "the plants", "times": ["10:00"], "recurrence": "FREQ=DAILY"}
    reminder = (await client.post("/v1/reminders", json=daily)).json()
    endpoint = (await client.post("/v1/webhooks", json={"url": HOOK})).json()["id"]
    return [
        (f"/v1/users/{user}", {"name": "Rosie"}),
        (f"/v1/users/{user}/contacts/{contact}", {"name": "Ann"}),
        (f"/v1/venues/{venue}", {"name": "Tagged anew"}),
        (f"/v1/reminders/{reminder['id']}", {"subject": "the roses"}),
        (f"/v1/webhooks/{endpoint}", {"events": ["task.failed"]}),
    ]


async def test_of_two_changes_to_what_both_have_seen_one_is_made(lasting: httpx2.AsyncClient) -> None:
    for path, change in await change_each(lasting):
        seen = {"If-Match": (await lasting.get(path)).headers["ETag"]}
        both = await asyncio.gather(*(lasting.patch(path, json=change, headers=seen) for _ in range(2)))
        assert sorted(each.status_code for each in both) == [200, 412], path
        assert (await lasting.patch(path, json=change)).status_code == 200


async def test_booking_that_was_changed_since_is_not_changed(book: Book) -> None:
    booking = await book.add(await book.add_venue())
    path = f"/v1/bookings/{booking['id']}"
    seen = (await book.api.get(path)).headers["ETag"]
    assert_problem(
        await book.api.patch(path, json={"party_size": 3}, headers={"If-Match": '"other"'}), 412, "changed-meanwhile"
    )
    assert (await book.api.patch(path, json={"party_size": 3}, headers={"If-Match": seen})).status_code == 200
    assert_problem(
        await book.api.patch(path, json={"party_size": 2}, headers={"If-Match": seen}), 412, "changed-meanwhile"
    )


async def test_whoever_waits_hears_as_soon_as_it_changes(api: httpx2.AsyncClient) -> None:
    said = (await api.post("/v1/requests", json={"text": "Book a table for 4 tomorrow at 7pm."})).json()
    task = said["tasks"][0]["id"]
    for path in (f"/v1/tasks/{task}", f"/v1/requests/{said['id']}"):
        tag = (await api.get(path)).headers["ETag"]
        still = await api.get(path, headers={"If-None-Match": tag, "Prefer": "wait=0"})
        assert (still.status_code, still.headers["Preference-Applied"]) == (304, "wait=0")
    waiting = [
        asyncio.create_task(
            api.get(path, headers={"If-None-Match": (await api.get(path)).headers["ETag"], "Prefer": "wait=20"})
        )
        for path in (f"/v1/tasks/{task}", f"/v1/requests/{said['id']}")
    ]
    await asyncio.sleep(0)
    await api.post(f"/v1/tasks/{task}/cancel")
    of_task, of_request = await asyncio.gather(*waiting)
    assert (of_task.status_code, of_task.json()["status"]) == (200, "cancelled")
    assert (of_request.json()["tasks"][0]["status"], of_request.headers["Preference-Applied"]) == (
        "cancelled",
        "wait=20",
    )


_SEEDS: tuple[Any, ...] = (
    {"text": "Book a table for two."},
    {"name": "Rose", "timezone": "Europe/London"},
    {"url": HOOK, "events": ["task.failed"]},
    {"ids": ["0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b22"], "since": "2026-11-21T09:00:00Z"},
    {"text": "x", "metadata": {"a": [1, {"b": None}]}, "start_by": "2026-13-45"},
)
_ODD: tuple[Any, ...] = (
    *(None, True, -1, 10**400, 1e308, "", "\0", "\ud800", "\u202e", "𝔊", "a" * 5000, [], {}, [[[[[[[[[[[[1]]]]]]]]]]]]),
    *(
        "9999-99-99",
        "0000-00-00T00:00:00Z",
        "-infinity",
        "NaN",
        {"$ref": "#"},
        {"": {"": {"": ""}}},
        "'; DROP TABLE x;--",
    ),
)


def _malformed(chance: random.Random, count: int) -> Iterator[bytes]:
    """Bodies that are wrong each in its own way, from what would be right."""
    for _ in range(count):
        value = json.loads(json.dumps(chance.choice(_SEEDS)))
        for _ in range(chance.randint(1, 3)):
            value[chance.choice([*value, "extra", "\ud800"])] = chance.choice(_ODD)
        body = json.dumps(value).encode()
        match chance.randint(0, 5):
            case 0:
                cut = chance.randrange(len(body))
                body = body[:cut]
            case 1:
                at = chance.randrange(len(body))
                body = body[:at] + bytes(chance.randrange(256) for _ in range(3)) + body[at:]
            case 2:
                body = chance.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b" "]) + body
            case 3:
                body = body.decode().encode(chance.choice(["utf-16", "utf-32", "utf-16-be"]))
            case _:
                pass
        yield body
