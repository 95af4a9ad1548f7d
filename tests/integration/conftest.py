import pytest

from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.house import House


@pytest.fixture
async def house(unit_of_work: UnitOfWorkFactory) -> House:
    """An account with a user in a fresh database."""
    return await House.build(unit_of_work)
