"""Bookings in outside systems, as somebody there may change them: when to look, and what the person has to hear."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.booking import STANDING, Booking, BookingStatus
from repositories.models import BookingRow, VenueRow
from repositories.rows import fields_of, table_of

_BOOKINGS, _VENUES = table_of(BookingRow), table_of(VenueRow)
_OF_VENUE = (_VENUES.c.name.label("venue_name"), _VENUES.c.kind, _VENUES.c.timezone)

_DECISION = timedelta(minutes=5)
"""How often it is looked whether the place has decided."""
_STEPS = (
    (timedelta(days=2), timedelta(minutes=10)),
    (timedelta(days=14), timedelta(hours=2)),
)
"""What begins within so long is looked at so often."""
_SELDOM = timedelta(days=1)
_SETTLED = timedelta(seconds=30)
"""What looks like the place's doing may be ours, and still be on its way to being written down."""
RUNG = timedelta(seconds=10)
"""A place that rings tells of what it is about to write down: so long after, it has."""


def next_look(status: ColumnElement[Any], starts_at: ColumnElement[Any]) -> ColumnElement[Any]:
    """When an outside booking of this status is looked at next, which was looked at just now; null: never again."""
    pause = case(
        (status == BookingStatus.PENDING, literal(_DECISION)),
        *((starts_at < func.now() + within, literal(every)) for within, every in _STEPS),
        else_=literal(_SELDOM),
    )
    return case((status.in_(STANDING) & (starts_at > func.now()), func.now() + pause), else_=null())


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A booking that the place has changed, and what the person knows of it."""

    booking: Booking
    known_status: BookingStatus
    known_starts_at: datetime


class WatchedBookingRepository:
    """Questions about what becomes of bookings in outside systems."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def claim_due(self, *, limit: int) -> list[Booking]:
        """Bookings to look at now, those that wait longest first. Nobody else gets them until they are due again.

        What has begun meanwhile is never looked at again.
        """
        c = _BOOKINGS.c
        due = (
            select(c.id)
            .where(c.look_at <= func.now())
            .order_by(c.look_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        claimed = (
            update(_BOOKINGS)
            .where(c.id == due.c.id)
            .values(look_at=next_look(c.status, c.starts_at))
            .returning(*c)
            .cte("claimed")
        )
        statement = (
            select(claimed, *_OF_VENUE)
            .join(_VENUES, _VENUES.c.id == claimed.c.venue_id)
            .where(claimed.c.look_at.is_not(None))
        )
        rows = (await self._session.execute(statement)).mappings()
        return [Booking(**fields_of(row, Booking)) for row in rows]

    async def ring(self, uids: Collection[str], *, venue_id: UUID) -> int:
        """Have bookings looked at in a moment, since the place says that something has happened; answers how many."""
        c = _BOOKINGS.c
        meant = (c.venue_id == venue_id, c.uid.in_(uids), c.status.in_(STANDING))
        rung = update(_BOOKINGS).where(*meant).values(look_at=func.now() + RUNG).returning(c.id)
        return len((await self._session.execute(rung)).all())

    async def pick_news(self, *, limit: int) -> list[News]:
        """What people have to hear, held until the transaction ends."""
        c = _BOOKINGS.c
        statement = (
            select(_BOOKINGS, *_OF_VENUE)
            .join(_VENUES, _VENUES.c.id == c.venue_id)
            .where(c.known_status.is_not(None), c.updated_at < func.now() - _SETTLED)
            .order_by(c.updated_at)
            .limit(limit)
            .with_for_update(skip_locked=True, of=_BOOKINGS)
        )
        rows = (await self._session.execute(statement)).mappings()
        return [
            News(
                booking=Booking(**fields_of(row, Booking)),
                known_status=row["known_status"],
                known_starts_at=row["known_starts_at"],
            )
            for row in rows
        ]

    async def mark_told(self, ids: Collection[UUID]) -> None:
        """The people know of these bookings as they are."""
        told = update(_BOOKINGS).where(_BOOKINGS.c.id.in_(ids))
        await self._session.execute(told.values(known_status=null(), known_starts_at=null()))
