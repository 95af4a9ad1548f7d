"""Days by their weekday: "Friday", "this Friday", "next Friday", "the Friday after next"."""

import re
from datetime import date, datetime, timedelta

from core.when.parts import Day, Part
from core.when.vocabulary import WEEKDAYS

_DAY = timedelta(days=1)


def in_week(today: date, weekday: int, *, weeks: int) -> date:
    return today - _DAY * today.weekday() + _DAY * (weekday + 7 * weeks)


def next_weekday(today: date, weekday: int) -> date:
    """The first such weekday strictly after today."""
    return today + _DAY * ((weekday - today.weekday() - 1) % 7 + 1)


def weekday_of(match: re.Match[str]) -> int:
    return WEEKDAYS[match["weekday"]]


def build_weekday(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    today, weekday = now.date(), weekday_of(match)
    return (Day(next_weekday(today, weekday), inferred=weekday == today.weekday()),)


def build_coming(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    return (Day(next_weekday(now.date(), weekday_of(match))),)


def build_this(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    today = now.date()
    return (Day(next_weekday(today - _DAY, weekday_of(match))),)


def build_next(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """Of "next Friday" said on a Wednesday both readings live; the one of next week is taken, and marked."""
    today, weekday = now.date(), weekday_of(match)
    coming, of_next_week = next_weekday(today, weekday), in_week(today, weekday, weeks=1)
    return (Day(of_next_week, inferred=coming != of_next_week),)


def build_of_next_week(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    return (Day(in_week(now.date(), weekday_of(match), weeks=1)),)


def build_last(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    return (Day(next_weekday(now.date(), weekday_of(match)) - 7 * _DAY),)


def build_after_next(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    return (Day(next_weekday(now.date(), weekday_of(match)) + 7 * _DAY, inferred=True),)
