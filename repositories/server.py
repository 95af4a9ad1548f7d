"""What PostgreSQL says about itself when a process starts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from repositories.database import Database


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """`version` as PostgreSQL counts: 150004 is 15.4."""

    version: int
    now: datetime


async def look_at_server(database: Database) -> ServerFacts:
    """Ask it."""
    async with database.transaction() as session:
        row = await session.execute(text("SELECT current_setting('server_version_num')::int, clock_timestamp()"))
        return ServerFacts(*row.one())
