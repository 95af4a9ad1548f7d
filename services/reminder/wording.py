"""How reminders are spoken of: short plain sentences, never advice about a medicine."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from core.reminder import Due, NewReminder, Occurrence, ReminderKind
from core.when import describe_day, describe_time, to_local
from services.booking.wording import join_spoken
from services.reminder.plan import EXACT_SLOT, read_slot
from services.reminder.recurrence import read_rule
from services.reminder.regimen_words import describe_regimen
from services.reminder.rule_words import describe_end, describe_rule

_MINE = re.compile(r"\b(?:my|mine|me|myself|i'm|i|we|our|us)\b", re.IGNORECASE)
_YOURS = {
    "my": "your",
    "mine": "yours",
    "me": "you",
    "myself": "yourself",
    "i'm": "you're",
    "i": "you",
    "we": "you",
    "our": "your",
    "us": "you",
}
_DETERMINER = re.compile(r"(?:my|your|the|his|her|our|some|a|an)\s+(?=\S)", re.IGNORECASE)


def to_listener(words: str) -> str:
    """What somebody said, as it is said back to them: "call my son" becomes "call your son"."""
    return _MINE.sub(lambda match: _YOURS[match.group().lower().replace("’", "'")], words)


def bare_medicine(words: str) -> str:
    """The medicine without the word before it: "my blood pressure pills" are "blood pressure pills"."""
    return _DETERMINER.sub("", words.strip(), count=1) or words


def name_of(reminder: NewReminder) -> str:
    """What the reminder is about, said to the person: "your blood pressure pills", "call your son"."""
    if reminder.kind is ReminderKind.MEDICINE:
        return f"your {reminder.subject}"
    return f"{to_listener(reminder.subject)}{_around(reminder)}"


def name_with_dosage(reminder: NewReminder) -> str:
    """As `name_of`, with how much is taken."""
    return f"{name_of(reminder)} ({reminder.dosage})" if reminder.dosage else name_of(reminder)


def _around(reminder: NewReminder) -> str:
    """With whom and where, unless the subject says so already."""
    said = reminder.subject.casefold()
    person, place = reminder.person_name, reminder.location
    with_person = f" with {person}" if person and person.casefold() not in said else ""
    return with_person + (f" at {place}" if place and place.casefold() not in said else "")


# ------------------------------------------------------------------ when


def describe_span(day: date, today: date) -> str:
    """A day with its nearness: "today", "tomorrow, Sunday 22 November", "on Monday 23 November"."""
    spoken = describe_day(day, today)
    if day == today:
        return "today"
    return f"tomorrow, {spoken}" if (day - today).days == 1 else f"on {spoken}"


def describe_due(local: datetime, *, today: date) -> str:
    """A day and a time: "today at 8 in the morning", "on Monday 23 November at 8 in the morning"."""
    day = describe_span(local.date(), today)
    comma = "," if day.startswith("tomorrow") else ""
    return f"{day}{comma} at {describe_time(local.time())}"


def describe_clock(times: Sequence[str]) -> str:
    """Times of day: "8 in the morning and 8 in the evening"."""
    return join_spoken([describe_time(time.fromisoformat(each)) for each in sorted(times)], last="and")


def describe_plan(reminder: NewReminder, first: Due, *, today: date) -> str:
    """When it comes: "every day at 8 in the morning, starting tomorrow, Sunday 22 November"."""
    local = to_local(first.at, reminder.timezone)
    if special := describe_regimen(reminder):
        return f"{special}, starting {describe_due(local, today=today)}"
    rule = read_rule(reminder.recurrence, timezone=reminder.timezone) if reminder.recurrence else None
    if rule is None or rule.count == 1:
        left = [at for at in reminder.times if at >= first.slot]
        return f"{_day(local, today)} at {describe_clock(left)}" if len(left) > 1 else describe_due(local, today=today)
    if rule.step:
        return f"{describe_rule(rule)}, day and night, starting {describe_due(local, today=today)}"
    ending = describe_end(rule, today=today)
    is_whole_day = first.slot == min(reminder.times)
    starting = f", starting {describe_span(local.date(), today) if is_whole_day else describe_due(local, today=today)}"
    return f"{describe_rule(rule)} at {describe_clock(reminder.times)}{starting}{f', {ending}' if ending else ''}"


def _day(local: datetime, today: date) -> str:
    day = describe_span(local.date(), today)
    return f"{day}," if day.startswith("tomorrow") else day


def describe_usually(reminder: NewReminder, *, today: date) -> str:
    """When a stored reminder comes, without its first day: "every day at 8 in the morning"."""
    if reminder.at is not None:
        return describe_due(to_local(reminder.at, reminder.timezone), today=today)
    if special := describe_regimen(reminder):
        return special
    clock = describe_clock(reminder.times)
    if reminder.recurrence is None:
        return f"{_day(datetime.combine(reminder.starts_on, time()), today)} at {clock}"
    rule = read_rule(reminder.recurrence, timezone=reminder.timezone)
    if rule.count == 1:
        return f"{_day(datetime.combine(reminder.starts_on, time()), today)} at {clock}"
    return f"{describe_rule(rule)} from {clock} on" if rule.step else f"{describe_rule(rule)} at {clock}"


# ------------------------------------------------------------------ what is told


def slot_time(occurrence: Occurrence, timezone: str) -> time:
    """The wall-clock time of a due time, as its plan says it."""
    if occurrence.slot == EXACT_SLOT:
        return to_local(occurrence.scheduled_for, timezone).time().replace(second=0, microsecond=0)
    return read_slot(occurrence.slot)


def tell_text(reminder: NewReminder, occurrence: Occurrence, *, name: str | None, again: bool, late: bool) -> str:
    """What the person hears at a due time, by name where it is known."""
    return address(_say_due(reminder, occurrence, again=again, late=late), name=name)


def address(said: str, *, name: str | None) -> str:
    """A sentence said to somebody, by name where it is known."""
    return f"{name}, {said}" if name else said[0].upper() + said[1:]


def _say_due(reminder: NewReminder, occurrence: Occurrence, *, again: bool, late: bool) -> str:
    clock = describe_time(slot_time(occurrence, reminder.timezone))
    what = name_with_dosage(reminder)
    if reminder.kind is ReminderKind.REMINDER:
        lead = f"this was for {clock}" if late else f"it is {clock}"
        return f"{lead}: {what}."
    if again:
        return f"once more: {what} of {clock}. Please tell me when that is done."
    if late:
        return f"I am late with this: {what} of {clock}."
    return f"it is {clock}: time for {what}."


def tell_subject(reminder: NewReminder) -> str:
    """The line above it."""
    what = reminder.subject if reminder.kind is ReminderKind.MEDICINE else to_listener(reminder.subject)
    return f"Reminder: {what}"[:200]


def family_text(
    reminder: NewReminder, occurrence: Occurrence, *, name: str | None, taken: bool, shares_names: bool, today: date
) -> str:
    """What family hears of a dose: no medicine is named unless the person allowed it."""
    clock = describe_time(slot_time(occurrence, reminder.timezone))
    what = f"the {reminder.subject}" if shares_names else "the medicine"
    day = "" if occurrence.local_date == today else f" on {describe_day(occurrence.local_date, today)}"
    who = name or "The person you look after"
    return f"{who} has{'' if taken else ' not'} confirmed {what} for {clock}{day}."
