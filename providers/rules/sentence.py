"""A sentence with what several slots need of it: stored names, words with digits, time expressions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import islice
from typing import NamedTuple

from core.ability import AbilitySpec, Slot, SlotKind
from core.domain import Queue
from core.lazy import Lazy
from core.spelling import mend
from core.when import NO_TIMES, Policy, Span, TimeReader, TimeReading, find_times
from core.when.words import Words
from providers.base import ParseContext
from providers.rules.cues import CueLine
from providers.rules.once import once
from providers.rules.roles import MEDICINE, is_past
from providers.rules.screened import screen
from providers.rules.second_thoughts import blot_ruled_out, leave_open, settle

_ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_LONGEST = 2_000  # characters that are read; nobody says more in one breath, and cues may backtrack
_LONGEST_CUE = 500  # characters in which a wish betrays its kind
_SHORTEST_NAME = 3
_NOTHING: frozenset[str] = frozenset()
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\n": " ", "\r": " ", "\t": " "})
_NAME_LEAD = re.compile(r"\b(?:at|called|named|restaurant|salon|with|tell|from)\s+[\"'“‘]?$")
_WORDS_OF_WISHES = frozenset(
    [
        "table",
        "tables",
        "book",
        "booking",
        "reserve",
        "reservation",
        "dinner",
        "lunch",
        "breakfast",
        "brunch",
        "supper",
        "meal",
        "tea",
        "party",
        "people",
        "restaurant",
        "place",
        "time",
        "please",
        "remind",
        "reminder",
        "call",
        "tell",
        "text",
        "message",
        "today",
        "now",
        "later",
    ]
)
_HESITATION = re.compile(r"(?:um+|uh+|er+|erm+|hmm+|mm+)[,.…]*")
_NOT = re.compile(r"\bnot (?:at |in )?$")
MOST_JOINTS = 10
_JOINT = (
    r"(?<!\s)(?:\s*(?:[,;.!?]\s*)?\b(?:and(?: then| also| please)*|then|also|plus|after that)\s+|\s*[;.!?]\s+"
    r"|\s*,\s+(?=\w))"
)
JOINT = re.compile(_JOINT, re.IGNORECASE)
_JOINTS = re.compile(rf"(?=[\s,;.!?atp]){_JOINT}")
"""The same in small letters, tried only where one can begin."""
_JOINING = frozenset({"and", "then", "also", "plus", "after"})
_MARKS = re.compile("[,;.!?]")
_TABLE_FOR_ABOUT = re.compile(
    r"(?<=\btable )for (?:about|around) (?:[0-9]{1,2}|[a-z]+)\b(?! ?(?:[ap]\.?m|[:.][0-9]|o'clock|in the|at night))"
)


class Place(NamedTuple):
    """A stretch of the text."""

    start: int
    end: int

    def overlaps(self, other: "Place") -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end


class KnownName(NamedTuple):
    """A stored name that the text mentions, in its stored spelling."""

    name: str
    place: Place


class _Heard:
    """What holds for the whole of what was said, so that it is found out once for all sentences that are made of it.

    Attributes:
        reader: reads the times.
        names: by slot, the stored names that may be mentioned with their lower case, the longest first.
    """

    def __init__(self, lowered: str, context: ParseContext) -> None:
        self.reader = TimeReader(now=context.now, timezone=context.timezone, day_times=context.day_times)
        self.names: dict[str, list[tuple[str, str]]] = {}
        for slot, names in context.names.items():
            for name in names:
                whole, first_word = _prepare(name)
                if first_word in lowered:
                    self.names.setdefault(slot, []).append((name, whole))
        for heard in self.names.values():
            heard.sort(key=lambda each: -len(each[0]))


@lru_cache(maxsize=4096)
def _prepare(name: str) -> tuple[str, str]:
    """A name in lower case, and its first word."""
    lowered = _lower(name)
    return lowered, lowered.partition(" ")[0]


class Sentence:
    """One wish in words, and the situation in which it was said; from the places `unread` no time or count is read.

    Attributes:
        lowered: the text in lower case, with straight quotes and without line breaks; as long, so that places agree.
    """

    def __init__(
        self, text: str, context: ParseContext, *, unread: Sequence[Place] = (), heard: _Heard | None = None
    ) -> None:
        self.text = text[:_LONGEST]
        self.lowered = _lower(self.text)
        self.context = context
        self.unread = unread
        self._heard = heard or _Heard(self.lowered, context)
        self._open = self._guessed = _NOTHING
        self.scores: dict[str, float] = {}
        self.choices: dict[Slot, Sequence[re.Match[str]]] = {}
        self._readings: dict[Policy, TimeReading] = {}

    @Lazy
    def cue_line(self) -> CueLine:
        """The lower-cased words, mended, with one space between them and without "um" and "er", as cues read them."""
        return CueLine(" ".join(filter(None, map(_mend, self.lowered[:_LONGEST_CUE].split()))))

    @Lazy
    def bare_words(self) -> frozenset[str]:
        """What it has between marks and spaces, in small letters: of "don't" both parts."""
        return frozenset(find_bare_words(self.lowered))

    @Lazy
    def screened(self) -> int:
        """Which of the patterns of `screened.py` may fit any part of it."""
        return screen(self.lowered)

    @Lazy
    def joints(self) -> Sequence[re.Match[str]]:
        """Conjunctions and commas at which it may go on to another wish; of many only the first."""
        if _JOINING.isdisjoint(self.bare_words) and not _MARKS.search(self.lowered.rstrip(" .!?")):
            return ()
        return tuple(islice(_JOINTS.finditer(self.lowered), MOST_JOINTS))

    @Lazy
    def names(self) -> Mapping[str, Sequence[KnownName]]:
        """By slot, the stored names that the text mentions, the longest first."""
        return {slot: self._find_names(slot, names) for slot, names in self._heard.names.items()}

    @Lazy
    def has_names(self) -> bool:
        """Whether it mentions any."""
        return bool(self._heard.names) and any(self.names.values())

    @Lazy
    def masked(self) -> str:
        """The text with stored names and unread places blotted out: "Seven Dials" has no time in it."""
        blotted = self.text
        if self.has_names:
            for known in (name for names in self.names.values() for name in names):
                blotted = _blot(blotted, *known.place)
        for place in self.unread:
            blotted = _blot(blotted, *place, begin=";")
        return blotted

    @Lazy
    def words(self) -> Words:
        """The masked text as one plain line with numbers in digits."""
        return self._heard.reader.words_of(self.masked)

    def times(self, policy: Policy) -> TimeReading:
        """What the text says about time."""
        reading = self._readings.get(policy)
        if reading is None:
            reading = self._readings[policy] = self._read_times(policy)
        return reading

    def without_ruled_out(self, policy: Policy) -> "Sentence":
        """The sentence with blanks for the times that it rules out."""
        text = blot_ruled_out(self.text, self.lowered, self._read(self.masked, policy), screened=self.screened)
        return self.saying(text, unread=self.unread)

    def without(self, unread: Sequence[Place]) -> "Sentence":
        """The sentence without the times and counts in further places."""
        return self.saying(self.text, unread=(*self.unread, *unread))

    def saying(self, text: str, *, unread: Sequence[Place] = ()) -> "Sentence":
        """Other words in the same situation."""
        other = self.apart(text, unread=unread)
        other._open, other._guessed = self._open, self._guessed
        return other

    def apart(self, text: str, *, unread: Sequence[Place] = ()) -> "Sentence":
        """Some of the words by themselves, of which nothing is left open."""
        return Sentence(text, self.context, unread=unread, heard=self._heard)

    def leaving_open(self, what: Iterable[str]) -> "Sentence":
        """The sentence of which a "date", "time" or "recurrence" is not plain, so that it is asked."""
        other = self.saying(self.text, unread=self.unread)
        other._open = self._open | frozenset(what)
        return other

    def guessing(self, what: Iterable[str]) -> "Sentence":
        """The sentence whose "date" or "recurrence" was said of something else before, so that it is read back."""
        other = self.saying(self.text, unread=self.unread)
        other._guessed = self._guessed | frozenset(what)
        return other

    def _read_times(self, policy: Policy) -> TimeReading:
        reading = self._read(self.masked, policy)
        if reading is not NO_TIMES:
            reading = self._settle(reading, policy)
        if self._guessed:
            reading = replace(reading, inferred=reading.inferred | self._guessed)
        for what in self._open:
            reading = leave_open(reading, what)
        return reading

    def _settle(self, reading: TimeReading, policy: Policy) -> TimeReading:
        """The reading after what the sentence rules out and takes back."""
        text = blot_ruled_out(self.masked, self.lowered, reading, screened=self.screened)
        if text != self.masked:
            reading = self._read(text, policy)
        read_from = partial(self._read_from, text, policy)
        return settle(reading, self.lowered, screened=self.screened, read_from=read_from)

    def _read_from(self, text: str, policy: Policy, start: int) -> TimeReading:
        return self._read(text[start:], policy)

    def _read(self, text: str, policy: Policy) -> TimeReading:
        # "A table for about 4" tells how many, though "about 4" alone is a time.
        if "table for a" in self.lowered:
            for match in _TABLE_FOR_ABOUT.finditer(lower_same_length(text)):
                text = _blot(text, *match.span())
        return self._heard.reader.read(text, policy)

    def _find_names(self, slot: str, names: Iterable[tuple[str, str]]) -> list[KnownName]:
        found: list[KnownName] = []
        for name, lowered in names:
            if lowered not in self.lowered:
                continue
            place = self._find_words(lowered, is_plain=self._is_plain(name, slot))
            if place and not any(place.overlaps(known.place) for known in found):
                found.append(KnownName(name, place))
        return found

    def _is_plain(self, name: str, slot: str) -> bool:
        """Whether a name reads as a time, a number or a word of the wish itself: "Tomorrow", "One", "The Table"."""
        question = self.context.open_question
        if question and question.slot == slot and self.lowered.strip(" .!?") == name.lower():
            return False
        return _reads_otherwise(lower_same_length(name).removeprefix("the ").strip())

    def _find_words(self, lowered: str, *, is_plain: bool) -> Place | None:
        """Where these words stand as whole words; too short a name could be anything, a plain one needs a lead."""
        if len(lowered) < _SHORTEST_NAME:
            return None
        at = self.lowered.find(lowered)
        while at >= 0:
            end = at + len(lowered)
            is_whole = not (self.lowered[at - 1 : at].isalnum() or self.lowered[end : end + 1].isalnum())
            is_meant = not _NOT.search(self.lowered[:at]) and (not is_plain or self._is_led_in(at))
            if is_whole and is_meant:
                return Place(at, end)
            at = self.lowered.find(lowered, at + 1)
        return None

    def _is_led_in(self, at: int) -> bool:
        """Whether a plain word is a name here: "at Tomorrow"; in small letters "at noon" says when."""
        return self.text[at].isupper() and _NAME_LEAD.search(self.lowered[:at]) is not None


find_bare_words = re.compile(r"\w+").findall
"""The words of a text as patterns with a "\\b" see them."""


def _blot(text: str, start: int, end: int, *, begin: str = "x") -> str:
    """Letters that say nothing; with a mark at their `begin` what stands before them ends there."""
    return text[:start] + (begin + "x" * (end - start - 1) if end > start else "") + text[end:]


@lru_cache(maxsize=4096)
def _reads_otherwise(plain: str) -> bool:
    """Whether a name without its article is a word of wishes, a number or a time; the moment makes no difference."""
    if plain in _WORDS_OF_WISHES or Words.of(plain).line.replace(" ", "").isdigit():
        return True
    reading = find_times(plain, now=_ANY_MOMENT, timezone="UTC", policy=Policy.BOOKING)
    return any(span.start == 0 and span.end == len(plain) for span in reading.spans)


@lru_cache(maxsize=8192)
def _mend(word: str) -> str:
    """A word mended before the marks that end it; nothing of "um"."""
    if _HESITATION.fullmatch(word):
        return ""
    bare = word.rstrip(",.;:!?")
    return mend(bare) + word[len(bare) :]


def _lower(text: str) -> str:
    """Lower case, straight quotes, no line breaks, every character in its place."""
    if text.isascii() and text.isprintable():  # as nearly all is, which spares the translation
        return text.lower()
    return lower_same_length(text.translate(_PLAIN))


def lower_same_length(text: str) -> str:
    """Lower case that keeps every character's place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower()[:1] for char in text)


