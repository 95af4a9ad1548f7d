"""What comes next for a due time: pure. The figures are those that people know from other products (docs/reminders.md)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from core.reminder import Occurrence, ReminderKind

REPEAT_AFTER = timedelta(minutes=10)
"""A medicine that was not answered is told once more after this; MedTimer's default."""

MISSED_AFTER = timedelta(minutes=60)
"""A medicine that was not answered by then counts as missed, and the family hears of it; Medisafe's figure."""

ANSWER_WITHIN = timedelta(minutes=30)
"""However late it was told, a medicine can be answered this long before it counts as missed."""

TELL_WITHIN = timedelta(hours=12)
"""A plain reminder is told this late at most, after everything was down."""

SNOOZE = timedelta(minutes=15)
"""How long "later" is; MedTimer's default."""

LATEST_TELLING = timedelta(hours=2)
"""A medicine that waits is told again this long after its first telling at most, and can be answered after that too."""

EARLY = timedelta(hours=3)
"""How long before its time a medicine can be said to be taken."""

LATE_AFTER = timedelta(minutes=5)
"""What is told later than this says for when it was."""

_LEEWAY = timedelta(seconds=2)
"""By how much our clock may be behind the database's, which wakes us."""


class Action(Enum):
    """What is done at a step."""

    TELL = auto()
    TELL_AGAIN = auto()
    MISS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the ladder. `next_at`: when the next one comes; None: this is the last.

    Attributes:
        number: distinguishes what is told from what was told before; the same when the step is made again.
    """

    action: Action
    number: int = 0
    next_at: datetime | None = None


def next_step(occurrence: Occurrence, kind: ReminderKind, *, now: datetime) -> Step:
    """What to do for a due time whose moment has come."""
    if occurrence.told_at is None:
        return _first_step(occurrence, kind, now=now)
    if occurrence.snoozed_until:
        return _snoozed_step(occurrence, occurrence.snoozed_until, now=now)
    ends_at = answer_until(occurrence)
    if now >= ends_at - _LEEWAY:
        return Step(action=Action.MISS)
    return Step(action=Action.TELL_AGAIN, number=2, next_at=ends_at)


def _snoozed_step(occurrence: Occurrence, wakes_at: datetime, *, now: datetime) -> Step:
    """What was promised for later is told then, with time to answer, also where it had counted as missed by then."""
    if now > wakes_at + ANSWER_WITHIN:
        return Step(action=Action.MISS)
    ends_at = max(answer_until(occurrence), now + ANSWER_WITHIN)
    return Step(action=Action.TELL_AGAIN, number=int(wakes_at.timestamp()), next_at=ends_at)


def _first_step(occurrence: Occurrence, kind: ReminderKind, *, now: datetime) -> Step:
    is_medicine = kind is ReminderKind.MEDICINE
    if now > occurrence.scheduled_for + (MISSED_AFTER if is_medicine else TELL_WITHIN):
        return Step(action=Action.MISS)
    return Step(action=Action.TELL, number=1, next_at=now + REPEAT_AFTER if is_medicine else None)


def answer_until(occurrence: Occurrence) -> datetime:
    """When a due time that was told and not answered counts as missed."""
    ends_at = occurrence.scheduled_for + MISSED_AFTER
    return max(ends_at, occurrence.told_at + ANSWER_WITHIN) if occurrence.told_at else ends_at


def snooze_until(occurrence: Occurrence, span: timedelta, *, now: datetime) -> datetime | None:
    """When to tell again, at `LATEST_TELLING` at the latest; None where that has passed and it can't wait any longer."""
    first = max(occurrence.scheduled_for, occurrence.told_at or occurrence.scheduled_for)
    latest = first + LATEST_TELLING
    return min(now + span, latest) if latest > now else None


def is_late(told_at: datetime, scheduled_for: datetime) -> bool:
    """Whether it was told so late that this must be said."""
    return told_at - scheduled_for > LATE_AFTER
