"""Keeps the due times of the next days stored, and ends reminders that have none left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from core.clock import Clock
from core.reminder import Due, NewReminder, Reminder, ReminderStatus
from core.when import to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.reminder.chain import prolong_chain
from services.reminder.plan import find_next, list_due

logger = structlog.stdlib.get_logger(__name__)

PLAN_AHEAD = timedelta(hours=48)
"""How far due times are stored; the time that all workers together may be away without a due time being late."""
TOP_UP_AT = timedelta(hours=24)
"""A plan that reaches no further than this is prolonged."""
PLAN_BATCH = 100
_MOST_AT_ONCE = 500
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The next stretch of a plan. `until` None: nothing comes any more."""

    due: tuple[Due, ...]
    until: datetime | None


def plan_stretch(reminder: NewReminder, *, after: datetime | None, now: datetime) -> Stretch:
    """What has to be stored behind `after`. `until` is set so that the reminder is looked at again just in time."""
    due = list_due(reminder, after=after, until=now + PLAN_AHEAD, most=_MOST_AT_ONCE)
    if len(due) == _MOST_AT_ONCE:
        return Stretch(due=tuple(due), until=due[-1].at - _MOMENT)
    upcoming = find_next(reminder, after=now + PLAN_AHEAD)
    if upcoming:
        return Stretch(due=tuple(due), until=upcoming.at - _MOMENT)
    return Stretch(due=tuple(due), until=due[-1].at + TOP_UP_AT if due else None)


async def store_plan(unit: UnitOfWork, reminder: Reminder, *, after: datetime | None, now: datetime) -> None:
    """Store the due times of the next days behind `after`, in the caller's transaction, which holds the reminder."""
    if reminder.regimen.follows_taking:
        await prolong_chain(unit, reminder, now=now)
    elif reminder.regimen.as_needed is None:
        stretch = plan_stretch(reminder, after=after, now=now)
        await unit.occurrences.add_due(reminder, stretch.due)
        status = ReminderStatus.ACTIVE if stretch.until else ReminderStatus.ENDED
        await unit.reminders.mark_planned(reminder.id, stretch.until, status=status)


def is_over(reminder: NewReminder, *, now: datetime) -> bool:
    """Whether nothing comes of it any more."""
    regimen = reminder.regimen
    if regimen.as_needed or regimen.follows_taking:
        return reminder.ends_on is not None and to_local(now, reminder.timezone).date() > reminder.ends_on
    return find_next(reminder, after=now) is None


class ReminderPlanner:
    """Stores due times ahead. Any worker may run it: a reminder is planned by one at a time."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def plan(self, unit: UnitOfWork, reminder: Reminder, *, after: datetime | None) -> None:
        """Store the due times of the next days behind `after`, in the caller's transaction, which holds the reminder."""
        await store_plan(unit, reminder, after=after, now=self._clock.now())

    async def plan_batch(self) -> int:
        """Prolong the plans that run out; answers how many. What came due while nobody planned is stored too."""
        now = self._clock.now()
        async with self._unit_of_work() as unit:
            picked = await unit.reminders.pick_to_plan(before=now + TOP_UP_AT, limit=PLAN_BATCH)
            for reminder in picked:
                await self._prolong(unit, reminder, now=now)
            chains = await unit.reminders.pick_chains(now=now, limit=PLAN_BATCH)
            for reminder in chains:
                await self._prolong(unit, reminder, now=now)
        if picked or chains:
            logger.info("reminders planned", reminders=len(picked) + len(chains))
        return max(len(picked), len(chains))

    async def _prolong(self, unit: UnitOfWork, reminder: Reminder, *, now: datetime) -> None:
        try:
            await self.plan(unit, reminder, after=reminder.planned_until)
        except (ValueError, KeyError):
            # A zone may leave the time zone database; the others must not wait for this one.
            logger.exception("a reminder can't be planned", reminder_id=str(reminder.id))
            await unit.reminders.mark_planned(reminder.id, now + PLAN_AHEAD, status=ReminderStatus.ACTIVE)
