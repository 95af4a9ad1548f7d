from collections.abc import AsyncGenerator

import pytest

from core.queue import TaskQueue
from core.redis_client import open_redis
from repositories.database import Database
from tests.integration.house import House
from tests.integration.services.notification.outgoing import Outgoing


@pytest.fixture
async def outgoing(house: House, database: Database, redis_url: str) -> AsyncGenerator[Outgoing]:
    """Messages of a house, sent by hand."""
    queue = TaskQueue(open_redis(redis_url))
    made = Outgoing(house=house, database=database, queue=queue)
    yield made
    await made.client.aclose()
    await queue.close()
