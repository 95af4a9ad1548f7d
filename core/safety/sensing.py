"""Puts together what the phrases hear and what the model senses: it adds what it is sure of, and doubts what they hear
only where it is very sure that nothing is wrong.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from core.safety.dangers import Danger
from core.safety.recogniser import Alarm
from core.safety.sense.features import words_of
from core.safety.sense.model import SenseModel, load_model
from core.safety.words import Words

_SURE = 0.0
"""Log odds from which the model alone raises an alarm."""
_UNSURE = -1.0
"""Log odds from which it is asked whether somebody is in danger."""
_HARMLESS = 0.0
"""Log odds below which what the phrases hear is no alarm: to miss one is worse than a false one."""
_MEANT_BY_ITSELF = 1.0
"""Log odds from which the clause of a phrase is believed whatever the other clauses say."""
_LIKELY_KIND = 0.4
"""A kind that is less probable is not named: the answer is that of a call for help."""
_POSSIBLE_ABUSE = 0.25
"""Who may be hurt by those who would be told is believed to be: nobody is told then."""
_NOTHING_AROUND = 3
"""Of so few words a phrase that is heard leaves nothing around it that could make it harmless: it stands."""
_MOST_WORDS = 40
_STEP = 20
_SENTENCES = re.compile(r"[^.]+")
_BREAKS = re.compile(r"[.,]| (?=(?:and|but|then|also|so) )")
_MARKS = " .,"


class Sensed(NamedTuple):
    """What to make of a text: an alarm, or a doubt whether there should be one."""

    alarm: Alarm | None
    is_doubtful: bool


class _Part(NamedTuple):
    score: float
    start: int
    end: int


def weigh_up(words: Words, alarm: Alarm | None) -> Sensed:
    """What to make of a text in which the phrases hear `alarm`."""
    if alarm is not None and len(words.text.strip(_MARKS).split()) <= _NOTHING_AROUND:
        return Sensed(alarm, is_doubtful=False)
    model = load_model()
    parts = [_weigh(model, words.text, span, heard=alarm is not None) for span in _parts(words.text)]
    if not parts:
        return Sensed(alarm, is_doubtful=False)
    best = max(parts)
    if alarm is not None:
        is_meant = best.score >= _HARMLESS or _is_meant_by_itself(model, words, alarm)
        return Sensed(alarm if is_meant else None, is_doubtful=not is_meant)
    if best.score >= _SURE:
        return Sensed(_to_alarm(model, words, best), is_doubtful=False)
    return Sensed(None, is_doubtful=best.score >= _UNSURE)


def _weigh(model: SenseModel, text: str, span: tuple[int, int], *, heard: bool) -> _Part:
    start, end = span
    return _Part(model.score(words_of(text[start:end]), heard=heard), start, end)


def _is_meant_by_itself(model: SenseModel, words: Words, alarm: Alarm) -> bool:
    """Whether the clause of a phrase speaks of danger when the others are left aside: they may be about a wish."""
    spans = _split(words.text, 0, len(words.text))
    return len(spans) > 1 and any(
        _weigh(model, words.text, span, heard=True).score >= _MEANT_BY_ITSELF
        for span in spans
        if _is_within(words.place(*span), alarm.spans)
    )


def _is_within(place: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in spans)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """The whole where it is short, and each sentence; of what is long pieces that overlap."""
    sentences = [found.span() for found in _SENTENCES.finditer(text) if found[0].strip(_MARKS)]
    if len(sentences) > 1 and text.count(" ") < _MOST_WORDS:
        yield 0, len(text)
    for start, end in sentences:
        yield from _pieces(text, start, end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if text.count(" ", start, end) < _MOST_WORDS:
        yield start, end
        return
    begins = [start, *(at for at in range(start + 1, end) if text[at - 1] == " ")]
    for first in range(0, max(1, len(begins) - _STEP), _STEP):
        last = first + _MOST_WORDS
        yield begins[first], begins[last] if last < len(begins) else end


def _to_alarm(model: SenseModel, words: Words, part: _Part) -> Alarm:
    said = words_of(words.text[part.start : part.end])
    kinds = model.kinds(said)
    kind = max(kinds, key=lambda each: kinds[each])
    if kinds[Danger.ABUSE] >= _POSSIBLE_ABUSE:
        kind = Danger.ABUSE
    elif kinds[kind] < _LIKELY_KIND:
        kind = Danger.HELP
    return Alarm(Danger(kind), tuple(words.place(*span) for span in _clauses(model, words.text, part)))


def _clauses(model: SenseModel, text: str, part: _Part) -> list[tuple[int, int]]:
    """The clauses that speak of danger by themselves; the one that most nearly does where none does."""
    clauses = [
        _Part(model.weigh(words_of(text[start:end])), start, end) for start, end in _split(text, part.start, part.end)
    ]
    found = [each for each in clauses if each.score > 0] or [max(clauses)]
    return [(each.start, each.end) for each in found]


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses between two places, without what separates them; none without a word."""
    edges = [start, *(found.start() + 1 for found in _BREAKS.finditer(text, start, end)), end]
    return [_trim(text, *span) for span in pairwise(edges) if words_of(text[slice(*span)])]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip(_MARKS)), end - len(inside) + len(inside.rstrip(_MARKS))
