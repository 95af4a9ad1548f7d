"""What a model quoted, read by the product: said on Wednesday 18 November 2026 at ten in the morning, in London."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.ability import AbilitySpec
from core.when import NO_DAY_TIMES, DayTimes
from providers.base import OpenQuestion, ParseContext, ParsedTask
from providers.rules import RulesProvider
from providers.spans import WireAnswer, understand_answer
from tests.unit.providers.abilities import ALL
from tests.unit.providers.understanding import NOW

DINNER = "Book me a table for 4 at Olive Garden tomorrow 7pm."
QUOTED: Mapping[str, Any] = {"party_size": "4", "date": "tomorrow", "time": "7pm", "venue": "Olive Garden"}
UNDERSTOOD = {"date": "2026-11-19", "time": "19:00", "party_size": 4, "venue": "Olive Garden"}


def wish(intent: str = "restaurant_booking", words: str = "", **slots: Any) -> dict[str, Any]:
    return {"intent": intent, "words": words, "slots": slots}


async def read_all(
    text: str,
    *wishes: Mapping[str, Any],
    names: Mapping[str, Sequence[str]] | None = None,
    question: OpenQuestion | None = None,
    abilities: Sequence[AbilitySpec] = ALL,
    day_times: DayTimes = NO_DAY_TIMES,
) -> tuple[ParsedTask, ...]:
    """The wishes of an answer; one without words has all of the text's."""
    context = ParseContext(
        now=NOW, timezone="Europe/London", names=names or {}, open_question=question, day_times=day_times
    )
    grammar = await RulesProvider().parse(text, context=context, abilities=abilities)
    answer = WireAnswer.model_validate({"wishes": [{**each, "words": each["words"] or text} for each in wishes]})
    return understand_answer(answer, text, context=context, abilities=abilities, grammar=grammar.tasks)


async def read(text: str, *, intent: str = "restaurant_booking", **slots: Any) -> ParsedTask:
    """The only wish of an answer."""
    [task] = await read_all(text, wish(intent, **slots))
    return task


async def read_reply(text: str, *, slot: str, options: tuple[str, ...] = (), **slots: Any) -> ParsedTask:
    question = OpenQuestion(intent="restaurant_booking", slot=slot, options=options, details={})
    [task] = await read_all(text, wish(**slots), question=question)
    return task
