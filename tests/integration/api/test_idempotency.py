"""A call that is repeated under one key happens once."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from core.caller import operator_of
from core.config import Settings
from core.ids import make_id
from core.metrics import Metrics
from providers.rules import RulesProvider
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.factory import open_services
from services.services import Services
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.calling import bearer, calling
from tests.integration.api.promises import assert_problem
from tests.integration.api.rows import count_rows

DINNER = {"text": "Book a table for 4 at Olive Garden tomorrow at 7pm."}


def submit(client: httpx2.AsyncClient, key: str, body: dict[str, Any] = DINNER, **headers: str) -> Any:
    return client.post("/v1/requests", json=body, headers={"Idempotency-Key": key, **headers})


async def test_same_key_and_body_is_the_same_request(api: httpx2.AsyncClient, database: Database) -> None:
    first = await submit(api, "k1")
    rows = await count_rows(database)
    again = await submit(api, "k1")
    assert again.status_code == 202
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert await count_rows(database) == rows


async def test_replay_tells_how_it_stands_now(lasting: httpx2.AsyncClient) -> None:
    key = str(make_id())
    task_id = (await submit(lasting, key)).json()["tasks"][0]["id"]
    await lasting.post(f"/v1/tasks/{task_id}/cancel")
    again = await submit(lasting, key, Prefer="wait=5")
    assert again.status_code == 200
    assert again.json()["tasks"][0]["status"] == "cancelled"


async def test_same_key_with_another_body_is_refused(api: httpx2.AsyncClient, database: Database) -> None:
    await submit(api, "k1")
    rows = await count_rows(database)
    assert_problem(await submit(api, "k1", {"text": "Good morning!"}), 422, "idempotency-key-reused")
    assert await count_rows(database) == rows


async def test_refused_call_uses_up_no_key(lasting: httpx2.AsyncClient) -> None:
    key = str(make_id())
    assert_problem(await submit(lasting, key, {"text": ""}), 422, "invalid-request")
    assert (await submit(lasting, key)).status_code == 202


async def test_other_keys_are_other_requests(lasting: httpx2.AsyncClient) -> None:
    first, second = await submit(lasting, str(make_id())), await submit(lasting, str(make_id()))
    assert first.json()["id"] != second.json()["id"]


async def test_other_account_has_keys_of_its_own(
    api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory, settings: Settings
) -> None:
    first = await submit(api, "k1")
    _, secret = await add_account(unit_of_work, services)
    second = await submit(api, "k1", {"text": "Good morning!"}, **bearer(settings, secret))
    assert second.status_code == 202
    assert second.json()["id"] != first.json()["id"]


@pytest.mark.parametrize("key", ["", " ", '""', "a" * 256, "two words", "é", "\x7f", "tab\there"])
async def test_malformed_key_is_named(shared: httpx2.AsyncClient, key: str) -> None:
    answer = await shared.post("/v1/requests", json=DINNER, headers={"Idempotency-Key": key.encode()})  # pyright: ignore[reportArgumentType] - bytes are sent as they are
    assert_problem(answer, 422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == "header:idempotency-key"


async def test_key_may_be_long_and_quoted(lasting: httpx2.AsyncClient) -> None:
    key = "!" * 240 + str(make_id())[:13]
    first, quoted = await submit(lasting, key), await submit(lasting, f'"{key}"')
    assert first.json()["id"] == quoted.json()["id"]


@pytest.mark.parametrize("callers", [2, 12])
async def test_parallel_calls_with_one_key_make_one_request(
    api: httpx2.AsyncClient, database: Database, callers: int
) -> None:
    answers = await asyncio.gather(*(submit(api, "k1") for _ in range(callers)))
    for answer in answers:
        if answer.status_code != 202:
            assert_problem(answer, 409, "idempotency-key-in-flight")
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 202}) == 1
    assert (await count_rows(database))["requests"] == 1
    assert (await count_rows(database))["tasks"] == 1


async def test_parallel_calls_with_one_key_and_two_bodies_make_one_request(
    api: httpx2.AsyncClient, database: Database
) -> None:
    answers = await asyncio.gather(*(submit(api, "k1", {"text": f"Good morning {i}!"}) for i in range(6)))
    assert sorted(answer.status_code for answer in answers) == [202, *[422] * 5]
    assert (await count_rows(database))["requests"] == 1


async def test_call_whose_first_is_not_finished_is_told_to_come_again(
    api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory, database: Database
) -> None:
    account = await default_account(unit_of_work)
    body = b'{"text": "Good morning!"}'
    key = services.repeated_calls.to_key(
        "k1",
        account_id=account.id,
        who=operator_of(account).repeats_as,
        scope="POST /v1/requests",
        said=hashlib.sha256(body).hexdigest(),
    )
    async with unit_of_work() as unit:
        await unit.idempotency.claim(key, resource_id=make_id())
        headers = {"Idempotency-Key": "k1", "Content-Type": "application/json"}
        answer = await api.post("/v1/requests", content=body, headers=headers)
    assert_problem(answer, 409, "idempotency-key-in-flight")
    assert int(answer.headers["Retry-After"]) > 0
    assert (await count_rows(database))["requests"] == 0


class _RemoteProvider(RulesProvider):
    """The rules as if they were far away: what was said is stored before it is understood."""

    @property
    def is_remote(self) -> bool:
        return True


@asynccontextmanager
async def _open_remote(settings: Settings, *, owner: str, metrics: Metrics) -> AsyncGenerator[Services]:
    async with open_services(settings, owner=owner, metrics=metrics, provider=_RemoteProvider()) as services:
        yield services


async def test_key_counts_for_a_remote_model_too(settings: Settings, database: Database) -> None:
    async with calling(settings, open_services=_open_remote) as client:
        first, again = await submit(client, "k1"), await submit(client, "k1")
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["tasks"][0]["intent"] == "restaurant_booking"
    assert (await count_rows(database))["requests"] == 1


CREATED = [
    ("/v1/users", {"name": "Rose", "timezone": "UTC"}, {"name": "Iris", "timezone": "UTC"}),
    ("/v1/venues", {"name": "The Ivy", "kind": "restaurant"}, {"name": "Shears", "kind": "salon"}),
    ("/v1/users/{user_id}/contacts", {"name": "Anna"}, {"name": "Ben"}),
]


@pytest.mark.parametrize(("path", "body", "other"), CREATED)
async def test_thing_is_created_once(
    api: httpx2.AsyncClient, database: Database, path: str, body: dict[str, Any], other: dict[str, Any]
) -> None:
    [user] = (await api.get("/v1/users")).json()["items"]
    path, key = path.format(user_id=user["id"]), {"Idempotency-Key": "k1"}
    first, rows = await api.post(path, json=body, headers=key), await count_rows(database)
    again = await api.post(path, json=body, headers=key)
    refused = await api.post(path, json=other, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert_problem(refused, 422, "idempotency-key-reused")
    assert await count_rows(database) == rows


async def test_other_path_has_keys_of_its_own(api: httpx2.AsyncClient) -> None:
    made = [await submit(api, "k1")]
    for path, body, _ in CREATED[:2]:
        made.append(await api.post(path, json=body, headers={"Idempotency-Key": "k1"}))
    assert [answer.status_code for answer in made] == [202, 201, 201]
    assert not any("Idempotent-Replayed" in answer.headers for answer in made)


@pytest.mark.parametrize(("path", "body", "other"), CREATED)
async def test_parallel_calls_create_one_thing(
    api: httpx2.AsyncClient, path: str, body: dict[str, Any], other: dict[str, Any]
) -> None:
    [user] = (await api.get("/v1/users")).json()["items"]
    path = path.format(user_id=user["id"])
    calls = (api.post(path, json=body, headers={"Idempotency-Key": "k1"}) for _ in range(5))
    answers = await asyncio.gather(*calls)
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
