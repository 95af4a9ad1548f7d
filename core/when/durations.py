"""Spans of time: "in 20 minutes", "in a fortnight", "in three weeks' time", "an hour ago", and "for 7 days"."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from core.when.parts import Apart, Day, Lasts, Moment, Part, Rule
from core.when.vocabulary import ANY_PART, HALVES, UNIT, UNITS

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12}
_AMOUNT = (
    r"(?:(?P<count>[0-9]{1,5})(?: more)?|(?P<decimal>[0-9]{1,4}\.[0-9]{1,2})|(?P<one>an?|another)(?: (?P<couple>2))?)"
)
_AND_HALF = r"(?P<half> and a half)?"
_AND_MINUTES = (
    r"(?: (?:and )?(?P<hours>[0-9]{1,2}) (?:hours?|hrs?))?(?: (?:and )?(?P<more>[0-9]{1,2}) (?:minutes?|mins?))?"
)
_SPAN = (
    rf"(?:about |around |exactly |just |like |say )?(?:(?P<part>half an?|half|(?:a )?quarter of an|3 quarters of an|1/2|1/4|3/4)"
    rf"(?: of)?(?: an?)? hour|{_AMOUNT}{_AND_HALF} {UNIT}(?P<half_after> and a half)?{_AND_MINUTES})"
)
_QUARTERS = {"1/4": 15, "3/4": 45, "3 quarters": 45}


def _build_ahead(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    return _moved(match, now, sign=1)


def _build_ago(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    return _moved(match, now, sign=-1)


def _moved(match: re.Match[str], now: datetime, *, sign: int) -> tuple[Part, ...]:
    given = match.groupdict()
    try:
        if given["part"]:
            return (_moment(now, sign * 60 * _minutes_of(given["part"])),)
        unit = next(name for name in UNITS if given[name])
        return (_move(now, sign * _amount_of(given), unit, sign * _more_minutes(given)),)
    except (OverflowError, ValueError):
        return ()


def _minutes_of(part: str) -> int:
    return next((minutes for said, minutes in _QUARTERS.items() if said in part), 15 if "quarter" in part else 30)


def _amount_of(given: dict[str, str | None]) -> float:
    amount = float(given["count"] or given["decimal"] or given["couple"] or 1)
    return amount + (0.5 if given["half"] or given["half_after"] else 0)


def _more_minutes(given: dict[str, str | None]) -> int:
    return int(given["hours"] or 0) * 60 + int(given["more"] or 0)


def _move(now: datetime, amount: float, unit: str, minutes: int) -> Part:
    if unit in _SECONDS:
        return _moment(now, amount * _SECONDS[unit] + minutes * 60)
    if unit in _DAYS and minutes:
        return _moment(now, amount * _DAYS[unit] * 24 * 3600 + minutes * 60)
    if unit in _DAYS:
        return Day(now.date() + timedelta(days=int(amount * _DAYS[unit])))
    return Day(add_months(now.date(), int(amount * _MONTHS[unit])))


def _moment(now: datetime, seconds: float) -> Moment:
    return Moment(now.astimezone(UTC) + timedelta(seconds=seconds))


def _build_length(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    unit = next(name for name in UNITS if match.groupdict().get(name))
    count = int(match["count"] or 1)
    if unit in _DAYS and count:
        return (Lasts(days=count * _DAYS[unit]),)
    return (Lasts(months=count),) if unit == "month" and count else ()


def _build_apart(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    given = match.groupdict()
    sign = -1 if given["side"] in {"before", "prior to"} else 1
    if given["part"]:
        return (Apart(minutes=sign * _minutes_of(given["part"])),)
    unit, amount = next(name for name in UNITS if given[name]), sign * _amount_of(given)
    if unit in _SECONDS:
        return (Apart(minutes=int(amount * _SECONDS[unit] / 60) + sign * _more_minutes(given)),)
    return (Apart(days=int(amount * _DAYS[unit])),) if unit in _DAYS else (Apart(months=int(amount * _MONTHS[unit])),)


def _build_back(_: re.Match[str], __: datetime) -> tuple[Part, ...]:
    return (Apart(points_back=True),)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


RULES: tuple[Rule, ...] = (
    Rule(rf"in {_SPAN}(?: ' | )?(?:'s )?(?:time|from now)?", _build_ahead),
    Rule(rf"{_SPAN}(?: ')? (?:from now|from today|from this moment|hence|later)", _build_ahead),
    Rule(rf"{_SPAN} ago", _build_ago),
    Rule(
        rf"for (?:the next (?=[0-9])|about |just |only )?(?:(?P<count>[0-9]{{1,3}})(?: more)?|an?|another) {UNIT}(?! (?:' |'s )?(?:from|hence|later|ago|time)\b)",
        _build_length,
    ),
)

APART: tuple[Rule, ...] = (
    Rule(
        rf"(?<!\bfor ){_SPAN} (?P<side>before|after|from|prior to)(?! (?:my |the )?(?:bed|{ANY_PART})\b)", _build_apart
    ),
    Rule(
        rf"the (?:day|week|hour|{HALVES}) before(?=$| [,.;:!?)]| (?:at|to|please|and|about|that|so)(?: |$))",
        _build_back,
    ),
)
"""Last of all: "20 minutes after 8" is an hour of its own."""
