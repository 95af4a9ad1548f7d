"""What callers see while PostgreSQL or Redis is away, or while something crashes inside."""

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from api.middleware import SizeMiddleware
from core.ability import AbilitySpec
from core.config import Settings
from core.metrics import Metrics
from providers.base import ParseContext, Parsing
from providers.rules import RulesProvider
from repositories.database import Database
from services.factory import open_services
from services.services import Services
from tests.integration.api.calling import NOBODYS_ID, calling
from tests.integration.api.gate import gate_to_postgresql, gate_to_redis
from tests.integration.api.promises import assert_problem
from tests.integration.api.rows import count_rows
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker

DINNER = {"text": "Book a table for 4 at Olive Garden tomorrow at 7pm."}


@pytest.fixture(scope="module")
async def without_database(lasting_settings: Settings) -> AsyncGenerator[httpx2.AsyncClient]:
    """An app whose PostgreSQL was there when it started, and then was not."""
    assert lasting_settings.database_url is not None
    async with (
        gate_to_postgresql(lasting_settings.database_url) as (gate, url),
        calling(lasting_settings.model_copy(update={"database_url": url})) as client,
    ):
        assert (await client.get("/v1/users")).status_code == 200
        await gate.shut()
        yield client


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/tasks", None),
        ("GET", f"/v1/tasks/{NOBODYS_ID}", None),
        ("GET", f"/v1/tasks/{NOBODYS_ID}/events/stream", None),
        ("GET", f"/v1/requests/{NOBODYS_ID}", None),
        ("GET", "/v1/webhooks/signing-secret", None),
        ("GET", "/v1/bookings", None),
        ("POST", "/v1/requests", DINNER),
        ("POST", "/v1/parse", DINNER),
        ("POST", "/v1/users", {"name": "Rose", "timezone": "UTC"}),
        ("POST", "/v1/venues", {"name": "The Ivy", "kind": "restaurant"}),
        ("POST", f"/v1/tasks/{NOBODYS_ID}/cancel", None),
    ],
)
async def test_without_database_everything_is_unavailable(
    without_database: httpx2.AsyncClient, method: str, path: str, body: Any
) -> None:
    answer = await without_database.request(method, path, json=body)
    assert_problem(answer, 503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0


async def test_without_database_the_process_is_alive_but_not_ready(without_database: httpx2.AsyncClient) -> None:
    assert (await without_database.get("/health/live")).status_code == 200
    for path in ("/health", "/health/ready"):
        answer = await without_database.get(path)
        assert answer.status_code == 503
        assert answer.json()["status"] == "unavailable"
        assert answer.json()["checks"]["redis"] == "ok"
        assert answer.json()["checks"]["postgresql"] != "ok"


async def test_without_database_metrics_say_so(without_database: httpx2.AsyncClient) -> None:
    answer = await without_database.get("/metrics")
    assert answer.status_code == 200
    assert "grandma_up 0.0" in answer.text


async def test_without_database_malformed_calls_are_still_named(without_database: httpx2.AsyncClient) -> None:
    answer = await without_database.post("/v1/requests", content=b"{", headers={"Content-Type": "application/json"})
    assert_problem(answer, 400, "malformed-body")


async def test_database_that_comes_back_is_found(settings: Settings) -> None:
    assert settings.database_url is not None
    async with (
        gate_to_postgresql(settings.database_url) as (gate, url),
        calling(settings.model_copy(update={"database_url": url})) as client,
    ):
        await gate.shut()
        assert (await client.post("/v1/requests", json=DINNER)).status_code == 503
        await gate.open()
        assert (await client.post("/v1/requests", json=DINNER)).status_code == 202
        assert len((await client.get("/v1/tasks")).json()["items"]) == 1


async def test_request_is_taken_without_redis_and_done_by_a_sweep(settings: Settings, services: Services) -> None:
    assert settings.redis_url is not None
    async with (
        gate_to_redis(settings.redis_url) as (gate, url),
        calling(settings.model_copy(update={"redis_url": url})) as client,
    ):
        await gate.shut()
        taken = await client.post("/v1/requests", json=DINNER)
        assert taken.status_code == 202
        assert taken.json()["tasks"][0]["status"] == "queued"

        async def completed() -> bool:
            request = (await client.get(taken.headers["Location"])).json()
            return request["tasks"][0]["status"] == "completed"

        async with running_worker(services, settings):
            await eventually(completed)


async def test_without_redis_questions_are_answered_and_readiness_says_so(lasting_settings: Settings) -> None:
    assert lasting_settings.redis_url is not None
    async with (
        gate_to_redis(lasting_settings.redis_url) as (gate, url),
        calling(lasting_settings.model_copy(update={"redis_url": url})) as client,
    ):
        await gate.shut()
        task = (await client.post("/v1/requests", json={"text": "Book a table."})).json()["tasks"][0]
        reply = await client.post(f"/v1/tasks/{task['id']}/reply", json={"text": "never mind"})
        ready = await client.get("/health/ready")
    assert reply.json()["status"] == "cancelled"
    assert ready.status_code == 503
    assert ready.json()["checks"] | {"redis": ""} == {"postgresql": "ok", "schema": "ok", "redis": ""}
    assert ready.json()["checks"]["redis"] != "ok"


# ------------------------------------------------------------------ crashes


class _BrokenProvider(RulesProvider):
    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        raise ZeroDivisionError("the secret of the house")


@asynccontextmanager
async def _open_broken(settings: Settings, *, owner: str, metrics: Metrics) -> AsyncGenerator[Services]:
    async with open_services(settings, owner=owner, metrics=metrics, provider=_BrokenProvider()) as services:
        yield services


@pytest.mark.parametrize("path", ["/v1/requests", "/v1/parse"])
async def test_crash_is_a_problem_that_tells_nothing(
    lasting_settings: Settings, lasting_database: Database, path: str
) -> None:
    allowed = lasting_settings.model_copy(update={"cors_origins": ("https://app.example.org",)})
    async with calling(allowed, open_services=_open_broken) as client:
        before = await count_rows(lasting_database)
        answer = await client.post(path, json=DINNER, headers={"Origin": "https://app.example.org"})
        metrics = await client.get("/metrics")
    assert_problem(answer, 500, "internal")
    assert "ZeroDivision" not in answer.text
    assert "secret of the house" not in answer.text
    assert answer.headers["X-Request-ID"]
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.org"
    assert await count_rows(lasting_database) == before
    assert re.search(rf'grandma_http_requests_total{{method="POST",route="{path}",status="500"}} 1.0', metrics.text)


async def test_what_fails_around_the_call_is_a_problem_as_well(
    lasting: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError("the secret of the house")

    monkeypatch.setattr(SizeMiddleware, "__call__", fail)
    answer = await lasting.get("/v1/users")
    assert_problem(answer, 500, "internal")
    assert "secret of the house" not in answer.text
    assert answer.headers["X-Request-ID"]
