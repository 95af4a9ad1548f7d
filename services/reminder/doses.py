"""Which due times somebody speaks of who says that they took their medicine: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.domain import Question
from core.reminder import OccurrenceStatus
from core.when import describe_time, is_in_part
from services.booking.wording import join_spoken
from services.reminder.double_doses import answered_at, describe_taken_before, list_taken_lately
from services.reminder.ladder import EARLY
from services.reminder.occurrence_state import OccurrenceState
from services.reminder.reminder_finder import ALL_OF_THEM, is_any_medicine, means_all
from services.reminder.wording import name_of, slot_time

LOOK_BACK = timedelta(hours=24)
DAYS_BACK = timedelta(hours=48)
"""How far back a dose can be recorded by its day."""
_HALF = "half"
PART_WORDS = (_HALF, "some of", "part of", "a bit of", "a little of", "most of", "not all", "only one", "just one")
DOUBT_WORDS = (
    *("i think", "i believe", "i guess", "i suppose", "i hope", "maybe", "perhaps", "probably", "possibly", "might"),
    *("may have", "must have", "should have", "could have", "would have", "not sure", "unsure", "not certain"),
    *("can't remember", "cannot remember", "don't remember", "do not remember", "don't know", "or not", "or did i"),
    *("almost", "nearly", "about to", "going to", "forgot", "forgotten", "missed", "if i"),
    *("not", "never", "didn't", "haven't", "hasn't", "isn't", "aren't", "wasn't", "weren't", "don't", "won't"),
)
"""Who says one of these with the taking has not said that it was taken."""
_MOST_OPTIONS = 3
_AROUND_MINUTES = 90
_OPEN = frozenset({OccurrenceStatus.DUE, OccurrenceStatus.SNOOZED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ToConfirm:
    """What is read back first. `group`: of these one dose of each medicine is recorded after a yes."""

    question: Question
    group: Sequence[OccurrenceState]


def choose_of_day(doses: Sequence[OccurrenceState], *, spoken_day: str) -> Sequence[OccurrenceState] | ToConfirm:
    """The doses of a day that is over: what was not answered, several of them only after a yes to all."""
    meant = [each for each in doses if each.status in _OPEN or each.status is OccurrenceStatus.MISSED]
    if len(meant) < 2:
        return meant
    return ToConfirm(question=Question(text=f"Did you take all of these {spoken_day}: {speak_of(meant)}?"), group=meant)


def question_doubt(doubt: str, doses: Sequence[OccurrenceState]) -> Question | None:
    """What is asked where it was not said for sure that all of it was taken; none where the dose is a part by itself."""
    is_part = doubt.casefold() in PART_WORDS
    if doubt.casefold() == _HALF and all(_HALF in (each.reminder.dosage or "").casefold() for each in doses):
        return None
    lead = "I can't write down a part of a dose. " if is_part else "I must be sure. "
    return Question(text=f"{lead}Shall I write down that you took {speak_of(doses)}?")


def choose_doses(
    doses: Sequence[OccurrenceState], words: str | None, *, now: datetime
) -> Sequence[OccurrenceState] | Question | ToConfirm:
    """The doses that are meant: what was told and waits, else what is nearest; none where nothing fits.

    What was said before within two hours is questioned, unless something was told since. What nobody was told of yet is
    recorded only by its name, or after a yes.
    """
    waiting = [each for each in doses if _is_waiting(each, now=now)]
    recent = list_taken_lately(doses, now=now)
    if recent and not any(_told_at(each) > answered_at(recent[-1]) for each in waiting):
        group = waiting or _near(doses, now=now)
        return ToConfirm(question=_ask_about(recent[-1], group), group=group)
    group = waiting or _near(doses, now=now)
    chosen = pick_one_each(group, words)
    if isinstance(chosen, Question) or not is_any_medicine(words):
        return chosen
    early = [each for each in chosen if each.occurrence.scheduled_for > now]
    return (
        ToConfirm(question=Question(text=f"Did you take {speak_of(chosen)} already?"), group=chosen)
        if early
        else chosen
    )


def pick_one_each(group: Sequence[OccurrenceState], words: str | None) -> Sequence[OccurrenceState] | Question:
    """One dose of each medicine; of several medicines the one that was named, all if all were."""
    first: dict[str, OccurrenceState] = {}
    for each in group:
        first.setdefault(each.reminder.subject.casefold(), each)
    if len(first) < 2 or means_all(words) or not is_any_medicine(words):
        return list(first.values())
    names = list(dict.fromkeys(each.reminder.subject for each in first.values()))
    options = (*names[:_MOST_OPTIONS], ALL_OF_THEM)
    return Question(text=f"Which did you take: {join_spoken(options)}?", slot="medicine", options=options)


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


def _is_waiting(state: OccurrenceState, *, now: datetime) -> bool:
    """Whether it was told and not answered, or is due and about to be told."""
    is_due = state.status is OccurrenceStatus.PLANNED and state.occurrence.scheduled_for <= now
    return is_due or state.status in _OPEN


def _told_at(state: OccurrenceState) -> datetime:
    return state.occurrence.told_at or state.occurrence.scheduled_for


def _ask_about(taken: OccurrenceState, others: Sequence[OccurrenceState]) -> Question:
    """Ask whether it was taken again, naming what a yes would write down if that is only one thing."""
    said = describe_taken_before(taken)
    names = {each.reminder.subject.casefold() for each in others}
    if names == {taken.reminder.subject.casefold()}:
        return Question(text=f"{said} Did you take another one, the one of {describe_time(time_of(others[0]))}?")
    if len(names) == 1:
        return Question(text=f"{said} Did you take {speak_of(others[:1])} as well?")
    return Question(text=f"{said} Did you take another one?")


def speak_of(doses: Sequence[OccurrenceState]) -> str:
    """The doses in one breath: "your aspirin of 8 in the morning and your insulin of noon"."""
    named = [f"{name_of(each.reminder)} of {describe_time(time_of(each))}" for each in doses]
    return join_spoken(list(dict.fromkeys(named)), last="and")
