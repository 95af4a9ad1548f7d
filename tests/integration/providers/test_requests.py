"""The product with a model in front: through the API, in replies, and whatever dies."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from core.config import LlmProvider, OpenAIProfile, Settings
from core.domain import Queue, Task, TaskStatus, WorkKind
from core.metrics import Metrics
from repositories.database import Database
from services.factory import open_services
from services.request_service import Submission
from services.services import Services
from tests.integration.api.calling import calling
from tests.integration.providers.model_server import (
    USAGE,
    ModelServer,
    drops,
    fails,
    hangs,
    model_server,
    says,
    understands,
)
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker

SENTENCE = "Could you sort us something at Olive Garden tomorrow at 7pm, we will be four"
SLOTS: Mapping[str, Any] = {
    "party_size": "four",
    "date": "tomorrow",
    "time": "7pm",
    "venue": "Olive Garden",
    "location": None,
    "cuisine": None,
    "person_name": None,
    "choice": None,
}
TABLE = understands({"intent": "restaurant_booking", "words": SENTENCE, "slots": SLOTS})
HELLO = understands({"intent": "smalltalk", "words": "Hello there"})
SAID = Submission(text="Hello there", metadata={})


@pytest.fixture
async def model() -> AsyncGenerator[ModelServer]:
    async with model_server(TABLE) as running:
        yield running


@pytest.fixture
def settings(settings: Settings, model: ModelServer) -> Settings:
    return settings.model_copy(
        update={
            "llm_provider": LlmProvider.OPENAI,
            "openai_base_url": model.url,
            "openai_api_key": SecretStr("sk-test"),
            "openai_model": "test-model",
            "openai_profile": OpenAIProfile.OPENAI,
        }
    )


@asynccontextmanager
async def working_api(settings: Settings) -> AsyncGenerator[httpx2.AsyncClient]:
    """The API with a worker beside it."""
    async with (
        calling(settings) as client,
        open_services(settings, owner="worker") as services,
        running_worker(services, settings),
    ):
        yield client


async def post(client: httpx2.AsyncClient, said: str, **headers: str) -> httpx2.Response:
    return await client.post("/v1/requests", json={"text": said}, headers=headers)


async def usage_of(database: Database) -> list[dict[str, Any]]:
    async with database.transaction() as session:
        return list(await session.scalar(text("SELECT usage FROM requests")) or ())


async def test_sentence_that_only_a_model_understands_is_booked(settings: Settings, database: Database) -> None:
    async with working_api(settings) as client:
        answer = await post(client, SENTENCE, Prefer="wait=20")
    [task] = answer.json()["tasks"]
    assert (answer.status_code, task["status"], task["provider"]) == (200, "completed", "openai")
    assert task["details"] | {"date": ""} == {"venue": "Olive Garden", "party_size": 4, "date": "", "time": "19:00"}
    [call] = await usage_of(database)
    assert (call["provider"], call["model"], call["outcome"]) == ("openai", "test-model", "answered")
    assert (call["input_tokens"], call["output_tokens"]) == (USAGE["prompt_tokens"], USAGE["completion_tokens"])


async def test_grammar_books_where_the_model_fails_and_its_usage_is_kept(
    settings: Settings, model: ModelServer, database: Database
) -> None:
    model.play(says("I am a teapot."))
    async with working_api(settings) as client:
        answer = await post(client, "Book me a table for 4 at Olive Garden tomorrow 7pm.", Prefer="wait=20")
    [task] = answer.json()["tasks"]
    assert (task["status"], task["provider"], task["degraded"]) == ("completed", "rules", True)
    assert [call["outcome"] for call in await usage_of(database)] == ["does not fit"] * 2


async def test_whoever_wants_no_waiting_is_answered_before_the_model_is_asked(
    settings: Settings, model: ModelServer
) -> None:
    async with calling(settings) as client:
        answer = await post(client, SENTENCE, Prefer="respond-async")
        assert (answer.status_code, answer.json()["status"], answer.json()["tasks"]) == (202, "understanding", [])
        assert answer.headers["Preference-Applied"] == "respond-async"
        assert model.asked == []
        async with open_services(settings, owner="worker") as services, running_worker(services, settings):

            async def look() -> dict[str, Any] | None:
                found = (await client.get(answer.headers["Location"])).json()
                return found if found["status"] == "done" else None

            done = await eventually(look)
    assert done is not None
    assert [task["provider"] for task in done["tasks"]] == ["openai"]


async def test_no_waiting_and_then_waiting_go_together(settings: Settings) -> None:
    async with working_api(settings) as client:
        answer = await post(client, SENTENCE, Prefer="respond-async, wait=20")
    assert (answer.status_code, answer.json()["status"]) == (200, "done")
    assert answer.headers["Preference-Applied"] == "respond-async, wait=20"


async def test_dry_run_asks_the_model_and_stores_nothing(settings: Settings, database: Database) -> None:
    async with calling(settings) as client:
        answer = await client.post("/v1/parse", json={"text": SENTENCE})
    parsed = answer.json()
    assert (parsed["intent"], parsed["provider"], parsed["degraded"]) == ("restaurant_booking", "openai", False)
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM requests")) == 0


async def test_reply_is_understood_by_the_model_and_its_usage_is_added(
    settings: Settings, model: ModelServer, database: Database
) -> None:
    model.play(understands({"intent": "restaurant_booking", "words": SENTENCE, "slots": {**SLOTS, "party_size": None}}))
    async with working_api(settings) as client:
        asked = await post(client, "Could you sort us something at Olive Garden tomorrow at 7pm", Prefer="wait=20")
        [task] = asked.json()["tasks"]
        assert (task["status"], task["question"]) == ("needs_input", "For how many people?")
        slots = dict.fromkeys(SLOTS) | {"party_size": "Four"}
        model.play(understands({"intent": "restaurant_booking", "words": "Four of us", "slots": slots}))
        answer = await client.post(f"/v1/tasks/{task['id']}/reply", json={"text": "Four of us I should think"})
    assert answer.json()["details"]["party_size"] == 4
    assert len(await usage_of(database)) == 2


async def test_tokens_are_counted_for_the_operator(settings: Settings) -> None:
    async with calling(settings) as client:
        await post(client, SENTENCE)
        metrics = (await client.get("/metrics")).text
    assert 'grandma_model_calls_total{outcome="answered",provider="openai"} 1.0' in metrics
    assert 'grandma_model_tokens_total{direction="input",model="test-model",provider="openai"} 900.0' in metrics


# ------------------------------------------------------------------ whatever dies


async def submit(services: Services) -> None:
    account = await services.accounts.ensure_default()
    await services.requests.submit(SAID, account=account)


async def load_tasks(services: Services, database: Database) -> list[Task]:
    account = await services.accounts.ensure_default()
    async with database.transaction() as session:
        ids = list(await session.scalars(text("SELECT id FROM tasks")))
    return [await services.tasks.get(each, account_id=account.id) for each in ids]


async def wait_for_task(services: Services, database: Database) -> Task:
    async def look() -> Task | None:
        tasks = await load_tasks(services, database)
        return tasks[0] if tasks and tasks[0].status is TaskStatus.COMPLETED else None

    found = await eventually(look)
    assert found is not None
    return found


async def test_worker_finishes_what_the_api_was_having_understood_when_it_died(
    settings: Settings, model: ModelServer, database: Database
) -> None:
    model.play(hangs, HELLO)
    async with open_services(settings, owner="api") as api:
        dying = asyncio.create_task(submit(api))
        await model.reached.wait()
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        assert await load_tasks(api, database) == []
        async with database.transaction() as session:
            await session.execute(text("UPDATE requests SET lease_until = now() - interval '1 s'"))
        async with open_services(settings, owner="worker") as services, running_worker(services, settings):
            task = await wait_for_task(services, database)
    assert (task.intent, task.provider, task.degraded) == ("smalltalk", "openai", False)


@pytest.mark.parametrize(
    "spent", ["attempt = max_attempts - 1", "lost_leases = 2, attempt = 2"], ids=["attempts", "lost workers"]
)
async def test_last_chance_is_taken_without_the_model(
    settings: Settings, model: ModelServer, database: Database, spent: str
) -> None:
    async with open_services(settings, owner="worker") as services:
        account = await services.accounts.ensure_default()
        await services.requests.submit(replace(SAID, respond_async=True), account=account)
        async with database.transaction() as session:
            await session.execute(text(f"UPDATE requests SET {spent}"))
        async with running_worker(services, settings):
            task = await wait_for_task(services, database)
    assert (task.intent, task.provider, task.degraded, model.asked) == ("smalltalk", "rules", True, [])


async def test_request_that_loses_every_worker_gets_an_honest_answer(settings: Settings, database: Database) -> None:
    async with open_services(settings, owner="worker") as services:
        account = await services.accounts.ensure_default()
        state = await services.requests.submit(replace(SAID, respond_async=True), account=account)
        await services.work.claim({WorkKind.REQUEST: [state.request.id]})
        async with database.transaction() as session:
            await session.execute(text("UPDATE requests SET lost_leases = 2, lease_until = now() - interval '1 s'"))
        async with running_worker(services, settings):
            task = await wait_for_task(services, database)
    assert (task.intent, task.queue) == ("other", Queue.ACTIVITY)
    assert task.result is not None
    assert "can't do that" in str(task.result["summary"])


async def test_start_costs_no_call_and_a_dead_model_does_not_stop_it(settings: Settings, model: ModelServer) -> None:
    model.play(drops)
    async with open_services(settings, owner="api") as services:
        assert services.requests.is_remote
    assert model.asked == []


async def test_closed_circuit_of_one_process_is_its_own(settings: Settings, model: ModelServer) -> None:
    model.play(fails(401, "invalid_api_key"))
    for _ in range(2):
        async with open_services(settings, owner="api", metrics=Metrics()) as services:
            await submit(services)
            await submit(services)
    assert len(model.asked) == 2
