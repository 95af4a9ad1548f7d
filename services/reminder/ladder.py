"""What comes next for a due time: pure. The ladder of a medicine is data (`core/escalation.py`); docs/reminders.md draws it.

A plain reminder is told once. A medicine is told, then rung after rung of its ladder, until somebody answers, its window
closes, or the next dose is due.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from core.escalation import CRITICAL, NO_LADDERS, USUAL, Escalation, Ladders, Rung
from core.profile import Profile
from core.reminder import NewReminder, Occurrence, ReminderKind

REPEAT_AFTER = USUAL.steps[0].after
MISSED_AFTER = USUAL.window
"""When an unanswered medicine counts as missed, where nobody has set another window."""

ANSWER_WITHIN = timedelta(minutes=30)
"""However late it was told, a medicine can be answered this long before it counts as missed (half of a short window)."""

LAST_CHANCE = timedelta(minutes=10)
""""Later" ends so long before the window closes (a quarter of a short one)."""

TELL_WITHIN = timedelta(hours=12)
"""A plain reminder is told this late at most, after everything was down."""

EARLY = timedelta(hours=3)
"""How long before its time a medicine can be said to be taken."""

LATE_AFTER = timedelta(minutes=5)
"""What is told later than this says for when it was."""

_LEEWAY = timedelta(seconds=2)
"""By how much our clock may be behind the database's, which wakes us (a twentieth of a short window)."""


class Action(Enum):
    """What is done at a step."""

    TELL = auto()
    TELL_AGAIN = auto()  # a "later" is over
    CLIMB = auto()  # the next rung
    WAIT = auto()
    MISS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `next_at`: when the next one comes; None: this is the last.

    Attributes:
        key: distinguishes what is told from what was told before; the same when the step is made again.
        rung: what a CLIMB tells.
        behind: how many rungs are behind it.
        since: from when the rungs count.
    """

    action: Action
    key: str = ""
    rung: Rung | None = None
    behind: int = 0
    since: datetime | None = None
    next_at: datetime | None = None


def ladder_of(
    reminder: NewReminder, profile: Profile | None = None, account: Ladders = NO_LADDERS
) -> Escalation | None:
    """The ladder of a reminder: its own, else its person's, else its account's, else the usual one; None for what asks for
    no answer.
    """
    if reminder.kind is not ReminderKind.MEDICINE:
        return None
    if reminder.escalation is not None:
        return reminder.escalation
    own = profile and (profile.critical_escalation if reminder.critical else profile.escalation)
    common = account.critical_escalation if reminder.critical else account.escalation
    return own or common or (CRITICAL if reminder.critical else USUAL)


def next_step(
    occurrence: Occurrence, ladder: Escalation | None, *, now: datetime, next_dose_at: datetime | None = None
) -> Step:
    """What to do for a due time whose moment has come. `next_dose_at`: when the same medicine is due again."""
    if ladder is None:
        is_over = now > occurrence.scheduled_for + TELL_WITHIN
        return Step(action=Action.MISS) if is_over else Step(action=Action.TELL, key="1")
    if occurrence.told_at is None:
        is_over = now > occurrence.scheduled_for + ladder.window or (next_dose_at is not None and now >= next_dose_at)
        if is_over:
            return Step(action=Action.MISS)
        closes_at = answer_until(occurrence, ladder, next_dose_at=next_dose_at, told_at=now)
        return _begin(Action.TELL, "1", ladder=ladder, now=now, closes_at=closes_at)
    closes_at = answer_until(occurrence, ladder, next_dose_at=next_dose_at)
    if now >= closes_at - _leeway(ladder):
        return Step(action=Action.MISS)
    if occurrence.snoozed_until:
        key = str(int(occurrence.snoozed_until.timestamp()))
        return _begin(Action.TELL_AGAIN, key, ladder=ladder, now=now, closes_at=closes_at)
    return _climb(occurrence, ladder, now=now, closes_at=closes_at)


def _begin(action: Action, key: str, *, ladder: Escalation, now: datetime, closes_at: datetime) -> Step:
    """Tell on the person's own channels; the rungs count from now."""
    return Step(action=action, key=key, since=now, next_at=_next_at(ladder, since=now, behind=0, closes_at=closes_at))


def _climb(occurrence: Occurrence, ladder: Escalation, *, now: datetime, closes_at: datetime) -> Step:
    since, behind = occurrence.ladder_from or occurrence.told_at or now, occurrence.rung
    rung = ladder.steps[behind] if behind < len(ladder.steps) else None
    if rung is None or now < since + rung.after - _leeway(ladder):
        next_at = _next_at(ladder, since=since, behind=behind, closes_at=closes_at)
        return Step(action=Action.WAIT, behind=behind, since=since, next_at=next_at)
    return Step(
        action=Action.CLIMB,
        key=f"{int(since.timestamp())}.{behind}",
        rung=rung,
        behind=behind + 1,
        since=since,
        next_at=_next_at(ladder, since=since, behind=behind + 1, closes_at=closes_at),
    )


def _leeway(ladder: Escalation) -> timedelta:
    return min(_LEEWAY, ladder.window / 20)


def _next_at(ladder: Escalation, *, since: datetime, behind: int, closes_at: datetime) -> datetime:
    return min(since + ladder.steps[behind].after, closes_at) if behind < len(ladder.steps) else closes_at


def answer_until(
    occurrence: Occurrence,
    ladder: Escalation = USUAL,
    *,
    next_dose_at: datetime | None = None,
    told_at: datetime | None = None,
) -> datetime:
    """When a medicine that nobody answers counts as missed."""
    ends_at = occurrence.scheduled_for + ladder.window
    if told := told_at or occurrence.told_at:
        ends_at = max(ends_at, told + min(ANSWER_WITHIN, ladder.window / 2))
    return min(ends_at, next_dose_at) if next_dose_at else ends_at


def snooze_until(
    occurrence: Occurrence,
    ladder: Escalation | None,
    span: timedelta,
    *,
    now: datetime,
    next_dose_at: datetime | None = None,
) -> datetime | None:
    """When to tell again, in time to be answered before the window closes; None where it can't wait any longer."""
    if ladder is None:
        return now + span
    closes_at = answer_until(occurrence, ladder, next_dose_at=next_dose_at)
    latest = closes_at - min(LAST_CHANCE, ladder.window / 4)
    return min(now + span, latest) if latest > now else None


def is_late(told_at: datetime, scheduled_for: datetime) -> bool:
    """Whether it was told so late that this must be said."""
    return told_at - scheduled_for > LATE_AFTER
