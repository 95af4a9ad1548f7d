"""Reminders, for callers: make, look, change, pause, resume, cancel, preview."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from core.care_edit import CareEdit, CareVerb
from core.clock import Clock
from core.domain import FINAL
from core.errors import ConflictError, InvalidFieldError
from core.escalation import Escalation
from core.idempotency import IdempotencyKey
from core.people import User
from core.preferences import read_day_times
from core.regimen import AsNeeded, Cycle, Interval, Phase, Tie
from core.reminder import Due, NewReminder, Reminder, ReminderFilter, ReminderKind, ReminderStatus
from core.when import DayTimes, to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.reminder.care_edits import check_may_edit, note_edit
from services.reminder.hours import follow_hours, is_tied
from services.reminder.plan import iterate_due, list_due
from services.reminder.planner import ReminderPlanner, is_over
from services.reminder.replan import LOOK_BACK, is_counted, list_counted
from services.reminder.settling import REGIMEN_FIELDS, Now, find_difference, finish, merge, settle
from services.reminder.timing import first_day

_ZONES_APART = timedelta(hours=26)
"""Between the first zone and the last."""


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
    critical: bool = False
    escalation: Escalation | None = None
    cycle: Cycle | None = None
    interval: Interval | None = None
    phases: tuple[Phase, ...] = ()
    as_needed: AsNeeded | None = None
    tied_to: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Due times to come, and the zone whose wall clock they go by."""

    timezone: str
    due: tuple[Due, ...]


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

    async def create(
        self, wanted: NewPlan, *, key: IdempotencyKey | None = None, carer_id: UUID | None = None
    ) -> Reminder:
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
            by = Now(at=self._clock.now(), hours=read_day_times(user.preferences))
            new = _complete(wanted, timezone=wanted.timezone or user.timezone, by=by)
            await check_may_edit(unit, new, carer_id)
            made = await self.add_within(unit, new)
            await note_edit(unit, made, carer_id, CareVerb.CREATED)
            return made

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

    async def list_edits(self, reminder_id: UUID, *, account_id: UUID) -> list[CareEdit]:
        """What contacts have changed of it, oldest first."""
        async with self._unit_of_work() as unit:
            await unit.reminders.get(reminder_id, account_id=account_id)
            return await unit.care_edits.list_of(reminder_id)

    async def get(self, reminder_id: UUID, *, account_id: UUID) -> Reminder:
        """One reminder."""
        async with self._unit_of_work.reading() as unit:
            return await unit.reminders.get(reminder_id, account_id=account_id)

    async def list_page(
        self, narrowed: ReminderFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[Reminder]:
        """Reminders, newest first."""
        async with self._unit_of_work.reading() as unit:
            return await unit.reminders.list_page(narrowed, account_id=account_id, before=before, limit=limit)

    async def preview(self, reminder_id: UUID, *, account_id: UUID, count: int) -> Preview:
        """The next due times, whether it is paused or not; none for one that has ended or was cancelled."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get(reminder_id, account_id=account_id)
            if reminder.status in {ReminderStatus.ENDED, ReminderStatus.CANCELLED}:
                return Preview(timezone=reminder.timezone, due=())
            due = await list_upcoming(unit, reminder, now=self._clock.now(), most=count)
        return Preview(timezone=reminder.timezone, due=tuple(due))

    async def change(
        self,
        reminder_id: UUID,
        changes: Mapping[str, Any],
        *,
        account_id: UUID,
        check: Callable[[Reminder], None] | None = None,
        carer_id: UUID | None = None,
    ) -> Reminder:
        """Write the named fields and plan anew; what has been told already stays as it is.

        Raises:
            ReminderStoppedError: it has ended or was cancelled.
            ReminderFollowsError: it is that of a visit.
            InvalidFieldError: it would never come.
        """
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get_locked(reminder_id, account_id=account_id)
            if check is not None:
                check(reminder)
            if reminder.booking_id is not None:
                raise ReminderFollowsError("This reminder follows its booking; change that, or stop the reminder.")
            await check_may_edit(unit, reminder, carer_id)
            changed = await self.change_within(unit, reminder, changes)
            await note_edit(unit, changed, carer_id, CareVerb.CHANGED)
            return changed

    async def change_within(self, unit: UnitOfWork, reminder: Reminder, changes: Mapping[str, Any]) -> Reminder:
        """As `change`, of a reminder that the caller's transaction holds."""
        _check_living(reminder)
        now = self._clock.now()
        if is_over(reminder, now=now):
            raise ReminderStoppedError("All times of this reminder have passed; make a new one.")
        user = await unit.users.get(reminder.user_id, account_id=reminder.account_id)
        settled = settle(reminder, changes, by=Now(at=now, hours=read_day_times(user.preferences)))
        return await self._write_change(unit, reminder, settled, now=now)

    async def move(self, user_id: UUID, *, account_id: UUID, zones: tuple[str, str]) -> list[Reminder]:
        """Let what comes by the wall clock of the first zone come by that of the second."""
        async with self._unit_of_work() as unit:
            await unit.users.get(user_id, account_id=account_id)
            return await self.move_within(unit, user_id, account_id=account_id, zones=zones)

    async def move_within(
        self, unit: UnitOfWork, user_id: UUID, *, account_id: UUID, zones: tuple[str, str]
    ) -> list[Reminder]:
        """Let what comes by the wall clock of the first zone come by that of the second, in the caller's transaction.

        What was told or answered today counts for the same slot of the same date there.
        """
        before, after = zones
        now = self._clock.now()
        moved: list[Reminder] = []
        for known in await unit.reminders.list_of_user(user_id, account_id=account_id):
            if known.timezone == before and goes_by_wall_clock(known) and not is_over(known, now=now):
                held = await unit.reminders.get_locked(known.id, account_id=account_id)
                moved.append(await self._write_change(unit, held, replace(held, timezone=after), now=now))
        return moved

    async def follow_hours_within(self, unit: UnitOfWork, user: User, hours: DayTimes) -> None:
        """Plan anew what is tied to the person's meals and bedtime, in the caller's transaction.

        Raises:
            ConflictError: two times of a reminder would fall together.
        """
        now = self._clock.now()
        for known in await unit.reminders.list_of_user(user.id, account_id=user.account_id):
            if not is_tied(known.regimen) or is_over(known, now=now):
                continue
            held = await unit.reminders.get_locked(known.id, account_id=user.account_id)
            try:
                changes = follow_hours(held, hours)
            except InvalidFieldError as error:
                raise ConflictError(f"The reminder {held.id} is tied to these hours. {error.detail}") from error
            if changes:
                await self._write_change(unit, held, replace(held, **changes), now=now)

    async def _write_change(
        self, unit: UnitOfWork, reminder: Reminder, settled: Reminder, *, now: datetime
    ) -> Reminder:
        changed = await unit.reminders.change(reminder.id, find_difference(reminder, settled))
        if changed.critical != reminder.critical:
            await unit.occurrences.mark_critical(changed.id, critical=changed.critical)
        # What is due already and waits for a worker was promised under the old plan.
        await unit.occurrences.remove_untold(changed.id, after=now)
        if not changed.regimen.follows_taking:
            await _count_done(unit, reminder, changed, now=now)
        if changed.status is ReminderStatus.ACTIVE:
            await self._planner.plan(unit, changed, after=now)
        return await unit.reminders.get(changed.id, account_id=changed.account_id)

    async def pause(self, reminder_id: UUID, *, account_id: UUID, carer_id: UUID | None = None) -> Reminder:
        """Tell nothing until it is resumed; pausing again changes nothing."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get_locked(reminder_id, account_id=account_id)
            _check_living(reminder)
            if reminder.status is ReminderStatus.PAUSED:
                return reminder
            await check_may_edit(unit, reminder, carer_id)
            await note_edit(unit, reminder, carer_id, CareVerb.PAUSED)
            return await _stop(unit, reminder, ReminderStatus.PAUSED)

    async def resume(self, reminder_id: UUID, *, account_id: UUID, carer_id: UUID | None = None) -> Reminder:
        """Go on from now; what would have come in the pause is not made up for."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get_locked(reminder_id, account_id=account_id)
            _check_living(reminder)
            if reminder.status is ReminderStatus.ACTIVE:
                return reminder
            await check_may_edit(unit, reminder, carer_id)
            await note_edit(unit, reminder, carer_id, CareVerb.RESUMED)
            resumed = await unit.reminders.change(reminder.id, {"status": ReminderStatus.ACTIVE})
            await self._planner.plan(unit, resumed, after=self._clock.now())
            return await unit.reminders.get(reminder.id, account_id=account_id)

    async def cancel(
        self,
        reminder_id: UUID,
        *,
        account_id: UUID,
        carer_id: UUID | None = None,
        check: Callable[[Reminder], None] | None = None,
    ) -> Reminder:
        """Stop it for good; what has been told and recorded stays. Cancelling again changes nothing. `check` as in `change`."""
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get_locked(reminder_id, account_id=account_id)
            if check is not None:
                check(reminder)
            await check_may_edit(unit, reminder, carer_id)
            if reminder.status is not ReminderStatus.CANCELLED:
                await note_edit(unit, reminder, carer_id, CareVerb.CANCELLED)
            return await self.cancel_within(unit, reminder)

    async def cancel_within(self, unit: UnitOfWork, reminder: Reminder) -> Reminder:
        """As `cancel`, of a reminder that the caller's transaction holds."""
        if reminder.status is ReminderStatus.CANCELLED:
            return reminder
        return await _stop(unit, reminder, ReminderStatus.CANCELLED)


def goes_by_wall_clock(reminder: NewReminder) -> bool:
    """Whether its due times are wall-clock times of its zone, so that they move where the zone does."""
    regimen = reminder.regimen
    is_plan = reminder.at is None and reminder.kind is not ReminderKind.VISIT
    return is_plan and regimen.interval is None and regimen.as_needed is None


async def list_upcoming(unit: UnitOfWork, reminder: Reminder, *, now: datetime, most: int = 1) -> list[Due]:
    """The next due times of a reminder that have not ended early."""
    # What ended earlier the same day in another zone is still to come by the clock of this one, and does not come again.
    rows = await unit.occurrences.list_of_reminder(reminder.id, since=now - _ZONES_APART)
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


def _complete(wanted: NewPlan, *, timezone: str, by: Now) -> NewReminder:
    """The reminder with its zone and its first day."""
    values: dict[str, Any] = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    regimen = {name: values.pop(name) for name in REGIMEN_FIELDS}
    today = to_local(wanted.at or by.at, timezone).date()
    values |= {"task_id": None, "timezone": timezone, "starts_on": wanted.starts_on or today}
    base = NewReminder(**values)
    given = {name: value for name, value in regimen.items() if value}
    merged = merge(base, {"times": wanted.times, **given}, by=by)
    if not (wanted.at or wanted.starts_on):
        merged = replace(merged, starts_on=first_day(merged, now=by.at))
    return finish(merged, before=None, now=by.at)


def _check_living(reminder: Reminder) -> None:
    if reminder.status in {ReminderStatus.ENDED, ReminderStatus.CANCELLED}:
        raise ReminderStoppedError(f"This reminder is {reminder.status} and does not change any more; make a new one.")
