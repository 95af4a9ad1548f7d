"""Answers from what is recorded: what comes next, what a day brings, what was taken. Pure, and never more than five things."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.reminder import Due, OccurrenceStatus, Reminder, ReminderKind, ReminderStatus
from core.when import describe_day, describe_time, to_local
from services.booking.wording import join_spoken
from services.reminder.doses import time_of
from services.reminder.occurrence_state import OccurrenceState
from services.reminder.plan import find_next, iterate_due
from services.reminder.wording import describe_due, describe_span, name_of

_MOST = 5
_MOST_TOLD = 3
_STATES = {
    OccurrenceStatus.TAKEN: "taken",
    OccurrenceStatus.SKIPPED: "left out",
    OccurrenceStatus.MISSED: "not confirmed",
    OccurrenceStatus.REMINDED: "told",
    OccurrenceStatus.DUE: "due now",
    OccurrenceStatus.SNOOZED: "due now",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When somebody asks, about which day, and about whom, where it is not the person who asks themself."""

    now: datetime
    today: date
    day: date
    about: str | None = None


def describe_next(reminders: Sequence[Reminder], *, now: datetime) -> str:
    """What comes next of these: "Next is your aspirin, today at 8 in the evening."."""
    active = [each for each in reminders if each.status is ReminderStatus.ACTIVE]
    upcoming = [(due.at, each) for each in active if (due := find_next(each, after=now))]
    if not upcoming:
        return "Nothing is planned after this."
    first = min(at for at, _ in upcoming)
    names = list(dict.fromkeys(name_of(each) for at, each in upcoming if at == first))
    local = to_local(first, upcoming[0][1].timezone)
    spoken = describe_due(local, today=to_local(now, upcoming[0][1].timezone).date())
    return f"Next: {join_spoken(names[:_MOST], last='and')}, {spoken}."


def describe_day_plan(states: Sequence[OccurrenceState], reminders: Sequence[Reminder], *, asked: Asked) -> str:
    """What a day brings, with what became of it."""
    lines = [(each.occurrence.scheduled_for, _line(each)) for each in states if each.status in _STATES]
    shown = {(each.reminder.id, each.occurrence.slot) for each in states}
    for reminder in reminders:
        for due in _due_on(reminder, asked.day, now=asked.now):
            if (reminder.id, due.slot) not in shown:
                local = to_local(due.at, reminder.timezone)
                lines.append((due.at, f"{name_of(reminder)} at {describe_time(local.time())}"))
    lines += [
        (each.occurrence.scheduled_for, _line(each)) for each in states if each.status is OccurrenceStatus.PLANNED
    ]
    spoken = [line for _, line in sorted(lines)]
    when = describe_span(asked.day, asked.today).removeprefix("on ")
    if not spoken:
        return f"There is nothing for {when}."
    more = f", and {len(spoken) - _MOST} more" if len(spoken) > _MOST else ""
    return f"For {when}: {join_spoken(spoken[:_MOST], last='and') if not more else ', '.join(spoken[:_MOST]) + more}."


def describe_taken(states: Sequence[OccurrenceState], reminders: Sequence[Reminder], *, asked: Asked) -> str:
    """Whether the doses of a day were taken, as far as somebody said so."""
    doses = [each for each in states if each.reminder.kind is ReminderKind.MEDICINE]
    told = [each for each in doses if each.status in _STATES]
    upcoming = describe_next(reminders, now=asked.now)
    if not told and asked.about:
        return f"I know only of the medicines of {asked.about}, and have nothing written down for that."
    if not told:
        return f"I have nothing written down for that. {upcoming}"
    if asked.about:
        return f"Of {asked.about} I know this: {' '.join(_sentence_about(each) for each in told[-_MOST_TOLD:])}"
    return " ".join(_sentence(each) for each in told[-_MOST_TOLD:])


def _due_on(reminder: Reminder, day: date, *, now: datetime) -> list[Due]:
    """The due times of a day that are still to come, also beyond what is stored."""
    if reminder.status is not ReminderStatus.ACTIVE:
        return []
    found: list[Due] = []
    for due in iterate_due(reminder, after=max(now, now + (day - now.date() - timedelta(days=2)))):
        if due.on > day or len(found) > _MOST:
            break
        if due.on == day:
            found.append(due)
    return found


def _line(state: OccurrenceState) -> str:
    became = _STATES.get(state.status)
    spoken = f"{name_of(state.reminder)} at {describe_time(time_of(state))}"
    return f"{spoken} ({became})" if became else spoken


def _sentence(state: OccurrenceState) -> str:
    name, clock = name_of(state.reminder), describe_time(time_of(state))
    answered_at = state.occurrence.answered_at
    if state.status is OccurrenceStatus.TAKEN and answered_at:
        local = to_local(answered_at, state.reminder.timezone)
        on = "" if local.date() == state.occurrence.local_date else f" on {describe_day(local.date(), local.date())}"
        return f"Yes, you told me{on} at {describe_time(local.time())} that you took {name} of {clock}."
    if state.status is OccurrenceStatus.SKIPPED:
        return f"You told me to leave out {name} of {clock}."
    open_until = state.occurrence.snoozed_until
    if state.status is OccurrenceStatus.SNOOZED and open_until:
        again = describe_time(_clock(open_until, state))
        return f"Not that I know. I will remind you of {name} of {clock} again at {again}."
    return f"You have not told me that you took {name} of {clock}."


def _sentence_about(state: OccurrenceState) -> str:
    """The same, said to somebody else."""
    what, answered_at = f"{state.reminder.subject} of {describe_time(time_of(state))}", state.occurrence.answered_at
    if state.status is OccurrenceStatus.TAKEN and answered_at:
        return f"{what}: taken, I was told at {describe_time(_clock(answered_at, state))}."
    if state.status is OccurrenceStatus.SKIPPED:
        return f"{what}: left out."
    return f"{what}: not confirmed."


def _clock(instant: datetime, state: OccurrenceState) -> time:
    return to_local(instant, state.reminder.timezone).time().replace(second=0, microsecond=0)
