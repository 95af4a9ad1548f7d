"""The person's own hours for parts of the day: "after breakfast", "at bedtime", "three times a day with meals".

Only meals and bedtime have any. What is to come before a meal comes half an hour earlier, what is to come after it half
an hour later, since a meal takes its time; a length that is said ("an hour before lunch") holds instead. The hour is
marked as inferred. Where one of the parts that were said has no hour of its own, none is given one: of "with breakfast
and in the evening" nothing may be lost.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from core.when.grammar import Found
from core.when.parts import Clock, DayPart, Meals, Moment, Part, Repeats, Unreadable
from core.when.words import Words

DayTimes: TypeAlias = Mapping[str, dt.time]
"""Part of the day (`MEAL_NAMES` and "bedtime") → the person's own hour."""

NO_DAY_TIMES: DayTimes = {}
MEAL_NAMES = ("breakfast", "lunch", "dinner")
USUAL_DAY_TIMES: DayTimes = {
    "breakfast": dt.time(8),
    "lunch": dt.time(12, 30),
    "dinner": dt.time(18),
    "bedtime": dt.time(22),
}
"""What is proposed, and never taken in silence, where nobody has said when the person eats and goes to bed."""

PART_HOURS: Mapping[str, Sequence[int]] = {
    "morning": range(12),
    "breakfast": range(4, 12),
    "brunch": range(9, 15),
    "lunch": range(11, 16),
    "afternoon": range(12, 20),
    "dinner": range(16, 24),
    "evening": range(15, 24),
    "tonight": (*range(15, 24), 0),
    "night": (*range(18, 24), *range(6)),
    "bedtime": (*range(18, 24), 0),
}
"""The hours that each part of the day can have, as people use the word."""

_MEAL_MINUTES = 30
_DAY_MINUTES = 24 * 60
_NEAR = 4  # words
_MOST_PARTS = 24  # nobody names more in a sentence
_LONGEST_LENGTH = 40  # characters before a part in which a length is looked for
_SIGNS = {"before": -1, "after": 1}
_AT = frozenset({"with", "at", "by", "in", "during", "for"})
_JOINS = frozenset({"and", "&", ","})
_LEADS = frozenset({*_SIGNS, *_AT, *_JOINS})
_OTHER_LEADS = frozenset(
    {
        "until",
        "till",
        "til",
        "to",
        "from",
        "since",
        "early",
        "late",
        "mid",
        "through",
        "than",
        "not",
        "of",
        "between",
        "or",
    }
)
"""Behind these a meal is an end, a beginning, or no certain hour."""
_LITTLE = frozenset({"my", "the", "a", "our", "every", "each", "again", "then", "also"})
_OTHER_MEALS = re.compile(
    r"\b(?:with|at|before|after|and|or) (?:(?:my|the|a|an|some|every|each) )*(?:tea|coffee|food|snacks?|elevenses|eating)\b|\bnot (?:before|after|at|with)\b"
)
"""Other anchors of the day, whose hours nobody has said."""
_LENGTH = re.compile(r"(?:(?P<half>half an hour)|(?P<count>[0-9]{1,3}|an?) (?P<unit>minutes?|mins?|hours?|hrs?)) $")
_ANY_LENGTH = re.compile(r"\b(?:minutes?|mins?|hours?|hrs?) $")
_SO_OFTEN = re.compile(r"\b(?P<count>once|twice|[0-9]{1,2} times) (?:(?:a|per|each|every|in a) day|daily)\b")
_COUNTS = {"once": 1, "twice": 2}


def is_in_part(at: dt.time, part: str) -> bool:
    """Whether a time of day belongs to a part of the day as people use the word; False for an unknown part."""
    return at.hour in PART_HOURS.get(part, ())


def anchor(found: Sequence[Found], words: Words, day_times: DayTimes, *, is_medicine: bool) -> Sequence[Found]:
    """The expressions with hours for the parts of the day that were said without one; as they are where that is not sure.

    `is_medicine`: "with breakfast" says when it is taken; of other things it may be what is done.
    """
    if len(found) > _MOST_PARTS:
        return found
    if any(isinstance(part, Clock | Moment | Unreadable) for part in _parts(found)) or _OTHER_MEALS.search(words.line):
        return found
    if any(_are_choices(one, other, words) for one, other in pairwise(found)):
        return found
    bound: list[Found] = []
    for item in found:
        lead = _lead_of(item, words, bound)
        named = _names_of(item, lead, is_medicine=is_medicine)
        hours = _bound(item, words, day_times, named, lead) if named else item
        if hours is None:
            return found
        bound.append(hours)
    clocks = [part for part in _parts(bound) if isinstance(part, Clock)]
    return bound if clocks and _is_covered(found, words, clocks) and _is_counted(found, words, clocks) else found


def propose(found: Sequence[Found], words: Words, day_times: DayTimes, *, is_medicine: bool) -> tuple[dt.time, ...]:
    """The hours that `anchor` would give if whoever has not set theirs lived as most people do; for a question only."""
    if not any(
        isinstance(part, Meals) or (isinstance(part, DayPart) and part.name in USUAL_DAY_TIMES)
        for part in _parts(found)
    ):
        return ()
    anchored = anchor(found, words, {**USUAL_DAY_TIMES, **day_times}, is_medicine=is_medicine)
    if anchored is found:
        return ()
    return tuple(at for part in _parts(anchored) if isinstance(part, Clock) for at in part.readings())


