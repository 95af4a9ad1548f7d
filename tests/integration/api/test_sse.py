"""The history of a task as a stream of events, over a real HTTP server."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from api import dependencies
from api.seats import MOST_LONG_POLLS, MOST_STREAMS
from core.config import Settings
from core.domain import TaskStatus
from core.people import Account
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.api.promises import assert_problem
from tests.integration.api.serving import read_events, serving
from tests.integration.api.states import put_task
from tests.integration.api.test_logins import add_person, as_member, join
from tests.integration.waiting import eventually


@pytest.fixture(scope="module")
async def server(lasting_settings: Settings) -> AsyncGenerator[httpx2.AsyncClient]:
    """People who have logged in may call as often as it takes."""
    async with serving(lasting_settings.model_copy(update={"ai_rate_limit_per_minute": 1_000_000})) as client:
        yield client


async def events_of(client: httpx2.AsyncClient, task_id: object, **headers: str) -> list[dict[str, Any]]:
    """All events of a stream that ends."""
    async with client.stream("GET", f"/v1/tasks/{task_id}/events/stream", headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-cache"
        return [event async for event in read_events(response)]


async def test_stream_is_the_history_and_ends(
    server: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account
) -> None:
    task = await put_task(lasting_units, lasting_account, TaskStatus.COMPLETED)
    events = await events_of(server, task.id)
    history = (await server.get(f"/v1/tasks/{task.id}/events")).json()["items"]
    assert [json.loads(event["data"]) for event in events] == history
    assert [event["id"] for event in events] == ["1", "2", "3"]
    assert [event["event"] for event in events] == [each["type"] for each in history]
    assert int(events[0]["retry"]) > 0


@pytest.mark.parametrize("status", [TaskStatus.FAILED, TaskStatus.CANCELLED, TaskStatus.EXPIRED])
async def test_stream_ends_after_every_final_event(
    server: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account, status: TaskStatus
) -> None:
    task = await put_task(lasting_units, lasting_account, status)
    assert (await events_of(server, task.id))[-1]["event"] == f"task.{status}"


@pytest.mark.parametrize(
    ("last", "left"), [("0", ["1", "2", "3"]), ("1", ["2", "3"]), ("2", ["3"]), ("3", []), ("77", [])]
)
async def test_stream_goes_on_behind_the_last_event(
    server: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account, last: str, left: list[str]
) -> None:
    task = await put_task(lasting_units, lasting_account, TaskStatus.COMPLETED)
    assert [event["id"] for event in await events_of(server, task.id, **{"Last-Event-ID": last})] == left


@pytest.mark.parametrize("last", ["", "abc", "-1", "1.5", "1e3", "9" * 30, "2147483648", "0x1", "null", "1 2"])
async def test_last_event_that_is_not_ours_begins_anew(
    server: httpx2.AsyncClient, lasting_units: UnitOfWorkFactory, lasting_account: Account, last: str
) -> None:
    task = await put_task(lasting_units, lasting_account, TaskStatus.COMPLETED)
    assert len(await events_of(server, task.id, **{"Last-Event-ID": last})) == 3


async def test_events_come_as_they_happen(server: httpx2.AsyncClient) -> None:
    task = (await server.post("/v1/requests", json={"text": "Book a table."})).json()["tasks"][0]
    async with server.stream("GET", f"/v1/tasks/{task['id']}/events/stream") as response:
        events = read_events(response)
        first = await anext(events)
        await server.post(f"/v1/tasks/{task['id']}/reply", json={"text": "for four people"})
        second = await anext(events)
        await server.post(f"/v1/tasks/{task['id']}/reply", json={"text": "never mind"})
        third = await anext(events)
        assert [event async for event in events] == []
    kinds = [(json.loads(event["data"])["from"], json.loads(event["data"])["to"]) for event in (first, second, third)]
    assert kinds == [(None, "needs_input"), ("needs_input", "needs_input"), ("needs_input", "cancelled")]


async def test_several_may_listen(server: httpx2.AsyncClient) -> None:
    task = (await server.post("/v1/requests", json={"text": "Book a table."})).json()["tasks"][0]
    listeners = [asyncio.create_task(events_of(server, task["id"])) for _ in range(5)]
    await server.post(f"/v1/tasks/{task['id']}/cancel")
    heard = await asyncio.gather(*listeners)
    assert [[event["id"] for event in events] for events in heard] == [["1", "2"]] * 5


async def test_unknown_task_has_no_stream(server: httpx2.AsyncClient) -> None:
    assert_problem(await server.get(f"/v1/tasks/{uuid4()}/events/stream"), 404, "not-found")
    assert_problem(await server.get("/v1/tasks/none/events/stream"), 422, "invalid-request")


async def test_stranger_hears_nothing(server: httpx2.AsyncClient) -> None:
    answer = await server.get(f"/v1/tasks/{uuid4()}/events/stream", headers={"Authorization": "Bearer wrong"})
    assert_problem(answer, 401, "unauthorized")


@dataclass
class Listener:
    """Somebody who listens, and how that is ended."""

    headers: dict[str, str]
    path: str
    stop: Callable[[], Awaitable[httpx2.Response]]
    problem: str


async def by_key(server: httpx2.AsyncClient, task: str) -> Listener:
    made = (await server.post("/v1/keys", json={"name": "tablet"})).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    return Listener(headers, task, lambda: server.delete(f"/v1/keys/{made['id']}"), "unauthorized")


async def by_login(server: httpx2.AsyncClient, task: str) -> Listener:
    headers = as_member(await join(server, role="staff", email=f"{uuid4()}@example.org"))
    return Listener(headers, task, lambda: server.post("/v1/auth/logout", headers=headers), "unauthorized")


async def by_link(server: httpx2.AsyncClient, task: str) -> Listener:
    rose = await add_person(server)
    login = await join(server, rose, email=f"{uuid4()}@example.org")
    said = (await server.post("/v1/requests", json={"text": "Book a table.", "user_id": rose})).json()
    end = f"/v1/auth/members/{login['member_id']}/people/{rose}"
    return Listener(as_member(login), said["tasks"][0]["id"], lambda: server.delete(end), "not-found")


@pytest.mark.parametrize("listen", [by_key, by_login, by_link])
async def test_who_may_hear_it_no_longer_hears_no_more(
    server: httpx2.AsyncClient, listen: Callable[..., Awaitable[Listener]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dependencies.ASK_AGAIN_SECONDS <= 3.0  # as docs/access.md promises
    monkeypatch.setattr(dependencies, "ASK_AGAIN_SECONDS", 0.0)
    task = (await server.post("/v1/requests", json={"text": "Book a table."})).json()["tasks"][0]["id"]
    listener = await listen(server, task)
    path = f"/v1/tasks/{listener.path}"
    async with server.stream("GET", f"{path}/events/stream", headers=listener.headers) as response:
        events = read_events(response)
        assert (await anext(events))["event"] == "task.needs_input"
        assert (await listener.stop()).status_code == 204
        [last] = [event async for event in events]
    assert (last["event"], "id" in last) == ("stream.closed", False)
    assert json.loads(last["data"])["type"] == f"urn:grandma:problem:{listener.problem}"
    again = await server.get(f"{path}/events/stream", headers=listener.headers)
    assert_problem(again, json.loads(last["data"])["status"], listener.problem)


async def test_nothing_is_told_to_who_may_hear_it_no_longer(
    server: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dependencies.FRESH_SECONDS <= 1.0  # as docs/access.md promises
    monkeypatch.setattr(dependencies, "ASK_AGAIN_SECONDS", 3600.0)
    monkeypatch.setattr(dependencies, "FRESH_SECONDS", 0.0)
    task = (await server.post("/v1/requests", json={"text": "Book a table."})).json()["tasks"][0]["id"]
    listener = await by_key(server, task)
    async with server.stream("GET", f"/v1/tasks/{task}/events/stream", headers=listener.headers) as response:
        events = read_events(response)
        await anext(events)
        await listener.stop()
        assert (await server.post(f"/v1/tasks/{task}/cancel")).status_code == 200
        assert [event["event"] async for event in events] == ["stream.closed"]


async def test_seats_are_the_callers_own_and_come_back(server: httpx2.AsyncClient) -> None:
    rose = await add_person(server)
    viewer = as_member(await join(server, rose, email=f"{uuid4()}@example.org"))
    task = (await server.post("/v1/requests", json={"text": "Book a table.", "user_id": rose})).json()["tasks"][0]["id"]
    path = f"/v1/tasks/{task}/events/stream"
    async with AsyncExitStack() as stack:
        for _ in range(MOST_STREAMS):
            await stack.enter_async_context(server.stream("GET", path, headers=viewer))
        assert_problem(await server.get(path, headers=viewer), 429, "too-many-streams")
        async with server.stream("GET", path) as other:
            assert other.status_code == 200
    unchanged = {"If-None-Match": (await server.get(f"/v1/tasks/{task}")).headers["ETag"], "Prefer": "wait=60"}
    waiting = {
        asyncio.create_task(server.get(f"/v1/tasks/{task}", headers=unchanged)) for _ in range(MOST_LONG_POLLS + 1)
    }
    [refused], waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert_problem(refused.result(), 429, "too-many-long-polls")
    for each in waiting:  # they hang up
        each.cancel()

    async def is_welcome() -> bool:
        answer = await server.get(f"/v1/tasks/{task}", headers=unchanged | {"Prefer": "wait=1"})
        return answer.status_code == 304

    await eventually(is_welcome, within=20.0)


async def test_head_of_an_endless_stream_ends(server: httpx2.AsyncClient) -> None:
    task = (await server.post("/v1/requests", json={"text": "Book a table."})).json()["tasks"][0]
    before = streams_running()
    head = await server.head(f"/v1/tasks/{task['id']}/events/stream")
    assert head.status_code == 200
    assert head.headers["content-type"].startswith("text/event-stream")

    async def is_over() -> bool:
        return streams_running() <= before

    await eventually(is_over)


async def test_listener_who_leaves_is_forgotten(server: httpx2.AsyncClient) -> None:
    task = (await server.post("/v1/requests", json={"text": "Book a table."})).json()["tasks"][0]
    before = streams_running()
    async with server.stream("GET", f"/v1/tasks/{task['id']}/events/stream") as response:
        await anext(read_events(response))
        assert streams_running() > before

    async def is_over() -> bool:
        return streams_running() <= before

    await eventually(is_over)


def streams_running() -> int:
    """How many tasks of the event loop belong to calls that are being answered."""
    return sum("RequestResponseCycle" in repr(each) or "sse" in repr(each) for each in asyncio.all_tasks())
