"""A due time together with what its reminder says."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain import TaskStatus
from core.escalation import USUAL
from core.reminder import Occurrence, OccurrenceStatus, Reminder
from repositories.occurrence import status_of
from repositories.unit_of_work import UnitOfWork
from services.reminder.ladder import answer_until, ladder_of


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
        """Whether it was taken after it had counted as missed, or should have."""
        seen = self.occurrence
        if self.status is not OccurrenceStatus.TAKEN:
            return False
        if seen.taken_at is None or seen.taken_at == seen.answered_at:
            return seen.status is not TaskStatus.COMPLETED
        return seen.taken_at > answer_until(seen, ladder_of(self.reminder) or USUAL)


async def with_reminders(unit: UnitOfWork, occurrences: Sequence[Occurrence]) -> list[OccurrenceState]:
    """Due times with their reminders."""
    reminders = await unit.reminders.list_by_id({each.reminder_id for each in occurrences})
    return [OccurrenceState(occurrence=each, reminder=reminders[each.reminder_id]) for each in occurrences]
