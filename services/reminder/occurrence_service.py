"""What happens at a due time: the handler of occurrences in the one mechanism of `services/durable_work.py`.

A due time is SCHEDULED at its instant. Each step of its ladder (`ladder.py`) tells somebody, or ends it, and schedules
the next one. Messages are stored in the transaction that settles the step, so that a step that is made twice tells once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import structlog

from core.clock import Clock
from core.domain import Queue, Settlement, TaskStatus, WorkKind
from core.escalation import Tell
from core.new_notification import NewNotification
from core.people import User
from core.profile import read_profile
from core.queue import Ring
from core.reminder import Occurrence, OccurrenceOutcome, Reminder, ReminderStatus
from repositories.occurrence import OccurrenceRepository, StepNote
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.visits import DueVisit
from services.durable_work import Finished
from services.reminder.account_ladders import AccountLadders
from services.reminder.circumstances import CircumstanceReader
from services.reminder.due_message import DueMessages
from services.reminder.family import MISSED, compose_family_notices, is_family_news, list_family_notices
from services.reminder.ladder import Action, Step, is_late, ladder_of, next_step
from services.reminder.links import AnswerLinks
from services.reminder.news import ReminderEvent, tell_endpoints
from services.reminder.occurrence_state import OccurrenceState
from services.reminder.plan import in_phase
from services.reminder.rung_channels import WHY_SKIPPED, channels_for
from services.reminder.wording import address, tell_text

logger = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a step wants written beside the settled row; `reminder` is the one that it was made for."""

    reminder: Reminder
    is_told: bool = False
    outcome: OccurrenceOutcome | None = None
    notices: tuple[NewNotification, ...] = ()
    note: StepNote | None = None


class _Said(NamedTuple):
    """To whom a step speaks, and what it says."""

    reminder: Reminder
    user: User
    text: str


class OccurrenceService:
    """Tells people what is due."""

    kind = WorkKind.OCCURRENCE
    queues = (Queue.REMINDER,)

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock, links: AnswerLinks) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._ladders = AccountLadders(unit_of_work=unit_of_work, clock=clock)
        self._messages = DueMessages(links=links, clock=clock)
        self._circumstances = CircumstanceReader(unit_of_work=unit_of_work)

    def repository(self, unit: UnitOfWork) -> OccurrenceRepository:
        return unit.occurrences

    async def perform(self, work: Occurrence) -> Finished[Told]:
        """Make the next step of the ladder."""
        now = self._clock.now()
        known = await self._circumstances.read(work, now=now)
        reminder, user = in_phase(known.reminder, work.phase), known.user
        if reminder.status in {ReminderStatus.PAUSED, ReminderStatus.CANCELLED}:
            return Finished(_settle(work, TaskStatus.CANCELLED, reason="the reminder was stopped"))
        common = await self._ladders.get(work.account_id)
        ladder = ladder_of(reminder, read_profile(user.preferences), common)
        step = next_step(work, ladder, now=now, next_dose_at=known.next_dose_at)
        if step.action is Action.MISS:
            return _missed(work, reminder, await self._list_missed_notices(work, reminder, user, now=now))
        if step.rung is not None and step.rung.tell is Tell.CARER:
            notices = await self._list_missed_notices(work, reminder, user, now=now)
            return _climbed(work, reminder, step, notices=notices, now=now)
        if reminder.booking_id is not None:
            return await self._tell_of_visit(work, reminder, user, step, now=now)
        text = tell_text(
            reminder,
            work,
            name=user.known_name,
            again=step.action is not Action.TELL,
            late=step.action is Action.TELL and is_late(now, work.scheduled_for),
        )
        return self._tell(work, _Said(reminder, user, text), step)

    async def _list_missed_notices(
        self, work: Occurrence, reminder: Reminder, user: User, *, now: datetime
    ) -> Sequence[NewNotification]:
        if not is_family_news(work, reminder, now=now):
            return ()
        family = await self._circumstances.read_family(user)
        return compose_family_notices(work, reminder, family, topic=MISSED, now=now)

    async def _tell_of_visit(
        self, work: Occurrence, reminder: Reminder, user: User, step: Step, *, now: datetime
    ) -> Finished[Told]:
        async with self._unit_of_work.reading() as unit:
            visit = await _find_visit(unit, work, reminder, user)
            own = await unit.reminders.list_of_user(work.user_id, account_id=work.account_id)
        if reason := visit.find_reason_not_to(own, now=now):
            return Finished(_settle(work, TaskStatus.CANCELLED, reason=reason))
        return self._tell(work, _Said(reminder, user, address(visit.tell(now=now), name=user.known_name)), step)

    def _tell(self, work: Occurrence, said: _Said, step: Step) -> Finished[Told]:
        """Say it to the person, on the channels of this step."""
        reminder, user, text = said
        if step.action is Action.WAIT:
            return Finished(_settle(work, TaskStatus.SCHEDULED, reason="not yet", due_at=step.next_at))
        channels = channels_for(step.rung.tell if step.rung else Tell.MAIN, user.channels)
        notices = (
            (self._messages.compose(work, reminder, user, key=step.key, text=text, channels=channels),)
            if channels
            else ()
        )
        if step.rung is not None:
            return _climbed(work, reminder, step, notices=notices, now=self._clock.now())
        return _told(work, reminder, step, notices=notices, now=self._clock.now())

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
        await unit.occurrences.note_steps([told.note for _, told in moved if told and told.note])
        for row, told in moved:
            logger.info("occurrence moved", **row.log_fields, status=str(row.status), told=bool(told and told.is_told))
            if told is not None:
                notices += told.notices
            else:
                notices += await self._give_up(unit, row, now=now)
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


