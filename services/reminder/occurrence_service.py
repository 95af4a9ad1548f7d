"""What happens at a due time: the handler of occurrences in the one mechanism of `services/durable_work.py`.

A due time is SCHEDULED at its instant. Each step of its ladder (`ladder.py`) tells the person, or ends it, and schedules
the next one. Messages are stored in the transaction that settles the step, so that a step that is made twice tells once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import structlog

from core.clock import Clock
from core.domain import Message, Queue, Repeat, Settlement, TaskStatus, WorkKind
from core.people import User
from core.queue import Ring
from core.reminder import Occurrence, OccurrenceOutcome, Reminder, ReminderKind, ReminderStatus
from repositories.notification import NewNotification, new_notification
from repositories.occurrence import OccurrenceRepository
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.visits import DueVisit
from services.durable_work import Finished
from services.reminder.family import MISSED, list_family_notices
from services.reminder.ladder import Action, Step, is_late, next_step
from services.reminder.news import ReminderEvent, tell_endpoints
from services.reminder.occurrence_state import OccurrenceState
from services.reminder.wording import address, tell_subject, tell_text

logger = structlog.stdlib.get_logger(__name__)

_TOPICS = {ReminderKind.MEDICINE: "dose", ReminderKind.REMINDER: "reminder", ReminderKind.VISIT: "visit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a step wants written beside the settled row; `reminder` is the one that it was made for."""

    reminder: Reminder
    is_told: bool = False
    outcome: OccurrenceOutcome | None = None
    notices: tuple[NewNotification, ...] = ()


class OccurrenceService:
    """Tells people what is due."""

    kind = WorkKind.OCCURRENCE
    queues = (Queue.REMINDER,)

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    def repository(self, unit: UnitOfWork) -> OccurrenceRepository:
        return unit.occurrences

    async def perform(self, work: Occurrence) -> Finished[Told]:
        """Make the next step of the ladder."""
        now = self._clock.now()
        async with self._unit_of_work() as unit:
            reminder = await unit.reminders.get(work.reminder_id, account_id=work.account_id)
            if reminder.status in {ReminderStatus.PAUSED, ReminderStatus.CANCELLED}:
                return Finished(_settle(work, TaskStatus.CANCELLED, reason="the reminder was stopped"))
            step = next_step(work, reminder.kind, now=now)
            if step.action is Action.MISS:
                notices = await list_family_notices(unit, work, reminder, topic=MISSED, now=now)
                return _missed(work, reminder, notices)
            user = await unit.users.get(work.user_id, account_id=work.account_id)
            text = tell_text(
                reminder,
                work,
                name=user.known_name,
                again=step.action is Action.TELL_AGAIN,
                late=step.action is Action.TELL and is_late(now, work.scheduled_for),
            )
            if reminder.booking_id is not None:
                visit = await _find_visit(unit, work, reminder, user)
                own = await unit.reminders.list_of_user(work.user_id, account_id=work.account_id)
                if reason := visit.find_reason_not_to(own, now=now):
                    return Finished(_settle(work, TaskStatus.CANCELLED, reason=reason))
                text = address(visit.tell(now=now), name=user.known_name)
        return _told(work, _Said(reminder, user, text), step=step)

    async def review(self, unit: UnitOfWork, settlements: Sequence[Settlement]) -> Sequence[Settlement]:
        del unit
        return settlements

    async def record(self, unit: UnitOfWork, moved: Sequence[tuple[Occurrence, Told | None]]) -> Iterable[Ring]:
        """Write what was told and how it ended, and store the messages."""
        now = self._clock.now()
        notices: list[NewNotification] = []
        for outcome in (OccurrenceOutcome.MISSED, OccurrenceOutcome.REMINDED):
            ended = [row.id for row, told in moved if told and told.outcome is outcome]
            if ended:
                await unit.occurrences.mark_ended(ended, outcome)
        heard = [row.id for row, told in moved if told and told.is_told]
        if heard:
            await unit.occurrences.mark_told(heard, at=now)
        for row, told in moved:
            logger.info("occurrence moved", **row.log_fields, status=str(row.status), told=bool(told and told.is_told))
            notices += told.notices if told else await self._give_up(unit, row, now=now)
        await _tell_endpoints(unit, moved, now=now)
        added = await unit.notifications.add_many(notices)
        return [Ring.of(WorkKind.NOTIFICATION, each) for each in added]

    async def _give_up(self, unit: UnitOfWork, occurrence: Occurrence, *, now: datetime) -> Sequence[NewNotification]:
        """What could not be told again and again, for a fault of ours, counts as missed: the family must know."""
        if occurrence.status is not TaskStatus.FAILED or occurrence.outcome is not None:
            return []
        await unit.occurrences.mark_ended([occurrence.id], OccurrenceOutcome.MISSED)
        reminder = await unit.reminders.get(occurrence.reminder_id, account_id=occurrence.account_id)
        missed = OccurrenceState(occurrence=replace(occurrence, outcome=OccurrenceOutcome.MISSED), reminder=reminder)
        await tell_endpoints(unit, ReminderEvent.MISSED, [missed], now=now)
        return await list_family_notices(unit, occurrence, reminder, topic=MISSED, now=now)


