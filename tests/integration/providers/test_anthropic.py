"""Anthropic's models, over their own SDK and the Messages API: asked as the others are, and as little relied on."""

import time
from collections.abc import Mapping
from datetime import timedelta
from importlib.util import find_spec
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from core.config import LlmProvider, Settings
from repositories.database import Database
from services.factory import open_services
from services.request_service import Submission
from tests.integration.providers.conversation import DINNER, UNDERSTOOD, Watch, booking, talking_to_claude
from tests.integration.providers.messages import (
    USAGE,
    answers,
    fails,
    hands_in,
    says,
    understands,
)
from tests.integration.providers.model_server import Play, breaks_off, drips, hangs, model_server, sends, sends_bytes

# Looked for, not imported: that takes a second, in every process that collects tests.
pytestmark = pytest.mark.skipif(
    find_spec("anthropic") is None, reason="the extra is not installed: requirements-anthropic.txt"
)

GOOD = understands(booking())
NO_FORM = fails(400, "invalid_request_error", "output_config.format: this model does not support structured outputs")
SOON, PATIENT = timedelta(seconds=0.3), timedelta(seconds=5)
TAKEN = 900

FAULTS: Mapping[str, tuple[Play, list[str], int]] = {
    "broken JSON": (says('{"wishes": [{"intent"'), ["does not fit"] * 2, 2),
    "wrong type": (understands(booking(party_size=4)), ["does not fit"] * 2, 2),
    "four wishes": (understands(*[booking()] * 4), ["does not fit"] * 2, 2),
    "prose": (says("Certainly! I have booked it."), ["does not fit"] * 2, 2),
    "nothing": (answers(), ["does not fit"] * 2, 2),
    "refusal": (answers(stop="refusal"), ["refused"], 1),
    "truncation": (says('{"wishes": [', stop="max_tokens"), ["cut off"] * 2, 2),
    "error object in a 200": (sends({"type": "error", "error": {"type": "api_error"}}), ["error in answer"], 0),
    "HTML called JSON": (sends_bytes(b"<html>hello</html>"), ["unreadable"], 0),
    "blocks of another kind": (sends({"content": "none", "usage": USAGE}), ["unreadable"], 1),
    "usage of another kind": (says("no", usage={"input_tokens": "many"}), ["does not fit"] * 2, 0),
    "401": (fails(401, "authentication_error"), ["no access"], 0),
    "404": (fails(404, "not_found_error", "model: claude-test"), ["no access"], 0),
    "no money": (fails(400, "invalid_request_error", "Your credit balance is too low"), ["no access"], 0),
    "spend limit": (
        fails(429, "rate_limit_error", details={"error_code": "enforced_spend_limit_reached"}),
        ["no access"],
        0,
    ),
    "429": (fails(429, "rate_limit_error", headers={"retry-after": "30"}), ["rate limited"], 0),
    "529": (fails(529, "overloaded_error", "Overloaded"), ["overloaded"], 0),
    "413": (fails(413, "request_too_large"), ["not taken"], 0),
    "500": (fails(500, "api_error"), ["server error"] * 2, 0),
    "hang": (hangs, ["timeout"], 0),
    "dripping body": (drips, ["timeout"], 0),
    "body that breaks off": (breaks_off, ["unreachable"] * 2, 0),
}


@pytest.mark.parametrize(("play", "outcomes", "counted"), FAULTS.values(), ids=FAULTS.keys())
async def test_grammar_answers_in_time_and_usage_is_kept(play: Play, outcomes: list[str], counted: int) -> None:
    deadline = SOON if outcomes == ["timeout"] else PATIENT
    async with model_server(play) as model, talking_to_claude(model.url, deadline=deadline) as conversation:
        started = time.monotonic()
        parsing = await conversation.say()
        took = time.monotonic() - started
    assert (parsing.provider, parsing.degraded, parsing.tasks[0].details) == ("rules", True, UNDERSTOOD)
    assert [call.outcome for call in parsing.calls] == outcomes
    assert sum(call.input_tokens or 0 for call in parsing.calls) == counted * TAKEN
    assert took < deadline.total_seconds() + 1


