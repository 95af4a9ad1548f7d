"""What an answer does, in the transaction that holds its due time: it ends the ladder, is recorded, and is told.

The same answer again changes nothing. Family messages and webhooks lie ready for the next sweep.
"""

from datetime import datetime, timedelta

from core.domain import FINAL, Settlement, TaskStatus
from core.dose_answer import DoseAnswer, Said
from core.errors import FieldProblem, InvalidFieldError
from core.escalation import USUAL
from core.failpoints import Failpoint, reach
from core.profile import read_profile
from core.reminder import Occurrence, OccurrenceOutcome, Reminder
from core.when import describe_time, to_local
from repositories.occurrence import status_of
from repositories.unit_of_work import UnitOfWork
from services.reminder.answering_errors import (
    AnswerUsedError,
    OccurrenceAnsweredError,
    OccurrenceNotDueError,
    check_is_medicine,
)
from services.reminder.chain import follow_answer
from services.reminder.family import MISSED, TAKEN, list_family_notices
from services.reminder.ladder import EARLY, ladder_of, snooze_until
from services.reminder.news import ReminderEvent, tell_endpoints
from services.reminder.occurrence_state import OccurrenceState
from services.reminder.stock import StockBook

_SAME = timedelta(minutes=1)
_AHEAD = timedelta(minutes=1)
"""How far another machine's clock may be ahead of ours."""
EARLIEST = timedelta(hours=24)
"""How long before its time a dose can have been taken, where somebody says when."""

_ANSWER_OF = {
    OccurrenceOutcome.TAKEN: DoseAnswer.TAKEN,
    OccurrenceOutcome.SKIPPED: DoseAnswer.SKIPPED,
    OccurrenceOutcome.MISSED: DoseAnswer.MISSED,
}


