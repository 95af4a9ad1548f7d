"""Turns of phrase that speak of time and name none: "every 0 days", "on February 30th", "at 25 o'clock".

They are tried last. What is said so is asked; its words are never taken for the thing to do.
"""

import re
from datetime import datetime

from core.when.parts import Part, Rule, Unreadable
from core.when.recurrence import NTHS
from core.when.vocabulary import ANY_UNIT, FOLLOW, MONTHS, any_of

_AMOUNT = r"[0-9]+(?:\.[0-9]+)?(?:st|nd|rd|th)?"
# "May" and "March" are verbs too: "for 31 may I".
_MONTH = any_of([name for name in MONTHS if name not in {"may", "mar", "march"}])
_NTH = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_NEXT_DAY = "day after(?: that| it)?|(?:next|following|other) day"
_LATE_DAY = r"(?:29|3[0-9])(?:st|nd|rd|th)?"


def _build_recurrence(_: re.Match[str], __: datetime) -> tuple[Part, ...]:
    return (Unreadable("recurrence"),)


def _build_date(_: re.Match[str], __: datetime) -> tuple[Part, ...]:
    return (Unreadable("date"),)


def _build_time(_: re.Match[str], __: datetime) -> tuple[Part, ...]:
    return (Unreadable("time"),)


RULES: tuple[Rule, ...] = (
    Rule(rf"(?:every|each) (?:-? ?{_AMOUNT}) ?(?:{ANY_UNIT})", _build_recurrence),
    Rule(rf"(?:every|each) {_AMOUNT}{FOLLOW}", _build_recurrence),
    Rule(rf"in -? ?{_AMOUNT} ?(?:{ANY_UNIT})(?: ' | )?(?:'s )?(?:time|from now)?", _build_date),
    Rule(rf"(?:the )?{_NTH}(?: day)?(?: of)? {any_of(MONTHS)}(?: ,)? [2-9][0-9]{{3}}", _build_date),
    Rule(rf"{any_of(MONTHS)}(?: ,)? (?:the )?{_NTH}(?: ,)? [2-9][0-9]{{3}}", _build_date),
    Rule(rf"(?:the )?{_LATE_DAY}(?: day)?(?: of)? {_MONTH}(?: (?:19|2[01])[0-9]{{2}})?", _build_date),
    Rule(rf"{_MONTH}(?: ,)? (?:the )?{_LATE_DAY}(?: (?:19|2[01])[0-9]{{2}})?{FOLLOW}", _build_date),
    Rule(r"(?<=\bon the )(?:0|3[2-9]|[4-9][0-9])(?:st|nd|rd|th)", _build_date),
    Rule(r"(?<=\bon )[0-9]{1,2}([/.-])[0-9]{1,2}(?:[/.-][0-9]{2,4})?", _build_date),
    Rule(rf"on the {NTHS}(?: of| in)? {_MONTH}", _build_date),
    Rule(rf"(?<=\band )(?:on )?(?:the )?(?:{_NEXT_DAY})(?=$| (?:[.,;:!?)]|to|at|and|please|in)(?: |$))", _build_date),
    Rule(r"(?<=\bat )[0-9]{1,2}:[0-9]{2}", _build_time),
    Rule(r"[0-9]{1,4} (?:o'clock|am|pm)", _build_time),
)
