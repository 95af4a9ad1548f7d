"""Days: "tomorrow", "Friday", "a week on Tuesday", "the 3rd of May", "12/01/2027", "Christmas Eve"."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from core.when.holidays import HOLIDAYS, REGIONAL, UNSETTLED, find_last_day, find_next, find_weekday_of_month
from core.when.parts import Build, Clock, Day, DayPart, Part, Repeats, Rule, Unreadable
from core.when.vocabulary import ANY_PART, FOLLOW, MONTH, MONTHS, ORDINAL, PART_NAMES, WEEKDAY, WEEKDAYS, YEAR
from core.when.weekdays import (
    build_after_next,
    build_coming,
    build_last,
    build_next,
    build_of_next_week,
    build_this,
    build_weekday,
    next_weekday,
    weekday_of,
)
from core.when.zones import is_british, reads_month_first

_DAY = timedelta(days=1)
_FAR = 270 * _DAY  # of a day without its year that lies so far ahead, the one just over may have been meant
_SUNDAY = 6
_LEAP_CYCLE = 8  # at most so many years lie between two 29ths of February
_RELATIVE_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_HOLIDAY = "|".join(f"(?P<holiday{index}>{pattern})" for index, pattern in enumerate(HOLIDAYS))
_HOLIDAY_DAYS = tuple(HOLIDAYS.values())
_REGIONAL = "|".join(f"(?P<regional{index}>{pattern})" for index, pattern in enumerate(REGIONAL))
_REGIONAL_DAYS = tuple(REGIONAL.values())
_NO_GREETING = "".join(f"(?<!\\b{wish} )" for wish in ("happy", "merry", "blessed", "jolly"))
"""A "happy new year" is wished, and names no day."""
_TOMORROW = "tomorrow(?:'s)?|tomorow|tommorow|tommorrow|tomorrows|tmrw|tmr|2moro"
_TODAY = "today(?:'s)?|to day"
_RELATIVE = rf"(?:(?P<tomorrow>{_TOMORROW})|(?P<today>{_TODAY})|(?P<yesterday>yesterday))"
_NUMERIC = re.compile(r"(\d+)[/.-](\d+)(?:[/.-](\d+))?", re.ASCII)


def _build_weeks_on(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """As in "a week on Tuesday", "Tuesday week", "two weeks from tomorrow"."""
    given = match.groupdict()
    weeks = int(given.get("count") or 1) * (2 if given.get("fortnight") else 1)
    if given.get("weekday"):
        start = next_weekday(now.date(), weekday_of(match))
        return _shifted(start, weeks * 7, inferred=weekday_of(match) == now.weekday())
    return _shifted(now.date() + _DAY * _relative(given), weeks * 7)


def _build_weeks_on_american(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """As in "a week Friday"; "in a week, Friday" sounds the same, so that it is read back."""
    return tuple(Day(day.on, inferred=True) for day in _build_weeks_on(match, now) if isinstance(day, Day))


def _relative(given: dict[str, str | None]) -> int:
    return next((days for name, days in _RELATIVE_DAYS.items() if given.get(name)), 0)


def _shifted(start: date, days: int, *, inferred: bool = False) -> tuple[Part, ...]:
    try:
        return (Day(start + timedelta(days=days), inferred=inferred),)
    except OverflowError:
        return ()


def _build_relative(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    return _shifted(now.date(), _relative(match.groupdict()))


def _build_holiday(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    day = _holiday_in(match, now.date())
    return (Day(day),) if day else ()


def _holiday_in(match: re.Match[str], today: date) -> date | None:
    for index, holiday in enumerate(_HOLIDAY_DAYS):
        if match.groupdict().get(f"holiday{index}"):
            return find_next(holiday, today)
    return None


def _build_regional(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    zone = getattr(now.tzinfo, "key", "")
    american, british = next(
        days for index, days in enumerate(_REGIONAL_DAYS) if match.groupdict().get(f"regional{index}")
    )
    holiday = american if reads_month_first(zone) else british if is_british(zone) else None
    day = find_next(holiday, now.date()) if holiday else None
    return (Day(day),) if day else (Unreadable("date"),)


def _build_unsettled(_: re.Match[str], __: datetime) -> tuple[Part, ...]:
    return (Unreadable("date"),)


def _build_weekday_beside(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """As in "the Friday before Christmas": of the next Christmas before which there still is one."""
    for ahead in (0, 1):
        day = _holiday_in(match, now.date() + timedelta(days=365 * ahead))
        if day is None:
            return ()
        before = next_weekday(day, weekday_of(match)) - 7 * _DAY
        beside = (
            next_weekday(day, weekday_of(match)) if match["side"] == "after" else before - 7 * _DAY * (before == day)
        )
        if beside >= now.date():
            return (Day(beside),)
    return ()


def _build_weeks_beside(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """As in "two weeks before Christmas"; "the week before Christmas" is no single day."""
    given = match.groupdict()
    if given.get("months"):
        return (Unreadable("date"),)
    weeks = int(given.get("count") or 1) * (2 if given.get("fortnight") else 1)
    start = _holiday_in(match, now.date())
    return _shifted(start, weeks * 7 * (-1 if given["side"] == "before" else 1)) if start else ()


def _build_this_time(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """As in "this time tomorrow": the hour of now, on that day."""
    clock = Clock(now.hour, now.minute, sure=True)
    return (clock, Day(now.date() + 7 * _DAY)) if match["week"] else (clock,)


def _build_beside(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """As in "the day after tomorrow", "two days before Christmas"."""
    given = match.groupdict()
    days = int(given.get("count") or 1) * (1 if given["side"] in {"after", "from"} else -1)
    start = _holiday_in(match, now.date()) or now.date() + _DAY * _relative(given)
    return _shifted(start, days)


def _build_vague(_: re.Match[str], __: datetime) -> tuple[Part, ...]:
    return (Day(None),)


def _build_stretch(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """A week begins on Monday, a weekend on Saturday; what is under way goes on from today."""
    today, is_next = now.date(), match["ahead"] is not None
    if match["month"]:
        first = today.replace(day=1)
        first = (first + 31 * _DAY).replace(day=1) if is_next else first
        last = (first + 31 * _DAY).replace(day=1) - _DAY
    else:
        last = today + _DAY * (_SUNDAY - today.weekday() + 7 * is_next)
        first = last - (6 if match["week"] else 1) * _DAY
    return (Day(None, stretch=(max(first, today), last)),)


# ------------------------------------------------------------------ days by number


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_yearly(today: date, month: int, day: int) -> date | None:
    years = range(today.year, today.year + _LEAP_CYCLE + 1)
    days = (make_date(year, month, day) for year in years)
    return next((found for found in days if found and found >= today), None)


def _build_month_day(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    given = match.groupdict()
    month, number = MONTHS[match["month"]], int(match["day"])
    year, today = given.get("year"), now.date()
    day = make_date(int(year), month, number) if year else _next_yearly(today, month, number)
    if day is None:
        return ()
    named = given.get("weekday")
    is_other = named is not None and WEEKDAYS[named] != day.weekday()
    return (Day(day, inferred=is_other or (year is None and day - today > _FAR)),)


def _build_day_of_month(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """The next 21st after today, where only "the 21st" is said."""
    today, number = now.date(), int(match["day"])
    day = next((day for day in _monthly(today, number) if day > today), None)
    return (Day(day, inferred=number == today.day),) if day else ()


def _monthly(today: date, number: int) -> list[date]:
    months = [divmod(today.month - 1 + ahead, 12) for ahead in range(13)]
    days = [make_date(today.year + years, month + 1, number) for years, month in months]
    return [day for day in days if day]


def _build_weekday_nth(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """For "Thursday the 5th" the next 5th that is a Thursday; if none is within a year, the number is believed."""
    days = [day for day in _monthly(now.date(), int(match["day"])) if day >= now.date()]
    if not days:
        return ()
    fitting = next((day for day in days if day.weekday() == weekday_of(match)), None)
    return (Day(fitting or days[0], inferred=fitting is None),)


def _build_of_month(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """As in "the 4th of this month", "the last Sunday of March", "the last day of next month".

    Of "the first Monday of the month" that is over, the one of the next month is meant.
    """
    given, today = match.groupdict(), now.date()
    year, month, is_exact = _month_of(given, today)
    day = _day_in_month(given, year, month)
    if day and day < today and not is_exact:
        following = today.replace(day=28) + 4 * _DAY
        later = (year + 1, month) if given.get("month") else (following.year, following.month)
        day = _day_in_month(given, *later)
    return (Day(day),) if day else ()


def _month_of(given: dict[str, str | None], today: date) -> tuple[int, int, bool]:
    if given.get("month"):
        year = given.get("year")
        return int(year or today.year), MONTHS[given["month"] or ""], year is not None
    following = (today.replace(day=28) + 4 * _DAY) if given.get("which") in {"next", "coming"} else today
    return following.year, following.month, given.get("which") is not None


def _day_in_month(given: dict[str, str | None], year: int, month: int) -> date | None:
    if given.get("weekday"):
        nth = -1 if given.get("last") else int(given["day"] or 1)
        return find_weekday_of_month(year, month, weekday=WEEKDAYS[given["weekday"] or ""], nth=nth)
    return find_last_day(year, month) if given.get("last") else make_date(year, month, int(given["day"] or 0))


# ------------------------------------------------------------------ days in digits


def _build_iso(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    day = make_date(int(match["year"]), int(match["month"]), int(match["day"]))
    return (Day(day),) if day else ()


def _build_numeric(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """Day first unless only month first makes a date or the speaker's country writes it so; marked if both do."""
    found = _NUMERIC.match(match["numeric"])
    if not found:
        return ()
    first, second = int(found[1]), int(found[2])
    month_first = reads_month_first(getattr(now.tzinfo, "key", ""))
    orders = [(second, first), (first, second)]
    readings = [_numeric_day(now.date(), month, day, found[3]) for month, day in orders]
    both = all(readings) and first != second
    day = (readings[1] if month_first else readings[0]) or readings[0] or readings[1]
    return (Day(day, inferred=both),) if day else ()


