"""Bookings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.booking import Booking, BookingStatus
from core.errors import NotFoundError
from repositories.models import BookingRow, VenueRow
from repositories.rows import columns_of, fetch_page, fields_of, table_of

_BOOKINGS = table_of(BookingRow)
_VENUES = table_of(VenueRow)
_SELECT = select(_BOOKINGS, _VENUES.c.name.label("venue_name"), _VENUES.c.timezone).join(
    _VENUES, _VENUES.c.id == _BOOKINGS.c.venue_id
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBooking:
    """A booking about to be stored as confirmed."""

    id: UUID
    account_id: UUID
    user_id: UUID
    venue_id: UUID
    task_id: UUID | None
    effect_key: str
    reference: str
    party_size: int
    service: str | None = None
    stylist: str | None = None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """Seats that are taken for a while."""

    starts_at: datetime
    ends_at: datetime
    party_size: int


class BookingRepository:
    """Questions about bookings."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, booking: NewBooking) -> Booking | None:
        """Store a booking; None where its effect has made one before, which stays as it is."""
        values = {**columns_of(booking), "status": BookingStatus.CONFIRMED}
        stored = insert(_BOOKINGS).values(values).on_conflict_do_nothing(index_elements=[_BOOKINGS.c.effect_key])
        added = stored.returning(*_BOOKINGS.c).cte("added")
        named = select(added, _VENUES.c.name.label("venue_name"), _VENUES.c.timezone)
        statement = named.join(_VENUES, _VENUES.c.id == added.c.venue_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_booking(row) if row else None

    async def find_by_effect(self, effect_key: str) -> Booking | None:
        """The booking that this effect made."""
        row = (
            (await self._session.execute(_SELECT.where(_BOOKINGS.c.effect_key == effect_key))).mappings().one_or_none()
        )
        return _to_booking(row) if row else None

    async def get(self, booking_id: UUID, *, account_id: UUID) -> Booking:
        """Raises NotFoundError where the account has no such booking."""
        statement = _SELECT.where(_BOOKINGS.c.id == booking_id, _BOOKINGS.c.account_id == account_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no booking {booking_id}.")
        return _to_booking(row)

    async def list_page(
        self, *, account_id: UUID, user_id: UUID | None, before: UUID | None, limit: int
    ) -> list[Booking]:
        """Bookings of the account, newest first."""
        statement = _SELECT.where(_BOOKINGS.c.account_id == account_id)
        if user_id:
            statement = statement.where(_BOOKINGS.c.user_id == user_id)
        rows = await fetch_page(self._session, statement, table=_BOOKINGS, before=before, limit=limit)
        return [_to_booking(row) for row in rows]

    async def list_taken(self, venue_id: UUID, *, since: datetime, until: datetime) -> Sequence[Taken]:
        """What is taken at a venue at any time between two instants."""
        c = _BOOKINGS.c
        overlaps = (c.starts_at < until, c.ends_at > since, c.status == BookingStatus.CONFIRMED)
        statement = select(c.starts_at, c.ends_at, c.party_size).where(c.venue_id == venue_id, *overlaps)
        return [Taken(*row) for row in await self._session.execute(statement)]


def _to_booking(row: RowMapping) -> Booking:
    return Booking(**fields_of(row, Booking))