@once
def choose_policy(spec: AbilitySpec) -> Policy:
    """What a bare "at 7" may be taken for by this ability."""
    if spec.queue is Queue.BOOKING:
        return Policy.BOOKING
    if is_past(spec):
        return Policy.TAKEN
    if all(slot.name != MEDICINE for slot in spec.slots):
        return Policy.REMINDER
    is_plan = any(slot.slot.kind is SlotKind.RECURRENCE for slot in spec.slots)
    return Policy.MEDICINE if is_plan else Policy.KNOWN


_READERS = {
    "date": {SlotKind.DATE, SlotKind.DAYS},
    "time": {SlotKind.TIME, SlotKind.TIMES},
    "instant": {SlotKind.DATE, SlotKind.TIME, SlotKind.TIMES},
    "recurrence": {SlotKind.RECURRENCE},
    "day_part": {SlotKind.DATE, SlotKind.TIME, SlotKind.TIMES, SlotKind.RECURRENCE},
}
"""Which slots can read a span of which kind."""


def spans_of(reading: TimeReading, spec: AbilitySpec) -> Sequence[Span]:
    """The time expressions that this ability has a slot for; the others are ordinary words to it."""
    if not reading.spans:
        return ()
    kinds = _readable(spec)
    return [span for span in reading.spans if span.kind in kinds]


@once
def _readable(spec: AbilitySpec) -> frozenset[str]:
    """The kinds of spans that its slots can read."""
    kinds = {slot.slot.kind for slot in spec.slots}
    return frozenset(name for name, readers in _READERS.items() if readers & kinds)


def slots_of(spec: AbilitySpec, kind: SlotKind) -> list[str]:
    """The names of its slots of one kind."""
    return _slots_by_kind(spec).get(kind, [])


@once
def _slots_by_kind(spec: AbilitySpec) -> dict[SlotKind, list[str]]:
    return {kind: [slot.name for slot in spec.slots if slot.slot.kind is kind] for kind in SlotKind}
