"""Doses that come so long after the one before was taken: the next is planned as soon as that one has ended.

Taken: the interval counts from when it was taken, as far as that was said, else from the answer. Left out or missed: from when it was scheduled. What would lie in the past by
then, after a pause or while everything was down, is due at once: nobody is without their medicine for want of an answer,
and no dose is made up for.
"""

from datetime import datetime, timedelta

from core.reminder import Occurrence, OccurrenceOutcome, Reminder, ReminderStatus
from repositories.unit_of_work import UnitOfWork
from services.reminder.plan import make_elapsed

_MINUTE = timedelta(minutes=1)


async def prolong_chain(unit: UnitOfWork, reminder: Reminder, *, now: datetime) -> None:
    """Store the next dose, in the caller's transaction, which holds the reminder; nothing while one is open."""
    newest = await unit.occurrences.find_newest(reminder.id)
    if newest is not None and newest.outcome is None and not newest.has_ended:
        return
    at = find_next_link(reminder, newest, now=now)
    due = make_elapsed(reminder, at)
    if reminder.ends_on and due.on > reminder.ends_on:
        await unit.reminders.mark_planned(reminder.id, None, status=ReminderStatus.ENDED)
        return
    await unit.occurrences.add_due(reminder, [due])
    await unit.reminders.mark_chained(reminder.id, at)


async def follow_answer(unit: UnitOfWork, reminder: Reminder, *, now: datetime) -> None:
    """Plan the next dose behind an answer, in the same transaction; one that was planned before and not told is moved."""
    if not reminder.regimen.follows_taking or reminder.status is not ReminderStatus.ACTIVE:
        return
    held = await unit.reminders.get_locked(reminder.id, account_id=reminder.account_id)
    await unit.occurrences.remove_untold(held.id, after=now)
    await prolong_chain(unit, held, now=now)


def find_next_link(reminder: Reminder, newest: Occurrence | None, *, now: datetime) -> datetime:
    """When the dose behind the newest one comes, on a whole minute; pure."""
    interval = reminder.regimen.interval
    if newest is None or interval is None:
        at = reminder.chain_at or now
    else:
        taken_at = newest.taken_at or newest.answered_at if newest.outcome is OccurrenceOutcome.TAKEN else None
        basis = taken_at or newest.scheduled_for
        at = basis + interval.span
        if at <= now and reminder.chain_at and reminder.chain_at > now:
            at = reminder.chain_at  # begun anew by an edit
    at = max(at, now)
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + _MINUTE
