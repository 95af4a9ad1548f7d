import asyncio
import os
import tempfile
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from core.config import Settings
from core.embedded import embedded_servers
from repositories.database import Database
from repositories.schema import upgrade_schema
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from tests.integration.services.booking.house import House


@pytest.fixture(scope="session")
def database_server() -> Generator[str]:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        given = Settings.model_validate({"data_dir": Path(folder) / "data", "redis_url": "redis://127.0.0.1:1/0"})
        with embedded_servers(given) as settings:
            assert settings.database_url
            yield settings.database_url


@pytest.fixture(scope="session")
async def database_url(database_server: str) -> str:
    await asyncio.to_thread(upgrade_schema, database_server)
    return database_server


@pytest.fixture
async def unit_of_work(database_url: str) -> AsyncGenerator[UnitOfWorkFactory]:
    database = Database(database_url)
    yield unit_of_work_factory(database)
    await database.close()


@pytest.fixture
async def house(unit_of_work: UnitOfWorkFactory) -> House:
    return await House.build(unit_of_work)
