from collections.abc import AsyncGenerator

import pytest

from tests.integration.house import House
from tests.integration.workers.workshop import Workshop


@pytest.fixture
async def workshop(house: House, redis_url: str) -> AsyncGenerator[Workshop]:
    """Workers over fresh stores, with one scripted ability."""
    workshop = Workshop(house=house, redis_url=redis_url)
    yield workshop
    await workshop.queue.close()
