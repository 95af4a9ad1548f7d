from collections.abc import AsyncGenerator

import pytest

from repositories.database import Database
from tests.integration.house import House
from tests.integration.services.reminder.medicine_chest import MedicineChest


@pytest.fixture
async def chest(house: House, database: Database, redis_url: str) -> AsyncGenerator[MedicineChest]:
    """Reminders over fresh stores."""
    chest = MedicineChest(house=house, database=database, redis_url=redis_url)
    yield chest
    await chest.queue.close()
