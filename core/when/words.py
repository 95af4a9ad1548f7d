"""A text as one plain line that the grammar reads: lower case, one space between words, numbers in digits.

"Half past seven, on the Twenty-first" becomes "half past 7 , on the 21st"; "7p.m." becomes "7 pm". Every word of the
line knows which characters of the text it stands for.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TypeAlias

from core.spelling import mend_day
from core.when.numbers import CARDINALS, ORDINALS, read_cardinal, read_ordinal

_TOKEN = re.compile(
    r"""
      (?P<plain>(?![aop])[^\W\d_]+(?:['’][^\W\d_]+)*)
    | (?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])
        |[0-9]{1,2}(?P<mark>[/.-])[0-9]{1,2}(?P=mark)(?:[0-9]{4}|[0-9]{2})(?![0-9])
        |[0-9]{1,2}/[0-9]{1,2}(?![0-9/]))
    | (?P<clock>[0-9]{1,2}[:h][0-9]{2}(?![0-9])(?::[0-9]{2}(?![0-9]))?)
    | (?P<thousands>[0-9]{1,3}(?:,[0-9]{3}){1,2}(?![0-9]))
    | (?P<nth>[0-9]{1,2}\s?(?:st|nd|rd|th)\b)
    | (?P<digits>[0-9]+(?:\.[0-9]+)?)
    | (?P<meridiem>(?<![^\W\d_])[ap](?:\s?\.\s?m\b(?:\s?\.)?|\s?m\b)
        |(?<=[0-9])(?:\.\s?[ap]\s?\.?\s?m\b(?:\s?\.)?|[ap]\b))
    | (?P<oclock>(?<![^\W_])o\s?['’"`]{0,2}\s?clock\b)
    | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
    | (?P<other>\S)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GOES_ON = re.compile(r"""(?:st|nd|rd|th|m|['’"`]{0,2}clock)\b|\.|.*[0-9]\.$""", re.IGNORECASE | re.DOTALL)
"""What stands between spaces and may yet belong to what stands before or behind it: "21 st", "7 p. m", "o clock"."""
_LONGEST_KEPT = 40
_NUMBER_WORDS = frozenset({*CARDINALS, *ORDINALS, "hundred", "thousand"})
_BEGIN_NUMBERS = _NUMBER_WORDS | {"a"}
_HYPHENS = frozenset("-‐‑")
_SUFFIX = {1: "st", 2: "nd", 3: "rd"}

_Token: TypeAlias = tuple[str, int, int]
"""A plain word with its start and end in the text."""


@dataclass(frozen=True, slots=True)
class Words:
    """The plain line, and where its words come from.

    Attributes:
        line: the words with single spaces between them.
        words: the words themselves.
        offsets: where each word begins in the line.
        places: start and end of each word in the text.
    """

    line: str
    words: Sequence[str]
    offsets: Sequence[int]
    places: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> "Words":
        """Read `text`; never fails."""
        words, places = _tokens(text)
        if not (_HYPHENS.isdisjoint(words) and _NUMBER_WORDS.isdisjoint(words)):
            words, places = _with_digits(words, places)
        line = " ".join(words)
        offsets = [at + index for index, at in enumerate(accumulate(map(len, words[:-1]), initial=0))]
        return cls(line, words, offsets if words else [], places)

    def index(self, offset: int) -> int:
        """Which word of the line stands at this offset of the line."""
        return bisect_right(self.offsets, offset) - 1

    def word(self, index: int) -> str:
        """The word at this index, "" before the first."""
        return self.words[index] if index >= 0 else ""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the text behind the stretch `start`-`end` of the line."""
        return self.places[self.index(start)][0], self.places[self.index(end - 1)][1]


def _tokens(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """Plain words and their places: what stands between spaces is taken apart once, unless it may go on beyond them."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for part in text.split(" "):
        tokens = _read_part(part) if len(part) <= _LONGEST_KEPT else None
        if tokens is None:
            return _read_all(text)
        if len(tokens) == 1:
            word, start, end = tokens[0]
            words.append(word)
            places.append((at + start, at + end))
        else:
            words += [word for word, _, _ in tokens]
            places += [(at + start, at + end) for _, start, end in tokens]
        at += len(part) + 1
    return words, places


def _read_all(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    matches = list(_TOKEN.finditer(text))
    return [_plain(match) for match in matches], [match.span() for match in matches]


@lru_cache(maxsize=8192)
def _read_part(part: str) -> tuple[_Token, ...] | None:
    """The words of what has no space in it; None where it may belong to what stands beside it."""
    if _GOES_ON.match(part):
        return None
    return tuple((_plain(match), *match.span()) for match in _TOKEN.finditer(part))


def _plain(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind in {"plain", "word"}:
        return _mend(match.group())
    word = match.group().lower()
    if kind == "meridiem":
        return "am" if "a" in word else "pm"
    if kind == "clock":
        return word.replace("h", ":")
    if kind == "thousands":
        return word.replace(",", "")
    if kind == "nth":
        return "".join(word.split())
    return "o'clock" if kind == "oclock" else word


@lru_cache(maxsize=8192)
def _mend(word: str) -> str:
    return mend_day(word.lower().replace("’", "'"))


def _with_digits(words: list[str], places: list[tuple[int, int]]) -> tuple[list[str], list[tuple[int, int]]]:
    """Number words become digits; hyphens between words go ("half-past", "twenty-five")."""
    if not _HYPHENS.isdisjoint(words):
        kept = [index for index in range(len(words)) if not _is_hyphen(words, places, index)]
        words, places = [words[index] for index in kept], [places[index] for index in kept]
    values: list[str] = []
    stretches: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        if words[at] not in _BEGIN_NUMBERS:
            values.append(words[at])
            stretches.append(places[at])
            at += 1
            continue
        value, behind = _number_at(words, at)
        values.append(value)
        stretches.append((places[at][0], places[behind - 1][1]))
        at = behind
    return values, stretches


def _is_hyphen(words: Sequence[str], places: Sequence[tuple[int, int]], index: int) -> bool:
    if words[index] not in _HYPHENS or not 0 < index < len(words) - 1:
        return False
    start, end = places[index]
    is_between = places[index - 1][1] == start and places[index + 1][0] == end
    return is_between and words[index - 1].isalpha() and words[index + 1].isalpha()


def _number_at(words: Sequence[str], at: int) -> tuple[str, int]:
    nth = read_ordinal(words, at)
    if nth:
        return write_ordinal(nth[0]), nth[1]
    number = read_cardinal(words, at)
    if number is None:
        return words[at], at + 1
    behind = number[1]
    if words[at] == "couple" and behind < len(words) and words[behind] == "of":
        behind += 1
    return str(number[0]), behind


def write_ordinal(number: int) -> str:
    """1 → "1st", 12 → "12th"."""
    return f"{number}{'th' if 10 <= number % 100 <= 20 else _SUFFIX.get(number % 10, 'th')}"
