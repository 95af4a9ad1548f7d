"""Answers about all medicines of a person: which there are, which were taken, which were not, and what is left of a day. Pure."""

from collections.abc import Sequence

from core.reminder import OccurrenceStatus, Reminder, ReminderKind, ReminderStatus
from services.booking.wording import join_spoken
from services.reminder.doses import speak_of
from services.reminder.lookup_words import Wanted
from services.reminder.occurrence_state import OccurrenceState
from services.reminder.telling import Asked, describe_day_plan, describe_next
from services.reminder.wording import describe_span, describe_usually, name_with_dosage

_MOST = 8
_WHAT_TO_DO = (
    "Tell me when you have taken it, or that you leave it out. Whether to take it now I can't say: please ask your pharmacist "
    "or doctor."
)
_LIVING = frozenset({ReminderStatus.ACTIVE, ReminderStatus.PAUSED})
_OPEN = frozenset({OccurrenceStatus.DUE, OccurrenceStatus.SNOOZED})
_AHEAD = frozenset({*_OPEN, OccurrenceStatus.PLANNED})


def describe_wanted(
    wanted: Wanted, states: Sequence[OccurrenceState], medicines: Sequence[Reminder], *, asked: Asked
) -> str:
    """The answer to a question about medicines; `states` are the doses of the day that is asked about."""
    doses = [each for each in states if each.reminder.kind is ReminderKind.MEDICINE]
    when = describe_span(asked.day, asked.today).removeprefix("on ")
    match wanted:
        case Wanted.MEDICINES:
            return _list_medicines([each for each in medicines if each.status in _LIVING], asked=asked)
        case Wanted.TOOK:
            taken = [each for each in doses if each.status is OccurrenceStatus.TAKEN]
            return f"You told me that you took this {when}: {speak_of(taken)}." if taken else _nothing_told(when)
        case Wanted.MISSED:
            return _list_missed(doses, when=when)
        case Wanted.FORGOT:
            return f"{_list_missed(doses, when=when)} {_WHAT_TO_DO}"
        case Wanted.LEFT:
            ahead = [each for each in doses if each.status in _AHEAD]
            if not ahead and asked.day == asked.today:
                return f"There is nothing left for {when}. {describe_next(medicines, now=asked.now)}"
            return describe_day_plan(ahead, (), asked=asked)
        case Wanted.PLAN:
            return describe_day_plan(doses, medicines, asked=asked)


def say_waiting(waiting: Sequence[OccurrenceState]) -> str:
    """What was told and not answered, as a sentence before another one; empty where nothing was."""
    return f"Waiting for your answer: {speak_of(waiting)}. " if waiting else ""


def _list_medicines(medicines: Sequence[Reminder], *, asked: Asked) -> str:
    if not medicines:
        return "I know of no medicines of yours."
    lines = [
        f"{name_with_dosage(each)}, {describe_usually(each, today=asked.today)}"
        + (" (paused)" if each.status is ReminderStatus.PAUSED else "")
        for each in medicines
    ]
    more = f"; and {len(lines) - _MOST} more" if len(lines) > _MOST else ""
    return f"I remind you of these medicines: {'; '.join(lines[:_MOST])}{more}."


def _list_missed(doses: Sequence[OccurrenceState], *, when: str) -> str:
    """What is over and was not confirmed, and what still waits; whether it was swallowed only the person knows."""
    missed = [each for each in doses if each.status is OccurrenceStatus.MISSED]
    waiting = [each for each in doses if each.status in _OPEN]
    said = [
        *([f"not confirmed in time: {speak_of(missed)}"] if missed else []),
        *([f"waiting for your answer: {speak_of(waiting)}"] if waiting else []),
    ]
    if not said:
        return f"As far as I know you have missed nothing {when}."
    text = join_spoken(said, last="and")
    return f"{text[0].upper()}{text[1:]}."


def _nothing_told(when: str) -> str:
    return f"You have not told me of any medicine that you took {when}."
