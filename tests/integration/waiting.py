"""Waiting on a condition instead of on time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(look: Callable[[], Awaitable[T]], *, within: float = 15.0) -> T:
    """The first truthy thing that `look` finds; fails with the last one when time is up."""
    until = asyncio.get_running_loop().time() + within
    while not (found := await look()):
        assert asyncio.get_running_loop().time() < until, f"still {found!r} after {within} s"
        await asyncio.sleep(0.02)
    return found
