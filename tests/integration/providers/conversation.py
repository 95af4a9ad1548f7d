"""A chain over a scripted model, spoken to as in the tests of the grammar."""

import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from core.config import OpenAIProfile
from core.ids import make_id
from providers.anthropic.opening import AnthropicServer, open_anthropic
from providers.base import OpenQuestion, ParseContext, Parsing, Provider
from providers.chain import Link, ProviderChain
from providers.circuit_breaker import CircuitBreaker
from providers.openai.opening import ModelServer, open_openai
from providers.rules import RulesProvider
from tests.unit.providers.abilities import ALL
from tests.unit.providers.understanding import NOW

DINNER = "Book me a table for 4 at Olive Garden tomorrow 7pm."
UNDERSTOOD = {"date": "2026-11-19", "time": "19:00", "party_size": 4, "venue": "Olive Garden"}
SLOTS: Mapping[str, Any] = {
    "party_size": "4",
    "date": "tomorrow",
    "time": "7pm",
    "venue": "Olive Garden",
    "location": None,
    "cuisine": None,
}
DEADLINE = timedelta(seconds=0.7)
RULES = RulesProvider()


def booking(words: str = DINNER, **changed: Any) -> dict[str, Any]:
    return {"intent": "restaurant_booking", "words": words, "slots": {**SLOTS, **changed}}


@dataclass
class Watch:
    """A clock that a test turns."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Conversation:
    chain: ProviderChain

    async def say(
        self,
        text: str = DINNER,
        *,
        question: OpenQuestion | None = None,
        names: Mapping[str, Sequence[str]] | None = None,
        account_id: UUID | None = None,
    ) -> Parsing:
        """What becomes of the text, said by this account, else by one that has said nothing before."""
        context = ParseContext(
            now=NOW,
            timezone="Europe/London",
            account_id=account_id or make_id(),
            names=names or {},
            open_question=question,
        )
        return await self.chain.parse(text, context=context, abilities=ALL)


@asynccontextmanager
async def talking_to(
    url: str,
    *,
    profile: OpenAIProfile | None = OpenAIProfile.OPENAI,
    deadline: timedelta = DEADLINE,
    clock: Callable[[], float] = time.monotonic,
) -> AsyncGenerator[Conversation]:
    server = ModelServer(model="test-model", base_url=url, api_key="sk-test", profile=profile, deadline=deadline)
    async with open_openai(server, grammar=RULES) as model:
        yield behind_a_chain(model, clock=clock)


@asynccontextmanager
async def talking_to_claude(
    url: str, *, model: str = "claude-test", deadline: timedelta = DEADLINE, clock: Callable[[], float] = time.monotonic
) -> AsyncGenerator[Conversation]:
    server = AnthropicServer(model=model, base_url=url.removesuffix("/v1"), api_key="sk-ant-test", deadline=deadline)
    async with open_anthropic(server, grammar=RULES) as provider:
        yield behind_a_chain(provider, clock=clock)


def behind_a_chain(model: Provider, *, clock: Callable[[], float]) -> Conversation:
    return Conversation(ProviderChain([Link(model, CircuitBreaker(clock=clock))], last=RULES))