class Answering:
    """Records answers in one transaction of the caller, which holds the due time."""

    def __init__(self, unit: UnitOfWork, *, now: datetime) -> None:
        self._unit = unit
        self._now = now
        self._stock = StockBook(unit, now=now)

    async def take(
        self, seen: Occurrence, reminder: Reminder, said: Said, *, taken_at: datetime | None = None
    ) -> Occurrence:
        """It was taken, also where it had counted as missed.

        Raises:
            OccurrenceNotDueError: it comes more than three hours from now.
            OccurrenceAnsweredError: it was skipped or cancelled, or is no medicine.
        """
        if seen.outcome is OccurrenceOutcome.TAKEN:
            return seen
        check_is_medicine(reminder)
        at = self._check_taken_at(seen, taken_at)
        is_over = seen.outcome is OccurrenceOutcome.MISSED or seen.status is TaskStatus.FAILED
        if not is_over:
            _check_open(seen)
            if seen.told_at is None and seen.scheduled_for - self._now > EARLY:
                raise OccurrenceNotDueError(f"This is not due yet: {_when(seen, reminder)}.")
            await self._end(seen, OccurrenceOutcome.TAKEN)
        await self._record(seen, DoseAnswer.TAKEN, said, taken_at=at)
        await self._stock.count_taken(seen, reminder)
        answered = await self._write(seen, OccurrenceOutcome.TAKEN, said, taken_at=at)
        await self._tell_taken(answered, reminder)
        await follow_answer(self._unit, reminder, now=self._now)
        return answered

    async def skip(self, seen: Occurrence, reminder: Reminder, said: Said) -> Occurrence:
        """It is left out.

        Raises:
            OccurrenceAnsweredError: it has ended in another way.
        """
        if seen.outcome is OccurrenceOutcome.SKIPPED:
            return seen
        _check_open(seen)
        await self._end(seen, OccurrenceOutcome.SKIPPED)
        await self._record(seen, DoseAnswer.SKIPPED, said)
        answered = await self._write(seen, OccurrenceOutcome.SKIPPED, said)
        await follow_answer(self._unit, reminder, now=self._now)
        return answered

    async def snooze(
        self, seen: Occurrence, reminder: Reminder, said: Said, *, span: timedelta | None = None
    ) -> Occurrence:
        """Tell it again later, in time to be answered before its window closes. `span` None: as long as its ladder says.

        Raises:
            OccurrenceNotDueError: nobody was told yet, or it has waited too long.
            OccurrenceAnsweredError: it has ended.
        """
        _check_open(seen)
        if seen.told_at is None:
            raise OccurrenceNotDueError("This is not due yet, so it can't wait any longer.")
        user = await self._unit.users.get(seen.user_id, account_id=seen.account_id)
        common = await self._unit.accounts.find_ladders(seen.account_id)
        ladder = ladder_of(reminder, read_profile(user.preferences), common)
        next_dose_at = await self._unit.occurrences.find_next_due(seen.reminder_id, after=seen.scheduled_for)
        wanted = span or (ladder or USUAL).snooze
        until = snooze_until(seen, ladder, wanted, now=self._now, next_dose_at=next_dose_at)
        if until is None:
            raise OccurrenceNotDueError("This can't wait any longer: soon it counts as missed, or the next one is due.")
        if seen.snoozed_until and abs(until - seen.snoozed_until) < _SAME:
            return seen
        settlement = Settlement(
            id=seen.id, epoch=seen.epoch, status=TaskStatus.SCHEDULED, due_at=until, reason="snoozed"
        )
        await self._unit.occurrences.move_seen(seen, settlement)
        await self._record(seen, DoseAnswer.SNOOZED, said, snoozed_until=until)
        return await self._unit.occurrences.write(seen.id, snoozed_until=until)

    async def correct(
        self,
        seen: Occurrence,
        reminder: Reminder,
        said: Said,
        *,
        outcome: OccurrenceOutcome,
        taken_at: datetime | None = None,
    ) -> Occurrence:
        """The answer before was wrong: this one stands in its place, and both stay in the history.

        Raises:
            OccurrenceAnsweredError: there is nothing to correct yet, or it is no medicine.
            InvalidFieldError: the time can't be right.
        """
        check_is_medicine(reminder)
        if seen.outcome not in _ANSWER_OF:
            raise OccurrenceAnsweredError(f"This due time is {status_of(seen)}: there is no answer to correct.")
        at = self._check_taken_at(seen, taken_at or seen.taken_at) if outcome is OccurrenceOutcome.TAKEN else None
        if seen.outcome is outcome and (at is None or at == seen.taken_at):
            return seen
        await self._record(seen, _ANSWER_OF[outcome], said, taken_at=at, corrects=True)
        if seen.outcome is not outcome:
            is_taken = outcome is OccurrenceOutcome.TAKEN
            await (self._stock.count_taken if is_taken else self._stock.count_back)(seen, reminder)
        answered = await self._write(seen, outcome, said, taken_at=at)
        await follow_answer(self._unit, reminder, now=self._now)
        if seen.outcome is outcome:
            return answered
        if outcome is OccurrenceOutcome.TAKEN:
            await self._tell_taken(answered, reminder)
            return answered
        if outcome is OccurrenceOutcome.MISSED:
            await self._tell_endpoints(ReminderEvent.MISSED, answered, reminder)
        return answered

    # -------------------------------------------------------------- inside

    async def _end(self, seen: Occurrence, outcome: OccurrenceOutcome) -> None:
        """Out of the ladder; an attempt that runs at this moment finds its row gone on."""
        settlement = Settlement(id=seen.id, epoch=seen.epoch, status=TaskStatus.COMPLETED, reason=str(outcome))
        await self._unit.occurrences.move_seen(seen, settlement)

    async def _write(
        self, seen: Occurrence, outcome: OccurrenceOutcome, said: Said, *, taken_at: datetime | None = None
    ) -> Occurrence:
        written = await self._unit.occurrences.write(
            seen.id,
            outcome=outcome,
            answered_at=self._now,
            answered_via=said.via,
            answered_by=said.by,
            taken_at=taken_at,
            snoozed_until=None,
        )
        reach(Failpoint.IN_ANSWER)
        return written

    async def _record(
        self,
        seen: Occurrence,
        answer: DoseAnswer,
        said: Said,
        *,
        taken_at: datetime | None = None,
        snoozed_until: datetime | None = None,
        corrects: bool = False,
    ) -> None:
        is_new = await self._unit.occurrence_answers.add(
            seen.id, answer, said, corrects=corrects, taken_at=taken_at, snoozed_until=snoozed_until
        )
        if not is_new:
            raise AnswerUsedError("This has given its answer already; it can't give another one.")
        await self._unit.notifications.close_of_occurrence(seen.id, at=self._now)

    async def _tell_taken(self, answered: Occurrence, reminder: Reminder) -> None:
        worried = await self._unit.notifications.list_contacts_told(answered.id, topic=MISSED)
        notices = await list_family_notices(self._unit, answered, reminder, topic=TAKEN, now=self._now, also=worried)
        added = await self._unit.notifications.add_many(notices)
        # Nobody here can ring after the commit: the next sweep does.
        if added:
            await self._unit.notifications.forget_dispatches([each.id for each in added])
        await self._tell_endpoints(ReminderEvent.TAKEN, answered, reminder)

    async def _tell_endpoints(self, event: ReminderEvent, answered: Occurrence, reminder: Reminder) -> None:
        state = OccurrenceState(occurrence=answered, reminder=reminder)
        await tell_endpoints(self._unit, event, [state], now=self._now)

    def _check_taken_at(self, seen: Occurrence, said: datetime | None) -> datetime:
        if said is None:
            return self._now
        if said > self._now + _AHEAD:
            raise _refusal("This is still to come. Say when it was taken.")
        if seen.scheduled_for - said > EARLIEST:
            raise _refusal("This is more than a day before the dose was due; it must be another one.")
        return min(said, self._now)


def _check_open(seen: Occurrence) -> None:
    if seen.outcome is not None or seen.status in FINAL:
        raise OccurrenceAnsweredError(
            f"This due time is {status_of(seen)} already. Where that is wrong, an answer can be corrected."
        )


def _refusal(detail: str) -> InvalidFieldError:
    return InvalidFieldError(detail, [FieldProblem("/taken_at", detail)])


def _when(seen: Occurrence, reminder: Reminder) -> str:
    local = to_local(seen.scheduled_for, reminder.timezone)
    return f"it comes on {local:%Y-%m-%d} at {describe_time(local.time())}"
