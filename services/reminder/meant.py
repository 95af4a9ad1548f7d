"""What the abilities that change stored reminders have in common: ask which one, and read back what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import JsonValue

from core.domain import Problem, Question
from core.errors import PROBLEM_PREFIX
from core.outcome import Asks, AsksToConfirm, Fails, Outcome
from core.reminder import Reminder
from services.ability import Wish
from services.reminder.reminder_finder import ALL_OF_THEM, ask_which, describe_known

_NAMES = {"subject", "medicine", "seen"}


def ask_about(
    wish: Wish[Any],
    known: Sequence[Reminder],
    meant: Sequence[Reminder],
    *,
    today: date,
    keeps: Mapping[str, JsonValue] | None = None,
    or_all: bool = False,
) -> Outcome:
    """Ask which reminder is meant, offering those that fit, else all; say so where there is none at all."""
    if not known:
        return nothing_found(describe_known(known, today=today))
    question = ask_which(meant or known, slot="subject", today=today)
    if or_all and len(question.options) > 1:
        question = replace(question, options=(*question.options, ALL_OF_THEM))
    if not meant:
        said = wish.details.subject or wish.details.medicine
        doubt = f"I have no reminder about {said}. " if said else ""
        question = replace(question, text=doubt + question.text)
    details = wish.details.model_dump(mode="json", exclude_none=True, exclude=_NAMES)
    kept = {name: value for name, value in (keeps or {}).items() if value is not None}
    return Asks(question=question, details={**details, **kept})


def read_back(wish: Wish[Any], meant: Sequence[Reminder], question: Question) -> Outcome:
    """Wait for a yes to exactly these reminders in exactly these versions."""
    seen: dict[str, JsonValue] = {str(each.id): each.version for each in meant}
    details = wish.details.model_dump(mode="json", exclude_none=True)
    return AsksToConfirm(question=question, details={**details, "seen": seen})


def has_changed(seen: Mapping[str, int] | None, meant: Sequence[Reminder]) -> bool:
    """Whether these are not what was read back any more."""
    return seen is not None and seen != {str(each.id): each.version for each in meant}


def nothing_found(detail: str) -> Fails:
    """There is nothing that could be meant."""
    return Fails(
        problem=Problem(type=PROBLEM_PREFIX + "no-such-reminder", title="There is no such thing", detail=detail)
    )
