"""Times that were said in more than one way, taken back or ruled out: "7pm or 8pm", "Friday, no, Saturday", "not at 7".

Of two readings none is picked in silence: the detail is asked for, or the later one is taken and read back.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import time
from itertools import pairwise

from core.when import Span, TimeReading
from providers.rules.screened import Screened

_KINDS = {"date": "date", "time": "time", "instant": "time"}
_OR = re.compile(
    r"[\s,(]*(?:\bor\b|/|\bmaybe\b|\bperhaps\b)(?:\s+(?:maybe|perhaps|possibly|even|else|on|at|for|,))*\s*"
)
_CORRECTION = re.compile(
    r"[\s,.;–—-]*(?:\b(?:no|sorry|wait|actually|i mean|i meant|make (?:that|it)|or rather|rather|scratch that|hang on|um+|uh+|er+)\b"
    r"[\s,.;–—-]*)+(?:(?:on|at|let's say)\s+)?"
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_BARE_HOUR = Screened(
    rf"{_CORRECTION.pattern}(?:for\s+)?(?P<number>1[0-2]|[1-9]|{'|'.join(_NUMBERS)})(?:\s+o'clock)?(?=\s*(?:$|[.,;!?]|\b(?:please|thanks|thank you|instead|then)\b))"
)
_COUNTED = re.compile(
    rf"(?:\b(?:for|of|people|persons|guests|us|tablets?|pills?|table|party)(?:\s+(?:[0-9]+|{'|'.join(_NUMBERS)}))?|\b(?:[0-9]+|{'|'.join(_NUMBERS)}))\s*$"
)
_OPENING = re.compile(r"\bor\b|/|maybe|perhaps")
_NEAR = 100  # characters before a time in which it may be ruled out
_FAR = 5  # hours between a time and another that hardly corrects it
_ARTICLE = re.compile(r"(?:an?|the|my|some)\s+$")
_OPEN_END = re.compile(
    r"\s+or (?:so|later|earlier|thereabouts|whenever|any ?time|after|before|the (?:day|week|next|following)|another|some other)\b"
)
_LOOSE = re.compile(r"(?:before|after|until|till)\b")
_OR_NUMBER = re.compile(r"\s+or (?:at )?[0-9]")
_NUMBER_OR = re.compile(r"\b(?:[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) or\s*$")
_INSIDE = re.compile(r"\w\s+or\s+.*\w")
_RULED_OUT_BEFORE = Screened(
    r"(?<!why )\b(?:not|never|except|(?:anything|any ?time|any day|every day) but|"
    r"(?:(?:do|does|ca|wo|would)(?:n't|nt)|cannot)\s+(?:do|make|manage|want|like|book|come|say|need)(?:\s+(?:it|for|on|at))*)\s+$"
)
_RULED_OUT_AFTER = re.compile(
    r"\s+(?:is|'s|are|would be)?\s*(?:no good|too (?:early|late|soon)|(?:does|wo|is)n'?t\b|(?:does|will|is) not\b|not (?:good|possible)\b)"
)


def is_corrected(between: str) -> bool:
    """Whether the words between two readings take back the first: "a haircut, no, a manicure"."""
    return _CORRECTION.fullmatch(_ARTICLE.sub("", between)) is not None


def is_alternative(between: str) -> bool:
    """Whether the words between two readings leave both open: "a haircut or a perm"."""
    return _OR.fullmatch(_ARTICLE.sub("", between)) is not None


def blot_ruled_out(text: str, lowered: str, reading: TimeReading, *, screened: int) -> str:
    """The text without the times that it rules out: "not tomorrow", "7 is too late"."""
    for span in reading.spans:
        before = _RULED_OUT_BEFORE.search(lowered, screened, start=max(0, span.start - _NEAR), end=span.start)
        if before or _RULED_OUT_AFTER.match(lowered, span.end):
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def settle(
    reading: TimeReading, lowered: str, *, screened: int, read_from: Callable[[int], TimeReading]
) -> TimeReading:
    """The reading after second thoughts; `read_from` reads the text from a place on."""
    if not reading.spans:
        return reading
    for before, behind in pairwise(reading.spans):
        between, what = lowered[before.end : behind.start], _KINDS.get(behind.kind)
        if (
            what
            and _CORRECTION.fullmatch(between)
            and any(_KINDS.get(s.kind) == what for s in reading.spans if s.start < behind.start)
        ):
            reading = _correct(reading, read_from(behind.start), what=what)
    reading = _correct_by_number(reading, lowered, screened)
    for what in set(_open_kinds(reading, lowered)):
        reading = leave_open(reading, what)
    loose = {_KINDS[span.kind] for span in reading.spans if span.kind in _KINDS and _is_loose(span, lowered)}
    return replace(reading, inferred=reading.inferred | (loose - reading.ambiguous)) if loose else reading


def _is_loose(span: Span, lowered: str) -> bool:
    return _OPEN_END.match(lowered, span.end) is not None or _LOOSE.match(span.text.lower()) is not None


def _open_kinds(reading: TimeReading, lowered: str) -> Iterator[str]:
    """Of what kind the times are that an "or" joins."""
    if not _OPENING.search(lowered):
        return
    spans: list[tuple[Span, str]] = [(span, _KINDS[span.kind]) for span in reading.spans if span.kind in _KINDS]
    for span, what in spans:
        if _INSIDE.search(span.text.lower()) or _OR_NUMBER.match(lowered, span.end):
            yield what
        if what == "time" and _NUMBER_OR.search(lowered, max(0, span.start - _NEAR), span.start):
            yield what
    for before, behind in pairwise(reading.spans):
        what = _KINDS.get(behind.kind)
        if what and _OR.fullmatch(lowered[before.end : behind.start]):
            yield from [what] * any(kind == what and span.start < behind.start for span, kind in spans)


def _correct(reading: TimeReading, later: TimeReading, *, what: str) -> TimeReading:
    if what == "date":
        return replace(reading, date=later.date or reading.date, inferred=reading.inferred | {"date"})
    if "time" in later.ambiguous or not later.times:
        return _correct_hour(reading, later.candidates)
    return replace(
        reading,
        time=later.time,
        times=later.times,
        candidates=later.candidates,
        inferred=reading.inferred | {"time"},
        ambiguous=reading.ambiguous - {"time"},
    )


def _correct_by_number(reading: TimeReading, lowered: str, screened: int) -> TimeReading:
    """As in "at 8 in the morning, no, make it nine"; behind a number of people it corrects that."""
    bare = _BARE_HOUR.search(lowered, screened) if reading.times else None
    if not bare or _is_in_span(bare.start("number"), reading):
        return reading
    before = [span for span in reading.spans if span.end <= bare.start() + 1]
    is_beside = bool(before) and not lowered[before[-1].end : bare.start()].strip(" ,")
    if not before or (not is_beside and _COUNTED.search(lowered[: bare.start()])):
        return reading
    said = bare["number"]
    hour = int(said) if said.isdigit() else _NUMBERS.index(said) + 1
    meant = (time(hour % 12), time(hour % 12 + 12))
    return _correct_hour(reading, meant) if is_beside else leave_open(reading, "time")


def _is_in_span(at: int, reading: TimeReading) -> bool:
    return any(span.start <= at < span.end for span in reading.spans)


def _correct_hour(reading: TimeReading, meant: Sequence[time]) -> TimeReading:
    """The one of two hours that is near the corrected one, to be read back; open where there is none, or several were said."""
    old = reading.times
    near = [at for at in meant if len(old) == 1 and abs(_minutes(at) - _minutes(old[0])) < _FAR * 60]
    if len(near) != 1:
        return leave_open(replace(reading, candidates=tuple(meant) or reading.candidates), "time")
    inferred, ambiguous = reading.inferred | {"time"}, reading.ambiguous - {"time"}
    return replace(
        reading, time=near[0], times=(near[0],), candidates=tuple(meant), inferred=inferred, ambiguous=ambiguous
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def leave_open(reading: TimeReading, what: str) -> TimeReading:
    """The reading without its "date", "time" or "recurrence", so that it is asked."""
    left = replace(reading, inferred=reading.inferred - {what}, ambiguous=reading.ambiguous | {what})
    if what == "date":
        return replace(left, date=None)
    if what == "recurrence":
        return replace(left, recurrence=None)
    return replace(left, time=None, times=(), candidates=reading.candidates or reading.times)
