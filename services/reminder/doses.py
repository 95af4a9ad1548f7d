"""Which due times somebody speaks of who says that they took their medicine: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.domain import Question
from core.reminder import OccurrenceStatus
from core.when import describe_time, is_in_part, to_local
from services.booking.wording import join_spoken
from services.reminder.ladder import EARLY
from services.reminder.occurrence_answers import OccurrenceState
from services.reminder.reminder_finder import ALL_OF_THEM, is_any_medicine, means_all
from services.reminder.wording import slot_time

LOOK_BACK = timedelta(hours=24)
DOUBLE_WITHIN = timedelta(hours=2)
"""A medicine said to be taken again so soon is questioned."""
_MOST_OPTIONS = 4
_AROUND_MINUTES = 90
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


def is_around(state: OccurrenceState, times: Iterable[time], part: str | None) -> bool:
    """Whether a dose can be the one of these times, said of the dose or of its taking, and of this part of the day."""
    at = time_of(state)
    hours = list(times)
    near = not hours or any(_minutes_between(at, each) <= _AROUND_MINUTES for each in hours)
    return near and (part is None or is_in_part(at, part))


def _minutes_between(first: time, second: time) -> int:
    apart = abs((first.hour - second.hour) * 60 + first.minute - second.minute)
    return min(apart, 24 * 60 - apart)


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
    options = (*names[:_MOST_OPTIONS], ALL_OF_THEM)
    return Question(text=f"Which did you take: {join_spoken(options)}?", slot="medicine", options=options)


def _ask_about(taken: OccurrenceState) -> Question:
    at = to_local(taken.occurrence.answered_at or taken.occurrence.scheduled_for, taken.reminder.timezone)
    said = f"You told me at {describe_time(at.time())} already that you took your {taken.reminder.subject}."
    return Question(text=f"{said} Did you take another one?")
