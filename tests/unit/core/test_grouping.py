"""What is asked for at the same time is done together, and nobody suffers from another one in the group."""

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar

import pytest

from core import grouping
from core.grouping import Grouping

_who: ContextVar[str] = ContextVar("who", default="nobody")


class Desk:
    """Doubles numbers; negative ones are refused, zero spoils the whole group. `open` lets a group through."""

    def __init__(self, *, most: int = 100) -> None:
        self.groups: list[list[int]] = []
        self.seen: list[str] = []
        self.open = asyncio.Event()
        self.begun = asyncio.Event()
        self.grouping: Grouping[int, int] = Grouping(self._handle, most=most)

    async def _handle(self, items: Sequence[int]) -> Sequence[int | Exception]:
        self.groups.append(list(items))
        self.seen.append(_who.get())
        self.begun.set()
        await self.open.wait()
        if 0 in items:
            raise ZeroDivisionError
        return [2 * item if item > 0 else ValueError(str(item)) for item in items]

    def ask(self, *items: int) -> list[asyncio.Task[int]]:
        return [asyncio.create_task(self.grouping.do(item)) for item in items]


async def test_what_waits_meanwhile_is_the_next_group() -> None:
    desk = Desk()
    first = desk.ask(1)
    await desk.begun.wait()
    others = desk.ask(2, 3, 4)
    await asyncio.sleep(0)
    desk.open.set()
    assert await asyncio.gather(*first, *others) == [2, 4, 6, 8]
    assert desk.groups == [[1], [2, 3, 4]]


async def test_more_than_fit_into_a_group_are_the_one_after() -> None:
    desk = Desk(most=2)
    desk.open.set()
    assert await asyncio.gather(*desk.ask(1, 2, 3, 4, 5)) == [2, 4, 6, 8, 10]
    assert desk.groups == [[1, 2], [3, 4], [5]]


async def test_error_of_one_is_raised_to_that_one() -> None:
    desk = Desk()
    desk.open.set()
    good, bad, other = await asyncio.gather(*desk.ask(1, -2, 3), return_exceptions=True)
    assert (good, other) == (2, 6)
    assert isinstance(bad, ValueError)


async def test_error_of_the_group_is_raised_to_all_and_the_next_group_goes_on() -> None:
    desk = Desk(most=2)
    desk.open.set()
    first, second, third = await asyncio.gather(*desk.ask(1, 0, 3), return_exceptions=True)
    assert isinstance(first, ZeroDivisionError)
    assert isinstance(second, ZeroDivisionError)
    assert third == 6


async def test_caller_who_goes_away_takes_nobody_along() -> None:
    desk = Desk()
    gone, stays = desk.ask(1, 2)
    await desk.begun.wait()
    waiting, other = desk.ask(3, 4)
    await asyncio.sleep(0)
    gone.cancel()
    waiting.cancel()
    await asyncio.wait([gone, waiting])
    desk.open.set()
    assert await asyncio.gather(stays, other) == [4, 8]
    assert desk.groups == [[1, 2], [4]], "who has left before the group begins is not in it"


async def test_group_runs_in_nobodys_context() -> None:
    desk = Desk()
    desk.open.set()
    token = _who.set("Rose")
    await asyncio.gather(*desk.ask(1))
    _who.reset(token)
    assert desk.seen == ["nobody"]


@pytest.mark.parametrize("times", [1, 3])
async def test_idle_grouping_begins_anew(times: int) -> None:
    desk = Desk()
    desk.open.set()
    for number in range(1, times + 1):
        assert await desk.grouping.do(number) == 2 * number
    assert len(desk.groups) == times


async def test_group_that_hangs_does_not_hold_up_the_next_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "SLOW_SECONDS", 0.01)
    desk = Desk()
    [hangs] = desk.ask(1)
    await desk.begun.wait()
    desk.begun.clear()
    [waits] = desk.ask(2)
    await desk.begun.wait()
    assert desk.groups == [[1], [2]]
    assert not hangs.done()
    desk.open.set()
    assert await asyncio.gather(hangs, waits, *desk.ask(3, 4)) == [2, 4, 6, 8]


async def test_who_comes_after_a_group_that_hangs_is_not_held_up_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "SLOW_SECONDS", 0.0)
    desk = Desk()
    [hangs] = desk.ask(1)
    await desk.begun.wait()
    for _ in range(5):
        await asyncio.sleep(0)  # by now it counts as slow, with nobody waiting
    desk.begun.clear()
    [comes] = desk.ask(2)
    await desk.begun.wait()
    assert not hangs.done()
    desk.open.set()
    assert await asyncio.gather(hangs, comes) == [2, 4]
