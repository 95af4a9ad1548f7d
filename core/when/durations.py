"""Spans of time: "in 20 minutes", "in a fortnight", "in three weeks' time", "an hour ago", and "for 7 days"."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from core.when.parts import Day, Lasts, Moment, Part, Rule
from core.when.vocabulary import UNIT, UNITS

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12}
_AMOUNT = (
    r"(?:(?P<count>[0-9]{1,5})(?: more)?|(?P<decimal>[0-9]{1,4}\.[0-9]{1,2})|(?P<one>an?|another)(?: (?P<couple>2))?)"
)
_AND_HALF = r"(?P<half> and a half)?"
_AND_MINUTES = r"(?: (?:and )?(?P<more>[0-9]{1,2}) (?:minutes?|mins?))?"
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
        return (_move(now, sign * _amount_of(given), unit, sign * int(given["more"] or 0)),)
    except (OverflowError, ValueError):
        return ()


def _minutes_of(part: str) -> int:
    return next((minutes for said, minutes in _QUARTERS.items() if said in part), 15 if "quarter" in part else 30)


def _amount_of(given: dict[str, str | None]) -> float:
    amount = float(given["count"] or given["decimal"] or given["couple"] or 1)
    return amount + (0.5 if given["half"] or given["half_after"] else 0)


def _move(now: datetime, amount: float, unit: str, minutes: int) -> Part:
    if unit in _SECONDS:
        return _moment(now, amount * _SECONDS[unit] + minutes * 60)
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
