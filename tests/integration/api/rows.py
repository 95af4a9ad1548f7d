"""Rows seen and changed behind the product's back."""

from sqlalchemy import text

from core.config import Settings
from repositories.database import Database
from repositories.models import Base
from tests.vaults import VAULT


async def count_rows(database: Database) -> dict[str, int]:
    """The number of rows of every table."""
    names = sorted(Base.metadata.tables)
    counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in names)
    async with database.transaction() as session:
        row = (await session.execute(text(f"SELECT {counts}"))).one()
    return dict(zip(names, row, strict=True))


async def write(settings: Settings, statement: str, **values: object) -> None:
    """Change rows behind the product's back: to let time pass, to break what was whole."""
    database = Database(settings.database_url or "", pool_size=1, vault=VAULT)
    try:
        async with database.transaction() as session:
            await session.execute(text(statement), values)
    finally:
        await database.close()
