"""Due times, for callers: look, and say that it was taken, skipped, or comes later, or that an answer was wrong.

Each answer is one transaction, which holds the row (`answering.py`).
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from core.clock import Clock
from core.dose_answer import PERSON, AnsweredVia, RecordedAnswer, Said
from core.failpoints import Failpoint, reach
from core.reminder import Occurrence, OccurrenceFilter, OccurrenceOutcome, Reminder
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.reminder.answering import Answering
from services.reminder.answering_errors import OccurrenceAnsweredError, OccurrenceNotDueError
from services.reminder.double_doses import DoseTwiceError, describe_taken_before, find_taken_lately
from services.reminder.occurrence_state import OccurrenceState, with_reminders

__all__ = (
    "BY_API",
    "BY_WORDS",
    "OccurrenceAnsweredError",
    "OccurrenceAnswers",
    "OccurrenceNotDueError",
    "OccurrenceState",
    "with_reminders",
)

BY_WORDS = Said(via=AnsweredVia.WORDS)
BY_API = Said(via=AnsweredVia.API, by=None)

Verb = Callable[[Answering, Occurrence, Reminder], Awaitable[Occurrence]]


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
        async with self._unit_of_work.reading() as unit:
            found = await unit.occurrences.list_page(narrowed, account_id=account_id, before=before, limit=limit)
            return await with_reminders(unit, found)

    async def list_answers(self, occurrence_id: UUID, *, account_id: UUID) -> list[RecordedAnswer]:
        """Every answer to a due time, oldest first; the last one stands."""
        async with self._unit_of_work() as unit:
            await unit.occurrences.get(occurrence_id, account_id=account_id)
            return await unit.occurrence_answers.list_of(occurrence_id)

    async def take(
        self,
        occurrence_id: UUID,
        *,
        account_id: UUID,
        said: Said = BY_API,
        taken_at: datetime | None = None,
        again: bool = False,
    ) -> OccurrenceState:
        """Record that it was taken, also when it had been missed; the same again changes nothing.

        Raises:
            OccurrenceNotDueError: it comes more than three hours from now.
            OccurrenceAnsweredError: it was skipped or cancelled, or is no medicine.
            DoseTwiceError: the medicine was taken within two hours, and it was not said that this is another one.
        """

        async def take(answering: Answering, seen: Occurrence, reminder: Reminder) -> Occurrence:
            return await answering.take(seen, reminder, said, taken_at=taken_at)

        return await self._answer(occurrence_id, take, account_id=account_id, said=said, questions_double=not again)

    async def skip(self, occurrence_id: UUID, *, account_id: UUID, said: Said = BY_API) -> OccurrenceState:
        """Record that it is left out.

        Raises:
            OccurrenceAnsweredError: it has ended in another way.
        """

        async def skip(answering: Answering, seen: Occurrence, reminder: Reminder) -> Occurrence:
            return await answering.skip(seen, reminder, said)

        return await self._answer(occurrence_id, skip, account_id=account_id, said=said)

    async def snooze(
        self, occurrence_id: UUID, span: timedelta | None = None, *, account_id: UUID, said: Said = BY_API
    ) -> OccurrenceState:
        """Tell it again later, in time to be answered; `span` None: as long as its ladder says.

        Raises:
            OccurrenceNotDueError: nobody was told yet, or it has waited too long.
            OccurrenceAnsweredError: it has ended.
        """

        async def snooze(answering: Answering, seen: Occurrence, reminder: Reminder) -> Occurrence:
            return await answering.snooze(seen, reminder, said, span=span)

        return await self._answer(occurrence_id, snooze, account_id=account_id, said=said)

    async def correct(
        self,
        occurrence_id: UUID,
        outcome: OccurrenceOutcome,
        *,
        account_id: UUID,
        said: Said = BY_API,
        taken_at: datetime | None = None,
    ) -> OccurrenceState:
        """Put another answer in the place of the one that stands; both stay in the history.

        Raises:
            OccurrenceAnsweredError: there is nothing to correct yet, or it is no medicine.
            InvalidFieldError: the time can't be right.
        """

        async def correct(answering: Answering, seen: Occurrence, reminder: Reminder) -> Occurrence:
            return await answering.correct(seen, reminder, said, outcome=outcome, taken_at=taken_at)

        return await self._answer(occurrence_id, correct, account_id=account_id, said=said)

    # -------------------------------------------------------------- inside

    async def _answer(
        self, occurrence_id: UUID, verb: Verb, *, account_id: UUID, said: Said, questions_double: bool = False
    ) -> OccurrenceState:
        async with self._unit_of_work() as unit:
            now = self._clock.now()
            seen = await unit.occurrences.get_locked(occurrence_id, account_id=account_id)
            reminder = await unit.reminders.get(seen.reminder_id, account_id=account_id)
            await check_may_say(unit, seen, said)
            if questions_double and seen.outcome is None:
                taken = await find_taken_lately(unit, seen, reminder, now=now)
                if taken is not None:
                    raise DoseTwiceError(
                        f"{describe_taken_before(taken)} If another one was taken, say so with `again`."
                    )
            answered = await verb(Answering(unit, now=now), seen, reminder)
            state = OccurrenceState(occurrence=answered, reminder=reminder)
        reach(Failpoint.AFTER_ANSWERED)
        return state


async def check_may_say(unit: UnitOfWork, seen: Occurrence | Reminder, said: Said) -> None:
    """Raises NotFoundError where who has answered is none of the person's contacts."""
    if said.by is not None and said.by != PERSON:
        await unit.contacts.get(UUID(said.by), user_id=seen.user_id, account_id=seen.account_id)
