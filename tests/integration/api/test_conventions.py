"""What holds for every call: tags, links to the next page, headers for browsers."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from core.config import Settings
from services.people_service import PeopleService
from tests.integration.api.calling import calling
from tests.integration.api.promises import assert_problem
from tests.integration.api.shelf import Book

HOOK = "https://example.org/hook"


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


async def test_every_answer_is_safe_for_browsers(api: httpx2.AsyncClient, settings: Settings) -> None:
    for path in ("/v1/tasks", "/v1/nothing", "/health/live", "/docs", "/openapi.json", "/metrics", "/a/nothing"):
        headers = (await api.get(path)).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert (headers["Referrer-Policy"], headers["X-Frame-Options"]) == ("no-referrer", "DENY")
        assert headers["Cross-Origin-Resource-Policy"] == "same-site"
        assert "Strict-Transport-Security" not in headers, "nobody knows that it is encrypted"
    answer = await api.get("/v1/tasks")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    async with calling(settings.model_copy(update={"public_base_url": "https://grandma.example"})) as encrypted:
        assert (await encrypted.get("/v1/nothing")).headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_no_answer_tells_what_the_product_is_made_with(
    api: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object, **__: object) -> None:
        raise RuntimeError("sqlalchemy at /usr/lib/python3.12")

    made = [await api.get(path) for path in ("/v1/tasks", "/v1/nothing", "/health", "/docs", "/metrics", "/a/nothing")]
    made += [await api.post("/v1/requests", content=b"{"), await api.request("BREW", "/v1/tasks")]
    made += [
        await api.post("/v1/requests", json={"text": 5}),
        await api.get("/v1/tasks", headers={"Authorization": ""}),
    ]
    monkeypatch.setattr(PeopleService, "list_users", crash)
    made.append(await api.get("/v1/users"))
    assert [answer.status_code for answer in made[-3:]] == [422, 401, 500]
    parts = re.compile(r"uvicorn|starlette|fastapi|pydantic|sqlalchemy|asyncpg|redis-py|python[/_ ]?3|traceback", re.I)
    for answer in made:
        assert {"server", "x-powered-by", "via"}.isdisjoint(answer.headers)
        told = parts.findall(f"{answer.headers} {answer.text}")
        assert told == [], (answer.request.url, told)


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
