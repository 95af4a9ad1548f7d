"""What opens the booking systems of venues, sealed."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.models import VenueSecretRow
from repositories.rows import table_of

_SECRETS = table_of(VenueSecretRow)


class VenueSecretRepository:
    """Questions about the secrets of venues."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, venue_id: UUID, sealed: str) -> None:
        """Keep these instead of what there was."""
        new = insert(_SECRETS).values(venue_id=venue_id, sealed=sealed)
        kept = {"sealed": sealed, "updated_at": func.clock_timestamp()}
        await self._session.execute(new.on_conflict_do_update(index_elements=[_SECRETS.c.venue_id], set_=kept))

    async def remove(self, venue_id: UUID) -> None:
        """Keep none."""
        await self._session.execute(delete(_SECRETS).where(_SECRETS.c.venue_id == venue_id))

    async def find(self, venue_id: UUID) -> str | None:
        """What was kept last."""
        return await self._session.scalar(select(_SECRETS.c.sealed).where(_SECRETS.c.venue_id == venue_id))
