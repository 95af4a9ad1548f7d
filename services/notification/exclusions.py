"""Who is not to be told: "everyone but Tom", "my children except Anna", "Anna, not Tom". Pure words, no people."""

import re
from typing import NamedTuple

_LEAD = (
    r"(?:but\s+not|but(?!\s+also\b)|and\s+not|except(?:ing)?(?:\s+for)?|excluding|apart\s+from|aside\s+from|other\s+than|besides|"
    r"bar|barring|save(?:\s+for)?|not(?!\s+only\b)|without|minus|leaving\s+out)(?:\s+to)?"
)
_ANYWHERE = re.compile(rf"[\s,;(]*\b{_LEAD}\b[\s,:]*", re.IGNORECASE)
_AT_START = re.compile(rf"[\s,;(]*(?P<lead>{_LEAD})\b[\s,:]*", re.IGNORECASE)
_AT_END = re.compile(rf"[\s,;(]*\b{_LEAD}\s*$", re.IGNORECASE)
_OPENER = re.compile(
    r"[\s,;:)]*(?:(?:to\s+)?know\s+that|that|to\s+say|saying|to\s+know|know|about)\s+(?=\S)", re.IGNORECASE
)
_SPACE = re.compile(r"\s+")
_MOST_WORDS = 8


class Exclusion(NamedTuple):
    """What stands before the word of exclusion, and who behind it."""

    meant: str
    excluded: str


class Begun(NamedTuple):
    """A text that begins with an exclusion: its lead in lower case, and what stands behind the lead."""

    lead: str
    rest: str


def find_exclusion(said: str) -> Exclusion | None:
    """The first exclusion in the words for people; None where there is none."""
    lead = _ANYWHERE.search(said)
    return Exclusion(said[: lead.start()].strip(" ,"), said[lead.end() :].strip(" ,.)")) if lead else None


def begin_with_exclusion(text: str) -> Begun | None:
    """What follows where the text begins with one."""
    lead = _AT_START.match(text)
    return Begun(_SPACE.sub(" ", lead["lead"].lower()), text[lead.end() :]) if lead else None


def end_with_exclusion(text: str) -> Exclusion | None:
    """The last exclusion of a text, where it is followed by a few words alone: "I am well, but not Tom"."""
    leads = list(_ANYWHERE.finditer(text))
    if not leads or not text[: leads[-1].start()].strip() or len(text[leads[-1].end() :].split()) > _MOST_WORDS:
        return None
    return Exclusion(text[: leads[-1].start()].strip(" ,"), text[leads[-1].end() :].strip(" ,.!)"))


def is_led_out(text: str) -> bool:
    """Whether who is named behind the text is left out by its last word: "tell anyone but …"."""
    return _AT_END.search(text) is not None


def move_lead(recipient: str, message: str) -> tuple[str, str]:
    """As in "everyone but", "Tom that …": the word of exclusion belongs to what follows."""
    lead = _AT_END.search(recipient)
    if lead is None or not recipient[: lead.start()].strip():
        return recipient, message
    return recipient[: lead.start()].strip(" ,"), f"{lead.group().strip(' ,;(')} {message}"


def list_beginnings(text: str) -> list[tuple[str, str]]:
    """The first words of a text with what follows them, the longest first."""
    words = list(re.finditer(r"\S+", text))[:_MOST_WORDS]
    return [(text[: word.end()].strip(" ,;:.()"), text[word.end() :]) for word in reversed(words)]


def without_opener(text: str) -> tuple[str, bool]:
    """The words behind "that" or "saying", and whether there was one."""
    opener = _OPENER.match(text)
    return (text[opener.end() :], True) if opener else (text.strip(" ,;:"), False)
