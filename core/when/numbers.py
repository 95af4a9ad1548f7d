"""Numbers as people say them: "seven", "twenty-five", "a hundred and five", "third", "twenty-first"."""

import re
from collections.abc import Callable, Sequence

_SMALL = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)

CARDINALS = {
    **{word: value for value, word in enumerate(_SMALL)},
    **{word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)},
    "fourty": 40,
    "dozen": 12,
    "couple": 2,
}
ORDINALS = {word: value for value, word in enumerate(_ORDINALS, start=1)} | {"twentieth": 20, "thirtieth": 30}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 9  # digits; longer strings of digits are no quantities

Reading = tuple[int, int]
"""A value, and the index behind its last word."""

_Reader = Callable[[Sequence[str], int], Reading | None]


def parse_number(words: str) -> int | None:
    """The whole number that `words` say and nothing else, in words or digits; None if they say no number."""
    parts = [part.lower() for part in _WORD.findall(words)]
    if len(parts) > 1 and parts[0] in {"a", "an"}:
        parts = parts[1:] if parts[1] in CARDINALS else ["one", *parts[1:]]
    if len(parts) == 1 and parts[0].isascii() and parts[0].isdigit():
        return int(parts[0]) if len(parts[0]) <= _LONGEST else None
    found = read_cardinal(parts, 0) if parts else None
    return found[0] if found and found[1] == len(parts) else None


def read_cardinal(words: Sequence[str], at: int) -> Reading | None:
    """The longest number in lower-case words that begins at index `at`."""
    found = _read_below_thousand(words, at)
    if found is None or _word(words, found[1]) != "thousand":
        return found
    value, behind = found[0] * 1000, found[1] + 1
    return _add_rest(value, words, behind, _read_below_thousand)


def read_ordinal(words: Sequence[str], at: int) -> Reading | None:
    """An ordinal in words that begins at index `at`: "third", "twenty first"."""
    tens, unit = CARDINALS.get(words[at], 0), ORDINALS.get(_word(words, at + 1), 0)
    if tens >= 20 and tens % 10 == 0 and 0 < unit < 10:
        return tens + unit, at + 2
    value = ORDINALS.get(words[at])
    return (value, at + 1) if value else None


def _read_below_thousand(words: Sequence[str], at: int) -> Reading | None:
    if words[at] in {"a", "one"} and _word(words, at + 1) in _SCALES:
        found = (1, at + 1)
    else:
        found = _read_below_hundred(words, at)
    if found is None or _word(words, found[1]) != "hundred":
        return found
    return _add_rest(found[0] * 100, words, found[1] + 1, _read_below_hundred)


def _add_rest(value: int, words: Sequence[str], behind: int, read: _Reader) -> Reading:
    start = behind + 1 if _word(words, behind) == "and" else behind
    rest = read(words, start) if start < len(words) else None
    return (value + rest[0], rest[1]) if rest else (value, behind)


def _read_below_hundred(words: Sequence[str], at: int) -> Reading | None:
    value = CARDINALS.get(words[at])
    if value is None:
        return None
    unit = CARDINALS.get(_word(words, at + 1), 0)
    if value >= 20 and 0 < unit < 10 and _word(words, at + 1) != "couple":
        return value + unit, at + 2
    return value, at + 1


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""