async def _find_visit(unit: UnitOfWork, work: Occurrence, reminder: Reminder, user: User) -> DueVisit:
    booking = await unit.bookings.get(reminder.booking_id or work.id, account_id=work.account_id)
    return DueVisit(booking=booking, user=user, at=work.scheduled_for)


def _told(
    work: Occurrence, reminder: Reminder, step: Step, *, notices: tuple[NewNotification, ...], now: datetime
) -> Finished[Told]:
    note = StepNote(id=work.id, told_at=now, ladder_from=step.since, rung=0)
    if step.next_at is None:
        settlement = _settle(work, TaskStatus.COMPLETED, reason="told")
        outcome = OccurrenceOutcome.REMINDED
        return Finished(settlement, Told(reminder=reminder, is_told=True, outcome=outcome, notices=notices, note=note))
    settlement = _settle(work, TaskStatus.SCHEDULED, reason="told", due_at=step.next_at)
    return Finished(settlement, Told(reminder=reminder, is_told=True, notices=notices, note=note))


def _climbed(
    work: Occurrence, reminder: Reminder, step: Step, *, notices: Sequence[NewNotification], now: datetime
) -> Finished[Told]:
    """One rung is behind, whether it told somebody or had nobody to tell; which of both is kept."""
    tell = step.rung.tell if step.rung else Tell.MAIN
    kept = {"tell": str(tell), "at": now.isoformat(), "skipped": None if notices else WHY_SKIPPED[tell]}
    note = StepNote(id=work.id, told_at=None, ladder_from=step.since, rung=step.behind, step=kept)
    settlement = _settle(work, TaskStatus.SCHEDULED, reason=f"rung {step.behind}: {tell}", due_at=step.next_at)
    return Finished(settlement, Told(reminder=reminder, notices=tuple(notices), note=note))


def _settle(work: Occurrence, status: TaskStatus, *, reason: str, due_at: datetime | None = None) -> Settlement:
    return Settlement(
        id=work.id, epoch=work.epoch, status=status, due_at=due_at, keeps_attempt=due_at is None, reason=reason
    )
