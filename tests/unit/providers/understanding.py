"""How the tests speak: on Wednesday 18 November 2026 at ten in the morning, in London."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from core.ability import AbilitySpec
from providers.base import OpenQuestion, ParseContext, ParsedTask, Parsing
from providers.rules import RulesProvider
from tests.unit.providers.abilities import ALL, RESTAURANT

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/London"))

CONTEXT = ParseContext(now=NOW, timezone="Europe/London")


async def parse(
    text: str,
    *,
    names: Mapping[str, Sequence[str]] | None = None,
    question: OpenQuestion | None = None,
    abilities: Sequence[AbilitySpec] = ALL,
) -> Parsing:
    context = ParseContext(now=NOW, timezone="Europe/London", names=names or {}, open_question=question)
    return await RulesProvider().parse(text, context=context, abilities=abilities)


async def understand(text: str, *, names: Mapping[str, Sequence[str]] | None = None) -> ParsedTask:
    parsing = await parse(text, names=names)
    assert len(parsing.tasks) == 1
    return parsing.tasks[0]


async def reply(
    text: str,
    *,
    slot: str,
    intent: str = RESTAURANT.intent,
    options: tuple[str, ...] = (),
    abilities: Sequence[AbilitySpec] = ALL,
) -> ParsedTask:
    question = OpenQuestion(intent=intent, slot=slot, options=options, details={})
    parsing = await parse(text, question=question, abilities=abilities)
    assert len(parsing.tasks) == 1
    assert parsing.tasks[0].intent == intent
    return parsing.tasks[0]
