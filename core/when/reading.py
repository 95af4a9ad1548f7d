"""From the pieces of a sentence to one reading: which date, which time, what was guessed and what must be asked."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise, product
from typing import TypeVar, cast

from core.when.apart import bind_apart
from core.when.day_times import NO_DAY_TIMES, PART_HOURS, DayTimes, anchor, propose
from core.when.exceptions import bind_exceptions, skip_days
from core.when.grammar import GRAMMAR, Found
from core.when.limits import bind_limits, limit_rule, open_lists
from core.when.parts import Clock, Day, DayPart, Ends, Lasts, Meals, Moment, Part, Repeats, Skips, Unreadable
from core.when.vocabulary import WEEKDAYS
from core.when.words import Words
from core.when.zones import to_local

_MAX_CLOCKS = 8  # more times of day than this in one sentence are not assigned to halves of the day


class Policy(Enum):
    """What a bare "at 7" may be taken for."""

    __hash__ = object.__hash__  # that of `Enum` is slow, and readings are kept by policy

    BOOKING = "booking"  # one to nine are afternoon or evening, ten and eleven morning, twelve is noon; marked inferred
    REMINDER = "reminder"  # ambiguous, unless today leaves only one
    MEDICINE = "medicine"  # as REMINDER: never a guess
    KNOWN = "known"  # of what is stored already, as MEDICINE; a part of the day stays one, whenever the person eats
    TAKEN = "taken"  # what was done: ambiguous, unless only one has passed today


_PLANS = frozenset({Policy.REMINDER, Policy.MEDICINE})
_OF_MEDICINES = frozenset({Policy.MEDICINE, Policy.KNOWN})
_OF_TAKING = _OF_MEDICINES | {Policy.TAKEN}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text that is a time expression. `kind`: date, time, day_part, recurrence or instant."""

    start: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeReading:
    """What a text says about time. Everything is local to the speaker's zone but `instant`, which is UTC.

    Attributes:
        date: the day, if the words name one.
        stretch: where they name none, the first and the last day of the stretch that they name ("next week").
        time: the (first) time of day, if it is certain or may be inferred.
        times: all of them, in the order they were said.
        recurrence: RFC 5545 RRULE without DTSTART.
        day_part: morning, afternoon, evening, night, breakfast, brunch, lunch, dinner or bedtime.
        instant: exact, for spans from now ("in 20 seconds"); `date` and `time` show it to the minute.
        spans: what was read as time, in order; other details are not to be read from there.
        inferred: "date", "time" or "recurrence", where the value goes beyond the words.
        ambiguous: "date", "time" or "recurrence", where there is more than one value and none is given.
        candidates: the times of day that an inferred or ambiguous time can be.
        usual: when most people eat or go to bed, where the words say "after breakfast" and the person's hours are not known.
    """

    date: dt.date | None = None
    stretch: tuple[dt.date, dt.date] | None = None
    time: dt.time | None = None
    times: tuple[dt.time, ...] = ()
    recurrence: str | None = None
    day_part: str | None = None
    instant: dt.datetime | None = None
    spans: tuple[Span, ...] = ()
    inferred: frozenset[str] = frozenset()
    ambiguous: frozenset[str] = frozenset()
    candidates: tuple[dt.time, ...] = ()
    usual: tuple[dt.time, ...] = ()


def find_times(
    text: str, *, now: dt.datetime, timezone: str, policy: Policy, day_times: DayTimes = NO_DAY_TIMES
) -> TimeReading:
    """Read every time expression in `text`, said at the aware instant `now` by somebody in `timezone`."""
    return TimeReader(now=now, timezone=timezone, day_times=day_times).read(text, policy)


