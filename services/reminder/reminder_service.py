"""Reminders, for callers: make, look, change, pause, resume, cancel, preview."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from core.clock import Clock
from core.domain import FINAL
from core.errors import ConflictError, FieldProblem, InvalidFieldError
from core.idempotency import IdempotencyKey
from core.reminder import Due, NewReminder, Reminder, ReminderFilter, ReminderKind, ReminderStatus
from core.when import to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.reminder.plan import find_next, iterate_due, list_due
from services.reminder.planner import ReminderPlanner
from services.reminder.recurrence import read_rule
from services.reminder.replan import LOOK_BACK, is_counted, list_counted
from services.reminder.timing import first_day


class ReminderStoppedError(ConflictError):
    """An ended or cancelled reminder does not change any more."""

    name = "reminder-stopped"
    title = "The reminder has ended or was cancelled"


class ReminderFollowsError(ConflictError):
    """The reminder of a visit is when the booking says."""

    name = "reminder-follows"
    title = "The reminder follows a booking"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """A reminder as a caller wants it; an absent zone is the user's, an absent first day the first one to come."""

    id: UUID
    account_id: UUID
    user_id: UUID
    kind: ReminderKind
    subject: str
    dosage: str | None = None
    person_name: str | None = None
    location: str | None = None
    timezone: str | None = None
    times: tuple[str, ...] = ()
    recurrence: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    at: datetime | None = None