def _parts(found: Sequence[Found]) -> Iterator[Part]:
    return (part for item in found for part in item.parts)


def _lead_of(item: Found, words: Words, before: Sequence[Found]) -> str:
    """The word that says how the hour lies to the part: the first of the expression, the one before it, or, in a list
    ("after breakfast and dinner"), that of the part before.
    """
    first = words.index(item.start)
    while words.word(first) in _LITTLE:
        first += 1
    at = first if words.word(first) in _LEADS | _OTHER_LEADS else words.index(item.start) - 1
    while words.word(at) in _LITTLE:
        at -= 1
    if words.word(at) not in _JOINS or not before:
        return words.word(at)
    listed = words.line[before[-1].end : item.start].split()
    is_list = _JOINS.union(_LITTLE).issuperset(listed) and any(isinstance(part, DayPart) for part in before[-1].parts)
    return _lead_of(before[-1], words, before[:-1]) if is_list else words.word(at)


def _names_of(item: Found, lead: str, *, is_medicine: bool) -> list[str]:
    """The parts of the day with hours of the person's own; a meal that is cooked or booked is none."""
    if any(isinstance(part, Meals) for part in item.parts):
        return [*MEAL_NAMES]
    parts = [part for part in item.parts if isinstance(part, DayPart)]
    is_thing = any(part.weak for part in parts) and lead not in _SIGNS and not (is_medicine and lead in _AT)
    if is_thing or not all(part.name in USUAL_DAY_TIMES or part.name == "brunch" for part in parts):
        return []
    return [part.name for part in parts]


def _bound(item: Found, words: Words, day_times: DayTimes, named: Sequence[str], lead: str) -> Found | None:
    """The expression with its hours; None where one of them is not known."""
    length = _LENGTH.search(words.line, max(0, item.start - _LONGEST_LENGTH), item.start) if lead in _SIGNS else None
    if lead in _OTHER_LEADS or (
        length is None
        and lead in _SIGNS
        and _ANY_LENGTH.search(words.line, max(0, item.start - _LONGEST_LENGTH), item.start)
    ):
        return None
    apart = _SIGNS.get(lead, 0) * (_minutes_of(length) if length else _MEAL_MINUTES)
    hours = [_hour_of(name, apart, day_times, is_said=length is not None) for name in named]
    clocks = [each for each in hours if each]
    if len(clocks) < len(named):
        return None
    kept = [replace(part, weak=False) if isinstance(part, DayPart) else part for part in item.parts]
    parts = (*kept, *clocks) if isinstance(item.parts[0], Repeats) else (*clocks, *kept)
    return replace(item, parts=parts, start=length.start() if length else _begin_of(item, words))


def _begin_of(item: Found, words: Words) -> int:
    """Where the expression begins with the "with" or the like that leads a meal in."""
    at = words.index(item.start) - 1
    while words.word(at) in _LITTLE:
        at -= 1
    return words.offsets[at] if at >= 0 and words.word(at) in _AT else item.start


def _minutes_of(length: re.Match[str]) -> int:
    if length["half"]:
        return 30
    count = int(length["count"]) if length["count"].isdigit() else 1
    return count * (60 if length["unit"].startswith("h") else 1)


def _hour_of(name: str, minutes: int, day_times: DayTimes, *, is_said: bool) -> Clock | None:
    """The hour, moved by what lies between; None where it is not known, or would leave its day."""
    at = day_times.get(name)
    if at is None:
        return None
    moved = 0 if name == "bedtime" and not is_said else minutes
    total = at.hour * 60 + at.minute + moved
    return Clock(total // 60, total % 60, sure=True, inferred=True) if 0 <= total < _DAY_MINUTES else None


def _is_covered(found: Sequence[Found], words: Words, clocks: Sequence[Clock]) -> bool:
    """Whether no other part of the day was said that has no hour: "tomorrow morning after breakfast" has one."""
    times = [each.readings()[0] for each in clocks]
    for item in found:
        for part in item.parts:
            is_known = isinstance(part, DayPart) and (part.weak or part.name in USUAL_DAY_TIMES)
            if isinstance(part, DayPart) and not is_known and not any(is_in_part(at, part.name) for at in times):
                return False
    others = [
        item
        for item in found
        if any(isinstance(each, DayPart) and each.name not in USUAL_DAY_TIMES for each in item.parts)
    ]
    return not any(_are_listed(one, other, words) for one, other in pairwise(found) if one in others or other in others)


def _are_listed(one: Found, other: Found, words: Words) -> bool:
    """Whether they are two times of a list: "in the morning and after dinner"."""
    return bool({"and", "&", ","} & {*words.line[one.end : other.start].split(), words.word(words.index(other.start))})


def _are_choices(one: Found, other: Found, words: Words) -> bool:
    """Whether one of them is meant: "after breakfast or lunch"."""
    between = [*words.line[one.end : other.start].split(), words.word(words.index(other.start))]
    return "or" in between and len(between) <= _NEAR


def _is_counted(found: Sequence[Found], words: Words, clocks: Sequence[Clock]) -> bool:
    """Whether there are as many hours as were counted ("twice a day with meals" says not with which)."""
    counted = [_SO_OFTEN.search(words.line, item.start, item.end) for item in found]
    numbers = [_COUNTS.get(said["count"]) or int(said["count"].split()[0]) for said in counted if said]
    return all(number == len(clocks) for number in numbers)
