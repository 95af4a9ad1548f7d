"""A system that hangs gets few calls, one that answers ever more, and nobody waits long for either."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from core.crowds import Crowd
from core.errors import NoRoomError, OutcomeUnknownError, PermanentError, TransientError
from services.bulkheads import (
    FIRST_WINDOW,
    LONGEST_SECONDS,
    PATIENCE_SECONDS,
    Bulkheads,
    System,
)

MOST = 8
MAIL, PUSH = System("mailto"), System("ntfy", "push.example")


class Watch:
    """A clock that goes on only where a test says so."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def bulkheads(watch: Watch) -> Bulkheads:
    return Bulkheads(most=MOST, now=watch)


@asynccontextmanager
async def calls(bulkheads: Bulkheads, count: int, system: System = MAIL) -> AsyncGenerator[None]:
    """So many calls that are under way."""
    async with AsyncExitStack() as stack:
        for _ in range(count):
            await stack.enter_async_context(bulkheads.call(system))
        yield


async def answer(bulkheads: Bulkheads, times: int = 1) -> None:
    for _ in range(times):
        async with bulkheads.call(MAIL):
            pass


async def fail(bulkheads: Bulkheads, error: Exception) -> None:
    with pytest.raises(type(error)):
        async with bulkheads.call(MAIL):
            raise error


async def count_room(bulkheads: Bulkheads, watch: Watch) -> int:
    """How many calls to the mail server would be let in at once."""
    room = 0
    async with AsyncExitStack() as stack:
        while True:
            try:
                await stack.enter_async_context(bulkheads.call(MAIL))
            except NoRoomError:
                break
            room += 1
            watch.at += 1  # the older a call is, the less anybody waits for it
    return room


async def test_unknown_system_gets_few_calls(bulkheads: Bulkheads, watch: Watch) -> None:
    assert await count_room(bulkheads, watch) == FIRST_WINDOW


async def test_system_that_answers_gets_more_but_never_more_than_the_most(bulkheads: Bulkheads, watch: Watch) -> None:
    await answer(bulkheads, times=10)
    assert await count_room(bulkheads, watch) == MOST


@pytest.mark.parametrize("error", [TransientError("Away."), OutcomeUnknownError("Who knows.")])
async def test_system_that_stops_answering_gets_few_calls_again(
    bulkheads: Bulkheads, watch: Watch, error: Exception
) -> None:
    await answer(bulkheads, times=10)
    await fail(bulkheads, error)
    assert await count_room(bulkheads, watch) == FIRST_WINDOW


async def test_refusal_is_an_answer(bulkheads: Bulkheads, watch: Watch) -> None:
    await fail(bulkheads, PermanentError("Never."))
    assert await count_room(bulkheads, watch) == 2 * FIRST_WINDOW


async def test_mistake_of_our_own_says_nothing_of_the_system(bulkheads: Bulkheads, watch: Watch) -> None:
    await fail(bulkheads, ZeroDivisionError())
    assert await count_room(bulkheads, watch) == FIRST_WINDOW


async def test_full_system_leaves_room_at_the_others(bulkheads: Bulkheads) -> None:
    async with calls(bulkheads, FIRST_WINDOW), calls(bulkheads, FIRST_WINDOW, PUSH):
        assert {kind: crowd.full for kind, crowd in bulkheads.count().items()} == {"mailto": 1, "ntfy": 1}


async def test_least_limit_lets_one_call_through(watch: Watch) -> None:
    bulkheads = Bulkheads(most=1, now=watch)
    await answer(bulkheads, times=2)
    assert await count_room(bulkheads, watch) == 1


async def test_room_that_is_left_soon_is_waited_for_in_turn(bulkheads: Bulkheads) -> None:
    served: list[int] = []

    async def ask(number: int) -> None:
        async with bulkheads.call(MAIL):
            served.append(number)

    async with calls(bulkheads, FIRST_WINDOW):
        waiting = [asyncio.create_task(ask(number)) for number in range(3)]
        await asyncio.sleep(0)
        assert served == []
    await asyncio.gather(*waiting)
    assert served == [0, 1, 2]


async def test_nobody_waits_longer_than_for_a_moment(bulkheads: Bulkheads) -> None:
    loop = asyncio.get_running_loop()
    async with calls(bulkheads, FIRST_WINDOW):
        began_at = loop.time()
        with pytest.raises(NoRoomError):
            await answer(bulkheads)
        assert loop.time() - began_at < PATIENCE_SECONDS + 1


async def test_nobody_waits_where_calls_hang(bulkheads: Bulkheads, watch: Watch) -> None:
    async with calls(bulkheads, FIRST_WINDOW):
        watch.at += PATIENCE_SECONDS + 0.01
        asking = asyncio.create_task(answer(bulkheads))
        await asyncio.sleep(0)  # one turn of the loop: no time for a wait
        assert isinstance(asking.exception(), NoRoomError)


async def test_who_gives_up_waiting_takes_no_room(bulkheads: Bulkheads, watch: Watch) -> None:
    async with calls(bulkheads, FIRST_WINDOW):
        waiting = asyncio.create_task(answer(bulkheads))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert bulkheads.count()["mailto"] == Crowd(under_way=0, full=0, turned_away=0)


async def test_those_turned_away_come_back_one_after_the_other(bulkheads: Bulkheads, watch: Watch) -> None:
    waits: list[float] = []
    async with calls(bulkheads, FIRST_WINDOW):
        watch.at += 1
        for _ in range(1_000):
            with pytest.raises(NoRoomError) as refused:
                await answer(bulkheads)
            waits.append(refused.value.retry_after or 0)
    assert waits[0] < 1 < waits[100] < waits[200]
    assert max(waits) <= LONGEST_SECONDS * 1.2
    assert len({round(wait, 3) for wait in waits[-100:]}) > 50, "not all at the same moment"
    assert bulkheads.count()["mailto"].turned_away == 1_000


async def test_the_longer_a_system_is_silent_the_less_often_it_is_asked(bulkheads: Bulkheads, watch: Watch) -> None:
    waits: list[float] = []
    async with calls(bulkheads, FIRST_WINDOW):
        for seconds in (10, 90, 10_000):
            watch.at += seconds
            with pytest.raises(NoRoomError) as refused:
                await answer(bulkheads)
            waits.append(refused.value.retry_after or 0)
    assert waits == [pytest.approx(2.5, rel=0.2), pytest.approx(25, rel=0.2), pytest.approx(LONGEST_SECONDS, rel=0.2)]


async def test_kinds_that_are_expected_are_counted_before_anybody_calls_them(watch: Watch) -> None:
    assert Bulkheads(most=MOST, kinds=("mailto",), now=watch).count() == {"mailto": Crowd()}


async def test_memory_of_systems_is_bounded(bulkheads: Bulkheads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.bulkheads.MOST_SYSTEMS", 3)
    async with calls(bulkheads, 1, PUSH):
        for number in range(20):
            async with bulkheads.call(System("webhook", f"{number}.example")):
                pass
        assert bulkheads.count()["ntfy"].under_way == 1
        assert len(bulkheads.count()) == 2