class TimeReader:
    """Reads what somebody in `timezone` says at the aware instant `now`; the same words are read only once.

    `day_times`: when they eat and go to bed, as far as that is known.
    """

    def __init__(self, *, now: dt.datetime, timezone: str, day_times: DayTimes = NO_DAY_TIMES) -> None:
        self._local = to_local(now, timezone)
        self._day_times = day_times
        self._words: dict[str, Words] = {}
        self._found: dict[str, list[Found]] = {}
        self._readings: dict[tuple[str, Policy], TimeReading] = {}

    def words_of(self, text: str) -> Words:
        """The text as one plain line with numbers in digits."""
        words = self._words.get(text)
        if words is None:
            words = self._words[text] = Words.of(text)
        return words

    def read(self, text: str, policy: Policy) -> TimeReading:
        """Every time expression in the text."""
        reading = self._readings.get((text, policy))
        if reading is None:
            reading = self._readings[text, policy] = self._read(text, policy)
        return reading

    def _read(self, text: str, policy: Policy) -> TimeReading:
        words = self.words_of(text)
        found = self._found.get(text)
        if found is None:
            found = list(GRAMMAR.scan(words, self._local))
            found = self._found[text] = bind_exceptions(bind_apart(found, words), words) if found else found
        if not found:
            return NO_TIMES
        if _may_count(found, policy) and not any(_is_hour(part) for item in found for part in item.parts):
            found = [taken for item in found if (taken := _without_counts(item))]
        is_medicine, usual = policy is Policy.MEDICINE, ()
        if policy in _PLANS:
            usual = propose(found, words, self._day_times, is_medicine=is_medicine)
            found = anchor(found, words, self._day_times, is_medicine=is_medicine) if self._day_times else found
            found = open_lists(found, words)
        found = bind_limits(found, words, is_course=policy in _OF_MEDICINES)
        if not found:
            return NO_TIMES
        spans = tuple(_span(text, words, item) for item in found if not _is_weak(item))
        reading = _Assembly(found, self._local, policy).read(spans)
        return replace(reading, usual=usual) if usual and not reading.times else reading


NO_TIMES = TimeReading()
"""The one reading of every text that says nothing about time."""

# ------------------------------------------------------------------ where it stands

_LEADS = frozenset(
    ("at", "on", "for", "by", "from", "the", "around", "about", "until", "till", "before", "after", "starting", "in")
)
_RELATIVE_DAYS = frozenset({"today", "tomorrow", "tonight", "every", "each", "daily", "next", "at", "on"})
_KINDS: dict[type, str] = {
    Day: "date",
    Clock: "time",
    DayPart: "day_part",
    Meals: "day_part",
    Repeats: "recurrence",
    Lasts: "recurrence",
    Ends: "recurrence",
    Skips: "recurrence",
    Moment: "instant",
}


def _is_hour(part: Part) -> bool:
    return isinstance(part, Clock) and not part.counts


def _may_count(found: Sequence[Found], policy: Policy) -> bool:
    """Whether a number may be of what is taken; beside medicines only in "one at night", which is no hour as "one in the morning" is."""
    parts = (part for item in found for part in item.parts)
    return policy in _OF_TAKING or (policy is Policy.REMINDER and DayPart("night") in parts)


def _without_counts(found: Found) -> Found | None:
    """The expression without the number that says how many are taken; None where it says nothing else."""
    parts = tuple(part for part in found.parts if not (isinstance(part, Clock) and part.counts))
    if len(parts) == len(found.parts):
        return found
    return replace(found, parts=parts) if parts else None


def _is_weak(found: Found) -> bool:
    return all(isinstance(part, DayPart) and part.weak for part in found.parts)


def _leads_in(word: str, named: str) -> bool:
    """Nobody says "in tomorrow": such an "in" is part of what is done, as in "let the plumber in tomorrow"."""
    return word in _LEADS and not (word == "in" and (named in WEEKDAYS or named in _RELATIVE_DAYS))


def _span(text: str, words: Words, found: Found) -> Span:
    """The characters of an expression, with the prepositions that lead it in."""
    first = words.index(found.start)
    named = words.word(first)
    while (
        _leads_in(words.word(first - 1), named) and text[words.places[first - 1][1] : words.places[first][0]].isspace()
    ):
        first -= 1
    start, end = words.places[first][0], words.place(found.start, found.end)[1]
    return Span(start, end, text[start:end], _kind_of(found.parts[0]))


def _kind_of(part: Part) -> str:
    return part.kind if isinstance(part, Unreadable) else _KINDS[type(part)]


# ------------------------------------------------------------------ what it means

_PLAIN_PARTS = frozenset({"morning", "afternoon", "evening", "tonight", "night"})
_AFTER_MIDNIGHT = 5  # "Friday night at 2" is Saturday for the calendar


_P = TypeVar("_P", bound=Part)


