import threading
from collections.abc import AsyncGenerator

import pytest

from tests.integration.house import House
from tests.integration.workers.rival import Rival
from tests.integration.workers.workshop import Workshop
from workers.lease_keeper import THREAD_NAME


@pytest.fixture
async def workshop(house: House, redis_url: str) -> AsyncGenerator[Workshop]:
    """Workers over fresh stores, with one scripted ability."""
    workshop = Workshop(house=house, redis_url=redis_url)
    yield workshop
    await workshop.queue.close()
    assert THREAD_NAME not in {thread.name for thread in threading.enumerate()}


@pytest.fixture
async def rival(workshop: Workshop, database_url: str) -> AsyncGenerator[Rival]:
    """Another worker, not started yet."""
    rival = Rival(workshop, database_url)
    yield rival
    await rival.stop()
