from collections.abc import AsyncGenerator

import httpx2
import pytest

from core.config import Settings
from repositories.database import Database
from services.services import Services
from tests.integration.house import House
from tests.integration.services.reminder.medicine_chest import MedicineChest
from tests.integration.services.reminder.talk import Talk
from tests.integration.worker import running_worker


@pytest.fixture
async def chest(house: House, database: Database, redis_url: str) -> AsyncGenerator[MedicineChest]:
    """Reminders over fresh stores."""
    chest = MedicineChest(house=house, database=database, redis_url=redis_url)
    yield chest
    await chest.queue.close()


@pytest.fixture
async def talk(api: httpx2.AsyncClient, services: Services, settings: Settings) -> AsyncGenerator[Talk]:
    async with running_worker(services, settings):
        yield Talk(api)
