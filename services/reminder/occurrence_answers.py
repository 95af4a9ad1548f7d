"""Due times, for callers: look, and say that it was taken, skipped, or comes later.

An answer holds the row, moves it out of its ladder and records itself in one transaction; the same answer again
changes nothing. Family messages lie ready for the next sweep.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core.clock import Clock
from core.domain import FINAL, Settlement, TaskStatus
from core.errors import ConflictError
from core.reminder import Occurrence, OccurrenceFilter, OccurrenceOutcome, OccurrenceStatus, Reminder, ReminderKind
from core.when import describe_time, to_local
from repositories.occurrence import status_of
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.reminder.family import TAKEN, list_family_notices
from services.reminder.ladder import EARLY, snooze_until

WORDS, API = "words", "api"
_SAME = timedelta(minutes=1)

Verb = Callable[[UnitOfWork, Occurrence, Reminder], Awaitable[Occurrence]]


class OccurrenceAnsweredError(ConflictError):
    """The due time has ended in another way, or asks for no such answer."""

    name = "occurrence-answered"
    title = "This answer does not fit any more"


class OccurrenceNotDueError(ConflictError):
    """It is too early, or too late, for this answer."""

    name = "occurrence-not-due"
    title = "This answer does not fit the time"


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceState:
    """A due time with what its reminder says."""

    occurrence: Occurrence
    reminder: Reminder

    @property
    def status(self) -> OccurrenceStatus:
        """How far it has come."""
        return status_of(self.occurrence)

    @property
    def is_late(self) -> bool:
        """Whether it was taken after it had counted as missed."""
        return self.status is OccurrenceStatus.TAKEN and self.occurrence.status is not TaskStatus.COMPLETED


class OccurrenceAnswers:
    """Due times of an account. Everything raises NotFoundError for what the account can't see."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def get(self, occurrence_id: UUID, *, account_id: UUID) -> OccurrenceState:
        """One due time."""
        async with self._unit_of_work() as unit:
            occurrence = await unit.occurrences.get(occurrence_id, account_id=account_id)
            return (await with_reminders(unit, [occurrence]))[0]

    async def list_page(
        self, narrowed: OccurrenceFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[OccurrenceState]:
        """Due times, the last stored first."""
        async with self._unit_of_work() as unit:
            found = await unit.occurrences.list_page(narrowed, account_id=account_id, before=before, limit=limit)
            return await with_reminders(unit, found)

    async def take(self, occurrence_id: UUID, *, account_id: UUID, via: str = API) -> OccurrenceState:
        """Record that it was taken, also when it had been missed.

        Raises:
            OccurrenceNotDueError: it comes more than three hours from now.
            OccurrenceAnsweredError: it was skipped or cancelled, or is no medicine.
        """
        return await self._answer(
            occurrence_id, account_id, lambda unit, seen, reminder: self.take_within(unit, seen, reminder, via=via)
        )

    async def skip(self, occurrence_id: UUID, *, account_id: UUID, via: str = API) -> OccurrenceState:
        """Record that it is left out.

        Raises:
            OccurrenceAnsweredError: it has ended in another way.
        """

        async def skip(unit: UnitOfWork, seen: Occurrence, reminder: Reminder) -> Occurrence:
            del reminder
            if seen.outcome is OccurrenceOutcome.SKIPPED:
                return seen
            _check_open(seen)
            return await self._end(unit, seen, OccurrenceOutcome.SKIPPED, via=via)

        return await self._answer(occurrence_id, account_id, skip)

    async def snooze(self, occurrence_id: UUID, span: timedelta, *, account_id: UUID) -> OccurrenceState:
        """Tell it again later, with time to answer after that.

        Raises:
            OccurrenceNotDueError: nobody was told yet, or it has waited too long.
            OccurrenceAnsweredError: it has ended.
        """

        async def snooze(unit: UnitOfWork, seen: Occurrence, reminder: Reminder) -> Occurrence:
            del reminder
            return await self._snooze(unit, seen, span)

        return await self._answer(occurrence_id, account_id, snooze)

    async def take_within(self, unit: UnitOfWork, seen: Occurrence, reminder: Reminder, *, via: str) -> Occurrence:
        """As `take`, of a due time that the caller's transaction holds."""
        if seen.outcome is OccurrenceOutcome.TAKEN:
            return seen
        if reminder.kind is not ReminderKind.MEDICINE:
            raise OccurrenceAnsweredError("Only a medicine is taken; this reminder asks for no answer.")
        now = self._clock.now()
        if seen.outcome is OccurrenceOutcome.MISSED or seen.status is TaskStatus.FAILED:
            taken = {"outcome": OccurrenceOutcome.TAKEN, "answered_at": now, "answered_via": via}
            answered = await unit.occurrences.write(seen.id, **taken)
        else:
            _check_open(seen)
            if seen.told_at is None and seen.scheduled_for - now > EARLY:
                raise OccurrenceNotDueError(f"This is not due yet: {_when(seen, reminder)}.")
            answered = await self._end(unit, seen, OccurrenceOutcome.TAKEN, via=via)
        await self._tell_family(unit, answered, reminder)
        return answered

    # -------------------------------------------------------------- inside

    async def _answer(self, occurrence_id: UUID, account_id: UUID, verb: Verb) -> OccurrenceState:
        async with self._unit_of_work() as unit:
            seen = await unit.occurrences.get_locked(occurrence_id, account_id=account_id)
            reminder = await unit.reminders.get(seen.reminder_id, account_id=account_id)
            return OccurrenceState(occurrence=await verb(unit, seen, reminder), reminder=reminder)

    async def _end(self, unit: UnitOfWork, seen: Occurrence, outcome: OccurrenceOutcome, *, via: str) -> Occurrence:
        """Out of the ladder; an attempt that runs at this moment finds its row gone on."""
        settlement = Settlement(id=seen.id, epoch=seen.epoch, status=TaskStatus.COMPLETED, reason=str(outcome))
        await unit.occurrences.move_seen(seen, settlement)
        return await unit.occurrences.write(
            seen.id, outcome=outcome, answered_at=self._clock.now(), answered_via=via, snoozed_until=None
        )

    async def _snooze(self, unit: UnitOfWork, seen: Occurrence, span: timedelta) -> Occurrence:
        _check_open(seen)
        if seen.told_at is None:
            raise OccurrenceNotDueError("This is not due yet, so it can't wait any longer.")
        until = snooze_until(seen, span, now=self._clock.now())
        if until is None:
            raise OccurrenceNotDueError("This has waited for two hours and can't wait any longer.")
        if seen.snoozed_until and abs(until - seen.snoozed_until) < _SAME:
            return seen
        settlement = Settlement(
            id=seen.id, epoch=seen.epoch, status=TaskStatus.SCHEDULED, due_at=until, reason="snoozed"
        )
        await unit.occurrences.move_seen(seen, settlement)
        return await unit.occurrences.write(seen.id, snoozed_until=until)

    async def _tell_family(self, unit: UnitOfWork, occurrence: Occurrence, reminder: Reminder) -> None:
        notices = await list_family_notices(unit, occurrence, reminder, topic=TAKEN, now=self._clock.now())
        added = await unit.notifications.add_many(notices)
        # Nobody here can ring after the commit: the next sweep does.
        if added:
            await unit.notifications.forget_dispatches([each.id for each in added])


async def with_reminders(unit: UnitOfWork, occurrences: Sequence[Occurrence]) -> list[OccurrenceState]:
    """Due times with their reminders."""
    reminders = await unit.reminders.list_by_id({each.reminder_id for each in occurrences})
    return [OccurrenceState(occurrence=each, reminder=reminders[each.reminder_id]) for each in occurrences]


def _check_open(seen: Occurrence) -> None:
    if seen.outcome is not None or seen.status in FINAL:
        raise OccurrenceAnsweredError(f"This due time is {status_of(seen)} already.")


def _when(seen: Occurrence, reminder: Reminder) -> str:
    local = to_local(seen.scheduled_for, reminder.timezone)
    return f"it comes on {local:%Y-%m-%d} at {describe_time(local.time())}"
