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


def _thanksgiving(days: int) -> Callable[[int], date | None]:
    return lambda year: date(year, 11, 22) + timedelta(days=(3 - date(year, 11, 22).weekday()) % 7 + days)


_S = r"'?s?(?: ')?"
_DAY = r"(?: day)?"
_BANK_HOLIDAY = r"bank holiday(?: monday)?"

HOLIDAYS: dict[str, Callable[[int], date | None]] = {
    r"(?:christmas|xmas) eve": _fixed(12, 24),
    r"(?:christmas|xmas)(?: day)?": _fixed(12, 25),
    r"boxing day": _fixed(12, 26),
    r"new year(?:'?s)? eve|nye|hogmanay": _fixed(12, 31),
    r"new year(?:'?s)?(?: day)?": _fixed(1, 1),
    rf"(?:the )?epiphany{_DAY}": _fixed(1, 6),
    rf"burn{_S} night": _fixed(1, 25),
    r"groundhog day": _fixed(2, 2),
    r"(?:st )?valentine(?:'?s)?(?: day)?": _fixed(2, 14),
    rf"(?:st|saint) david{_S} day": _fixed(3, 1),
    rf"(?:(?:st|saint) )?patrick{_S} day|st paddy{_S} day": _fixed(3, 17),
    rf"april fool{_S}(?: day)?": _fixed(4, 1),
    rf"(?:st|saint) george{_S} day": _fixed(4, 23),
    rf"(?:early may|may day) {_BANK_HOLIDAY}": _nth(5, 0, 1),
    r"may day": _fixed(5, 1),
    rf"(?:spring|late may|whitsun) {_BANK_HOLIDAY}": _nth(5, 0, -1),
    r"juneteenth": _fixed(6, 19),
    rf"midsummer{_S} day": _fixed(6, 24),
    rf"(?:summer|august|late august) {_BANK_HOLIDAY}": _nth(8, 0, -1),
    r"australia day": _fixed(1, 26),
    r"canada day": _fixed(7, 1),
    r"hall?owe'?en": _fixed(10, 31),
    rf"all saint{_S} day|all hallows": _fixed(11, 1),
    rf"all soul{_S} day": _fixed(11, 2),
    r"bonfire night|guy fawkes(?: night| day)?": _fixed(11, 5),
    r"remembrance sunday": _nth(11, 6, 2),
    rf"(?:remembrance|armistice|veteran{_S}) day": _fixed(11, 11),
    rf"(?:st|saint) andrew{_S} day": _fixed(11, 30),
    rf"(?:martin luther king|mlk)(?: jr| junior)?(?: \.)?{_S} day": _nth(1, 0, 3),
    rf"president{_S} day": _nth(2, 0, 3),
    r"memorial day": _nth(5, 0, -1),
    r"labor day": _nth(9, 0, 1),
    r"columbus day|indigenous people'?s'? day": _nth(10, 0, 2),
    rf"thanksgiving{_DAY}": _thanksgiving(0),
    r"black friday": _thanksgiving(1),
    r"cyber monday": _thanksgiving(4),
    rf"father{_S} day": _nth(6, 6, 3),
    r"shrove tuesday|pancake (?:day|tuesday)|mardi gras": _easter(-47),
    r"ash wednesday": _easter(-46),
    r"mothering sunday": _easter(-21),
    r"palm sunday": _easter(-7),
    r"maundy thursday|holy thursday": _easter(-3),
    r"good friday": _easter(-2),
    r"holy saturday|easter (?:saturday|sat|eve)": _easter(-1),
    r"easter mon(?:day)?": _easter(1),
    r"easter tuesday": _easter(2),
    r"ascension (?:day|thursday)": _easter(39),
    r"whit ?sun(?:day)?|pentecost(?: sunday)?": _easter(49),
    r"whit monday|pentecost monday": _easter(50),
    r"trinity sunday": _easter(56),
    r"easter(?: sunday| sun)?": _easter(0),
}
"""Pattern over the plain line → the day in a year."""

REGIONAL: dict[str, tuple[Callable[[int], date | None], Callable[[int], date | None] | None]] = {
    rf"mother{_S} day": (_nth(5, 6, 2), _easter(-21)),
    r"independence day": (_fixed(7, 4), None),
    r"labour day": (_nth(9, 0, 1), None),
}
"""What is on one day in the United States, and on another or none in Britain; elsewhere it is asked."""

UNSETTLED = "|".join(
    (
        rf"(?:grand ?(?:parent|mother|father)|children){_S} day",
        r"(?:(?:public|national|federal) holiday|bank holiday)(?: monday)?|(?:12th|12) night",
        r"(?:orthodox|greek|russian|coptic) (?:easter|christmas)(?: eve| day| sunday| monday)?",
        r"(?:chinese|lunar|jewish|tamil) new year(?:'?s)?(?: eve| day)?",
        r"diwali|deepavali|eid(?: al| ul)?(?: - )?(?: ?fitr| ?adha)?|ramadan|hanukk?ah|chanukah|passover|yom kippur|"
        r"rosh hashanah|purim",
    )
)
"""Days known by a name that have no date here, so that it is asked: "bank holiday Monday" is not the next Monday."""


def find_next(holiday: Callable[[int], date | None], today: date) -> date | None:
    """The next such day, today included."""
    for year in (today.year, today.year + 1):
        day = holiday(year)
        if day and day >= today:
            return day
    return None
