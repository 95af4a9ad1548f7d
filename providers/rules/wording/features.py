"""What of a sentence counts for the model: words, neighbours and parts of words, with classes for what is only one of many.

Names, numbers, days and hours are nothing but their class to it; relations, medicines and treatments are that besides.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from core.when.vocabulary import MONTHS, WEEKDAYS
from core.when.words import Words
from providers.rules.sentence import Sentence
from providers.rules.wording.classes import class_of

MOST_WORDS = 60
"""Words that are looked at; what is wanted has been said by then."""

START, END = "START", "END"
_NAME, _NUMBER, _CLOCK, _NTH, _DAY, _MONTH = "NAME", "NUMBER", "CLOCK", "NTH", "DAY", "MONTH"
_SHORTEST, _LONGEST = 2, 3  # characters of a part of a word
_NTH_NUMBER = re.compile(r"[0-9]+(?:st|nd|rd|th)")
_MONTH_NAMES = frozenset(MONTHS) - {"may", "march", "mar"}
_DAY_NAMES = frozenset(WEEKDAYS) - {"sat", "sun", "wed"}
_ENDS = frozenset(".!?;:")
_KEPT_MARKS = frozenset("?+&")


def wording_of(sentence: Sentence) -> list[str]:
    """The words in small letters, without punctuation; in capitals the classes that stand for names, numbers and days."""
    said = sentence.words
    found = [*map(_class_of, said.words)]
    if sentence.text != sentence.lowered:
        for at in _capitals(said, sentence.text):
            found[at] = _NAME
    if _NAME in found:
        found = [word for before, word in pairwise(["", *filter(None, found)]) if not before == word == _NAME]
        return found[:MOST_WORDS]
    return [*filter(None, found)][:MOST_WORDS]


def _capitals(said: Words, text: str) -> Iterator[int]:
    """The words with a capital that says that they are names: "I" and "I'm" have one everywhere, and so has what begins."""
    for at in [at for at, (start, _) in enumerate(said.places) if text[start].isupper()]:
        word = said.words[at]
        if at and said.words[at - 1] not in _ENDS:
            is_name = _class_of(word) == word != "i" and not word.startswith("i'")
            if is_name:
                yield at


@lru_cache(maxsize=8192)
def _class_of(word: str) -> str:
    """The word as it counts in small letters; nothing for punctuation."""
    if word[0].isdigit():
        return _class_of_number(word)
    if not word[0].isalpha():
        return word if word in _KEPT_MARKS else ""
    if word in _DAY_NAMES:
        return _DAY
    if word in _MONTH_NAMES:
        return _MONTH
    return _NAME if word.startswith("xxx") and not word.strip("x") else word


def _class_of_number(word: str) -> str:
    if ":" in word:
        return _CLOCK
    return _NTH if _NTH_NUMBER.fullmatch(word) else _NUMBER


def parts_of_word(word: str) -> list[str]:
    """The runs of two and three characters, the ends marked; of a class none."""
    if word.isupper():
        return []
    whole = f"<{word}>"
    return [
        whole[start : start + length]
        for length in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(whole) - length + 1)
    ]


def names_of_word(word: str) -> list[str]:
    """The word and what it is one of."""
    kind = "" if word.isupper() else class_of(word)
    return [word, kind] if kind else [word]


def pairs_of(former: Sequence[str], latter: Sequence[str]) -> list[str]:
    """Two neighbours by `names_of_word`: as they are and, if either has one, by their classes."""
    pairs = [f"{former[0]} {latter[0]}"]
    if len(former) + len(latter) > 2:
        pairs.append(f"{former[-1]} {latter[-1]}")
    return pairs
