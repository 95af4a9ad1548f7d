"""How doses ended."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from core.adherence import Dose, DoseCount, DoseResult
from core.domain import TaskStatus
from core.reminder import Occurrence, OccurrenceOutcome, Reminder
from services.reminder.occurrence_state import OccurrenceState
from services.reminder.plan import in_phase


def result_of(dose: OccurrenceState) -> DoseResult | None:
    """How a dose ended; None as long as it has not, and where it was taken out of the plan."""
    seen = dose.occurrence
    match seen.outcome:
        case OccurrenceOutcome.TAKEN:
            return DoseResult.LATE if dose.is_late else DoseResult.TAKEN
        case OccurrenceOutcome.SKIPPED:
            return DoseResult.SKIPPED
        case OccurrenceOutcome.REMINDED:
            return None
        case OccurrenceOutcome.MISSED:
            return _unanswered(seen)
        case None:
            return _unanswered(seen) if seen.status is TaskStatus.FAILED else None


def to_doses(found: Sequence[Occurrence], reminders: Mapping[UUID, Reminder]) -> list[Dose]:
    """Those that have ended, in the same order, with what their reminders say."""
    states = [
        OccurrenceState(occurrence=each, reminder=in_phase(reminders[each.reminder_id], each.phase)) for each in found
    ]
    return [
        Dose(occurrence=each.occurrence, reminder=each.reminder, result=result)
        for each in states
        if (result := result_of(each))
    ]


def count_one_by_one(doses: Sequence[Dose]) -> list[DoseCount]:
    """A count for each of a few doses."""
    return [
        DoseCount(reminder_id=each.reminder.id, on=each.occurrence.local_date, result=each.result, number=1)
        for each in doses
    ]


def _unanswered(seen: Occurrence) -> DoseResult:
    return DoseResult.UNKNOWN if seen.told_at is None else DoseResult.MISSED
