"""What somebody wants to know of their medicines, where the words say it more closely than one detail can: pure."""

import re
from enum import StrEnum

from services.reminder.reminder_words import MEDICINE


class Wanted(StrEnum):
    """What is asked."""

    LEFT = "left"  # what is still to come
    TOOK = "took"  # which of them were taken
    FORGOT = "forgot"  # it is said that some were not
    MISSED = "missed"  # which of them were not
    MEDICINES = "medicines"  # which medicines there are at all
    PLAN = "plan"  # what a day brings


_THINGS = rf"(?:{MEDICINE}|drugs|prescriptions?)"
_QUESTIONS: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    (
        Wanted.FORGOT,
        re.compile(
            rf"^\W*(?:oh |sorry,? |i'm afraid |i think )*(?:i|i've|i have)(?: have)?(?: clean)? (?:forgot|forgotten|missed|didn't take|did not take|haven't taken|have not taken)\b.{{0,30}}\b{_THINGS}\b"
        ),
    ),
    (
        Wanted.MEDICINES,
        re.compile(
            rf"\b(?:what|which|list|all|tell me)\b.{{0,20}}\b{_THINGS}\b.{{0,12}}\b(?:am i|i am|i'm|are we) (?:on|taking|supposed to)\b|\bwhat am i (?:on|taking)\b|\b(?:list|show me|what are) (?:all )?(?:of )?my {_THINGS}\W*$"
        ),
    ),
    (
        Wanted.MISSED,
        re.compile(
            r"\b(?:did|have|had) i\b.{0,30}\b(?:miss(?:ed)?|forget|forgot|forgotten|skip(?:ped)?)\b|\b(?:which|what)\b.{0,30}\b(?:missed|forgotten|not taken)\b|\bhaven't i taken\b"
        ),
    ),
    (
        Wanted.LEFT,
        re.compile(
            r"\b(?:what|which|anything|any|is there|are there|do i)\b.{0,40}\b(?:still|left|remaining|yet to|more to take|else to take)\b"
        ),
    ),
    (
        Wanted.PLAN,
        re.compile(
            r"\b(?:what|which|when)\b.{0,25}\b(?:have|must|should|do|am|are) (?:i|we)\b.{0,12}\b(?:to take|take|taking|due)\b"
        ),
    ),
    (Wanted.TOOK, re.compile(r"\b(?:what|which)\b.{0,25}\b(?:did|have) i\b.{0,20}\b(?:take|taken|took|had|have)\b")),
)
_PARTS = {
    "morning": re.compile(r"\b(?:this|in the|the|for the) morning\b|\bmorning (?:pills?|tablets?|ones?|dose)\b"),
    "afternoon": re.compile(r"\b(?:this|in the|the) afternoon\b"),
    "evening": re.compile(r"\b(?:this|in the|the) evening\b|\btonight\b"),
}


def read_wanted(text: str) -> Wanted | None:
    """What is asked; None where it is whether something was taken, or when it comes."""
    said = " ".join(text.casefold().replace("’", "'").split())
    return next((wanted for wanted, pattern in _QUESTIONS if pattern.search(said)), None)


def read_part(text: str) -> str | None:
    """The part of the day that is asked about."""
    said = text.casefold()
    return next((part for part, pattern in _PARTS.items() if pattern.search(said)), None)