async def _tell_endpoints(unit: UnitOfWork, moved: Sequence[tuple[Occurrence, Told | None]], *, now: datetime) -> None:
    """Endpoints hear of what was told for the first time, and of what was missed."""
    due, missed = list[OccurrenceState](), list[OccurrenceState]()
    for row, told in moved:
        if told is not None and told.is_told and row.told_at is None:
            seen = replace(row, told_at=now, outcome=told.outcome)
            due.append(OccurrenceState(occurrence=seen, reminder=told.reminder))
        elif told is not None and told.outcome is OccurrenceOutcome.MISSED:
            seen = replace(row, outcome=told.outcome)
            missed.append(OccurrenceState(occurrence=seen, reminder=told.reminder))
    await tell_endpoints(unit, ReminderEvent.DUE, due, now=now)
    await tell_endpoints(unit, ReminderEvent.MISSED, missed, now=now)


def _missed(work: Occurrence, reminder: Reminder, notices: Sequence[NewNotification]) -> Finished[Told]:
    settlement = _settle(work, TaskStatus.EXPIRED, reason="nobody answered in time")
    return Finished(settlement, Told(reminder=reminder, outcome=OccurrenceOutcome.MISSED, notices=tuple(notices)))


class _Said(NamedTuple):
    reminder: Reminder
    user: User
    text: str


async def _find_visit(unit: UnitOfWork, work: Occurrence, reminder: Reminder, user: User) -> DueVisit:
    booking = await unit.bookings.get(reminder.booking_id or work.id, account_id=work.account_id)
    return DueVisit(booking=booking, user=user, at=work.scheduled_for)


def _told(work: Occurrence, said: _Said, *, step: Step) -> Finished[Told]:
    notices = (_compose(work, said, step=step),) if said.user.channels else ()
    if step.next_at is None:
        settlement = _settle(work, TaskStatus.COMPLETED, reason="told")
        told = Told(reminder=said.reminder, is_told=True, outcome=OccurrenceOutcome.REMINDED, notices=notices)
        return Finished(settlement, told)
    settlement = _settle(work, TaskStatus.SCHEDULED, reason="told", due_at=step.next_at)
    return Finished(settlement, Told(reminder=said.reminder, is_told=True, notices=notices))


def _compose(work: Occurrence, said: _Said, *, step: Step) -> NewNotification:
    reminder, user, text = said
    message = Message(
        key=f"occurrence:{work.id}:{step.number}",
        to=user.name,
        channels=user.channels,
        subject=tell_subject(reminder),
        text=text,
        topic=_TOPICS[reminder.kind],
        repeat=Repeat.SAME_ID,
    )
    return new_notification(message, account_id=user.account_id, user_id=user.id, occurrence_id=work.id)


def _settle(work: Occurrence, status: TaskStatus, *, reason: str, due_at: datetime | None = None) -> Settlement:
    return Settlement(
        id=work.id, epoch=work.epoch, status=status, due_at=due_at, keeps_attempt=due_at is None, reason=reason
    )
