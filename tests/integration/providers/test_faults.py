"""Whatever a model's server does, there is a good answer within the deadline, and what was counted is kept."""

import time
from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.integration.providers.conversation import DEADLINE, UNDERSTOOD, booking, talking_to
from tests.integration.providers.model_server import (
    USAGE,
    Play,
    breaks_off,
    drips,
    drops,
    fails,
    hangs,
    model_server,
    says,
    sends,
    sends_bytes,
    understands,
)

OVERHEAD = timedelta(seconds=1)

FAULTS: Mapping[str, tuple[Play, list[str], int]] = {
    "broken JSON": (says('{"wishes": [{"intent"'), ["does not fit"] * 2, 2),
    "wrong enum": (understands({**booking(), "intent": "launch_missiles"}), ["does not fit"] * 2, 2),
    "wrong type": (understands(booking(party_size=4)), ["does not fit"] * 2, 2),
    "unknown slot": (understands(booking(tip="lots")), ["does not fit"] * 2, 2),
    "no wishes": (understands(), ["does not fit"] * 2, 2),
    "prose": (says("Certainly! I have booked it."), ["does not fit"] * 2, 2),
    "nothing": (says(None), ["does not fit"] * 2, 2),
    "refusal": (says(None, refusal="I can't help with that."), ["refused"], 1),
    "content filter": (says(None, finish="content_filter"), ["filtered"], 1),
    "filtered prompt": (fails(400, "content_filter"), ["filtered"], 0),
    "truncation": (says('{"wishes": [', finish="length"), ["cut off"] * 2, 2),
    "error object in a 200": (sends({"error": {"message": "upstream away"}}), ["error in answer"], 0),
    "HTML in a 200": (sends_bytes(b"<html>hello</html>", kind="text/html"), ["unreadable"], 0),
    "HTML called JSON": (sends_bytes(b"<html>hello</html>"), ["unreadable"], 0),
    "no object": (sends([1, 2]), ["unreadable"], 0),
    "no choices": (sends({"choices": [], "usage": USAGE}), ["unreadable"], 1),
    "choices of another kind": (sends({"choices": "none", "usage": USAGE}), ["unreadable"], 1),
    "usage of another kind": (says("no", usage={"prompt_tokens": -5}), ["does not fit"] * 2, 0),
    "429": (fails(429, "rate_limit_exceeded", headers={"retry-after": "30"}), ["rate limited"], 0),
    "quota": (fails(429, "insufficient_quota"), ["no access"], 0),
    "401": (fails(401, "invalid_api_key"), ["no access"], 0),
    "404": (fails(404, "model_not_found"), ["no access"], 0),
    "400": (fails(400, "context_length_exceeded"), ["not taken"], 0),
    "500": (fails(500, "server_error"), ["server error"] * 2, 0),
    "503 with a date": (
        fails(503, "busy", headers={"retry-after": "Wed, 21 Oct 2099 07:28:00 GMT"}),
        ["server error"],
        0,
    ),
    "hang": (hangs, ["timeout"], 0),
    "dropped connection": (drops, ["unreachable"] * 2, 0),
    "body that breaks off": (breaks_off, ["unreachable"] * 2, 0),
    "dripping body": (drips, ["timeout"], 0),
}


@pytest.mark.parametrize(("play", "outcomes", "counted"), FAULTS.values(), ids=FAULTS.keys())
async def test_grammar_answers_in_time_and_usage_is_kept(play: Play, outcomes: list[str], counted: int) -> None:
    async with model_server(play) as model, talking_to(model.url) as conversation:
        started = time.monotonic()
        parsing = await conversation.say()
        took = time.monotonic() - started
    assert (parsing.provider, parsing.degraded) == ("rules", True)
    assert parsing.tasks[0].details == UNDERSTOOD
    assert [call.outcome for call in parsing.calls] == outcomes
    assert sum(call.input_tokens or 0 for call in parsing.calls) == counted * USAGE["prompt_tokens"]
    assert took < (DEADLINE + OVERHEAD).total_seconds()


async def test_server_that_nobody_runs_is_a_fault_too() -> None:
    async with model_server(hangs) as model:
        url = model.url
    async with talking_to(url) as conversation:
        parsing = await conversation.say()
    assert (parsing.provider, parsing.calls[0].outcome) == ("rules", "unreachable")


@pytest.mark.parametrize("fault", ["broken JSON", "wrong enum", "prose", "500", "dropped connection", "truncation"])
async def test_what_happens_once_is_made_up_for(fault: str) -> None:
    async with model_server(FAULTS[fault][0], understands(booking())) as model, talking_to(model.url) as conversation:
        parsing = await conversation.say()
    assert (parsing.provider, parsing.degraded, len(parsing.calls)) == ("openai", False, 2)
    assert parsing.tasks[0].details == UNDERSTOOD


async def test_deadline_counts_for_all_calls_together() -> None:
    async with model_server(says("no"), hangs) as model, talking_to(model.url) as conversation:
        started = time.monotonic()
        parsing = await conversation.say()
    assert [call.outcome for call in parsing.calls] == ["does not fit", "timeout"]
    assert parsing.calls[0].output_tokens == USAGE["completion_tokens"]
    assert time.monotonic() - started < (DEADLINE + OVERHEAD).total_seconds()
