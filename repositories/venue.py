"""Venues."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.booking import Venue, VenueKind, Weekday
from core.errors import NotFoundError
from repositories.models import VenueRow
from repositories.rows import columns_of, fetch_page, fields_of, table_of

_VENUES = table_of(VenueRow)


class VenueRepository:
    """Questions about venues."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, venue: Venue) -> Venue:
        """Store a venue; one with the same id stays as it is. `created_at` is the database's."""
        values = columns_of(venue)
        del values["created_at"]
        values["hours"] = {str(day): [list(span) for span in spans] for day, spans in venue.hours.items()}
        await self._session.execute(insert(_VENUES).values(values).on_conflict_do_nothing(index_elements=["id"]))
        return await self.get(venue.id, account_id=venue.account_id)

    async def get(self, venue_id: UUID, *, account_id: UUID) -> Venue:
        """Raises NotFoundError where the account has no such venue."""
        return await self._one(select(_VENUES), venue_id, account_id)

    async def get_locked(self, venue_id: UUID, *, account_id: UUID) -> Venue:
        """As `get`, so that whoever else wants this venue's seats waits until the transaction ends."""
        return await self._one(select(_VENUES).with_for_update(key_share=True), venue_id, account_id)

    async def list_page(
        self, *, account_id: UUID, kind: VenueKind | None, before: UUID | None, limit: int
    ) -> list[Venue]:
        """Venues of the account, newest first."""
        statement = select(_VENUES).where(_VENUES.c.account_id == account_id)
        if kind:
            statement = statement.where(_VENUES.c.kind == kind)
        rows = await fetch_page(self._session, statement, table=_VENUES, before=before, limit=limit)
        return [_to_venue(row) for row in rows]

    async def list_of_kind(self, kind: VenueKind | None, *, account_id: UUID, limit: int = 1000) -> list[Venue]:
        """The account's venues of one kind, or of any, newest first."""
        return await self.list_page(account_id=account_id, kind=kind, before=None, limit=limit)

    async def list_by_name(self, name: str, *, account_id: UUID) -> list[Venue]:
        """Venues of exactly this name, whatever its case."""
        named = func.lower(_VENUES.c.name) == name.lower()
        statement = select(_VENUES).where(_VENUES.c.account_id == account_id, named).order_by(_VENUES.c.id)
        return [_to_venue(row) for row in (await self._session.execute(statement)).mappings()]

    async def _one(self, statement: Select[Any], venue_id: UUID, account_id: UUID) -> Venue:
        mine = statement.where(_VENUES.c.id == venue_id, _VENUES.c.account_id == account_id)
        row = (await self._session.execute(mine)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no venue {venue_id}.")
        return _to_venue(row)


def _to_venue(row: RowMapping) -> Venue:
    hours = {Weekday(day): tuple((start, end) for start, end in spans) for day, spans in row["hours"].items()}
    staff_services = {name: tuple(services) for name, services in row["staff_services"].items()}
    return Venue(**fields_of(row, Venue, hours=hours, staff_services=staff_services))
