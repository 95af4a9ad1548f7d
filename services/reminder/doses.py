"""Which due times somebody speaks of who says that they took their medicine: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.domain import Question
from core.reminder import OccurrenceStatus
from core.when import describe_time, to_local
from services.booking.wording import join_spoken
from services.reminder.ladder import EARLY
from services.reminder.occurrence_answers import OccurrenceState
from services.reminder.reminder_finder import is_any_medicine, means_all
from services.reminder.wording import slot_time

LOOK_BACK = timedelta(hours=24)
DOUBLE_WITHIN = timedelta(hours=2)
"""A medicine said to be taken again so soon is questioned."""
_ALL_OF_THEM = "all of them"
_MOST_OPTIONS = 4
_OPEN = frozenset({OccurrenceStatus.DUE, OccurrenceStatus.SNOOZED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAlready:
    """It was said before. `others`: what would be recorded after a yes."""

    question: Question
    others: Sequence[OccurrenceState]


def choose_doses(
    doses: Sequence[OccurrenceState], words: str | None, *, now: datetime
) -> Sequence[OccurrenceState] | Question | TakenAlready:
    """The doses that are meant: what was told and waits, else what is nearest; none where nothing fits."""
    recent = _taken_lately(doses, now=now)
    fresh = [each for each in doses if each.reminder.id not in {taken.reminder.id for taken in recent}]
    waiting = [each for each in doses if each.status in _OPEN]
    group = waiting or _near(fresh, now=now)
    if group:
        return _one_each(group, words)
    if recent:
        return TakenAlready(question=_ask_about(recent[-1]), others=_near(doses, now=now)[:1])
    return []


def time_of(state: OccurrenceState) -> time:
    """The wall-clock time of a due time."""
    return slot_time(state.occurrence, state.reminder.timezone)


def _near(doses: Sequence[OccurrenceState], *, now: datetime) -> list[OccurrenceState]:
    """Missed a short while ago, else planned for soon, else missed today: of each medicine the nearest."""
    missed = [each for each in doses if each.status is OccurrenceStatus.MISSED]
    planned = [each for each in doses if each.status is OccurrenceStatus.PLANNED]
    just_missed = [each for each in missed if now - each.occurrence.scheduled_for <= EARLY]
    group = just_missed or planned or missed
    return sorted(group, key=lambda each: abs(each.occurrence.scheduled_for - now))


def _taken_lately(doses: Sequence[OccurrenceState], *, now: datetime) -> list[OccurrenceState]:
    taken = [each for each in doses if each.status is OccurrenceStatus.TAKEN and each.occurrence.answered_at]
    lately = [each for each in taken if now - (each.occurrence.answered_at or now) <= DOUBLE_WITHIN]
    return sorted(lately, key=lambda each: each.occurrence.answered_at or now)


def _one_each(group: Sequence[OccurrenceState], words: str | None) -> Sequence[OccurrenceState] | Question:
    """One dose of each medicine; of several medicines the one that was named, all if all were."""
    first: dict[object, OccurrenceState] = {}
    for each in group:
        first.setdefault(each.reminder.id, each)
    if len(first) == 1 or means_all(words) or not is_any_medicine(words):
        return list(first.values())
    names = list(dict.fromkeys(each.reminder.subject for each in first.values()))
    options = (*names[:_MOST_OPTIONS], _ALL_OF_THEM)
    return Question(text=f"Which did you take: {join_spoken(options)}?", slot="medicine", options=options)


def _ask_about(taken: OccurrenceState) -> Question:
    at = to_local(taken.occurrence.answered_at or taken.occurrence.scheduled_for, taken.reminder.timezone)
    said = f"You told me at {describe_time(at.time())} already that you took your {taken.reminder.subject}."
    return Question(text=f"{said} Did you take another one?")
