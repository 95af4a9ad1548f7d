"""What a model is told of what was said before."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx2
import pytest
from pydantic import SecretStr

from core.config import LlmProvider, OpenAIProfile, Settings
from tests.integration.api.calling import calling
from tests.integration.providers.model_server import ModelServer, model_server, understands

FIRST, SECOND, THIRD = "Put the kettle on the list", "Hello there", "Good evening"
HELLO = understands({"intent": "smalltalk", "words": SECOND})


@asynccontextmanager
async def asking(
    settings: Settings, *, short_term_k: int = 10, token_budget: int = 3_000
) -> AsyncGenerator[tuple[httpx2.AsyncClient, ModelServer]]:
    async with model_server(HELLO) as model:
        update = {
            "llm_provider": LlmProvider.OPENAI,
            "openai_base_url": model.url,
            "openai_api_key": SecretStr("sk-test"),
            "openai_model": "test-model",
            "openai_profile": OpenAIProfile.OPENAI,
            "short_term_k": short_term_k,
            "token_budget": token_budget,
        }
        async with calling(settings.model_copy(update=update)) as client:
            yield client, model


async def say(client: httpx2.AsyncClient, text: str) -> None:
    assert (await client.post("/v1/requests", json={"text": text})).status_code == 202


def told(model: ModelServer) -> list[str]:
    """The turns before, for each sentence that the model was asked about."""
    data = [json.loads(each["messages"][1]["content"].splitlines()[2]) for each in model.asked]
    return [" | ".join(turn["said"] for turn in each.get("before", [])) for each in data]


@pytest.mark.parametrize(
    ("short_term_k", "token_budget", "last"),
    [(10, 3_000, f"{FIRST} | {SECOND}"), (1, 3_000, SECOND), (0, 3_000, ""), (10, 1, "")],
)
async def test_model_is_told_the_last_turns_within_its_bounds(
    settings: Settings, short_term_k: int, token_budget: int, last: str
) -> None:
    async with asking(settings, short_term_k=short_term_k, token_budget=token_budget) as (client, model):
        for text in (FIRST, SECOND, THIRD):
            await say(client, text)
    assert (len(model.asked), told(model)[0], told(model)[-1]) == (3, "", last)


async def test_emergency_is_told_to_no_model(settings: Settings) -> None:
    async with asking(settings) as (client, model):
        await say(client, "I have fallen and can't get up")
        await say(client, SECOND)
    assert told(model) == [""]


async def test_same_words_said_again_are_not_sent_again(settings: Settings) -> None:
    async with asking(settings) as (client, model):
        await say(client, SECOND)
        await say(client, SECOND)
    assert told(model) == [""]


async def test_what_is_stored_of_others_is_told_to_no_model(settings: Settings) -> None:
    async with asking(settings) as (client, model):
        [user] = (await client.get("/v1/users")).json()["items"]
        await client.post(f"/v1/users/{user['id']}/contacts", json={"name": "Wilhelmina", "relation": "daughter"})
        await say(client, "Tell my daughter that I am fine")
        await say(client, SECOND)
    assert "Tell my daughter" in told(model)[-1]
    assert "Wilhelmina" not in json.dumps(model.asked)
