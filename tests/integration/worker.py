"""A worker in the test's own process."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from core.config import Settings
from core.ids import make_id
from services.services import Services
from workers.pool import WorkerOptions, WorkerPool


@asynccontextmanager
async def running_worker(services: Services, settings: Settings) -> AsyncGenerator[WorkerPool]:
    """All queues and all loops, stopped in order when the block is left."""
    pool = WorkerPool(
        work=services.work,
        queue=services.queue,
        lease=settings.lease_seconds,
        options=WorkerOptions(),
        owner=f"test:{make_id().hex}",
    )
    loops = asyncio.create_task(pool.run())
    try:
        yield pool
    finally:
        pool.stop()
        await loops
