"""Who may call, and that accounts can't see each other."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest

from core.config import Settings
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account
from tests.integration.api.calling import bearer, calling
from tests.integration.api.promises import assert_problem
from tests.integration.worker import running_worker

DINNER = "Book a table for 4 at Olive Garden tomorrow at 7pm."


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer wrong", "Bearer grandma_live_wrong", "Basic dXNlcjpwYXNz", "Token x", "Bearer é"],
)
@pytest.mark.parametrize("path", ["/v1/tasks", "/v1/webhooks/signing-secret"])
async def test_call_without_valid_key_is_refused(shared: httpx2.AsyncClient, path: str, authorization: str) -> None:
    answer = await shared.get(path, headers={"Authorization": authorization.encode()})  # pyright: ignore[reportArgumentType] - bytes are sent as they are
    assert_problem(answer, 401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("body", [{"text": DINNER}, {"colour": "red"}, {}])
async def test_stranger_leaves_nothing_behind(shared: httpx2.AsyncClient, body: dict[str, Any]) -> None:
    answer = await shared.post("/v1/requests", json=body, headers={"Authorization": "Bearer wrong"})
    assert_problem(answer, 401, "unauthorized")


@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready", "/metrics", "/docs", "/openapi.json"])
async def test_some_paths_need_no_key(shared: httpx2.AsyncClient, path: str) -> None:
    assert (await shared.get(path, headers={"Authorization": ""})).status_code == 200


async def test_scheme_may_be_written_in_any_case(shared: httpx2.AsyncClient, lasting_settings: Settings) -> None:
    key = bearer(lasting_settings)["Authorization"].removeprefix("Bearer ")
    assert (await shared.get("/v1/users", headers={"Authorization": f"bEARER {key}"})).status_code == 200


@pytest.fixture
async def neighbour(
    api: httpx2.AsyncClient, settings: Settings, services: Services, unit_of_work: UnitOfWorkFactory
) -> AsyncGenerator[httpx2.AsyncClient]:
    """A client of another account."""
    _, key = await add_account(unit_of_work, services)
    async with calling(settings, key=key) as client:
        yield client


async def test_accounts_see_nothing_of_each_other(
    api: httpx2.AsyncClient, neighbour: httpx2.AsyncClient, services: Services, settings: Settings
) -> None:
    async with running_worker(services, settings):
        answer = await api.post("/v1/requests", json={"text": DINNER}, headers={"Prefer": "wait=20"})
    task, [booking] = answer.json()["tasks"][0], (await api.get("/v1/bookings")).json()["items"]
    contact = await api.post(f"/v1/users/{task['user_id']}/contacts", json={"name": "Anna"})
    paths = [
        answer.headers["Location"],
        f"/v1/tasks/{task['id']}",
        f"/v1/tasks/{task['id']}/events",
        f"/v1/tasks/{task['id']}/events/stream",
        f"/v1/users/{task['user_id']}",
        f"/v1/users/{task['user_id']}/contacts",
        contact.headers["Location"],
        f"/v1/venues/{booking['venue_id']}",
        f"/v1/bookings/{booking['id']}",
    ]
    for path in paths:
        assert (await api.head(path)).status_code == 200
        assert_problem(await neighbour.get(path), 404, "not-found")


@pytest.mark.parametrize("name", ["tasks", "venues", "bookings"])
async def test_lists_of_another_account_are_empty(
    api: httpx2.AsyncClient, neighbour: httpx2.AsyncClient, name: str
) -> None:
    request = (await api.post("/v1/requests", json={"text": DINNER})).json()
    assert (await neighbour.get(f"/v1/{name}")).json()["items"] == []
    assert (await neighbour.get(f"/v1/tasks?request_id={request['id']}")).json()["items"] == []


async def test_account_lists_its_own_user_only(api: httpx2.AsyncClient, neighbour: httpx2.AsyncClient) -> None:
    assert [user["name"] for user in (await neighbour.get("/v1/users")).json()["items"]] == ["Neighbour"]


@pytest.mark.parametrize("verb", ["reply", "confirm", "cancel", "redrive", "resolve"])
async def test_another_account_moves_no_task(api: httpx2.AsyncClient, neighbour: httpx2.AsyncClient, verb: str) -> None:
    task = (await api.post("/v1/requests", json={"text": "Book a table."})).json()["tasks"][0]
    bodies = {"reply": {"text": "never mind"}, "resolve": {"outcome": "failed", "note": "x"}}
    assert_problem(await neighbour.post(f"/v1/tasks/{task['id']}/{verb}", json=bodies.get(verb)), 404, "not-found")
    assert (await api.get(f"/v1/tasks/{task['id']}")).json() == task


async def test_another_account_changes_no_user(api: httpx2.AsyncClient, neighbour: httpx2.AsyncClient) -> None:
    user = (await api.post("/v1/users", json={"name": "Rose", "timezone": "UTC"})).json()
    path = f"/v1/users/{user['id']}"
    assert_problem(await neighbour.patch(path, json={"name": "Mallory"}), 404, "not-found")
    assert_problem(await neighbour.delete(path), 404, "not-found")
    assert_problem(await neighbour.post(f"{path}/contacts", json={"name": "Mallory"}), 404, "not-found")
    assert_problem(await neighbour.post("/v1/requests", json={"text": "Hi", "user_id": user["id"]}), 404, "not-found")
    assert (await api.get(path)).json() == user


async def test_another_account_does_not_hear_of_our_venues(
    api: httpx2.AsyncClient, neighbour: httpx2.AsyncClient
) -> None:
    await api.post("/v1/venues", json={"name": "Secret Supper Club", "kind": "restaurant"})
    body = {"text": "book a table for 4 at secret supper club"}
    ours, theirs = [(await client.post("/v1/parse", json=body)).json() for client in (api, neighbour)]
    assert ours["details"]["venue"] == "Secret Supper Club"
    assert theirs["details"].get("venue") != "Secret Supper Club"


async def test_signing_secret_is_a_standard_one(api: httpx2.AsyncClient) -> None:
    secret = (await api.get("/v1/webhooks/signing-secret")).json()["secret"]
    assert secret.startswith("whsec_")
    assert (await api.get("/v1/webhooks/signing-secret")).json()["secret"] == secret
