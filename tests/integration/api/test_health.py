"""Health, metrics, and the id of every call."""

from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text

from core.config import Settings
from repositories.database import Database
from services.services import Services
from tests.integration.worker import running_worker

READY = {"postgresql": "ok", "schema": "ok", "redis": "ok"}


@pytest.mark.parametrize("path", ["/health", "/health/ready"])
async def test_ready_where_everything_is_there(shared: httpx2.AsyncClient, path: str) -> None:
    answer = await shared.get(path)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checks": READY})
    assert answer.headers["Cache-Control"] == "no-store"


async def test_alive_without_looking_anywhere(shared: httpx2.AsyncClient) -> None:
    answer = await shared.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checks": {}})


@pytest.mark.parametrize("change", ["UPDATE alembic_version SET version_num = '0001'", "DELETE FROM alembic_version"])
async def test_schema_that_is_behind_is_named(api: httpx2.AsyncClient, database: Database, change: str) -> None:
    async with database.transaction() as session:
        await session.execute(text(change))
    answer = await api.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"].keys() == READY.keys()
    assert "alembic upgrade head" in answer.json()["checks"]["schema"]
    assert answer.json()["checks"] | {"schema": "ok"} == READY


async def test_schema_of_a_newer_version_is_served(api: httpx2.AsyncClient, database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))
    assert (await api.get("/health/ready")).json()["checks"] == READY


async def test_metrics_count_calls_tasks_and_queues(
    api: httpx2.AsyncClient, services: Services, settings: Settings
) -> None:
    async with running_worker(services, settings):
        await api.post("/v1/requests", json={"text": "Good morning!"}, headers={"Prefer": "wait=20"})
    await api.post("/v1/requests", json={"text": "Book a table."})
    await api.get("/v1/tasks/nonsense")
    answer = await api.get("/metrics")
    lines = answer.text.splitlines()
    assert answer.headers["content-type"].startswith("text/plain")
    for line in (
        "grandma_up 1.0",
        "grandma_requests_accepted_total 2.0",
        'grandma_parse_seconds_count{provider="rules"} 2.0',
        'grandma_http_requests_total{method="POST",route="/v1/requests",status="200"} 1.0',
        'grandma_http_requests_total{method="POST",route="/v1/requests",status="202"} 1.0',
        'grandma_http_requests_total{method="GET",route="/v1/tasks/{task_id}",status="422"} 1.0',
        'grandma_tasks{intent="smalltalk",status="completed"} 1.0',
        'grandma_tasks{intent="restaurant_booking",status="needs_input"} 1.0',
        'grandma_queue_depth{queue="booking"} 0.0',
        'grandma_queue_pending{queue="activity"} 0.0',
        'grandma_outside_calls{system="mailto"} 0.0',
        'grandma_outside_full{system="webhook"} 0.0',
        'grandma_outside_turned_away_total{system="local"} 0.0',
        'grandma_purged_rows_total{table="tasks"} 0.0',
    ):
        assert line in lines


async def test_paths_nobody_knows_are_counted_as_one(api: httpx2.AsyncClient) -> None:
    for number in range(3):
        await api.get(f"/random/{number}")
    text = (await api.get("/metrics")).text
    assert 'grandma_http_requests_total{method="GET",route="unknown",status="404"} 3.0' in text
    assert "/random" not in text


async def test_call_has_an_id(shared: httpx2.AsyncClient) -> None:
    first, second = await shared.get("/v1/users"), await shared.get("/v1/nothing")
    assert UUID(first.headers["X-Request-ID"]) != UUID(second.headers["X-Request-ID"])


async def test_id_of_the_caller_is_kept(shared: httpx2.AsyncClient) -> None:
    answer = await shared.get("/v1/users", headers={"X-Request-ID": "trace-7.a_B"})
    assert answer.headers["X-Request-ID"] == "trace-7.a_B"


@pytest.mark.parametrize("given", ["", "a" * 65, "two words", "{}", "a;b"])
async def test_id_that_could_do_harm_is_replaced(shared: httpx2.AsyncClient, given: str) -> None:
    answer = await shared.get("/v1/users", headers={"X-Request-ID": given})
    assert UUID(answer.headers["X-Request-ID"])
