"""Bookings in outside systems: what was asked for there, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Insert, RowMapping, Text, Update, delete, func, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.booking import STANDING, Booking, BookingStatus
from repositories.booking import NewBooking
from repositories.models import BookingRow, VenueRow
from repositories.rows import columns_of, fields_of, table_of

_BOOKINGS, _VENUES = table_of(BookingRow), table_of(VenueRow)
_OF_VENUE = (_VENUES.c.name.label("venue_name"), _VENUES.c.kind, _VENUES.c.timezone)
_SELECT = select(_BOOKINGS, *_OF_VENUE).join(_VENUES, _VENUES.c.id == _BOOKINGS.c.venue_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideState:
    """A booking as an outside system has it, in our terms."""

    status: BookingStatus
    uid: str
    raw_status: str
    reference: str
    party_size: int
    service: str | None
    stylist: str | None
    starts_at: datetime
    ends_at: datetime


class OutsideBookingRepository:
    """Questions about bookings in outside systems."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_asked(self, booking: NewBooking, *, system: str, name: str) -> Booking:
        """Write down that an outside system is about to be asked, in whose name; what this effect has written before stays as it is."""
        values = {**columns_of(booking), "status": BookingStatus.UNKNOWN, "system": system, "name": name}
        asked = insert(_BOOKINGS).values(values).on_conflict_do_nothing(index_elements=[_BOOKINGS.c.effect_key])
        added = await self._write(asked)
        if added is not None:
            return added
        found = await self._session.execute(_SELECT.where(_BOOKINGS.c.effect_key == booking.effect_key))
        return _to_booking(found.mappings().one())

    async def claim_uid(self, booking_id: UUID, uid: str) -> bool:
        """Write down what the system called it; False where it has another one under the same request."""
        c = _BOOKINGS.c
        free = update(_BOOKINGS).where(c.id == booking_id, func.coalesce(c.uid, uid) == uid)
        claimed = await self._session.scalar(free.values(uid=uid).returning(c.id))
        return claimed is not None

    async def record(self, booking_id: UUID, state: OutsideState) -> Booking | None:
        """Write down how the system has it; None where the row was removed."""
        values = {**columns_of(state), "updated_at": func.clock_timestamp(), "checked_at": func.now()}
        return await self._write(update(_BOOKINGS).where(_BOOKINGS.c.id == booking_id).values(values))

    async def mark_checked(self, booking_id: UUID) -> None:
        """It was looked at, and nothing has changed."""
        await self._session.execute(update(_BOOKINGS).where(_BOOKINGS.c.id == booking_id).values(checked_at=func.now()))

    async def mark_asked_again(self, booking_id: UUID) -> None:
        """The system is about to be asked once more for what surely does not stand."""
        again = update(_BOOKINGS).where(_BOOKINGS.c.id == booking_id, _BOOKINGS.c.status == BookingStatus.UNKNOWN)
        await self._session.execute(again.values(updated_at=func.clock_timestamp()))

    async def remove_asked(self, booking_id: UUID) -> None:
        """It surely does not stand there."""
        c = _BOOKINGS.c
        await self._session.execute(delete(_BOOKINGS).where(c.id == booking_id, c.status == BookingStatus.UNKNOWN))

    async def reject(self, booking_id: UUID, *, raw_status: str) -> Booking | None:
        """The place said no. The effect that asked for it may ask for something else."""
        c = _BOOKINGS.c
        values = {
            "status": BookingStatus.REJECTED,
            "raw_status": raw_status,
            "effect_key": c.effect_key + "#" + sql_cast(c.id, Text()),
            "updated_at": func.clock_timestamp(),
        }
        may_stand = (c.id == booking_id, c.status.in_({BookingStatus.UNKNOWN, BookingStatus.PENDING}))
        return await self._write(update(_BOOKINGS).where(*may_stand).values(values))

    async def find_age(self, booking_id: UUID) -> timedelta | None:
        """How long ago the system was asked, by the database's clock; None where nothing was."""
        age = func.clock_timestamp() - _BOOKINGS.c.updated_at
        return await self._session.scalar(select(age).where(_BOOKINGS.c.id == booking_id))

    async def list_unwatched(self, *, checked_before: timedelta, limit: int) -> list[Booking]:
        """Bookings still to come at which nobody has looked for so long, those waiting longest first."""
        c = _BOOKINGS.c
        is_due = func.coalesce(c.checked_at, c.created_at) < func.now() - checked_before
        ahead = (c.system != "local", c.status.in_(STANDING), c.starts_at > func.now(), is_due)
        statement = _SELECT.where(*ahead).order_by(c.checked_at.asc().nulls_first()).limit(limit)
        return [_to_booking(row) for row in (await self._session.execute(statement)).mappings()]

    async def _write(self, statement: Insert | Update) -> Booking | None:
        written: Any = statement.returning(*_BOOKINGS.c).cte("written")
        found = select(written, *_OF_VENUE).join(_VENUES, _VENUES.c.id == written.c.venue_id)
        row = (await self._session.execute(found)).mappings().one_or_none()
        return _to_booking(row) if row else None


def _to_booking(row: RowMapping) -> Booking:
    return Booking(**fields_of(row, Booking))
