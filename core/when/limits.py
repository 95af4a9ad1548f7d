"""How long something comes again: "every day for a week", "twice a day for 7 days", "every evening until Friday"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from core.when.durations import add_months
from core.when.grammar import Found
from core.when.parts import Clock, Day, Ends, Lasts, Part, Repeats, Unreadable
from core.when.words import Words

_UNTIL = frozenset({"until", "till", "til", "through"})
_BETWEEN = frozenset({"at", "on", "from", "starting", "and", "the", ",", "beginning", "by", "in"})
_HALTS = re.compile(r"\b(?:pause|stop|skip|suspend|snooze|cancel|hold|off|without|refills?|order|buy)\b")
_JOINS = frozenset({"and", "&"})
_OR = frozenset({"or"})
_A_WEEK = 7


def bind_limits(found: Sequence[Found], words: Words, *, is_course: bool) -> list[Found]:
    """The expressions without the lengths that limit nothing, and with "until Friday" as the end of what comes again.

    A length stands beside the other words of time ("for a week" may be what the food is bought for); not so in a
    course of medicine (`is_course`), where a length without more is one of days.
    """
    if not any(isinstance(part, Repeats) for part in _parts(found)):
        return list(_courses(found, words, is_course=is_course))
    return [
        _ending(item, words)
        for index, item in enumerate(found)
        if not isinstance(item.parts[0], Lasts) or is_course or _is_beside(found, index, words)
    ]


def limit_rule(rule: str, limits: Sequence[Lasts | Ends], *, today: date) -> str:
    """The rule with the COUNT or UNTIL that the first limit gives it; COUNT counts days where it comes daily."""
    limit = next(iter(limits), None)
    if limit is None:
        return rule
    if isinstance(limit, Ends):
        return f"{rule};UNTIL={limit.on:%Y%m%d}"
    count = _count(dict(part.split("=") for part in rule.split(";")), limit)
    if count:
        return f"{rule};COUNT={count}"
    last = add_months(today, limit.months) + timedelta(days=limit.days - 1)
    return f"{rule};UNTIL={last:%Y%m%d}"


def _parts(found: Sequence[Found]) -> Iterator[Part]:
    return (part for item in found for part in item.parts)


def _courses(found: Sequence[Found], words: Words, *, is_course: bool) -> Iterator[Found]:
    """Of a medicine a length, and "until Sunday", is a course of days: never the one dose of its last day."""
    is_daily = is_course and not _HALTS.search(words.line)
    for item in found:
        limit = (_ending(item, words) if is_daily else item).parts[0]
        if not isinstance(limit, Lasts | Ends):
            yield item
        elif is_daily and (isinstance(limit, Ends) or limit.days > 1):
            yield replace(item, parts=(Repeats("FREQ=DAILY", inferred=True), limit))


def open_lists(found: Sequence[Found], words: Words) -> Sequence[Found]:
    """The expressions with the days of "tomorrow and Tuesday" left open: one of them alone would be half of what was said."""
    if any(isinstance(part, Repeats) for part in _parts(found)):
        return found
    opened: list[Found] = []
    last: Found | None = None
    for item in found:
        if last is not None and _are_two_days(last, item, words):
            opened[-1] = replace(item, parts=(Unreadable("date"),), start=opened[-1].start)
        else:
            opened.append(item)
        last = item
    return _open_pairs(opened, words)


def _open_pairs(found: Sequence[Found], words: Words) -> list[Found]:
    """Days and hours left open where each day has its own hour: of "tomorrow at 9 and Tuesday at 10" neither is both."""
    chain: list[Found] = []
    opened: list[Found] = []
    for item in found:
        between = set(words.line[chain[-1].end : item.start].split()) if chain else set[str]()
        if not isinstance(item.parts[0], Day | Clock) or not between <= _JOINS | _BETWEEN | _OR:
            opened += _open_pair(chain)
            chain = []
        chain.append(item)
    return [*opened, *_open_pair(chain)]


def _open_pair(chain: Sequence[Found]) -> Sequence[Found]:
    days = [(at, item.parts[0].on) for at, item in enumerate(chain) if isinstance(item.parts[0], Day)]
    apart = any(one != other and there - here > 1 for (here, one), (there, other) in pairwise(days))
    if not apart:
        return chain
    clocks = tuple(part for item in chain for part in item.parts if isinstance(part, Clock))
    times = clocks if len(clocks) == 1 else (Unreadable("time"),)
    return [Found((Unreadable("date"), *times), chain[0].start, chain[-1].end)]


def _are_two_days(one: Found, other: Found, words: Words) -> bool:
    days = [item.parts[0].on for item in (one, other) if isinstance(item.parts[0], Day)]
    between = set(words.line[one.end : other.start].split())
    return len({*days} - {None}) == len((one, other)) and bool(between & _JOINS) and between <= _JOINS | _BETWEEN


def _ending(item: Found, words: Words) -> Found:
    day = item.parts[0]
    before = words.word(words.index(item.start) - 1)
    if isinstance(day, Day) and day.on is not None and len(item.parts) == 1 and before in _UNTIL:
        return replace(item, parts=(Ends(day.on),))
    return item


def _is_beside(found: Sequence[Found], index: int, words: Words) -> bool:
    """Whether nothing but small words is said between a length and another expression."""
    around = pairwise(found[max(0, index - 1) : index + 2])
    return any(_BETWEEN.issuperset(words.line[one.end : other.start].split()) for one, other in around)


def _count(rule: dict[str, str], limit: Lasts) -> int:
    """How often it comes in that time; 0 where that cannot be counted."""
    every = int(rule.get("INTERVAL", "1"))
    kind, days = rule["FREQ"], limit.days
    if kind == "MONTHLY":
        return -(-limit.months // every)
    weeks, rest = divmod(days, _A_WEEK)
    if kind == "WEEKLY":
        return 0 if rest else -(-weeks // every) * len(rule.get("BYDAY", "").split(","))
    a_day = {"DAILY": 1, "HOURLY": 24, "MINUTELY": 24 * 60}.get(kind, 0)
    return -(-days * a_day // every)
