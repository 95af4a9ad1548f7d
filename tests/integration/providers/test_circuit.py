"""A model that is down is left alone, and tried again when it may be back."""

from tests.integration.providers.conversation import Watch, booking, talking_to
from tests.integration.providers.model_server import Play, fails, model_server, says, understands

GOOD = understands(booking())


async def count_calls(play: Play, *, times: int) -> int:
    async with model_server(play) as model, talking_to(model.url, clock=Watch()) as conversation:
        for _ in range(times):
            await conversation.say()
        return len(model.asked)


async def test_failures_in_a_row_open_the_circuit() -> None:
    assert await count_calls(fails(500, "server_error"), times=5) == 3 * 2


async def test_refused_key_opens_it_at_once() -> None:
    assert await count_calls(fails(401, "invalid_api_key"), times=3) == 1


async def test_spent_quota_opens_it_at_once() -> None:
    assert await count_calls(fails(429, "insufficient_quota"), times=3) == 1


async def test_sentence_that_a_model_refuses_says_nothing_against_it() -> None:
    assert await count_calls(says(None, refusal="No."), times=5) == 5


async def test_retry_after_is_honoured_to_the_second() -> None:
    watch = Watch()
    busy = fails(429, "rate_limit_exceeded", headers={"retry-after": "7"})
    async with model_server(busy, GOOD) as model, talking_to(model.url, clock=watch) as conversation:
        seen: list[str] = []
        for watch.now in (0.0, 6.9, 7.1):
            seen.append((await conversation.say()).provider)
        assert (seen, len(model.asked)) == (["rules", "rules", "openai"], 2)


async def test_circuit_closes_again_when_the_model_is_back() -> None:
    watch = Watch()
    away = fails(401, "invalid_api_key")
    async with model_server(away, GOOD) as model, talking_to(model.url, clock=watch) as conversation:
        degraded = [(await conversation.say()).degraded]
        watch.now = 1_000
        degraded += [(await conversation.say()).degraded, (await conversation.say()).degraded]
    assert degraded == [True, False, False]


async def test_failing_again_after_the_pause_means_another_pause() -> None:
    watch = Watch()
    async with model_server(fails(401, "no")) as model, talking_to(model.url, clock=watch) as conversation:
        await conversation.say()
        watch.now = 1_000
        for _ in range(3):
            await conversation.say()
        assert len(model.asked) == 2
