"""Venues."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.booking import DiningTable, OpeningHours, TableCombination, Venue, VenueKind, Weekday
from core.errors import NotFoundError
from repositories.models import VenueRow
from repositories.rows import columns_of, fetch_page, fields_of, table_of

_VENUES = table_of(VenueRow)


class VenueRepository:
    """Questions about venues."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, venue: Venue) -> Venue:
        """Store a venue; one with the same id stays as it is, removed or not. `created_at` is the database's."""
        values = _to_columns(venue)
        await self._session.execute(insert(_VENUES).values(values).on_conflict_do_nothing(index_elements=["id"]))
        return await self.get(venue.id, account_id=venue.account_id, even_removed=True)

    async def write(self, venue: Venue) -> Venue:
        """Make the stored venue what this one is."""
        values = {**_to_columns(venue), "updated_at": func.clock_timestamp()}
        await self._session.execute(update(_VENUES).where(_VENUES.c.id == venue.id).values(values))
        return venue

    async def mark_refused(self, venue_id: UUID) -> None:
        """Its booking system has not accepted our key."""
        refused = update(_VENUES).where(_VENUES.c.id == venue_id).values(refused_at=func.clock_timestamp())
        await self._session.execute(refused)

    async def mark_let_in(self, venue_id: UUID) -> None:
        """Its booking system accepts our key, or there is another one to be tried."""
        await self._session.execute(update(_VENUES).where(_VENUES.c.id == venue_id).values(refused_at=None))

    async def remove(self, venue_id: UUID) -> None:
        """Nobody finds it any more but the bookings that were there."""
        await self._session.execute(
            update(_VENUES).where(_VENUES.c.id == venue_id).values(removed_at=func.clock_timestamp())
        )

    async def get(self, venue_id: UUID, *, account_id: UUID, even_removed: bool = False) -> Venue:
        """Raises NotFoundError where the account has no such venue."""
        return await self._one(select(_VENUES) if even_removed else _select_there(), venue_id, account_id)

    async def get_locked(self, venue_id: UUID, *, account_id: UUID) -> Venue:
        """As `get`, so that whoever else wants this venue's seats waits until the transaction ends."""
        return await self._one(_select_there().with_for_update(key_share=True), venue_id, account_id)

    async def list_page(
        self, *, account_id: UUID, kind: VenueKind | None, before: UUID | None, limit: int
    ) -> list[Venue]:
        """Venues of the account, newest first."""
        statement = _select_there().where(_VENUES.c.account_id == account_id)
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
        statement = _select_there().where(_VENUES.c.account_id == account_id, named).order_by(_VENUES.c.id)
        return [_to_venue(row) for row in (await self._session.execute(statement)).mappings()]

    async def list_named(self, names: Collection[str], *, account_id: UUID) -> list[Venue]:
        """Venues of one of these names, whatever their case and the gaps between words."""
        plain = func.lower(func.regexp_replace(func.btrim(_VENUES.c.name), r"\s+", " ", "g"))
        wanted = {" ".join(name.split()).lower() for name in names}
        statement = _select_there().where(_VENUES.c.account_id == account_id, plain.in_(wanted)).order_by(_VENUES.c.id)
        return [_to_venue(row) for row in (await self._session.execute(statement)).mappings()]

    async def _one(self, statement: Select[Any], venue_id: UUID, account_id: UUID) -> Venue:
        mine = statement.where(_VENUES.c.id == venue_id, _VENUES.c.account_id == account_id)
        row = (await self._session.execute(mine)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no venue {venue_id}.")
        return _to_venue(row)


def _select_there() -> Select[Any]:
    return select(_VENUES).where(_VENUES.c.removed_at.is_(None))


def _to_columns(venue: Venue) -> dict[str, Any]:
    values = columns_of(venue)
    del values["created_at"], values["refused_at"]
    values["tables"] = [asdict(table) for table in venue.tables]
    values["table_combinations"] = [asdict(each) for each in venue.table_combinations]
    values["turn_minutes"] = {str(size): minutes for size, minutes in venue.turn_minutes.items()}
    return values


def _to_venue(row: RowMapping) -> Venue:
    read: dict[str, Any] = {
        "hours": _to_hours(row["hours"]),
        "exceptions": {days: _to_times(times) for days, times in row["exceptions"].items()},
        "tables": tuple(DiningTable(**each) for each in row["tables"]),
        "table_combinations": tuple(
            TableCombination(tuple(each["tables"]), each["seats"]) for each in row["table_combinations"]
        ),
        "turn_minutes": {int(size): minutes for size, minutes in row["turn_minutes"].items()},
        "staff_services": {name: tuple(services) for name, services in row["staff_services"].items()},
        "staff_hours": {name: _to_hours(hours) for name, hours in row["staff_hours"].items()},
        "staff_days_off": {name: tuple(days) for name, days in row["staff_days_off"].items()},
    }
    return Venue(**fields_of(row, Venue, **read))


def _to_hours(stored: Mapping[str, Any]) -> OpeningHours:
    return {Weekday(day): _to_times(times) for day, times in stored.items()}


def _to_times(stored: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((start, end) for start, end in stored)
