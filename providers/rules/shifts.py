"""By how much something is to be earlier or later: "an hour later", "back by half an hour", "bring it forward a day"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from core.ability import SlotSpec
from core.when.words import Words
from providers.rules.findings import Findings
from providers.rules.sentence import Place, Sentence

_UNIT = r"(?:hours?|hrs?|minutes?|mins?|days?|weeks?|fortnights?)"
_LENGTH = (
    rf"(?P<length>half (?:(?:of )?an? )?hour|(?:a )?quarter of an hour|(?:an?|[0-9]{{1,3}})(?: and a half)? {_UNIT}(?: and a half)?"
    r"|a bit|a little)"
)
_ROUGHLY = r"(?:(?:by|for|about|around|just|another|a further) )*"
_WAY = r"(?P<way>later|earlier|sooner|forwards?|back|backwards?|up|off|out|on)"
_TURNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_ROUGHLY}{_LENGTH} {_WAY}\b(?! [0-9])",
        rf"\b{_WAY} {_ROUGHLY}{_LENGTH}\b(?! (?:from|before|after|ago)\b)",
        rf"\bby (?:about |around |just )?{_LENGTH}\b(?P<way>)(?! (?:from|before|after|ago)\b)",
    )
)
_WAYS = {"later": "later", "earlier": "earlier", "sooner": "earlier", "off": "later", "out": "later"}
_BACK = re.compile(r"\b(?:push|put|set|mov|shift|knock|delay)\w*\b")
_FORWARD = re.compile(r"\bbring\w*\b")
_DELAYS = re.compile(r"\b(?:delay|postpone|push|put off)\w*\b")
_SPELLINGS = (
    (re.compile(r"\bhrs?\b"), "hours"),
    (re.compile(r"\bmins?\b"), "minutes"),
    (re.compile(r"^half (?:(?:of )?an? )?hour"), "half an hour"),
    (re.compile(r"^quarter"), "a quarter"),
)


class Shift(NamedTuple):
    """So much, and "later" or "earlier"; "" where the words can be taken both ways ("move it forward an hour")."""

    length: str
    way: str
    place: Place


def find_shifts(sentence: Sentence) -> list[Shift]:
    """Every one that is said; none of them is a moment counted from now."""
    return list(_find(sentence.words))


def fill_shift(slot: SlotSpec, found: Findings, *, shifts: list[Shift]) -> None:
    """The choice that means the first of them, if there is one; what has no direction stays open."""
    for shift in shifts:
        value = _choices(slot.slot.values).get(f"{shift.length} {shift.way}")
        if value:
            words = found.sentence.text[shift.place.start : shift.place.end]
            found.put(slot.name, value, words, place=shift.place)
            return


def _find(words: Words) -> Iterator[Shift]:
    taken: list[tuple[int, int]] = []
    for turn in _TURNS:
        for match in turn.finditer(words.line):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            way = _way(match["way"], words.line[: match.end()])
            yield Shift(_spell(match["length"]), way, Place(*words.place(*match.span())))


def _way(said: str, line: str) -> str:
    """Where it goes: a booking is put back to a later hour, and brought forward to an earlier one."""
    if said.startswith("back"):
        return "later" if _BACK.search(line) else ""
    if said.startswith("forward"):
        return "earlier" if _FORWARD.search(line) else ""
    if not said:
        return "later" if _DELAYS.search(line) else ""
    return _WAYS.get(said, "")


def _spell(length: str) -> str:
    for pattern, usual in _SPELLINGS:
        length = pattern.sub(usual, length)
    return length


@lru_cache(maxsize=16)
def _choices(values: tuple[str, ...]) -> dict[str, str]:
    """The slot's values by how they read with numbers in digits."""
    return {Words.of(value).line: value for value in reversed(values)}
