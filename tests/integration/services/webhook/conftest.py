"""The desk that tests of endpoints work at."""

from collections.abc import AsyncGenerator

import pytest

from core.queue import TaskQueue
from core.redis_client import open_redis
from repositories.database import Database
from tests.integration.house import House
from tests.integration.services.webhook.desk import Desk


@pytest.fixture
async def desk(house: House, database: Database, redis_url: str) -> AsyncGenerator[Desk]:
    queue = TaskQueue(open_redis(redis_url))
    desk = Desk(house, database, queue)
    yield desk
    await desk.client.aclose()
    await queue.close()
