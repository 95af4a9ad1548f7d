"""Every intent comes through the protocol of a model as it comes offline, to the same first state."""

from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import SecretStr

from core.ability import AbilitySpec
from core.config import LlmProvider, OpenAIProfile, Settings
from core.domain import Task
from providers.base import ParseContext
from providers.rules import RulesProvider
from services.factory import open_services
from services.registry import find_abilities
from services.request_service import Submission
from services.services import Services
from tests.integration.providers.model_server import model_server, understands
from tests.unit.providers.spans.faithful import quote
from tests.unit.providers.understanding import NOW

ABILITIES = [service.spec() for service in find_abilities()]
SAID = [spec for spec in ABILITIES if spec.cues.examples]


async def quoted_for(text: str) -> dict[str, Any]:
    context = ParseContext(now=NOW, timezone="Europe/London")
    parsing = await RulesProvider().parse(text, context=context, abilities=ABILITIES)
    return quote(parsing.tasks[0], words=text, specs=ABILITIES)


async def submit(services: Services, text: str) -> Sequence[Task]:
    account = await services.accounts.ensure_default()
    said = Submission(text=text, metadata={}, now=NOW)
    return (await services.requests.submit(said, account=account)).tasks


@pytest.mark.parametrize("spec", SAID, ids=[spec.intent for spec in SAID])
async def test_task_is_the_same_as_offline(settings: Settings, spec: AbilitySpec) -> None:
    text = spec.cues.examples[0]
    async with model_server(understands(await quoted_for(text))) as model:
        with_model = settings.model_copy(
            update={
                "llm_provider": LlmProvider.OPENAI,
                "openai_base_url": model.url,
                "openai_api_key": SecretStr("sk-test"),
                "openai_model": "test-model",
                "openai_profile": OpenAIProfile.OPENAI,
            }
        )
        async with open_services(settings, owner="rules") as rules, open_services(with_model, owner="model") as openai:
            [offline], [online] = await submit(rules, text), await submit(openai, text)
    assert (online.intent, online.provider, offline.provider) == (spec.intent, "openai", "rules")
    assert (online.details, online.status) == (offline.details, offline.status)
    assert (online.question, online.scheduled_for) == (offline.question, offline.scheduled_for)
