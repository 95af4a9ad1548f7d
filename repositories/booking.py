"""Bookings."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Executable,
    Insert,
    RowMapping,
    Select,
    Update,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.booking import MAY_STAND, STANDING, Booking, BookingFilter, BookingStatus
from core.errors import NotFoundError
from repositories.models import BookingRow, HoldRow, TaskRow, VenueRow
from repositories.rows import columns_of, fetch_page, fields_of, table_of

_BOOKINGS = table_of(BookingRow)
_HOLDS = table_of(HoldRow)
_TASKS = table_of(TaskRow)
_VENUES = table_of(VenueRow)
_OF_VENUE = (_VENUES.c.name.label("venue_name"), _VENUES.c.kind, _VENUES.c.timezone)
_SELECT = select(_BOOKINGS, *_OF_VENUE).join(_VENUES, _VENUES.c.id == _BOOKINGS.c.venue_id)


NEARBY = timedelta(hours=2)
"""Nobody is in two places within so short a time by intention."""


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
    special_requests: str | None = None
    tables: tuple[str, ...] = ()
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStay:
    """When a person would be at a venue, and the task that asks for it."""

    user_id: UUID
    venue_id: UUID
    task_id: UUID | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedBooking:
    """What a booking is changed to."""

    party_size: int
    service: str | None
    stylist: str | None
    tables: tuple[str, ...] = ()
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """Seats that are taken for a while, or a chair and whoever works at it; `id` is that of the booking or of the hold."""

    starts_at: datetime
    ends_at: datetime
    party_size: int
    stylist: str | None = None
    tables: tuple[str, ...] = ()
    id: UUID | None = None


class Located(NamedTuple):
    """A booking, and where the place is."""

    booking: Booking
    location: str | None


_TAKEN = tuple(each.name for each in fields(Taken))


class BookingRepository:
    """Questions about bookings."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, booking: NewBooking) -> Booking | None:
        """Store a booking; None where its effect has made one before, which stays as it is."""
        values = {**columns_of(booking), "status": BookingStatus.CONFIRMED}
        stored = insert(_BOOKINGS).values(values).on_conflict_do_nothing(index_elements=[_BOOKINGS.c.effect_key])
        return await self._write(stored)

    async def change(self, seen: Booking, changed: ChangedBooking) -> Booking | None:
        """Change a booking; None where it is not as it was `seen` any more."""
        c = _BOOKINGS.c
        is_as_seen = (c.id == seen.id, c.updated_at == seen.updated_at, c.status == BookingStatus.CONFIRMED)
        return await self._write(
            update(_BOOKINGS).where(*is_as_seen).values(**columns_of(changed), updated_at=func.clock_timestamp())
        )

    async def cancel(self, booking_id: UUID, *, account_id: UUID) -> Booking | None:
        """Cancel a booking that stands; None where none does."""
        c = _BOOKINGS.c
        stands = (c.id == booking_id, c.account_id == account_id, c.status.in_(STANDING))
        values = {"status": BookingStatus.CANCELLED, "updated_at": func.clock_timestamp()}
        return await self._write(update(_BOOKINGS).where(*stands).values(values))

    async def find_by_effect(self, effect_key: str) -> Booking | None:
        """The booking that this effect made."""
        return await self._find(_SELECT.where(_BOOKINGS.c.effect_key == effect_key))

    async def get(self, booking_id: UUID, *, account_id: UUID) -> Booking:
        """Raises NotFoundError where the account has no such booking."""
        found = await self._find(_SELECT.where(_BOOKINGS.c.id == booking_id, _BOOKINGS.c.account_id == account_id))
        if found is None:
            raise NotFoundError(f"There is no booking {booking_id}.")
        return found

    async def find_locked(self, booking_id: UUID) -> Booking | None:
        """A booking, whosever it is, that nobody else can change before the transaction ends."""
        return await self._find(
            _SELECT.where(_BOOKINGS.c.id == booking_id).with_for_update(key_share=True, of=_BOOKINGS)
        )

    async def find_of_user(self, booking_id: UUID, *, user_id: UUID) -> Booking | None:
        """A booking of this person; None where it is nobody's or somebody else's."""
        return await self._find(_SELECT.where(_BOOKINGS.c.id == booking_id, _BOOKINGS.c.user_id == user_id))

    async def list_page(
        self, narrowed: BookingFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[Booking]:
        """Bookings of the account, newest first."""
        statement = _SELECT.where(_BOOKINGS.c.account_id == account_id, *_conditions(narrowed))
        rows = await fetch_page(self._session, statement, table=_BOOKINGS, before=before, limit=limit)
        return [_to_booking(row) for row in rows]

    async def list_upcoming(
        self, user_id: UUID, *, after: datetime, limit: int, statuses: Collection[BookingStatus] = STANDING
    ) -> list[Booking]:
        """The person's bookings of these statuses that begin later than `after`, the next one first.

        Unless told otherwise, those that stand or that the place may still confirm.
        """
        c = _BOOKINGS.c
        ahead = (c.user_id == user_id, c.status.in_(statuses), c.starts_at > after)
        return await self._list(_SELECT.where(*ahead).order_by(c.starts_at, c.id).limit(limit))

    async def list_located(self, user_id: UUID, *, since: datetime, limit: int) -> list[Located]:
        """The person's bookings that end later than `since`, whether they stand or not, the last one first."""
        c = _BOOKINGS.c
        statement = _SELECT.add_columns(_VENUES.c.location.label("venue_location"))
        statement = statement.where(c.user_id == user_id, c.ends_at > since)
        found = await self._session.execute(statement.order_by(c.starts_at.desc(), c.id).limit(limit))
        return [Located(_to_booking(row), row["venue_location"]) for row in found.mappings()]

    async def list_touched(self, user_id: UUID, *, since: datetime) -> list[Booking]:
        """The person's bookings that were made, changed or cancelled since an instant."""
        c = _BOOKINGS.c
        return await self._list(_SELECT.where(c.user_id == user_id, c.updated_at >= since).order_by(c.id).limit(100))

    async def list_taken(
        self, venue_id: UUID, *, since: datetime, until: datetime, without: UUID | None = None, held: str | None = None
    ) -> Sequence[Taken]:
        """What is booked or held at a venue at any time between two instants, but the booking `without` and the hold `held`."""
        parts: list[Select[Any]] = []
        for table, stands, given_up in (
            (_BOOKINGS, _BOOKINGS.c.status == BookingStatus.CONFIRMED, _BOOKINGS.c.id == without),
            (_HOLDS, _HOLDS.c.expires_at > func.clock_timestamp(), _HOLDS.c.key == held),
        ):
            c = table.c
            here = (c.venue_id == venue_id, c.starts_at < until, c.ends_at > since, stands, given_up.isnot(true()))
            parts.append(select(*(c[name] for name in _TAKEN)).where(*here))
        return [Taken(**fields_of(row, Taken)) for row in (await self._session.execute(union_all(*parts))).mappings()]

    async def list_standing(self, venue_id: UUID) -> list[Booking]:
        """The bookings that may stand at a venue and are not over, the next one first."""
        c = _BOOKINGS.c
        stands = (c.venue_id == venue_id, c.status.in_(MAY_STAND), c.ends_at > func.now())
        return await self._list(_SELECT.where(*stands).order_by(c.starts_at, c.id))

    async def move_to_tables(self, moved: Mapping[UUID, Sequence[str]]) -> None:
        """Give parties other tables, which nobody would notice."""
        for booking_id, tables in moved.items():
            await self._session.execute(
                update(_BOOKINGS).where(_BOOKINGS.c.id == booking_id).values(tables=list(tables))
            )

    async def find_beside(self, stay: NewStay) -> Booking | None:
        """What the person may have beside it, made for another request or none: there on that day, or anywhere at about that time.

        Whoever else asks for this person waits until the transaction ends, so that of two wishes at once one sees the other.
        """
        await self._session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"bookings {stay.user_id}", 0)))
        )
        c, mine, theirs = _BOOKINGS.c, _TASKS.alias("mine"), _TASKS.alias("theirs")
        overlaps = and_(c.starts_at < stay.ends_at, c.ends_at > stay.starts_at)
        is_near = and_(c.starts_at > stay.starts_at - NEARBY, c.starts_at < stay.starts_at + NEARBY)
        is_same_day = and_(c.venue_id == stay.venue_id, _day_of(c.starts_at) == _day_of(literal(stay.starts_at)))
        is_same_request = exists().where(
            mine.c.id == stay.task_id, theirs.c.id == c.task_id, theirs.c.request_id == mine.c.request_id
        )
        found = await self._list(
            _SELECT.where(c.user_id == stay.user_id, c.status.in_(MAY_STAND), ~is_same_request)
            .where(or_(overlaps, is_near, is_same_day))
            .order_by(c.venue_id != stay.venue_id, c.starts_at, c.id)
            .limit(1)
        )
        return found[0] if found else None

    async def _write(self, statement: Insert | Update) -> Booking | None:
        written = statement.returning(*_BOOKINGS.c).cte("written")
        return await self._find(select(written, *_OF_VENUE).join(_VENUES, _VENUES.c.id == written.c.venue_id))

    async def _find(self, statement: Executable) -> Booking | None:
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_booking(row) if row else None

    async def _list(self, statement: Select[Any]) -> list[Booking]:
        return [_to_booking(row) for row in (await self._session.execute(statement)).mappings()]


def _conditions(narrowed: BookingFilter) -> Iterator[ColumnElement[bool]]:
    c = _BOOKINGS.c
    day = _day_of(c.starts_at)
    if narrowed.user_id is not None:
        yield c.user_id == narrowed.user_id
    if narrowed.venue_id is not None:
        yield c.venue_id == narrowed.venue_id
    if narrowed.status is not None:
        yield c.status == narrowed.status
    if narrowed.from_date is not None:
        yield day >= narrowed.from_date
    if narrowed.to_date is not None:
        yield day <= narrowed.to_date


def _day_of(instant: ColumnElement[Any]) -> ColumnElement[date]:
    """The calendar day at the venue."""
    return cast(func.timezone(_VENUES.c.timezone, instant), Date)


def _to_booking(row: RowMapping) -> Booking:
    return Booking(**fields_of(row, Booking))
