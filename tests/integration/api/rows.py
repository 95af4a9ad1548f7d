"""How many rows there are, to see that a refusal left none behind."""

from sqlalchemy import text

from repositories.database import Database
from repositories.models import Base


async def count_rows(database: Database) -> dict[str, int]:
    """The number of rows of every table."""
    names = sorted(Base.metadata.tables)
    counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in names)
    async with database.transaction() as session:
        row = (await session.execute(text(f"SELECT {counts}"))).one()
    return dict(zip(names, row, strict=True))
