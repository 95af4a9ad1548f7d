"""Bookings in outside systems: what was asked for there, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Insert, RowMapping, Text, Update, delete, func, literal, null, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.booking import MAY_STAND, STANDING, Booking, BookingStatus
from repositories.booking import NewBooking
from repositories.models import BookingRow, VenueRow
from repositories.rows import columns_of, fields_of, table_of
from repositories.watched_booking import next_look

_BOOKINGS, _VENUES = table_of(BookingRow), table_of(VenueRow)
_OF_VENUE = (_VENUES.c.name.label("venue_name"), _VENUES.c.kind, _VENUES.c.timezone)
_SELECT = select(_BOOKINGS, *_OF_VENUE).join(_VENUES, _VENUES.c.id == _BOOKINGS.c.venue_id)


_KNOWN_SO_FAR = {
    "known_status": func.coalesce(_BOOKINGS.c.known_status, _BOOKINGS.c.status),
    "known_starts_at": func.coalesce(_BOOKINGS.c.known_starts_at, _BOOKINGS.c.starts_at),
}


_WANTED = ("party_size", "service", "stylist", "special_requests", "starts_at", "ends_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideState:
    """A booking as an outside system has it, in our terms."""

    status: BookingStatus
    uid: str | None
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
        values["sent_at"] = None
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

    async def claim_sending(self, booking_id: UUID) -> bool:
        """Write down that its system is about to be sent it; False where an attempt has done so before, or it is gone."""
        c = _BOOKINGS.c
        unsent = update(_BOOKINGS).where(c.id == booking_id, c.status == BookingStatus.UNKNOWN, c.sent_at.is_(None))
        claimed = await self._session.scalar(unsent.values(sent_at=func.clock_timestamp()).returning(c.id))
        return claimed is not None

    async def was_sent(self, booking_id: UUID) -> bool:
        """Whether its system may have been sent it."""
        return await self._session.scalar(select(_BOOKINGS.c.sent_at).where(_BOOKINGS.c.id == booking_id)) is not None

    async def keep_hold(self, booking_id: UUID, uid: str) -> None:
        """Write down what the system called the time that it keeps for us."""
        await self._session.execute(update(_BOOKINGS).where(_BOOKINGS.c.id == booking_id).values(hold_uid=uid))

    async def find_hold(self, booking_id: UUID) -> str | None:
        """What the system called the time that it kept for us last; None where it kept none."""
        return await self._session.scalar(select(_BOOKINGS.c.hold_uid).where(_BOOKINGS.c.id == booking_id))

    async def begin_change(self, seen: Booking, *, lasts: timedelta) -> bool:
        """Nobody else changes it there for so long; False where somebody does, or the guest would see another booking than was `seen`."""
        c = _BOOKINGS.c
        is_free = func.coalesce(c.changing_until, func.clock_timestamp()) <= func.clock_timestamp()
        begun = update(_BOOKINGS).where(c.id == seen.id, c.version == seen.version, is_free).returning(c.id)
        return await self._session.scalar(begun.values(changing_until=func.clock_timestamp() + lasts)) is not None

    async def end_change(self, booking_id: UUID) -> None:
        """Others may change it again."""
        await self._session.execute(update(_BOOKINGS).where(_BOOKINGS.c.id == booking_id).values(changing_until=null()))

    async def record(self, booking_id: UUID, state: OutsideState) -> Booking | None:
        """Write down how the system has it; None where the row was removed."""
        known = {"known_status": null(), "known_starts_at": null()}
        return await self._write(_recording(state).where(_BOOKINGS.c.id == booking_id).values(known))

    async def record_news(self, seen: Booking, state: OutsideState) -> Booking | None:
        """Write down what the place has made of it by itself; None where the row is not as it was `seen` any more.

        What was written down so far is what the person knows.
        """
        as_seen = (_BOOKINGS.c.id == seen.id, _BOOKINGS.c.updated_at == seen.updated_at)
        return await self._write(_recording(state).where(*as_seen).values(_KNOWN_SO_FAR))

    async def mark_checked(self, booking_id: UUID) -> None:
        """It was looked at, and nothing has changed."""
        await self._session.execute(update(_BOOKINGS).where(_BOOKINGS.c.id == booking_id).values(checked_at=func.now()))

    async def ask_again(self, asked: Booking, booking: NewBooking) -> Booking:
        """The system is about to be asked once more for what surely does not stand, perhaps for something else by now.

        What is decided already stays as it is.
        """
        c = _BOOKINGS.c
        wanted = {name: getattr(booking, name) for name in _WANTED}
        again = update(_BOOKINGS).where(c.id == asked.id, c.status == BookingStatus.UNKNOWN, c.uid.is_(None))
        return await self._write(again.values(**wanted, updated_at=func.clock_timestamp())) or asked

    async def remove_asked(self, booking_id: UUID) -> None:
        """It surely does not stand there."""
        c = _BOOKINGS.c
        await self._session.execute(delete(_BOOKINGS).where(c.id == booking_id, c.status == BookingStatus.UNKNOWN))

    async def reject(self, booking_id: UUID, *, raw_status: str) -> Booking | None:
        """The place said no. The effect that asked for it may ask for something else."""
        return await self._write(_rejecting(raw_status).where(_BOOKINGS.c.id == booking_id))

    async def reject_late(self, seen: Booking, *, raw_status: str) -> Booking | None:
        """The same after it was pending for a while, which is news; None where the row is not as it was `seen` any more."""
        as_seen = (_BOOKINGS.c.id == seen.id, _BOOKINGS.c.updated_at == seen.updated_at)
        return await self._write(_rejecting(raw_status).where(*as_seen).values(_KNOWN_SO_FAR))

    async def count_at(self, venue_id: UUID, starts_at: datetime, *, is_certain: bool) -> int:
        """How many bookings begin at a venue then: those that surely stand, or all that may."""
        c = _BOOKINGS.c
        at = (c.venue_id == venue_id, c.starts_at == starts_at, c.status.in_(STANDING if is_certain else MAY_STAND))
        return await self._session.scalar(select(func.count()).where(*at)) or 0

    async def list_open(self, task_id: UUID) -> list[Booking]:
        """What a task has asked for and nobody has decided yet."""
        c = _BOOKINGS.c
        is_open = (c.task_id == task_id, c.status.in_({BookingStatus.UNKNOWN, BookingStatus.PENDING}))
        rows = await self._session.execute(_SELECT.where(*is_open).order_by(c.id))
        return [_to_booking(row) for row in rows.mappings()]

    async def find_age(self, booking_id: UUID) -> timedelta | None:
        """How long ago the system was asked, by the database's clock; None where nothing was."""
        age = func.clock_timestamp() - _BOOKINGS.c.updated_at
        return await self._session.scalar(select(age).where(_BOOKINGS.c.id == booking_id))

    async def _write(self, statement: Insert | Update) -> Booking | None:
        written: Any = statement.returning(*_BOOKINGS.c).cte("written")
        found = select(written, *_OF_VENUE).join(_VENUES, _VENUES.c.id == written.c.venue_id)
        row = (await self._session.execute(found)).mappings().one_or_none()
        return _to_booking(row) if row else None


def _recording(state: OutsideState) -> Update:
    c = _BOOKINGS.c
    status, starts_at = literal(state.status, c.status.type), literal(state.starts_at, c.starts_at.type)
    looked = {"updated_at": func.clock_timestamp(), "checked_at": func.now(), "look_at": next_look(status, starts_at)}
    return update(_BOOKINGS).values({**columns_of(state), **looked})


def _rejecting(raw_status: str) -> Update:
    c = _BOOKINGS.c
    values = {
        "status": BookingStatus.REJECTED,
        "raw_status": raw_status,
        "effect_key": c.effect_key + "#" + sql_cast(c.id, Text()),
        "updated_at": func.clock_timestamp(),
    }
    may_stand = c.status.in_({BookingStatus.UNKNOWN, BookingStatus.PENDING})
    return update(_BOOKINGS).where(may_stand).values(values)


def _to_booking(row: RowMapping) -> Booking:
    return Booking(**fields_of(row, Booking))