def _numeric_day(today: date, month: int, day: int, year: str | None) -> date | None:
    if not 1 <= month <= 12:
        return None
    if year is None:
        return _next_yearly(today, month, day)
    return make_date(int(year) + (2000 if len(year) == 2 else 0), month, day)


# ------------------------------------------------------------------ the rules


def _dated(pattern: str, build: Build) -> Rule:
    """A rule for a day that may be followed by its part: "Sunday lunch", "tomorrow evening"."""
    return Rule(rf"{pattern}(?: (?:,? ?)?(?:early |late |mid )?(?P<part>{ANY_PART}))?", _with_part(build))


def _build_month_day_yearly(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """As in "every 3rd of March": from the next one on."""
    days = _build_month_day(match, now)
    return (*days, Repeats("FREQ=YEARLY")) if days else ()


def _build_holiday_yearly(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """As in "every Christmas Eve"; what moves with Easter is no rule, so that it is asked."""
    day = _holiday_in(match, now.date())
    after = _holiday_in(match, day + _DAY) if day else None
    if day is None or after is None:
        return ()
    is_fixed = (day.month, day.day) == (after.month, after.day)
    return (Day(day), Repeats("FREQ=YEARLY") if is_fixed else Unreadable("recurrence"))


def _with_part(build: Build) -> Callable[[re.Match[str], datetime], tuple[Part, ...]]:
    def build_both(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
        parts = build(match, now)
        return (*parts, DayPart(PART_NAMES[match["part"]])) if parts and match["part"] else parts

    return build_both


_NUMBER = r"(?P<day>[0-3]?[0-9])"
_NTH_OR_NUMBER = rf"{_NUMBER}(?:st|nd|rd|th)?"
_COUNT = r"(?:an? |(?P<count>[0-9]{1,2}) )"
_NO_FAR_YEAR = r"(?!(?: ,)? (?:2[2-9]|[3-9][0-9])[0-9]{2}(?: |$))"  # never another year than the one said
_IN_YEAR = rf"(?:(?: ,)? {YEAR})?{_NO_FAR_YEAR}"
_NAMED = rf"(?:{WEEKDAY}(?: \.)?(?: ,)? )?"
_MONTH_AFTER = rf"{MONTH}(?! (?:the )?[0-3]?[0-9](?:st|nd|rd|th))"
_EACH = "(?:every|each)"
_WHICH_MONTH = r"(?:(?:the )?(?P<which>this|next|same|coming)|the) month"

RULES: tuple[Rule, ...] = (
    Rule(rf"{_EACH} (?:year on )?(?:the )?{_NTH_OR_NUMBER}(?: of)? {_MONTH_AFTER}", _build_month_day_yearly),
    Rule(rf"{_EACH} {MONTH} (?:the )?{_NTH_OR_NUMBER}{FOLLOW}", _build_month_day_yearly),
    Rule(rf"{_EACH} (?:{_HOLIDAY})", _build_holiday_yearly),
    _dated(rf"{_NAMED}(?P<year>(?:19|2[01])[0-9]{{2}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})", _build_iso),
    _dated(
        rf"{_NAMED}(?P<numeric>[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{2,4}}|[0-9]{{1,2}}/[0-9]{{1,2}})",
        _build_numeric,
    ),
    Rule(
        rf"(?:the )?(?:{ORDINAL}|(?P<last>last)) {WEEKDAY} (?:of|in) (?:{_WHICH_MONTH}|{MONTH}{_IN_YEAR})",
        _build_of_month,
    ),
    Rule(rf"(?:the )?(?P<last>last day|end) of (?:{_WHICH_MONTH}|{MONTH}{_IN_YEAR})", _build_of_month),
    _dated(rf"{_NAMED}(?:the )?{_NTH_OR_NUMBER}(?: day)?(?: of)? {_MONTH_AFTER}{_IN_YEAR}", _build_month_day),
    _dated(rf"{_NAMED}{MONTH}(?: ,)? (?:the )?{_NUMBER}(?:st|nd|rd|th){_IN_YEAR}", _build_month_day),
    _dated(rf"{_NAMED}{MONTH}(?: ,)? (?:the )?{_NUMBER}(?: ,)? {YEAR}", _build_month_day),
    _dated(rf"{MONTH} [/-] {_NUMBER}{FOLLOW}", _build_month_day),
    _dated(r"(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])", _build_iso),
    _dated(rf"{_NAMED}{MONTH}(?: ,)? {_NUMBER}{_NO_FAR_YEAR}{FOLLOW}", _build_month_day),
    _dated(rf"(?:the )?{_NTH_OR_NUMBER} of {_WHICH_MONTH}", _build_of_month),
    _dated(rf"(?:the )?{ORDINAL} (?P<which>next) month", _build_of_month),
    _dated(rf"(?P<which>this|next) month(?: ,)? (?:on )?the {ORDINAL}", _build_of_month),
    Rule(
        rf"(?:at |about |around )*this (?:same )?time(?: (?P<week>next week)|(?= (?:{_RELATIVE}|(?:on |next )?{WEEKDAY})))",
        _build_this_time,
    ),
    _dated(rf"{WEEKDAY}(?: ,)? (?:the )?{ORDINAL}", _build_weekday_nth),
    _dated(rf"(?:the )?day (?P<side>after|before) (?:{_RELATIVE}|{_HOLIDAY})", _build_beside),
    _dated(rf"{_COUNT}days? (?P<side>after|before|from) (?:{_RELATIVE}|{_HOLIDAY})", _build_beside),
    _dated(
        rf"{_COUNT}(?:weeks?|(?P<fortnight>fortnight)) (?:on|from|after|this|come) "
        rf"(?:this |next |the )?(?:{WEEKDAY}|{_RELATIVE})",
        _build_weeks_on,
    ),
    _dated(rf"{_COUNT}(?:weeks?|(?P<fortnight>fortnight)) (?:{_RELATIVE})", _build_weeks_on),
    _dated(rf"{_COUNT}(?:weeks?|(?P<fortnight>fortnight)) {WEEKDAY}", _build_weeks_on_american),
    _dated(rf"(?:this )?{WEEKDAY} (?:week|(?P<fortnight>fortnight))(?! (?:after|before))", _build_weeks_on),
    _dated(rf"(?:(?P<tomorrow>{_TOMORROW})|(?P<today>today)) (?:week|(?P<fortnight>fortnight))", _build_weeks_on),
    _dated(rf"(?:the )?{WEEKDAY} after next", build_after_next),
    _dated(rf"{WEEKDAY}(?: ,)?(?: of| in)? (?:the )?next week", build_of_next_week),
    _dated(rf"next week(?:'s)?(?: ,)?(?: on)? {WEEKDAY}", build_of_next_week),
    _dated(rf"(?:this coming|the coming|coming) {WEEKDAY}", build_coming),
    _dated(rf"(?:this|this week(?:'s)?(?: on)?) {WEEKDAY}", build_this),
    _dated(rf"{WEEKDAY}(?: of)? this week", build_this),
    _dated(rf"next {WEEKDAY}", build_next),
    _dated(rf"{WEEKDAY} next{FOLLOW}", build_next),
    _dated(rf"(?:last|this past|this last) {WEEKDAY}", build_last),
    _dated(rf"(?:the )?{WEEKDAY} (?P<side>before|after) (?:this |next )?(?:{_HOLIDAY})", _build_weekday_beside),
    _dated(
        rf"{_COUNT}(?:weeks?|(?P<fortnight>fortnight)|(?P<months>months?)) (?P<side>before|after|from) (?:{_HOLIDAY})",
        _build_weeks_beside,
    ),
    Rule(rf"(?:the )?(?:week(?:end)?|month) (?:before|after|of) (?:this |next )?(?:{_HOLIDAY})", _build_vague),
    Rule(rf"(?:the )?(?:(?:this|next) )?(?:{UNSETTLED})", _build_unsettled),
    _dated(rf"{_NO_GREETING}(?:this |next )?(?:{_REGIONAL})", _build_regional),
    _dated(rf"{_NO_GREETING}(?:this |next )?(?:{_HOLIDAY})", _build_holiday),
    _dated(rf"{WEEKDAY}", build_weekday),
    _dated(_RELATIVE, _build_relative),
    _dated(rf"(?<=\bthe ){ORDINAL}{FOLLOW}", _build_day_of_month),
    _dated(rf"(?<=\bon ){ORDINAL}{FOLLOW}", _build_day_of_month),
    Rule(
        r"(?:(?:(?P<ahead>next|the following|following)|this) (?:weekend|(?P<week>week)|(?P<month>month))|(?:at|on|over) the weekend)",
        _build_stretch,
    ),
    Rule(r"(?:next|this|the following|following) year", _build_vague),
)
