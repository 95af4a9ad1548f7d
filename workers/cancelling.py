"""Stopping asyncio tasks for certain."""

import asyncio
from collections.abc import Collection
from typing import Any

_ASK_AGAIN_SECONDS = 0.2


async def cancel_all(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel and return when every one has ended.

    Asks again and again: up to Python 3.11 `wait_for`, which the Redis client uses, swallows a cancellation that comes
    in the same moment as what it waits for.
    """
    left = {task for task in tasks if not task.done()}
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=_ASK_AGAIN_SECONDS)
