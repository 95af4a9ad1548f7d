"""What is asked after a reply that was not understood: never the same words twice, and soon something easier.

First the question again; then numbered choices, where there are any; then whether one of the family shall help. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.ability import SlotKind, SlotSpec
from core.domain import Question, TaskEvent
from core.people import Contact
from core.safety.scripts import NO_ADVICE
from core.when import describe_day
from services.notification.recipients import can_be_told

UNHELPFUL = "the reply was not understood"
OFFERED = "a helper was offered"
ASKED_BACK = "the person asked back"
OFFER_SLOT = "choice"
"""Whoever is asked for it may do without."""
MOST_CHOICES = 3
LATE = "That was a while ago, so I ask again. "
_SORRY = "Sorry, I didn't understand that. "
_STILL = "Sorry, I still don't understand. "
_STUCK = "I'm afraid I don't understand that either; you can always say stop. "
_OFFER = "I'm sorry, I don't understand. Shall I ask "
_OFFER_AGAIN = "Please say yes or no: Shall I ask "
_CHOICES = " Please say a number: "
_USUAL_TIMES = ("9 in the morning", "1 in the afternoon", "6 in the evening")
_HINTS = {
    SlotKind.COUNT: "Please say just a number, like four. ",
    SlotKind.TEXT: "Please say it in a few words. ",
    SlotKind.NAME: "Please say just the name. ",
}
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_WORDS = {1: ("1", "one", "1st", "first"), 2: ("2", "two", "2nd", "second"), 3: ("3", "three", "3rd", "third")}
_PICKED = re.compile(
    r"\W*(?:(?:um+|uh+|er+|well|the|number|choice|option|say|it'?s|i'?d like)[\s,]+)*"
    r"(?P<number>1|2|3|one|two|three|1st|2nd|3rd|first|second|third)(?:[\s,]+(?:one|choice|please))*\W*"
)
_NUMBERS = {word: number for number in (1, 2, 3) for word in _WORDS[number]}


def count_failed(events: Sequence[TaskEvent]) -> int:
    """How many replies in a row, the last ones, were not understood; who asks back in between is no further."""
    reasons = [event.reason for event in events if event.reason != ASKED_BACK]
    return next(
        (ago for ago, reason in enumerate(reversed(reasons)) if reason not in {UNHELPFUL, OFFERED}), len(reasons)
    )


def ask_anew(question: Question, *, failed: int, asked: SlotSpec | None, today: date) -> Question:
    """The question after so many replies that were not understood, this one included."""
    plain = plain_text(question)
    if failed < 2:
        return replace(question, text=_SORRY + plain)
    choices = (question.options or _choices_for(asked, today))[:MOST_CHOICES] if asked else ()
    last = _SENTENCE.split(plain)[-1].replace(_end_with(question.options), "?")
    lead = _lead(failed)
    if not choices:
        return replace(question, text=lead + _HINTS.get(asked.slot.kind, "") + last if asked else lead + last)
    listed = ", ".join(f"{number} for {choice}" for number, choice in enumerate(choices, start=1))
    return replace(question, text=f"{lead}{last}{_CHOICES}{listed}.", options=tuple(choices))


def ask_yes_or_no(question: Question, *, failed: int) -> Question:
    """A read-back once more."""
    lead = _SORRY if failed < 2 else f"{_lead(failed)}Please say yes or no: "
    return replace(question, text=lead + plain_text(question))


def _lead(failed: int) -> str:
    """By turns, so that nobody hears the same twice where no helper can be offered."""
    return _STUCK if failed % 2 else _STILL


def name_options(question: Question, options: Sequence[str]) -> Question:
    """The question with what its answer may be, said in its words too: whoever only hears it knows what is asked."""
    return replace(question, text=question.text.removesuffix("?") + _end_with(options), options=tuple(options))


def _end_with(options: Sequence[str]) -> str:
    """How a question ends that has these answers."""
    return f": {', '.join(options[:-1])} or {options[-1]}?" if len(options) > 1 else "?"


def plain_text(question: Question) -> str:
    """The question as it was first asked."""
    text = (
        question.text.removeprefix(f"{NO_ADVICE} ")
        .removeprefix(LATE)
        .removeprefix(_SORRY)
        .removeprefix(_STILL)
        .removeprefix(_STUCK)
        .removeprefix("Please say yes or no: ")
    )
    for hint in _HINTS.values():
        text = text.removeprefix(hint)
    return text.partition(_CHOICES)[0]


def read_choice(question: Question, text: str) -> str:
    """What a bare number picks where numbered choices were given; any other reply as it is."""
    said = _PICKED.fullmatch(text.lower()) if _CHOICES in question.text else None
    number = _NUMBERS[said["number"]] if said else None
    return question.options[number - 1] if number and number <= len(question.options) else text


# ------------------------------------------------------------------ somebody to help


def find_helper(contacts: Sequence[Contact]) -> Contact | None:
    """Whom to ask for help: a carer first, of those who agreed to be told things."""
    able = sorted(filter(can_be_told, contacts), key=lambda each: "carer" not in (each.relation or "").casefold())
    return able[0] if able else None


def offer_help(question: Question, helper: Contact) -> Question:
    """Whether the helper shall be asked; whoever answers the question itself instead is understood too."""
    lead = _OFFER_AGAIN if question.text.startswith(_OFFER) else _OFFER
    return replace(question, text=f"{lead}{helper.name} to help you with this?", options=())


def offers_help(question: Question | None) -> bool:
    """Whether this is asked at the moment."""
    return question is not None and question.text.startswith((_OFFER, _OFFER_AGAIN))


def _choices_for(asked: SlotSpec | None, today: date) -> tuple[str, ...]:
    kind = asked.slot.kind if asked else None
    if kind is SlotKind.DATE:
        return tuple(describe_day(today + timedelta(days=ahead), today) for ahead in range(MOST_CHOICES))
    return _USUAL_TIMES if kind in {SlotKind.TIME, SlotKind.TIMES} else ()
