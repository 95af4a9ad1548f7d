"""Days with names of their own: "Christmas Eve", "Boxing Day", "Easter Sunday", "Father's Day"."""

from collections.abc import Callable
from datetime import date, timedelta

_WEEK = timedelta(days=7)


def find_easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian algorithm)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def find_weekday_of_month(year: int, month: int, *, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month, counted from 1, or -1 for the last; None if the month has none."""
    if nth < 0:
        day = find_last_day(year, month)
        return day - timedelta(days=(day.weekday() - weekday) % 7)
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7) + _WEEK * (nth - 1)
    return day if day.month == month else None


def find_last_day(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year, month, 28) + timedelta(days=4)
    return following - timedelta(days=following.day)


def _fixed(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date | None]:
    return lambda year: find_weekday_of_month(year, month, weekday=weekday, nth=nth)


def _easter(days: int) -> Callable[[int], date | None]:
    return lambda year: find_easter(year) + timedelta(days=days)


HOLIDAYS: dict[str, Callable[[int], date | None]] = {
    r"(?:christmas|xmas) eve": _fixed(12, 24),
    r"(?:christmas|xmas)(?: day)?": _fixed(12, 25),
    r"boxing day": _fixed(12, 26),
    r"new year(?:'?s)? eve|nye": _fixed(12, 31),
    r"new year(?:'?s)?(?: day)?": _fixed(1, 1),
    r"(?:st )?valentine(?:'?s)?(?: day)?": _fixed(2, 14),
    r"(?:st )?patrick'?s day": _fixed(3, 17),
    r"hall?owe'?en": _fixed(10, 31),
    r"bonfire night|guy fawkes night": _fixed(11, 5),
    r"good friday": _easter(-2),
    r"easter mon(?:day)?": _easter(1),
    r"easter(?: sunday)?": _easter(0),
    r"shrove tuesday|pancake day": _easter(-47),
    r"father'?s'? day": _nth(6, 6, 3),
    r"thanksgiving(?: day)?": _nth(11, 3, 4),
}
"""Pattern over the plain line → the day in a year. Mother's Day is left out: it differs between countries."""


def find_next(holiday: Callable[[int], date | None], today: date) -> date | None:
    """The next such day, today included."""
    for year in (today.year, today.year + 1):
        day = holiday(year)
        if day and day >= today:
            return day
    return None