@dataclass(frozen=True, slots=True)
class _Said:
    """A clock time with the part of the day that stands nearest to it."""

    clock: Clock
    part: DayPart | None


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A clock time decided (one candidate), guessed (`inferred`), or open (several)."""

    candidates: tuple[dt.time, ...]
    inferred: bool = False


class _Assembly:
    """Puts the pieces of one sentence together."""

    def __init__(self, found: Sequence[Found], now: dt.datetime, policy: Policy) -> None:
        self._parts_of: dict[type[Part], list[Part]] = {}
        for item in found:
            for part in item.parts:
                self._parts_of.setdefault(type(part), []).append(part)
        self._now = now
        self._policy = policy
        self._days = self._all(Day)
        self._parts = sorted(self._all(DayPart), key=lambda part: part.weak)
        self._clocks = _said_clocks(found) if Clock in self._parts_of else []

    def read(self, spans: tuple[Span, ...]) -> TimeReading:
        day, unclear_day = self._day()
        resolved = self._resolve(day.on if day else None)
        moment = next(iter(self._all(Moment)), None)
        repeats = self._all(Repeats)
        is_open = any(len(item.candidates) > 1 for item in resolved)
        times = () if is_open else _distinct(item.candidates[0] for item in resolved)
        on, moved = self._past_midnight(day.on if day else None, times)
        inferred: set[str] = {"date"} if moved or (day and day.inferred) else set()
        if times and any(item.inferred for item in resolved):
            inferred.add("time")
        if any(each.inferred for each in repeats):
            inferred.add("recurrence")
        ambiguous: set[str] = {"date"} if unclear_day and not repeats else set()
        if is_open:
            ambiguous.add("time")
        recurrence, is_unclear = self._recurrence(repeats)
        ambiguous |= {part.kind for part in self._all(Unreadable)} | ({"recurrence"} if is_unclear else set())
        shown = moment.at.astimezone(self._now.tzinfo) if moment else None
        if shown and on is None and not resolved:
            on, times = shown.date(), (dt.time(shown.hour, shown.minute),)
        return TimeReading(
            date=on,
            stretch=next((each.stretch for each in self._days), None) if on is None else None,
            time=times[0] if times else None,
            times=times,
            recurrence=recurrence,
            day_part=self._day_part(),
            instant=moment.at if moment else None,
            spans=spans,
            inferred=frozenset(inferred),
            ambiguous=frozenset(ambiguous),
            candidates=self._candidates(resolved) if is_open or "time" in inferred else (),
        )

    def _recurrence(self, repeats: Sequence[Repeats]) -> tuple[str | None, bool]:
        """The rule without what is excepted, and with its end; whether there is one that no rule can say."""
        if not repeats:
            return None, False
        rule: str | None = repeats[0].rule
        skipped = [day for part in self._all(Skips) for day in part.days]
        if skipped:
            rule = skip_days(repeats[0].rule, skipped)
        if rule is None or any(part.kind == "recurrence" for part in self._all(Unreadable)):
            return None, True
        limits = [*self._all(Lasts), *self._all(Ends)]
        return limit_rule(rule, limits, today=self._now.date()), False

    def _all(self, kind: type[_P]) -> Sequence[_P]:
        return cast("Sequence[_P]", self._parts_of.get(kind, ()))

    def _day(self) -> tuple[Day | None, bool]:
        """The first day that was named, marked if the sentence names others; and whether only a vague one was."""
        exact = [day for day in self._days if day.on is not None]
        if not exact or any(part.kind == "date" for part in self._all(Unreadable)):
            return None, bool(self._days)
        others = any(day.on != exact[0].on for day in exact)
        return Day(exact[0].on, inferred=exact[0].inferred or others), False

    def _day_part(self) -> str | None:
        """The part that was named; one named after the clock, never one that only names a meal to cook."""
        name = self._parts[0].name if self._parts else None
        return "evening" if name == "tonight" else name

    def _past_midnight(self, on: dt.date | None, times: Sequence[dt.time]) -> tuple[dt.date | None, bool]:
        """The small hours of a night belong to the next day of the calendar, and so does midnight today."""
        if on is None or not times or times[0].hour >= _AFTER_MIDNIGHT:
            return on, False
        is_night = any(part.name in {"night", "tonight"} for part in self._parts)
        if is_night or (times[0].hour == 0 and on == self._now.date()):
            return on + dt.timedelta(days=1), True
        return on, False

    def _candidates(self, resolved: Iterable[_Resolved]) -> tuple[dt.time, ...]:
        spoken = (reading for said in self._clocks for reading in self._readings(said))
        return _distinct((*(at for item in resolved for at in item.candidates), *spoken))

    def _readings(self, said: _Said) -> tuple[dt.time, ...]:
        readings = said.clock.readings()
        if said.part is None or said.part.name not in _PLAIN_PARTS:
            return readings
        return tuple(at for at in readings if at.hour in PART_HOURS[said.part.name]) or readings

    def _resolve(self, on: dt.date | None) -> list[_Resolved]:
        resolved = [self._by_words(said) for said in self._clocks]
        if len(resolved) > 1 and any(len(item.candidates) > 1 for item in resolved):
            resolved = _ascending(resolved[:_MAX_CLOCKS])
        return [self._by_policy(item, on) for item in resolved]

    def _by_words(self, said: _Said) -> _Resolved:
        """By what was said with it: "7 in the evening" is certain, "dinner at 7" a guess, and none is made of a medicine."""
        if said.clock.shared and self._policy in _OF_MEDICINES:
            return _Resolved(said.clock.bare().readings())
        readings = said.clock.readings()
        if len(readings) == 1 or said.part is None:
            return _Resolved(readings, said.clock.inferred)
        fitting = tuple(at for at in readings if at.hour in PART_HOURS[said.part.name])
        if len(fitting) != 1:
            return _Resolved(readings)
        return _Resolved(fitting, said.clock.inferred or said.part.name not in _PLAIN_PARTS)

    def _by_policy(self, item: _Resolved, on: dt.date | None) -> _Resolved:
        if len(item.candidates) <= 1:
            return item
        now, left = self._now.time().replace(tzinfo=None), item.candidates
        if self._policy is Policy.TAKEN and on in {None, self._now.date()}:
            past = tuple(at for at in item.candidates if at <= now)
            return _Resolved(past if len(past) == 1 else item.candidates, item.inferred)
        if on == self._now.date():
            left = tuple(at for at in item.candidates if at > now) or item.candidates
        if len(left) == 1:
            return _Resolved(left, inferred=True)
        if self._policy is not Policy.BOOKING:
            return _Resolved(left)
        return _Resolved((_usual_hour(left),), inferred=True)


def _said_clocks(found: Sequence[Found]) -> list[_Said]:
    parts = [(item.start, part) for item in found for part in item.parts if isinstance(part, DayPart)]
    clocks = [(item.start, part) for item in found for part in item.parts if isinstance(part, Clock)]
    return [_said(clock, at, parts=parts, first=clocks[0][0]) for at, clock in clocks]


def _said(clock: Clock, at: int, *, parts: Sequence[tuple[int, DayPart]], first: int) -> _Said:
    """A clock time with its part; of "at 8 in the morning and at 9" the morning is that of the 8."""
    part = _nearest(parts, at)
    is_lent = not clock.sure and any(each is part and first < begin < at for begin, each in parts)
    return _Said(replace(clock, shared=True) if is_lent else clock, part)


def _nearest(parts: Sequence[tuple[int, DayPart]], at: int) -> DayPart | None:
    """The part of the day that stands nearest; a weak one only if no other was said."""
    if not parts:
        return None
    return min(parts, key=lambda item: (item[1].weak, abs(item[0] - at)))[1]


def _ascending(resolved: Sequence[_Resolved]) -> list[_Resolved]:
    """Only one order through a day fits "at 8, 2 and 8"; where several do, nothing is decided."""
    orders = [
        order
        for order in product(*(item.candidates for item in resolved))
        if all(earlier < later for earlier, later in pairwise(order))
    ]
    if len(orders) != 1:
        return list(resolved)
    pairs = zip(orders[0], resolved, strict=True)
    return [_Resolved((at,), item.inferred or len(item.candidates) > 1) for at, item in pairs]


def _usual_hour(readings: Sequence[dt.time]) -> dt.time:
    """When people eat out or have their hair done: from ten in the morning to half past nine in the evening."""
    return next((at for at in readings if 10 <= at.hour <= 21), readings[0])


def _distinct(times: Iterable[dt.time]) -> tuple[dt.time, ...]:
    return tuple(dict.fromkeys(times))
