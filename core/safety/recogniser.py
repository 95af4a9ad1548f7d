"""Recognises that somebody is in danger, by what they say: pure, offline, and before anything else is asked of a sentence.

To miss an emergency is worse than a false alarm, yet alarms that come without reason are soon ignored. So what is
looked for are phrases, not words, and what only sounds alike is told apart (`harmless.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from core.prefilter import Prefilter
from core.safety.dangers import Danger
from core.safety.harmless import DENIED, IDIOMS, PAST, PLANS, PRESENT, SUPPOSED, TOLD
from core.safety.phrases import TABLES, Table
from core.safety.vocabulary import ANOTHER, MEDICINE, MEDICINES, PERSON, RELATIVE, WHOM
from core.safety.words import Words

_ORDER = {danger: rank for rank, danger in enumerate(Danger)}
_BLANK = "~"
_SENTENCES = re.compile(r"[^.]+")
_CLAUSES = re.compile(r",| and (?=(?:i|ive|im|he|hes|she|shes|its|theres|we|weve|they|someone)\b)")
_TURN = re.compile(r" (?:but|and now) ")
_LISTS = (MEDICINE, PERSON, ANOTHER, WHOM, RELATIVE)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What danger there is, and which parts of the text say so, as (start, end)."""

    danger: Danger
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    source: str
    table: Table

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first needed: together they would take too long at the start."""
        return _compile(self.source)


_compile = cache(re.compile)


@dataclass(frozen=True, slots=True)
class _Found:
    danger: Danger
    start: int
    end: int


def _shorten(source: str) -> str:
    """The phrase without lists of words that nearly every sentence has one of, or that say little by themselves."""
    for words in _LISTS:
        source = source.replace(words, r"\w+")
    return source


_PHRASES = tuple(_Phrase(source, table) for table in TABLES for source in table.phrases)


@cache
def _prefilter() -> Prefilter:
    """Made when it is first needed: it takes longer than an import should."""
    return Prefilter(_shorten(phrase.source) for phrase in _PHRASES)


def find_alarm(words: Words) -> Alarm | None:
    """The danger that a text speaks of; None where there is none."""
    likely = [_PHRASES[number] for number in _prefilter().find(words.text)]
    phrases = [phrase for phrase in likely if phrase.pattern.search(words.text)]
    if not phrases:
        return None
    text = _compile(IDIOMS).sub(lambda idiom: _BLANK * len(idiom[0]), words.text)
    found = [each for start, end in _sentences(text) for each in _search(text[start:end], start, phrases)]
    return _to_alarm(found, words) if found else None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where what belongs together begins and ends: sentences, and what follows a "but"."""
    for sentence in _SENTENCES.finditer(text):
        start = sentence.start()
        for turn in _TURN.finditer(text, sentence.start(), sentence.end()):
            yield start, turn.start()
            start = turn.start() + 1
        yield start, sentence.end()


def _search(sentence: str, offset: int, phrases: list[_Phrase]) -> Iterator[_Found]:
    lead = len(sentence) - len(sentence.lstrip(" "))
    sentence = sentence.strip(" ")
    past = _compile(PAST).search(sentence) and not _compile(PRESENT).search(sentence)
    told, supposed = bool(_compile(TOLD).search(sentence)), bool(_compile(SUPPOSED).search(sentence))
    if past or told:
        return
    names_medicine = not MEDICINES.isdisjoint(sentence.split(" "))
    for phrase in phrases:
        if (supposed and not phrase.table.is_sure) or (phrase.table.of_medicine and not names_medicine):
            continue
        for match in phrase.pattern.finditer(sentence):
            if match.end() > match.start() and not _is_apart(sentence, match.start()):
                yield _Found(phrase.table.danger, offset + lead + match.start(), offset + lead + match.end())


def _is_apart(sentence: str, start: int) -> bool:
    """Whether what stands before a phrase says that it is denied, or only what a plan is about."""
    if sentence[start : start + 1] in {".", ","}:
        start += 2
    clause = _CLAUSES.split(sentence[:start])[-1]
    return bool(_compile(DENIED).search(clause)) or bool(_compile(PLANS).search(clause.lstrip(" ")))


def _to_alarm(found: list[_Found], words: Words) -> Alarm:
    first = min(found, key=lambda each: _ORDER[each.danger])
    spans = sorted({words.place(each.start, each.end) for each in found})
    return Alarm(first.danger, tuple(spans))
