"""Lists: pages, cursors, and that they stay stable while rows come in."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

from core.config import Settings
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account
from tests.integration.api.calling import bearer
from tests.integration.api.promises import assert_problem

Add = Callable[[httpx2.AsyncClient], Awaitable[httpx2.Response]]


async def add_task(client: httpx2.AsyncClient) -> httpx2.Response:
    return await client.post("/v1/requests", json={"text": "Good morning!"})


async def add_user(client: httpx2.AsyncClient) -> httpx2.Response:
    return await client.post("/v1/users", json={"name": "Rose", "timezone": "UTC"})


async def add_venue(client: httpx2.AsyncClient) -> httpx2.Response:
    return await client.post("/v1/venues", json={"name": "The Ivy", "kind": "restaurant"})


LISTS = [("/v1/tasks", add_task), ("/v1/users", add_user), ("/v1/venues", add_venue)]


async def read_all(
    client: httpx2.AsyncClient, path: str, limit: int, between: Add | None = None
) -> list[dict[str, Any]]:
    """Every item of a list, page by page; something is added between pages."""
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        query = {"limit": limit, "cursor": cursor} if cursor else {"limit": limit}
        page = (await client.get(path, params=query)).json()
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return items
        assert len(page["items"]) == limit
        if between:
            await between(client)


@pytest.mark.parametrize(("path", "add"), LISTS)
async def test_pages_join_to_the_list(api: httpx2.AsyncClient, path: str, add: Add) -> None:
    for _ in range(5):
        await add(api)
    whole = (await api.get(path, params={"limit": 200})).json()
    assert whole["next_cursor"] is None
    for limit in (1, 2, len(whole["items"])):
        assert await read_all(api, path, limit) == whole["items"]


@pytest.mark.parametrize(("path", "add"), LISTS[:2])
async def test_newest_come_first(api: httpx2.AsyncClient, path: str, add: Add) -> None:
    for _ in range(4):
        await add(api)
    made = [item["created_at"] for item in (await api.get(path)).json()["items"]]
    assert made == sorted(made, reverse=True)


@pytest.mark.parametrize(("path", "add"), LISTS)
async def test_pages_neither_skip_nor_repeat_while_rows_come_in(api: httpx2.AsyncClient, path: str, add: Add) -> None:
    for _ in range(5):
        await add(api)
    before = [item["id"] for item in (await api.get(path)).json()["items"]]
    read = [item["id"] for item in await read_all(api, path, 2, between=add)]
    assert len(read) == len(set(read))
    assert [each for each in read if each in before] == before


async def test_page_without_limit_has_fifty(lasting: httpx2.AsyncClient) -> None:
    for _ in range(51):
        await add_user(lasting)
    page = (await lasting.get("/v1/users")).json()
    assert len(page["items"]) == 50
    assert page["next_cursor"]


async def test_empty_list_has_no_next_page(api: httpx2.AsyncClient) -> None:
    assert (await api.get("/v1/bookings")).json() == {"items": [], "next_cursor": None}


async def cursor_of(client: httpx2.AsyncClient, path: str, add: Add) -> str:
    await add(client)
    await add(client)
    return (await client.get(path, params={"limit": 1})).json()["next_cursor"]


async def test_cursor_of_another_list_is_refused(lasting: httpx2.AsyncClient) -> None:
    cursor = await cursor_of(lasting, "/v1/users", add_user)
    for path in ("/v1/tasks", "/v1/venues", "/v1/bookings"):
        assert_problem(await lasting.get(path, params={"cursor": cursor}), 400, "invalid-cursor")


@pytest.mark.parametrize("damage", ["cut", "headless", "longer", "changed"])
async def test_damaged_cursor_is_refused(lasting: httpx2.AsyncClient, damage: str) -> None:
    cursor = await cursor_of(lasting, "/v1/users", add_user)
    damaged = {"cut": cursor[:-1], "headless": cursor[1:], "longer": cursor + "A", "changed": "B" + cursor[1:]}[damage]
    assert_problem(await lasting.get("/v1/users", params={"cursor": damaged}), 400, "invalid-cursor")


async def test_cursor_of_another_account_is_refused(
    api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory, settings: Settings
) -> None:
    cursor = await cursor_of(api, "/v1/users", add_user)
    _, key = await add_account(unit_of_work, services)
    answer = await api.get("/v1/users", params={"cursor": cursor}, headers=bearer(settings, key))
    assert_problem(answer, 400, "invalid-cursor")
