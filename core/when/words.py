"""A text as one plain line that the grammar reads: lower case, one space between words, numbers in digits.

"Half past seven, on the Twenty-first" becomes "half past 7 , on the 21st"; "7p.m." becomes "7 pm". Every word of the
line knows which characters of the text it stands for.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

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
_NUMBER_WORDS = frozenset({*CARDINALS, *ORDINALS, "hundred", "thousand"})
_HYPHENS = frozenset("-‐‑")
_SUFFIX = {1: "st", 2: "nd", 3: "rd"}

Token = tuple[str, int, int]
"""A plain word with its start and end in the text."""


@dataclass(frozen=True, slots=True)
class Words:
    """The plain line, and where its words come from.

    Attributes:
        line: the words with single spaces between them.
        offsets: where each word begins in the line.
        places: start and end of each word in the text.
    """

    line: str
    offsets: Sequence[int]
    places: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> "Words":
        """Read `text`; never fails."""
        tokens = _with_digits([(_plain(match), match.start(), match.end()) for match in _TOKEN.finditer(text)])
        words = [word for word, _, _ in tokens]
        offsets: list[int] = []
        at = 0
        for word in words:
            offsets.append(at)
            at += len(word) + 1
        return cls(" ".join(words), offsets, [(start, end) for _, start, end in tokens])

    def index(self, offset: int) -> int:
        """Which word of the line stands at this offset of the line."""
        return bisect_right(self.offsets, offset) - 1

    def word(self, index: int) -> str:
        """The word at this index, "" before the first."""
        if index < 0:
            return ""
        end = self.offsets[index + 1] - 1 if index + 1 < len(self.offsets) else len(self.line)
        return self.line[self.offsets[index] : end]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the text behind the stretch `start`-`end` of the line."""
        return self.places[self.index(start)][0], self.places[self.index(end - 1)][1]


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
        return word.replace(" ", "")
    return "o'clock" if kind == "oclock" else word


@lru_cache(maxsize=8192)
def _mend(word: str) -> str:
    return mend_day(word.lower().replace("’", "'"))


def _with_digits(raw: list[Token]) -> list[Token]:
    """Number words become digits; hyphens between words go ("half-past", "twenty-five")."""
    plain = raw
    words = [word for word, _, _ in raw]
    if not _HYPHENS.isdisjoint(words):
        plain = [token for index, token in enumerate(raw) if not _is_hyphen(raw, index)]
        words = [word for word, _, _ in plain]
    if _NUMBER_WORDS.isdisjoint(words):
        return plain
    found: list[Token] = []
    at = 0
    while at < len(plain):
        value, behind = _number_at(words, at)
        found.append((value, plain[at][1], plain[behind - 1][2]))
        at = behind
    return found


def _is_hyphen(raw: list[Token], index: int) -> bool:
    word, start, end = raw[index]
    if word not in _HYPHENS or not 0 < index < len(raw) - 1:
        return False
    before, after = raw[index - 1], raw[index + 1]
    return before[2] == start and after[1] == end and before[0].isalpha() and after[0].isalpha()


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
