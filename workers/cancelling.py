"""Stopping asyncio tasks for certain."""

import asyncio
from collections.abc import Collection, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

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


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """Await something to its end; a cancellation that comes meanwhile is raised only then.

    For what must not stop between a commit and what follows from it.
    """
    task = asyncio.ensure_future(work)
    cancelled = False
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            cancelled = True
        except Exception:  # noqa: BLE001 - raised below, from the task itself
            break
    if cancelled:
        raise asyncio.CancelledError
    return task.result()
