"""What comes again: "every day", "every Monday and Thursday", "every 6 hours", "on weekdays", "twice a day"."""

import re
from datetime import datetime

from core.when.parts import DayPart, Meals, Part, Repeats, Rule
from core.when.vocabulary import (
    ANY_PART,
    FOLLOW,
    MONTHS,
    ORDINAL,
    PART_NAMES,
    UNIT,
    UNITS,
    WEEKDAY_CODES,
    WEEKDAYS,
    any_of,
)

_FREQUENCIES = {
    "minute": "MINUTELY",
    "hour": "HOURLY",
    "day": "DAILY",
    "week": "WEEKLY",
    "month": "MONTHLY",
    "year": "YEARLY",
}
_DAILY = "FREQ=DAILY"
_WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
_WEEKENDS = "FREQ=WEEKLY;BYDAY=SA,SU"
_ADVERBS = {
    "daily": _DAILY,
    "everyday": _DAILY,
    "nightly": _DAILY,
    "hourly": "FREQ=HOURLY",
    "weekly": "FREQ=WEEKLY",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "bi weekly": "FREQ=WEEKLY;INTERVAL=2",
    "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
    "quarterly": "FREQ=MONTHLY;INTERVAL=3",
    "yearly": "FREQ=YEARLY",
    "annually": "FREQ=YEARLY",
    "weekdays": _WORKDAYS,
    "weekends": _WEEKENDS,
}
_WEEKDAY_NAME = any_of(WEEKDAYS)
_PLURAL = rf"(?:{any_of([name for name in WEEKDAYS if name.endswith('day')])})s"
_FIND_WEEKDAY = re.compile(rf"\b({_WEEKDAY_NAME})s?\b")
_FIND_NUMBER = re.compile(r"[0-9]+")
_LONGEST_MONTH = 31
_EACH = r"(?:every|each)"
_NTH = r"[0-9]{1,2}(?:st|nd|rd|th)"
NTHS = rf"{_NTH}(?: , (?:the )?{_NTH}){{0,4}}(?: ,)? (?:and|&) (?:on )?(?:the )?{_NTH}"
_OF_MONTHS = rf" (?:of|in) (?:{_EACH}|the|any) months?"

_LIST_TAIL = r"(?:(?: ,)? (?:and |& )?(?:{each} |on )?{day}){{0,6}}"


