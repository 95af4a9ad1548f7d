"""Whether a medicine was said to be taken a short while ago already, so that another one is questioned."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.errors import ConflictError
from core.reminder import Occurrence, OccurrenceStatus, Reminder
from core.when import describe_time, to_local
from repositories.unit_of_work import UnitOfWork
from services.reminder.occurrence_state import OccurrenceState, with_reminders

DOUBLE_WITHIN = timedelta(hours=2)
"""A medicine said to be taken again so soon is questioned."""
_DUE_WITHIN = timedelta(hours=26)


class DoseTwiceError(ConflictError):
    """The medicine was taken a short while ago; another one is recorded only where that is said."""

    name = "dose-taken-twice"
    title = "This medicine was taken a short while ago already"


async def find_taken_lately(
    unit: UnitOfWork, seen: Occurrence, reminder: Reminder, *, now: datetime
) -> OccurrenceState | None:
    """The dose of the same medicine that was taken within two hours; None too where this one was told after that answer."""
    around = await unit.occurrences.list_between(
        seen.user_id, account_id=seen.account_id, since=now - _DUE_WITHIN, until=now + _DUE_WITHIN
    )
    others = [each for each in await with_reminders(unit, around) if each.occurrence.id != seen.id]
    same = [each for each in others if each.reminder.subject.casefold() == reminder.subject.casefold()]
    recent = list_taken_lately(same, now=now)
    if not recent or (seen.told_at is not None and seen.told_at > answered_at(recent[-1])):
        return None
    return recent[-1]


def list_taken_lately(doses: Sequence[OccurrenceState], *, now: datetime) -> list[OccurrenceState]:
    """Those that were taken within two hours, the last one at the end."""
    taken = [each for each in doses if each.status is OccurrenceStatus.TAKEN]
    return sorted((each for each in taken if now - answered_at(each) <= DOUBLE_WITHIN), key=answered_at)


def answered_at(state: OccurrenceState) -> datetime:
    """When it was taken, as far as anybody has said so."""
    return state.occurrence.taken_at or state.occurrence.answered_at or state.occurrence.scheduled_for


def describe_taken_before(taken: OccurrenceState) -> str:
    """What the record says: "You told me at 8:02 in the morning already that you took your aspirin."."""
    at = to_local(taken.occurrence.answered_at or answered_at(taken), taken.reminder.timezone)
    return f"You told me at {describe_time(at.time())} already that you took your {taken.reminder.subject}."