class ReminderService:
    """Reminders of an account. Everything raises NotFoundError for what the account can't see."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._planner = ReminderPlanner(unit_of_work=unit_of_work, clock=clock)

    @property
    def planner(self) -> ReminderPlanner:
        """What stores the due times; workers run it."""
        return self._planner

    async def create(self, wanted: NewPlan, *, key: IdempotencyKey | None = None) -> Reminder:
        """Store a reminder with its due times of the next days; the one that `key` made before is answered instead.

        Raises:
            NotFoundError: the account has no such user.
            InvalidFieldError: it would never come.
        """
        async with self._unit_of_work() as unit:
            await unit.users.hold(wanted.user_id, account_id=wanted.account_id)
            first_id = await unit.idempotency.claim(key, resource_id=wanted.id) if key else wanted.id
            if first_id != wanted.id:
                return await unit.reminders.get(first_id, account_id=wanted.account_id)
            user = await unit.users.get(wanted.user_id, account_id=wanted.account_id)
            now = self._clock.now()
            reminder = _complete(wanted, timezone=wanted.timezone or user.timezone, now=now)
            check_comes(reminder, now=now)
            return await self.add_within(unit, reminder)

    async def add_within(self, unit: UnitOfWork, reminder: NewReminder) -> Reminder:
        """Store and plan a reminder in the caller's transaction; one of the same task is answered as it stands."""
        stored = await unit.reminders.add(reminder)
        if stored is None:
            made = await unit.reminders.find_by_task(reminder.task_id) if reminder.task_id else None
            if made is None:
                raise ConflictError("The task of this reminder has made another one.")
            return made
        # One exact instant is told even if it has just passed; of a wall-clock plan only what is still to come.
        await self._planner.plan(unit, stored, after=None if stored.at else self._clock.now())
        return await unit.reminders.get(stored.id, account_id=stored.account_id)

    async def get(self, reminder_id: UUID, *, account_id: UUID) -> Reminder:
        """One reminder."""
        async with self._unit_of_work() as unit:
            return await unit.reminders.get(reminder_id, account_id=account_id)

    async def list_page(
        self, narrowed: ReminderFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[Reminder]:
        """Reminders, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.reminders.list_page(narrowed, account_id=account_id, before=before, limit=limit)

    async def preview(self, reminder_id: UUID, *, account_id: UUID, count: int) -> list[Due]:
        """The next due times, whether it is paused or not; none for one that has ended or was cancelled."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get(reminder_id, account_id=account_id)
            if reminder.status in {ReminderStatus.ENDED, ReminderStatus.CANCELLED}:
                return []
            return await list_upcoming(unit, reminder, now=self._clock.now(), most=count)

    async def change(self, reminder_id: UUID, changes: Mapping[str, Any], *, account_id: UUID) -> Reminder:
        """Write the named fields and plan anew; what has been told already stays as it is.

        Raises:
            ReminderStoppedError: it has ended or was cancelled.
            ReminderFollowsError: it is that of a visit.
            InvalidFieldError: it would never come.
        """
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get_locked(reminder_id, account_id=account_id)
            if reminder.booking_id is not None:
                raise ReminderFollowsError("This reminder follows its booking; change that, or stop the reminder.")
            return await self.change_within(unit, reminder, changes)

    async def change_within(self, unit: UnitOfWork, reminder: Reminder, changes: Mapping[str, Any]) -> Reminder:
        """As `change`, of a reminder that the caller's transaction holds."""
        _check_living(reminder)
        now = self._clock.now()
        if find_next(reminder, after=now) is None:
            raise ReminderStoppedError("All times of this reminder have passed; make a new one.")
        check_comes(replace(reminder, **_settled(reminder, changes)), now=now)
        changed = await unit.reminders.change(reminder.id, _settled(reminder, changes))
        # What is due already and waits for a worker was promised under the old plan.
        await unit.occurrences.remove_untold(changed.id, after=now)
        await _count_done(unit, reminder, changed, now=now)
        if changed.status is ReminderStatus.ACTIVE:
            await self._planner.plan(unit, changed, after=now)
        return await unit.reminders.get(changed.id, account_id=changed.account_id)

    async def pause(self, reminder_id: UUID, *, account_id: UUID) -> Reminder:
        """Tell nothing until it is resumed; pausing again changes nothing."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get_locked(reminder_id, account_id=account_id)
            _check_living(reminder)
            if reminder.status is ReminderStatus.PAUSED:
                return reminder
            return await _stop(unit, reminder, ReminderStatus.PAUSED)

    async def resume(self, reminder_id: UUID, *, account_id: UUID) -> Reminder:
        """Go on from now; what would have come in the pause is not made up for."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get_locked(reminder_id, account_id=account_id)
            _check_living(reminder)
            if reminder.status is ReminderStatus.ACTIVE:
                return reminder
            resumed = await unit.reminders.change(reminder.id, {"status": ReminderStatus.ACTIVE})
            await self._planner.plan(unit, resumed, after=self._clock.now())
            return await unit.reminders.get(reminder.id, account_id=account_id)

    async def cancel(self, reminder_id: UUID, *, account_id: UUID) -> Reminder:
        """Stop it for good; what has been told and recorded stays. Cancelling again changes nothing."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get_locked(reminder_id, account_id=account_id)
            return await self.cancel_within(unit, reminder)

    async def cancel_within(self, unit: UnitOfWork, reminder: Reminder) -> Reminder:
        """As `cancel`, of a reminder that the caller's transaction holds."""
        if reminder.status is ReminderStatus.CANCELLED:
            return reminder
        return await _stop(unit, reminder, ReminderStatus.CANCELLED)


async def list_upcoming(unit: UnitOfWork, reminder: Reminder, *, now: datetime, most: int = 1) -> list[Due]:
    """The next due times of a reminder that have not ended early."""
    rows = await unit.occurrences.list_of_reminder(reminder.id, since=now)
    ended = {(each.local_date, each.slot) for each in rows if each.status in FINAL}
    upcoming = (due for due in iterate_due(reminder, after=now) if (due.on, due.slot) not in ended)
    return list(islice(upcoming, most))


async def _count_done(unit: UnitOfWork, old: Reminder, new: Reminder, *, now: datetime) -> None:
    """Take out of today's new plan what was told or answered today under the old one."""
    rows = await unit.occurrences.list_of_reminder(old.id, since=now - LOOK_BACK)
    counted = list_counted(old, new, rows, now=now)
    stays = {(due.on, due.slot) for due in list_due(new, after=now, until=now + LOOK_BACK)}
    gone = [each for each in rows if is_counted(each) and (each.local_date, each.slot) not in stays]
    await unit.occurrences.remove_many([each.id for each in gone if each.scheduled_for > now])
    await unit.occurrences.add_counted(new, counted)


async def _stop(unit: UnitOfWork, reminder: Reminder, status: ReminderStatus) -> Reminder:
    stopped = await unit.reminders.change(reminder.id, {"status": status, "planned_until": None})
    await unit.occurrences.remove_untold(reminder.id)
    await unit.occurrences.cancel_open(reminder.id)
    return stopped


def _complete(wanted: NewPlan, *, timezone: str, now: datetime) -> NewReminder:
    """The reminder with its zone and its first day."""
    today = to_local(wanted.at or now, timezone).date()
    values: dict[str, Any] = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    values |= {"task_id": None, "timezone": timezone, "starts_on": wanted.starts_on or today}
    reminder = NewReminder(**values)
    if wanted.at or wanted.starts_on:
        return reminder
    _check_rule(reminder)
    return replace(reminder, starts_on=first_day(reminder, now=now))


def check_comes(reminder: NewReminder, *, now: datetime) -> None:
    """Raises InvalidFieldError where the reminder has no due time to come, or can't be read."""
    _check_rule(reminder)
    if reminder.at is None and find_next(reminder, after=now) is None:
        field = "/recurrence" if reminder.recurrence else "/starts_on"
        raise _refusal(field, "This would never come: all its times have passed, or there is no such day.")
    if reminder.at is not None and reminder.at <= now:
        raise _refusal("/at", "This instant has passed.")


def _check_rule(reminder: NewReminder) -> None:
    try:
        rule = read_rule(reminder.recurrence, timezone=reminder.timezone) if reminder.recurrence else None
    except ValueError as error:
        raise _refusal("/recurrence", str(error)) from error
    if rule and rule.step and len(reminder.times) != 1:
        raise _refusal("/times", "A recurrence of hours or minutes goes with one time, at which it begins.")


def _refusal(pointer: str, detail: str) -> InvalidFieldError:
    return InvalidFieldError(detail, [FieldProblem(pointer, detail)])


def _check_living(reminder: Reminder) -> None:
    if reminder.status in {ReminderStatus.ENDED, ReminderStatus.CANCELLED}:
        raise ReminderStoppedError(f"This reminder is {reminder.status} and does not change any more; make a new one.")


def _settled(reminder: Reminder, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes with what they rule out: an exact instant has no times of day and no recurrence, and the reverse."""
    known = {field.name for field in fields(reminder)}
    settled = {name: value for name, value in changes.items() if name in known}
    at = settled.get("at")
    if at is not None:
        starts_on = to_local(at, settled.get("timezone", reminder.timezone)).date()
        return {**settled, "times": (), "recurrence": None, "ends_on": None, "starts_on": starts_on}
    if settled.get("times") and reminder.at is not None:
        return {"at": None, **settled}
    return settled
