"""Which of a person's reminders they mean by their words. What is uncertain is asked, never guessed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from rapidfuzz import fuzz

from core.domain import Question
from core.reminder import Reminder, ReminderKind
from core.when import Policy, find_times
from services.booking.wording import join_spoken
from services.reminder.wording import describe_usually, to_listener

MOST_OPTIONS = 3
ALL_OF_THEM = "all of them"
_ALIKE = 85.0
"""Similarity (0–100) above which words are a slip of the tongue."""

_FILLERS = frozenset(
    (
        "the",
        "a",
        "an",
        "my",
        "your",
        "our",
        "his",
        "her",
        "to",
        "of",
        "for",
        "about",
        "at",
        "in",
        "on",
        "and",
        "please",
        "reminder",
        "alarm",
        "remind",
        "reminding",
        "me",
        "take",
        "taking",
        "took",
        "taken",
        "one",
        "next",
        "that",
        "with",
    )
)
_ANY_MEDICINE = frozenset(
    ("pill", "tablet", "medicine", "medication", "med", "dose", "capsule", "drug", "them", "it", "all", "both", "thing")
)
_WITHOUT_NAME = frozenset(("them", "it", "thing"))
_PARTS = frozenset(("morning", "afternoon", "evening", "night", "bedtime", "breakfast", "lunch", "dinner"))
_ALL = frozenset(("all", "both", "everything", "every", "each"))
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # only the hours are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What was said of the reminder. `times`: its times of day, as far as they were said."""

    words: str | None = None
    times: tuple[time, ...] = ()
    only_medicines: bool = False


def find_meant(sought: Sought, known: Sequence[Reminder], *, today: date) -> list[Reminder]:
    """The reminders that the words can mean; all where nothing was said, none where nothing fits."""
    candidates = [each for each in known if each.kind is ReminderKind.MEDICINE or not sought.only_medicines]
    words, times = _without_times(sought.words or "")
    labelled = [
        each for each in candidates if label_of(each, today=today).casefold() == (sought.words or "").casefold()
    ]
    if labelled:
        return labelled
    meant = _named(words, candidates)
    at_times = [each for each in meant if {*times, *sought.times} & {time.fromisoformat(at) for at in each.times}]
    return at_times or meant


def find_hours(words: str | None) -> tuple[set[time], str | None]:
    """The times of day in a name ("8am pills"), in all their readings, and the part of the day ("morning pills")."""
    found = set(_tokens(words or ""))
    return _without_times(words or "")[1], next((part for part in _PARTS if part in found), None)


def means_all(words: str | None) -> bool:
    """Whether everything is meant: "all of them"."""
    return bool(words) and bool(_ALL & set(_tokens(words or "")))


def is_any_medicine(words: str | None) -> bool:
    """Whether no certain medicine is named: "my pills"."""
    plain, _ = _without_times(words or "")
    return not (set(_tokens(plain)) - _ANY_MEDICINE - _ALL - _PARTS)


def label_of(reminder: Reminder, *, today: date) -> str:
    """A reminder as an option to choose: "call your son, every Sunday at 5 in the afternoon"."""
    return f"{to_listener(reminder.subject)}, {describe_usually(reminder, today=today)}"


def ask_which(meant: Sequence[Reminder], *, slot: str, today: date) -> Question:
    """Ask which of several is meant."""
    options = tuple(dict.fromkeys(label_of(each, today=today) for each in meant))[:MOST_OPTIONS]
    listed = "; ".join(options)
    return Question(text=f"Which reminder do you mean: {listed}?", slot=slot, options=options)


def describe_known(known: Sequence[Reminder], *, today: date) -> str:
    """Which reminders there are: the answer where none of them fits."""
    if not known:
        return "You have no reminders at the moment."
    names = list(dict.fromkeys(label_of(each, today=today) for each in known))
    more = f"; and {len(names) - MOST_OPTIONS} more" if len(names) > MOST_OPTIONS else ""
    return f"I have these reminders for you: {'; '.join(names[:MOST_OPTIONS])}{more}."


def describe_names(reminders: Sequence[Reminder]) -> str:
    """Several things in one breath: "your aspirin and your metformin"."""
    names = [f"your {each.subject}" if each.kind is ReminderKind.MEDICINE else each.subject for each in reminders]
    return join_spoken(list(dict.fromkeys(names)), last="and")


# ------------------------------------------------------------------ inside


def _named(words: str, candidates: Sequence[Reminder]) -> list[Reminder]:
    said = set(_tokens(words)) - _PARTS
    if not said - _ALL - _WITHOUT_NAME:
        return list(candidates)
    same = [each for each in candidates if said == set(_tokens(each.subject))]
    within = [each for each in candidates if said - _ALL <= set(_tokens(_everything(each)))]
    if same or within:
        return same or within
    if is_any_medicine(words):
        return [each for each in candidates if each.kind is ReminderKind.MEDICINE]
    plain = " ".join(_tokens(words))
    scores = [(fuzz.token_set_ratio(plain, " ".join(_tokens(_everything(each)))), each) for each in candidates]
    best = max((score for score, _ in scores), default=0.0)
    return [each for score, each in scores if score >= _ALIKE and score == best]


def _everything(reminder: Reminder) -> str:
    return " ".join(filter(None, (reminder.subject, reminder.person_name, reminder.location)))


def _tokens(words: str) -> list[str]:
    """Plain words without case, accents, plural and fillers."""
    letters = unicodedata.normalize("NFKD", words.casefold()).replace("'", "").replace("’", "")
    plain = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    found = [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in plain.split()]
    return [word for word in found if word not in _FILLERS]


def _without_times(words: str) -> tuple[str, set[time]]:
    """The words without the times of day in them ("8am pills"), and these times in all their readings."""
    reading = find_times(words, now=_ANY_DAY, timezone="UTC", policy=Policy.REMINDER)
    left = words
    for span in reading.spans:
        if span.kind == "time":
            left = left.replace(span.text, " ")
    return re.sub(r"\s+", " ", left), {*reading.times, *reading.candidates}
