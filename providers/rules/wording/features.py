"""What of a sentence counts for the model: words, neighbours and parts of words, with classes for names, numbers and days."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from core.when.vocabulary import MONTHS, WEEKDAYS
from providers.rules.sentence import Sentence

MOST_WORDS = 60
"""Words that are looked at; what is wanted has been said by then."""

_NAME, _NUMBER, _CLOCK, _NTH, _DAY, _MONTH, _START = "NAME", "NUMBER", "CLOCK", "NTH", "DAY", "MONTH", "START"
_SHORTEST, _LONGEST = 3, 5  # characters of a part of a word
_NTH_NUMBER = re.compile(r"[0-9]+(?:st|nd|rd|th)")
_MONTH_NAMES = frozenset(MONTHS) - {"may", "march", "mar"}
_DAY_NAMES = frozenset(WEEKDAYS) - {"sat", "sun", "wed"}
_ENDS = frozenset(".!?;:")
_KEPT_MARKS = frozenset("?+&")


def wording_of(sentence: Sentence) -> list[str]:
    """The words in small letters, without punctuation; in capitals the classes that stand for names, numbers and days."""
    line, text = sentence.words, sentence.text
    found: list[str] = []
    is_first = True
    for word, (start, _) in zip(line.line.split(), line.places, strict=True):
        is_capital = text[start].isupper() and not is_first
        is_first = word in _ENDS
        plain = _class_of(word, is_capital=is_capital)
        if plain and not (plain == _NAME and found and found[-1] == _NAME):
            found.append(plain)
        if len(found) == MOST_WORDS:
            break
    return found


def _class_of(word: str, *, is_capital: bool) -> str:
    """The word as it counts; nothing for punctuation."""
    if word[0].isdigit():
        return _class_of_number(word)
    if not word[0].isalpha():
        return word if word in _KEPT_MARKS else ""
    if word in _DAY_NAMES:
        return _DAY
    if word in _MONTH_NAMES:
        return _MONTH
    if (word.startswith("xxx") and not word.strip("x")) or (is_capital and word != "i" and not word.startswith("i'")):
        return _NAME
    return word


def _class_of_number(word: str) -> str:
    if ":" in word:
        return _CLOCK
    return _NTH if _NTH_NUMBER.fullmatch(word) else _NUMBER


def features_of_word(word: str) -> list[str]:
    """A word and the parts of it; of a class nothing but its name."""
    if word.isupper():
        return [word]
    whole = f"<{word}>"
    parts = {
        whole[start : start + length]
        for length in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(whole) - length + 1)
    }
    return sorted({*parts, whole})


def features_of_pairs(words: Sequence[str]) -> Iterator[str]:
    """Each two neighbours, the first word with the start of the sentence."""
    for former, latter in pairwise((_START, *words)):
        yield f"{former} {latter}"
