"""Offline and with a model that quotes faithfully, the same words mean the same."""

import pytest

from core.ability import AbilitySpec
from core.domain import Details
from providers.base import ParseContext
from providers.rules import RulesProvider
from services.registry import find_abilities
from tests.unit.providers.spans.faithful import quote
from tests.unit.providers.spans.reading import read_all
from tests.unit.providers.understanding import NOW

ABILITIES = [service.spec() for service in find_abilities()]


@pytest.mark.parametrize("spec", ABILITIES, ids=[spec.intent for spec in ABILITIES])
async def test_examples_of_every_ability_are_read_alike(spec: AbilitySpec) -> None:
    context = ParseContext(now=NOW, timezone="Europe/London")
    for text in spec.cues.examples:
        offline = (await RulesProvider().parse(text, context=context, abilities=ABILITIES)).tasks
        first, *others = offline
        if others or first.ambiguous:
            continue  # where several wishes end, and what is open, no span of the grammar tells
        [task] = await read_all(text, quote(first, words=text, specs=ABILITIES), abilities=ABILITIES)
        assert (task.intent, task.scheduled_for) == (first.intent, first.scheduled_for)
        assert not task.is_disputed, text
        assert _bare(task.details) == _bare(first.details)


def _bare(details: Details) -> dict[str, str]:
    return {name: str(value).strip(" ?.!") for name, value in details.items()}
