"""Loops that run beside something and end with it."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager


@asynccontextmanager
async def running(loop: Coroutine[None, None, None]) -> AsyncGenerator[None]:
    """Run it as a task until the block is left, which waits for its end."""
    task = asyncio.create_task(loop)
    try:
        yield
    finally:
        # More than once: a client that is just connecting may take being cancelled for its own time-out and go on.
        while not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=1)
        await asyncio.gather(task, return_exceptions=True)
