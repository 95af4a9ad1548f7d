"""Words that have just been read are not sent a second time; what is remembered is little, and not for long."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from core.ids import make_id
from providers.base import REMEMBERED, OpenQuestion
from providers.remote.answer_cache import AnswerCache
from providers.spans import WireAnswer
from tests.integration.providers.conversation import DINNER, UNDERSTOOD, Watch, booking, talking_to
from tests.integration.providers.model_server import fails, model_server, says, understands
from tests.integration.waiting import eventually

GOOD = understands(booking())
ANSWER = WireAnswer.model_validate({"wishes": [{"intent": "smalltalk", "words": "Hello"}]})
MINE = make_id()
TIME = OpenQuestion(intent="restaurant_booking", slot="time", options=("7pm", "8pm"), details={})


async def test_same_words_of_the_same_account_cost_no_second_call() -> None:
    async with model_server(GOOD) as model, talking_to(model.url) as conversation:
        first, second = [await conversation.say(account_id=MINE) for _ in range(2)]
    assert (len(model.asked), second.tasks, second.tasks[0].details) == (1, first.tasks, UNDERSTOOD)
    [call] = second.calls
    assert (call.outcome, call.input_tokens, call.cost_microdollars) == (REMEMBERED, 0, 0)


@pytest.mark.parametrize(
    "other",
    [{"text": DINNER.replace("4", "5")}, {"account_id": make_id()}, {"question": TIME}],
    ids=["words", "account", "question"],
)
async def test_anything_that_differs_is_another_question(other: Mapping[str, Any]) -> None:
    said: dict[str, Any] = {"account_id": MINE, **other}
    async with model_server(GOOD) as model, talking_to(model.url) as conversation:
        await conversation.say(account_id=MINE)
        await conversation.say(**said)
    assert len(model.asked) == 2


async def test_answer_that_did_not_fit_is_not_remembered() -> None:
    async with model_server(says("no"), says("no"), GOOD) as model, talking_to(model.url) as conversation:
        providers = [(await conversation.say(account_id=MINE)).provider for _ in range(2)]
    assert (providers, len(model.asked)) == (["rules", "openai"], 3)


async def test_what_is_remembered_says_nothing_of_the_server() -> None:
    watch, away = Watch(), fails(500, "server_error")
    async with model_server(GOOD, away) as model, talking_to(model.url, clock=watch) as conversation:
        await conversation.say(account_id=MINE)
        for _ in range(3):
            await conversation.say()
        watch.now = 1_000
        assert (await conversation.say(account_id=MINE)).provider == "openai"
        calls = len(model.asked)
        assert (await conversation.say()).provider == "rules"
    assert len(model.asked) == calls, "the circuit is still open"


async def test_answer_is_gone_when_its_time_is_over() -> None:
    cache = AnswerCache(kept_for=timedelta(milliseconds=20))
    cache.keep(b"1", ANSWER)
    assert cache.find(b"1") is ANSWER

    async def is_empty() -> bool:
        return len(cache) == 0

    assert await eventually(is_empty)


async def test_oldest_answers_make_room() -> None:
    cache = AnswerCache(most=3)
    for number in range(5):
        cache.keep(bytes([number]), ANSWER)
    assert [cache.find(bytes([number])) is not None for number in range(5)] == [False, False, True, True, True]
    cache.clear()
    assert len(cache) == 0


async def test_digest_tells_nothing_outside_its_process() -> None:
    assert AnswerCache().digest([DINNER]) != AnswerCache().digest([DINNER])
