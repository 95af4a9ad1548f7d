"""Reminders of what is booked: the evening before and two hours before, kept as the booking is.

They are written in the transaction that writes the booking, so none is left behind by a change or a cancellation.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.booking import MAY_STAND, Booking, BookingStatus, VenueKind
from core.ids import make_id
from core.people import User
from core.profile import read_profile
from core.reminder import NewReminder, Reminder, ReminderKind, ReminderStatus
from core.when import describe_day, describe_time, to_local
from repositories.unit_of_work import UnitOfWork
from services.booking.names import plain
from services.booking.visit import article_of_booking, describe_thing, local_start
from services.reminder.plan import list_due
from services.reminder.planner import plan_stretch, store_plan

_DOUBLE_WITHIN = timedelta(hours=2)
"""A reminder of the person's own that comes so near to ours is enough."""
_WORDS = {
    VenueKind.RESTAURANT: frozenset(
        {"table", "restaurant", "booking", "reservation", "lunch", "dinner", "supper", "meal"}
    ),
    VenueKind.SALON: frozenset({"appointment", "booking", "salon", "hair", "haircut", "hairdresser", "barber"}),
}
"""By what people call it when they ask to be reminded of it."""


async def remember_visit(unit: UnitOfWork, booking: Booking) -> None:
    """Make the reminder of a booking that was made just now, in the transaction that wrote it."""
    user = await unit.users.get(booking.user_id, account_id=booking.account_id)
    if not _wants_any(user):
        return
    wanted = _new_reminder(booking, user)
    stretch = plan_stretch(wanted, after=booking.updated_at, now=booking.updated_at)
    if stretch.until is None:
        return  # all its times are over
    made = await unit.reminders.add(wanted, planned_until=stretch.until)
    if made is not None:
        await unit.occurrences.add_due(made, stretch.due)


async def follow_visit(unit: UnitOfWork, booking: Booking) -> None:
    """Move the reminder of a booking along, take it away, or make it; in the transaction that wrote the booking."""
    reminder = await unit.reminders.find_of_booking(booking.id)
    if booking.status is not BookingStatus.CONFIRMED:
        if reminder is not None and reminder.status is not ReminderStatus.CANCELLED:
            await (_wait if booking.status in MAY_STAND else _stop)(unit, reminder)
        return
    if reminder is None:
        await remember_visit(unit, booking)
    elif reminder.status is not ReminderStatus.CANCELLED:  # else the person has stopped it
        moved = await _move(unit, reminder, booking)
        if moved.status is ReminderStatus.ACTIVE:
            await store_plan(unit, moved, after=booking.updated_at, now=booking.updated_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueVisit:
    """A visit of which somebody is to be told now. `at` is when they were to be told."""

    booking: Booking
    user: User
    at: datetime

    def find_reason_not_to(self, own: list[Reminder], *, now: datetime) -> str | None:
        """Why it is not told; `own` are the reminders that the person has asked for."""
        if self.booking.status is not BookingStatus.CONFIRMED:
            return "the booking does not stand"
        if self.booking.starts_at <= now:
            return "the visit has begun"
        if not _wants_any(self.user):
            return "the person wants no reminders of visits"
        if any(self._is_double(each) for each in own):
            return "the person has a reminder of their own"
        return None

    def tell(self, *, now: datetime) -> str:
        """What they hear: "you have a table for 4 at Olive Garden tomorrow at 7 in the evening."."""
        booking, start = self.booking, local_start(self.booking)
        today = to_local(now, booking.timezone).date()
        days = (start.date() - today).days
        day = "today" if days == 0 else "tomorrow" if days == 1 else f"on {describe_day(start.date(), today)}"
        moment = f"{day} at {describe_time(start.time())}"
        reference = f" The reference is {booking.reference}." if booking.reference else ""
        return f"you have {article_of_booking(booking)}{describe_thing(booking)} {moment}.{reference}"

    def _is_double(self, own: Reminder) -> bool:
        said = set(plain(own.subject).split())
        place = set(plain(self.booking.venue_name).split())
        service = set(plain(self.booking.service or "").split())
        if not (place <= said or (service and service <= said) or said & _WORDS[self.booking.kind]):
            return False
        return bool(list_due(own, after=self.at - _DOUBLE_WITHIN, until=self.at + _DOUBLE_WITHIN, most=1))


def _wants_any(user: User) -> bool:
    return read_profile(user.preferences).visit_reminders


async def _move(unit: UnitOfWork, reminder: Reminder, booking: Booking) -> Reminder:
    status = ReminderStatus.PAUSED if reminder.status is ReminderStatus.PAUSED else ReminderStatus.ACTIVE
    day = to_local(booking.starts_at, reminder.timezone).date()
    changed = await unit.reminders.change(
        reminder.id,
        {"at": booking.starts_at, "starts_on": day, "subject": describe_thing(booking), "status": status},
    )
    await unit.occurrences.remove_untold(reminder.id)
    return changed


async def _wait(unit: UnitOfWork, reminder: Reminder) -> None:
    """Tell nothing until the place has decided. The status stays: cancelled is what the person has stopped."""
    await unit.reminders.change(reminder.id, {"planned_until": None})
    await _take_back_plan(unit, reminder)


async def _stop(unit: UnitOfWork, reminder: Reminder) -> None:
    await unit.reminders.change(reminder.id, {"status": ReminderStatus.CANCELLED, "planned_until": None})
    await _take_back_plan(unit, reminder)


async def _take_back_plan(unit: UnitOfWork, reminder: Reminder) -> None:
    await unit.occurrences.remove_untold(reminder.id)
    await unit.occurrences.cancel_open(reminder.id)


def _new_reminder(booking: Booking, user: User) -> NewReminder:
    return NewReminder(
        id=make_id(),
        account_id=booking.account_id,
        user_id=booking.user_id,
        task_id=None,
        booking_id=booking.id,
        kind=ReminderKind.VISIT,
        subject=describe_thing(booking),
        timezone=user.timezone,
        starts_on=to_local(booking.starts_at, user.timezone).date(),
        at=booking.starts_at,
    )
