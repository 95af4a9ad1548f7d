"""What of a sentence counts: words and parts of them, what they mean, and what stands near what."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

MEANINGS = Path(__file__).with_name("meanings.txt")
RULES = "RULES"
"""The feature of a text in which the phrases hear a danger."""

_NEAR = 6  # words within which meanings are taken together
_LEAST_LETTERS = 5  # of a word that counts with its parts
_SIZES = (4, 5)  # letters of a part
_MARKS = frozenset(".,")
_SAY_NOTHING = frozenset(["a", "an", "and", "but", "so", "the", "then"])
"""Whether a sentence is long or short, one or two, says nothing about danger."""
_START, _END = "^", "$"
_YEAR, _FIGURE = "@year", "@figure"
_YEAR_DIGITS = 4
_SETTINGS = frozenset(
    f"@{name}"
    for name in (
        *("ago", "month", "year", "healed", "safe", "story", "puzzle", "sport", "animal", "plant", "machine"),
        *("history", "money", "tavern", "visit", "amused", "tired", "ask-what"),
    )
)
"""What, anywhere in a sentence, tells what it is about: it counts beside everything else that the sentence speaks of."""


@cache
def meanings() -> Mapping[str, tuple[str, ...]]:
    """Word → what it may mean, each as `@meaning`."""
    found: dict[str, tuple[str, ...]] = {}
    for line in MEANINGS.read_text(encoding="utf-8").splitlines():
        name, _, words = line.partition(":")
        if words and not line.startswith("#"):
            for word in words.split():
                found[word] = (*found.get(word, ()), f"@{name}")
    return found


def _senses(word: str) -> tuple[str, ...]:
    """What a word may mean; of figures whether they can be a year."""
    if word.isdecimal():
        return (_YEAR,) if len(word) == _YEAR_DIGITS else (_FIGURE,)
    return meanings().get(word, ())


def words_of(text: str) -> list[str]:
    """The words of a text as `read_words` leaves it, without stops and commas."""
    return [word for word in text.split(" ") if word not in _MARKS and word]


def features_of_word(word: str) -> list[str]:
    """The word, its parts as `~part`, and what it may mean; nothing of a word that only joins others."""
    if word in _SAY_NOTHING:
        return []
    whole = f"<{word}>"
    parts = (
        f"~{whole[start : start + size]}"
        for size in _SIZES
        if len(word) >= _LEAST_LETTERS
        for start in range(len(whole) - size + 1)
    )
    return [word, *parts, *_senses(word)]


def features_of_places(words: Sequence[str]) -> Iterator[str]:
    """What stands near what: neighbours but one, meanings beside words, and meanings near each other, in their order."""
    senses = list(map(_senses, words))
    said = {each for sense in senses for each in sense}
    for setting in said & _SETTINGS:
        yield from (f"{setting} & {each}" for each in said if each != setting)
    yield from map("{} _ {}".format, words, islice(words, 2, None))
    for at, (former, latter, sense) in enumerate(zip((_START, *words), (*words[1:], _END), senses, strict=False)):
        for each in sense:
            yield f"{former} {each}"
            yield f"{each} {latter}"
            for others in senses[at + 1 : at + _NEAR]:
                for other in others:
                    if other != each:
                        yield f"{each} {other}"
