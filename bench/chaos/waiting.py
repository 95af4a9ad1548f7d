"""Waiting for what other processes bring about."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE_SECONDS = 90.0
_PAUSE_SECONDS = 0.05


async def until(is_true: Callable[[], bool], *, what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for a condition.

    Raises:
        TimeoutError: it did not come to that.
    """

    async def ask() -> bool:
        return is_true()

    if not await until_some(ask, seconds=seconds):
        raise TimeoutError(f"{what}: not within {seconds:.0f} s")


async def until_some(
    ask: Callable[[], Awaitable[T]], *, seconds: float = PATIENCE_SECONDS, pause: float = _PAUSE_SECONDS
) -> T:
    """The first answer that is not nothing, or the last one when patience is over."""
    end = asyncio.get_running_loop().time() + seconds
    while True:
        answer = await ask()
        if answer or asyncio.get_running_loop().time() > end:
            return answer
        await asyncio.sleep(pause)