async def test_call_asks_for_the_strict_form_over_the_messages_api() -> None:
    async with model_server(GOOD) as model, talking_to_claude(model.url) as conversation:
        parsing = await conversation.say()
    [asked], [headers], [path] = model.asked, model.headers, model.paths
    assert (path, headers["authorization"]) == ("/v1/messages", "Bearer sk-ant-test")
    assert headers["anthropic-version"]
    assert sorted(asked) == ["max_tokens", "messages", "model", "output_config", "system"]
    assert [message["role"] for message in asked["messages"]] == ["user"]
    assert "maxItems" not in str(asked["output_config"])
    assert parsing.tasks[0].details == UNDERSTOOD
    [call] = parsing.calls
    assert (call.provider, call.model, call.outcome) == ("anthropic", "claude-test", "answered")
    assert (call.input_tokens, call.output_tokens) == (TAKEN, USAGE["output_tokens"])


async def test_form_that_is_not_taken_becomes_a_tool_and_then_words() -> None:
    play = [NO_FORM, hands_in(booking()), fails(400, "invalid_request_error", "tools are not supported"), GOOD]
    async with model_server(*play) as model, talking_to_claude(model.url) as conversation:
        parsings = [await conversation.say() for _ in range(2)]
    assert [parsing.provider for parsing in parsings] == ["anthropic", "anthropic"]
    assert [_form(asked) for asked in model.asked] == ["output_config", "tools", "tools", None]
    assert '"wishes"' in model.asked[-1]["system"]


async def test_answer_that_does_not_fit_is_asked_for_again_with_what_was_wrong() -> None:
    async with model_server(says(" "), GOOD) as model, talking_to_claude(model.url) as conversation:
        parsing = await conversation.say()
    assert (parsing.provider, len(parsing.calls)) == ("anthropic", 2)
    roles = [(message["role"], bool(message["content"].strip())) for message in model.asked[1]["messages"]]
    assert roles == [("user", True), ("assistant", True), ("user", True)]
    assert "Automated validation feedback" in model.asked[1]["messages"][-1]["content"]


async def test_overloaded_model_is_left_alone_as_long_as_it_wants() -> None:
    watch = Watch()
    busy = fails(529, "overloaded_error", headers={"retry-after": "7"})
    async with model_server(busy, GOOD) as model, talking_to_claude(model.url, clock=watch) as conversation:
        seen: list[str] = []
        for watch.now in (0.0, 6.9, 7.1):
            seen.append((await conversation.say()).provider)
    assert (seen, len(model.asked)) == (["rules", "rules", "anthropic"], 2)


def _form(asked: Mapping[str, Any]) -> str | None:
    return next((name for name in ("output_config", "tools") if name in asked), None)


async def test_request_is_understood_through_the_settings_and_its_cost_is_kept(
    settings: Settings, database: Database
) -> None:
    pytest.importorskip("genai_prices")
    async with model_server(understands(booking(person_name=None, choice=None))) as model:
        chosen: dict[str, Any] = {
            "llm_provider": LlmProvider.ANTHROPIC,
            "anthropic_base_url": model.url.removesuffix("/v1"),
            "anthropic_api_key": SecretStr("sk-ant-test"),
            "anthropic_model": "claude-haiku-4-5",
        }
        async with open_services(settings.model_copy(update=chosen), owner="api") as services:
            account = await services.accounts.ensure_default()
            state = await services.requests.submit(Submission(text=DINNER, metadata={}), account=account)
            spent = (await services.budget.look()).spent
    async with database.transaction() as session:
        usage: list[dict[str, Any]] = list(await session.scalar(text("SELECT usage FROM requests")) or ())
    [call] = usage
    assert (state.tasks[0].provider, call["provider"], call["cached_tokens"]) == ("anthropic", "anthropic", 150)
    assert int(spent * 1_000_000) == call["cost_microdollars"] > 0
