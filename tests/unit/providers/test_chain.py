"""A chain always answers, whatever its links do."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.ability import AbilitySpec
from providers.base import ModelCall, ParseContext, ParsedTask, Parsing
from providers.chain import Link, ProviderChain
from providers.circuit_breaker import CircuitBreaker
from providers.failure import Fault, ProviderFailedError
from providers.rules import RulesProvider
from tests.unit.providers.abilities import ALL
from tests.unit.providers.understanding import NOW

CALL = ModelCall(provider="far", model="m", outcome="timeout", latency_ms=8000, input_tokens=7)
AWAY = ProviderFailedError("Away.", fault=Fault.AWAY, calls=[CALL])


@dataclass
class Scripted:
    """A remote provider that raises, or else says hello."""

    name: str
    error: Exception | None = None
    is_remote: bool = True
    said: list[str] = field(default_factory=list)

    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        self.said.append(text)
        if self.error is not None:
            raise self.error
        tasks = (ParsedTask(intent="smalltalk", details={}, confidence=0.9),)
        return Parsing(tasks=tasks, provider=self.name, calls=(CALL,))


def chain_of(*providers: Scripted) -> ProviderChain:
    return ProviderChain([Link(each, CircuitBreaker()) for each in providers], last=RulesProvider())


async def say(chain: ProviderChain) -> Parsing:
    return await chain.parse("Good morning", context=ParseContext(now=NOW, timezone="UTC"), abilities=ALL)


async def test_first_that_answers_is_named_and_nothing_is_degraded() -> None:
    parsing = await say(chain_of(Scripted("far"), Scripted("near")))
    assert (parsing.provider, parsing.degraded, parsing.calls) == ("far", False, (CALL,))


async def test_second_answers_for_the_first_with_what_both_cost() -> None:
    parsing = await say(chain_of(Scripted("far", AWAY), Scripted("near")))
    assert (parsing.provider, parsing.degraded, parsing.calls) == ("near", True, (CALL, CALL))


async def test_grammar_answers_for_all_of_them() -> None:
    parsing = await say(chain_of(Scripted("far", AWAY), Scripted("near", AWAY)))
    assert (parsing.provider, parsing.degraded, parsing.calls) == ("rules", True, (CALL, CALL))
    assert parsing.tasks[0].intent == "smalltalk"


async def test_provider_that_crashes_spoils_nothing_and_is_spared_soon() -> None:
    crashing = Scripted("far", ZeroDivisionError())
    chain = chain_of(crashing)
    assert {(await say(chain)).provider for _ in range(5)} == {"rules"}
    assert len(crashing.said) == 3


async def test_chain_is_as_remote_as_its_links() -> None:
    assert (chain_of(Scripted("far")).is_remote, chain_of(Scripted("far")).name) == (True, "far")
    assert (chain_of().is_remote, chain_of().name) == (False, "rules")
    assert not (await say(chain_of())).degraded
