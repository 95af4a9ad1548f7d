"""Waiting on a condition instead of on time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(look: Callable[[], Awaitable[T]], *, within: float = 60.0) -> T:
    """The first truthy thing that `look` finds; fails with the last one when time is up.

    Between two looks there is twice the time that one takes, or looking would hold up what is looked for.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + within
    while True:
        began = loop.time()
        if found := await look():
            return found
        ended = loop.time()
        assert ended < until, f"still {found!r} after {within} s"
        await asyncio.sleep(max(0.02, 2 * (ended - began)))
