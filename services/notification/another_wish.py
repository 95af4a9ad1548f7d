"""Telling somebody what became of another wish: "book a table at Olive Garden and tell my daughter what time".

Nothing is told before that wish has come to an end, and then only what its result says; where nothing came of it, nobody
is told of anything.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from pydantic import JsonValue

from core.domain import FINAL, UNDER_WAY, Problem, Task, TaskStatus
from core.errors import PROBLEM_PREFIX, NotFoundError
from core.outcome import Waits
from core.profile import read_profile
from core.reminder import ReminderKind
from core.when import to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.wording import article_of, describe_moment
from services.notification.recipients import in_your_words
from services.reminder.wording import describe_usually

_SOONEST, _LATEST = timedelta(seconds=1), timedelta(minutes=10)
"""How long it takes at least and at most until the other wish is looked at again."""


class AnotherWish:
    """Looks what became of the task that somebody is to be told of."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def hear(self, task: Task, about: UUID, *, whom: str, now: datetime) -> str | Waits | Problem:
        """One sentence for others; or until when to wait for it; or why there is nothing to tell.

        `now` is ours, not the caller's.
        """
        async with self._unit_of_work() as unit:
            try:
                other = await unit.tasks.get(about, account_id=task.account_id)
            except NotFoundError:
                return _nothing_to_tell(whom)
            if other.status not in FINAL:
                return _wait_for(other, now)
            said = await _describe(unit, other, now=now) if other.status is TaskStatus.COMPLETED else None
        return said or _nothing_to_tell(whom)


def _wait_for(other: Task, now: datetime) -> Waits:
    """The longer nothing has happened, the later the next look; a reply to it has this one rung for."""
    still_for = (now - other.updated_at) / 2
    return Waits(until=now + min(max(still_for, _SOONEST), _LATEST), rests=other.status not in UNDER_WAY)


def _nothing_to_tell(whom: str) -> Problem:
    return Problem(
        type=PROBLEM_PREFIX + "nothing-to-tell",
        title="There is nothing to tell",
        detail=f"It did not come about, so I have told {in_your_words(whom)} nothing of it.",
    )


async def _describe(unit: UnitOfWork, other: Task, *, now: datetime) -> str | None:
    result = other.result or {}
    booking, reminder = result.get("booking"), result.get("reminder")
    if isinstance(booking, dict):
        return _describe_booking(booking, today=to_local(now, other.timezone).date())
    if isinstance(reminder, dict):
        return await _describe_reminder(unit, other, UUID(str(reminder["id"])), now=now)
    return None


def _describe_booking(booking: Mapping[str, JsonValue], *, today: date) -> str:
    """Of a booking as results show it: "a table for 2 at Olive Garden is booked for Sunday 22 November at 7 in the evening"."""
    service, stylist = booking.get("service"), booking.get("stylist")
    thing = "table for 1" if booking["party_size"] == 1 else f"table for {booking['party_size']}"
    if booking["kind"] != "restaurant":
        thing = f"{service or 'appointment'}{f' with {stylist}' if stylist else ''}"
    article = article_of(str(service or "appointment")) if booking["kind"] != "restaurant" else "a "
    verb = "is" if article or str(service).endswith("ing") else "are"
    at = datetime.combine(date.fromisoformat(str(booking["date"])), time.fromisoformat(str(booking["time"])))
    when = describe_moment(at, today=today)
    what = f"{article}{thing} at {booking['venue']}"
    return (
        f"{what} on {when} {verb} cancelled" if booking["status"] == "cancelled" else f"{what} {verb} booked for {when}"
    )


async def _describe_reminder(unit: UnitOfWork, other: Task, reminder_id: UUID, *, now: datetime) -> str | None:
    """Which medicine it is others hear only where the person allows it."""
    try:
        reminder = await unit.reminders.get(reminder_id, account_id=other.account_id)
    except NotFoundError:
        return None
    usually = describe_usually(reminder, today=to_local(now, reminder.timezone).date())
    if reminder.kind is not ReminderKind.MEDICINE:
        return f'there is a reminder for "{reminder.subject}", {usually}'
    user = await unit.users.get(other.user_id, account_id=other.account_id)
    medicine = reminder.subject if read_profile(user.preferences).share_medicine_names else "a medicine"
    return f"there is a reminder to take {medicine}, {usually}"