def _build_unit(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    given = match.groupdict()
    unit = next(name for name in UNITS if given[name])
    interval = 2 if given["other"] else int(given["count"] or 1)
    if unit == "fortnight":
        unit, interval = "week", interval * 2
    if unit == "second" or interval < 1:
        return ()
    return (Repeats(_rule(_FREQUENCIES[unit], interval)),)


def _rule(frequency: str, interval: int) -> str:
    return f"FREQ={frequency};INTERVAL={interval}" if interval > 1 else f"FREQ={frequency}"


def _build_half_hour(_: re.Match[str], __: datetime) -> tuple[Part, ...]:
    return (Repeats("FREQ=MINUTELY;INTERVAL=30"),)


def _build_part(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    rule = Repeats(_rule("DAILY", 2 if match["other"] else 1))
    parts = [DayPart(PART_NAMES[match[name]]) for name in ("part", "second_part") if match[name]]
    return (rule, *parts)


def _build_weekdays(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    given = match.groupdict()
    days = sorted({WEEKDAYS[name] for name in _FIND_WEEKDAY.findall(match["days"])})
    every = "FREQ=WEEKLY;INTERVAL=2" if given.get("other") else "FREQ=WEEKLY"
    rule = Repeats(f"{every};BYDAY={','.join(WEEKDAY_CODES[day] for day in days)}")
    return (rule, DayPart(PART_NAMES[given["part"] or ""])) if given.get("part") else (rule,)


def _build_weekly_on(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    """As in "every two weeks on Monday", "twice a week on Tuesday and Friday"."""
    interval = 2 if match["other"] or match["fortnight"] else int(match["count"] or 1)
    days = sorted({WEEKDAYS[name] for name in _FIND_WEEKDAY.findall(match["days"])})
    if not interval:
        return ()
    rule = Repeats(f"{_rule('WEEKLY', interval)};BYDAY={','.join(WEEKDAY_CODES[day] for day in days)}")
    return (rule, DayPart(PART_NAMES[match["part"]])) if match["part"] else (rule,)


def _build_weekday_range(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    first, last = (WEEKDAYS[name] for name in _FIND_WEEKDAY.findall(match["days"]))
    days = [day % 7 for day in range(first, first + (last - first) % 7 + 1)]
    return (Repeats(f"FREQ=WEEKLY;BYDAY={','.join(WEEKDAY_CODES[day] for day in sorted(days))}"),)


def _build_adverb(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    return (Repeats(_ADVERBS[match["adverb"]]),)


def _build_workdays(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    rule = _WEEKENDS if "end" in match.group() else _WORKDAYS
    part = match.groupdict().get("part")
    return (Repeats(rule), DayPart(PART_NAMES[part])) if part else (Repeats(rule),)


def _build_times_a(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    unit = next((name for name in UNITS if match.groupdict().get(name)), "day")
    unit = "week" if unit == "fortnight" else unit
    return (Repeats(f"FREQ={_FREQUENCIES[unit]}"),) if unit in _FREQUENCIES else ()


def _build_monthly(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    given = match.groupdict()
    number = -1 if given.get("last") else int(given["day"] or 0)
    if not -1 <= number <= 31 or number == 0:
        return ()
    weekday = given.get("name")
    every = _rule("MONTHLY", int(given.get("count") or 1))
    if weekday:
        return (Repeats(f"{every};BYDAY={number}{WEEKDAY_CODES[WEEKDAYS[weekday]]}", inferred=_may_be_weeks(match)),)
    return (Repeats(f"{every};BYMONTHDAY={number}"),)


def _may_be_weeks(match: re.Match[str]) -> bool:
    """Whether "every second Friday", with no month in it, may as well be every other one."""
    return "month" not in match.group()


def _build_month_days(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    """As in "every 31st", "on the 1st and 15th"; without "every" or "month" it could be two days, so it is read back."""
    days = sorted({int(number) for number in _FIND_NUMBER.findall(match["days"])})
    if not days or not all(1 <= day <= _LONGEST_MONTH for day in days):
        return ()
    is_said = match.group().startswith(("every", "each")) or match.group().endswith(("month", "months"))
    return (Repeats(f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}", inferred=not is_said),)


_PART_AFTER = rf"(?: (?P<part>{ANY_PART}))?"

RULES: tuple[Rule, ...] = (
    Rule(rf"{_EACH} half(?: an)? hour", _build_half_hour),
    Rule(
        rf"{_EACH} (?:single )?(?P<other>other |2nd )?(?P<part>{ANY_PART})s?"
        rf"(?: and (?:(?:{_EACH}|in the|at) )?(?P<second_part>{ANY_PART})s?(?! [0-9]))?",
        _build_part,
    ),
    Rule(
        rf"(?:on )?(?:the )?(?:{ORDINAL}|(?P<last>last))(?: (?P<name>{_WEEKDAY_NAME})| day)?"
        rf" (?:of|in) (?:{_EACH}|the) months?(?<!the month)",
        _build_monthly,
    ),
    Rule(
        rf"{_EACH} (?:{ORDINAL}|(?P<last>last)) (?P<name>{_WEEKDAY_NAME})(?: (?:of|in) (?:the|{_EACH}) month)?",
        _build_monthly,
    ),
    Rule(rf"(?:on )?(?:the )?(?P<days>{NTHS}){_OF_MONTHS}", _build_month_days),
    Rule(rf"{_EACH} (?:month on the )?(?P<days>{NTHS})(?:{_OF_MONTHS})?", _build_month_days),
    Rule(rf"{_EACH} month on the {ORDINAL}", _build_monthly),
    Rule(rf"{_EACH} {ORDINAL} of the month", _build_monthly),
    Rule(rf"{_EACH} (?:week ?days?|work(?:ing)? ?days?|week ?ends?|business days?){_PART_AFTER}", _build_workdays),
    Rule(
        rf"{_EACH} (?:single )?(?P<other>other |2nd )?(?P<days>{_WEEKDAY_NAME}s?"
        rf"{_LIST_TAIL.format(each=_EACH, day=_WEEKDAY_NAME + 's?')}){_PART_AFTER}",
        _build_weekdays,
    ),
    Rule(
        rf"(?:{_EACH} (?:(?P<other>other |2nd )|(?P<count>[0-9]{{1,2}}) )?weeks?|(?P<once>weekly|(?:once|twice|[2-6] times) (?:a|per|every|each) week)"
        rf"|(?P<fortnight>{_EACH} fortnight|fortnightly|bi ?weekly|once (?:a|every) fortnight))(?: ,)? (?:on )?(?:a )?"
        rf"(?P<days>(?:{_WEEKDAY_NAME})s?{_LIST_TAIL.format(each=_EACH, day='(?:' + _WEEKDAY_NAME + ')s?')}){_PART_AFTER}",
        _build_weekly_on,
    ),
    Rule(
        rf"(?:monthly|once (?:a|every|per) month|{_EACH} (?P<count>[0-9]{{1,2}}) months)(?: ,)? (?:always )?on the {ORDINAL}(?: (?P<name>{_WEEKDAY_NAME}))?{FOLLOW}",
        _build_monthly,
    ),
    Rule(
        rf"{_EACH} month(?: ,)? on the (?:{ORDINAL}|(?P<last>last)) (?P<name>{_WEEKDAY_NAME})",
        _build_monthly,
    ),
    Rule(
        rf"{_EACH} (?:single )?(?:(?P<other>other|2nd)|(?P<count>[0-9]{{1,3}})(?:st|nd|rd|th)?)? ?{UNIT}",
        _build_unit,
    ),
    Rule(rf"{_EACH} (?P<days>{_NTH}){FOLLOW}", _build_month_days),
    Rule(rf"on the (?P<days>{NTHS})(?! (?:of|in) )(?! (?:{any_of(MONTHS)})\b){FOLLOW}", _build_month_days),
    Rule(rf"(?P<days>{_PLURAL}{_LIST_TAIL.format(each=_EACH, day=_PLURAL)}){_PART_AFTER}", _build_weekdays),
    Rule(rf"(?:from )?(?P<days>{_WEEKDAY_NAME}s? (?:to|through|till|until|-) {_WEEKDAY_NAME}s?)", _build_weekday_range),
    Rule(rf"(?:on |at |during )(?:the )?(?:week ?days|work ?days|week ?ends){_PART_AFTER}", _build_workdays),
    Rule(
        rf"(?:once|twice|(?:[0-9]{{1,2}}|a few|several) times) (?:(?:a|an|per|each|every|in a) {UNIT}|daily)",
        _build_times_a,
    ),
    Rule(rf"(?:with|at|before|after) {_EACH} (?:meal|meal ?time)s?", lambda _match, _now: (Repeats(_DAILY), Meals())),
    Rule(rf"(?P<adverb>{any_of(list(_ADVERBS))})", _build_adverb),
    Rule(r"week ?day(?= (?:reminder|alarm|wake up call)\b)", _build_workdays),
)
