"""What a person has found out about a booking that no system could tell, or has arranged by telephone."""

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from core.booking import STANDING, Booking, BookingStatus
from core.domain import Task, TaskStatus
from core.when import to_instant
from repositories.outside_booking import OutsideState
from repositories.unit_of_work import UnitOfWork
from services.booking.change_plan import NewValues
from services.booking.news import tell_difference
from services.booking.visit import local_start

_SETTLED = "settled by a person"
_NEW = ("date", "time", "party_size", "service", "stylist")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was agreed, where that is not what was asked for; local to the place. `reference` is what they call the booking there."""

    date: dt.date | None = None
    time: dt.time | None = None
    reference: str | None = None


async def settle_bookings(unit: UnitOfWork, task: Task, agreed: Agreed) -> None:
    """Write down what a resolved task means for its bookings, in the transaction that resolves it. The person hears of it."""
    is_done = task.status is TaskStatus.COMPLETED
    for asked in await unit.outside_bookings.list_open(task.id):
        await _settle(unit, asked, _moved(_confirmed(asked), asked, agreed) if is_done else None)
    booking_id = task.details.get("booking_id")
    if not is_done or not isinstance(booking_id, str):
        return
    booking = await unit.bookings.find_of_user(UUID(booking_id), user_id=task.user_id)
    if booking is None or booking.status not in STANDING:
        return
    if task.intent == "booking_cancel":
        await _settle(unit, booking, replace(_confirmed(booking), status=BookingStatus.CANCELLED))
    elif task.intent == "booking_change":
        await _settle(unit, booking, _moved(_changed(booking, task), booking, agreed))


async def _settle(unit: UnitOfWork, booking: Booking, state: OutsideState | None) -> None:
    """`state` None: the place said no."""
    before = await unit.bookings.find_locked(booking.id)
    if before is None:
        return
    if state is None:
        after = await unit.outside_bookings.reject_late(before, raw_status=_SETTLED)
    else:
        after = await unit.outside_bookings.record_news(before, state)
    if after is not None:
        await tell_difference(unit, before, after)


def _confirmed(booking: Booking) -> OutsideState:
    return OutsideState(
        status=BookingStatus.CONFIRMED,
        uid=booking.uid,
        raw_status=_SETTLED,
        reference=booking.reference,
        party_size=booking.party_size,
        service=booking.service,
        stylist=booking.stylist,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
    )


def _changed(booking: Booking, task: Task) -> OutsideState:
    new = NewValues.model_validate({name: task.details[name] for name in _NEW if name in task.details})
    state = replace(
        _confirmed(booking),
        party_size=new.party_size or booking.party_size,
        service=new.service or booking.service,
        stylist=new.stylist or booking.stylist,
    )
    start = new.start_of(booking)
    return _starting(state, booking, start)


def _moved(state: OutsideState, booking: Booking, agreed: Agreed) -> OutsideState:
    state = replace(state, reference=agreed.reference or state.reference)
    start = dt.datetime.combine(
        agreed.date or _local(state, booking).date(), agreed.time or _local(state, booking).time()
    )
    return _starting(state, booking, start)


def _starting(state: OutsideState, booking: Booking, start: dt.datetime) -> OutsideState:
    starts_at = to_instant(start.date(), start.time(), booking.timezone)
    return replace(state, starts_at=starts_at, ends_at=starts_at + (booking.ends_at - booking.starts_at))


def _local(state: OutsideState, booking: Booking) -> dt.datetime:
    return local_start(replace(booking, starts_at=state.starts_at))
