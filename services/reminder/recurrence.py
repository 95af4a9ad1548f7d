"""Recurrence rules of RFC 5545 within bounds: which days, or which wall-clock times, a rule gives.

Evaluated here, period by period up to a last day, and not by python-dateutil (ADR 0012). All values are naive and local.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from core.when import to_local

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MOST_INTERVAL = 1_000
_MOST_COUNT = 10_000
_SHORTEST_STEP = timedelta(minutes=5)
_WEEKS_IN_YEAR, _WEEKS_IN_MONTH = 53, 5
_PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST")
_DATE = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z)?)?")
_BY_DAY = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(_WEEKDAYS)})")


class Frequency(StrEnum):
    """How often a rule begins a new period."""

    MINUTELY = "MINUTELY"
    HOURLY = "HOURLY"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


_WITH_SETS = frozenset({Frequency.MONTHLY, Frequency.YEARLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as read.

    Attributes:
        until: the last wall-clock moment.
        by_day: weekdays from Monday 0, each with its ordinal in the period, 0 for all of them.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def step(self) -> timedelta | None:
        """The span from one moment to the next, where a rule gives moments rather than days."""
        if self.frequency is Frequency.MINUTELY:
            return timedelta(minutes=self.interval)
        return timedelta(hours=self.interval) if self.frequency is Frequency.HOURLY else None


# ------------------------------------------------------------------ reading


def check_rule(text: str) -> str:
    """The rule as it is stored; raises ValueError saying what would be right."""
    plain = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    read_rule(plain, timezone="UTC")
    return plain


def read_rule(text: str, *, timezone: str) -> Rule:
    """Read an RRULE without DTSTART; raises ValueError saying what would be right."""
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        if name not in _PARTS or not value or name in parts:
            raise ValueError(_advice(name))
        parts[name] = value
    if "FREQ" not in parts:
        raise ValueError("A recurrence says how often, such as FREQ=DAILY or FREQ=WEEKLY;BYDAY=MO,TH.")
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("A recurrence has COUNT or UNTIL, not both.")
    rule = Rule(
        frequency=_read_frequency(parts["FREQ"]),
        interval=_read_number(parts.get("INTERVAL", "1"), "INTERVAL", most=_MOST_INTERVAL),
        count=_read_number(parts["COUNT"], "COUNT", most=_MOST_COUNT) if "COUNT" in parts else None,
        until=_read_until(parts["UNTIL"], timezone) if "UNTIL" in parts else None,
        by_day=_read_days(parts.get("BYDAY")),
        by_month_day=_read_numbers(parts.get("BYMONTHDAY"), "BYMONTHDAY", most=31),
        by_month=_read_months(parts.get("BYMONTH")),
        by_set_pos=_read_numbers(parts.get("BYSETPOS"), "BYSETPOS", most=366),
        week_start=_read_weekday(parts.get("WKST", "MO")),
    )
    _check_parts(rule)
    return rule


def _advice(name: str) -> str:
    if name in {"BYHOUR", "BYMINUTE", "BYSECOND"}:
        return f"{name} is not used here; give the times of day beside the recurrence."
    known = ", ".join(_PARTS)
    return f"A recurrence is made of {known}, each once, such as FREQ=WEEKLY;BYDAY=MO,TH."


def _read_frequency(text: str) -> Frequency:
    try:
        return Frequency(text)
    except ValueError as error:
        raise ValueError(f"FREQ is one of {', '.join(Frequency)}.") from error


def _read_number(text: str, name: str, *, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= most:
        raise ValueError(f"{name} is a whole number from 1 to {most}.")
    return int(text)


def _read_until(text: str, timezone: str) -> datetime:
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        until = datetime.strptime(match[1] + (match[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - wall clock
    except ValueError as error:
        raise ValueError("UNTIL is a date such as 20271231, or a moment such as 20271231T200000Z.") from error
    if not match[3]:
        return until
    try:
        return to_local(datetime.fromisoformat(f"{until.isoformat()}+00:00"), timezone).replace(tzinfo=None)
    except OverflowError as error:
        raise ValueError("UNTIL is too far away.") from error


def _read_numbers(text: str | None, name: str, *, most: int) -> tuple[int, ...]:
    if text is None:
        return ()
    numbers = text.split(",")
    if not all(re.fullmatch(r"[+-]?[0-9]{1,3}", each) and 1 <= abs(int(each)) <= most for each in numbers):
        raise ValueError(f"{name} is a list of numbers from 1 to {most}, or from the end -1 to -{most}.")
    return tuple(sorted({int(each) for each in numbers}))


def _read_months(text: str | None) -> tuple[int, ...]:
    months = _read_numbers(text, "BYMONTH", most=12)
    if min(months, default=1) < 1:
        raise ValueError("BYMONTH is a list of numbers from 1 to 12.")
    return months


def _read_days(text: str | None) -> tuple[tuple[int, int], ...]:
    if text is None:
        return ()
    found = [_BY_DAY.fullmatch(each) for each in text.split(",")]
    days = {
        (int(each[1] or 0), _WEEKDAYS.index(each[2])) for each in found if each and each[1] not in {"0", "+0", "-0"}
    }
    if not all(found) or not days:
        raise ValueError("BYDAY is a list of weekdays such as MO,TH, or 1MO for the first Monday of a month.")
    return tuple(sorted(days))


def _read_weekday(text: str) -> int:
    if text not in _WEEKDAYS:
        raise ValueError(f"WKST is one of {', '.join(_WEEKDAYS)}.")
    return _WEEKDAYS.index(text)


def _check_parts(rule: Rule) -> None:
    """Refuse what has no meaning together."""
    if rule.step and rule.step < _SHORTEST_STEP:
        raise ValueError("A reminder comes every five minutes at most.")
    if rule.step and (rule.by_month_day or rule.by_set_pos or (rule.count and (rule.by_day or rule.by_month))):
        raise ValueError("FREQ=MINUTELY and FREQ=HOURLY go with INTERVAL and one of COUNT, BYDAY and BYMONTH.")
    ordinals = [abs(ordinal) for ordinal, _ in rule.by_day if ordinal]
    if ordinals and rule.frequency not in _WITH_SETS:
        raise ValueError("Numbered weekdays such as 1MO need FREQ=MONTHLY or FREQ=YEARLY.")
    in_year = rule.frequency is Frequency.YEARLY and not rule.by_month
    if max(ordinals, default=0) > (_WEEKS_IN_YEAR if in_year else _WEEKS_IN_MONTH):
        raise ValueError("There are five Mondays in a month at most, and 53 in a year.")
    if rule.frequency is Frequency.WEEKLY and rule.by_month_day:
        raise ValueError("BYMONTHDAY does not go with FREQ=WEEKLY.")
    if rule.by_set_pos and (
        rule.frequency not in _WITH_SETS or not (rule.by_day or rule.by_month_day or rule.by_month)
    ):
        raise ValueError("BYSETPOS needs FREQ=MONTHLY or FREQ=YEARLY, and one of BYDAY, BYMONTHDAY and BYMONTH.")


# ------------------------------------------------------------------ days


def list_days(rule: Rule, starts_on: date, *, since: date, last: date) -> Iterator[date]:
    """The days that the rule gives from `since` to `last`, in order; its first period is that of `starts_on`."""
    left = rule.count
    until = min(last, rule.until.date()) if rule.until else last
    for period in _periods(rule, starts_on, since=starts_on if left else max(since, starts_on), last=until):
        for day in _chosen(rule, period):
            if day < starts_on:
                continue
            if day > until or left == 0:
                return
            left = left - 1 if left else None
            if day >= since:
                yield day
        if left == 0 and rule.count:
            return


def _periods(rule: Rule, starts_on: date, *, since: date, last: date) -> Iterator[list[date]]:
    """The days that match, period by period from the one around `since`."""
    if rule.frequency in {Frequency.DAILY, Frequency.WEEKLY}:
        yield from _short_periods(rule, starts_on, since=since, last=last)
    else:
        yield from _long_periods(rule, starts_on, since=since, last=last)


def _short_periods(rule: Rule, starts_on: date, *, since: date, last: date) -> Iterator[list[date]]:
    is_weekly = rule.frequency is Frequency.WEEKLY
    first = starts_on - timedelta(days=(starts_on.weekday() - rule.week_start) % 7 if is_weekly else 0)
    length = rule.interval * (7 if is_weekly else 1)
    start = first.toordinal() + max(0, (since - first).days // length) * length
    for ordinal in range(start, last.toordinal() + 1, length):
        days = [date.fromordinal(each) for each in range(ordinal, ordinal + (7 if is_weekly else 1))]
        yield [day for day in days if _matches(rule, day, starts_on)]


def _long_periods(rule: Rule, starts_on: date, *, since: date, last: date) -> Iterator[list[date]]:
    """Months or years."""
    if rule.frequency is Frequency.MONTHLY:
        first, begin, end = (each.year * 12 + each.month - 1 for each in (starts_on, since, last))
        start = first + max(0, (begin - first) // rule.interval) * rule.interval
        for index in range(start, end + 1, rule.interval):
            yield _days_of(rule, index // 12, [index % 12 + 1], starts_on)
    else:
        start = starts_on.year + max(0, (since.year - starts_on.year) // rule.interval) * rule.interval
        for year in range(start, last.year + 1, rule.interval):
            yield _days_of(rule, year, range(1, 13), starts_on)


def _days_of(rule: Rule, year: int, months: Sequence[int], starts_on: date) -> list[date]:
    lengths = [(month, calendar.monthrange(year, month)[1]) for month in months]
    days = [date(year, month, day) for month, length in lengths for day in range(1, length + 1)]
    return [day for day in days if _matches(rule, day, starts_on)]


def _matches(rule: Rule, day: date, starts_on: date) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.by_month_day and not _is_month_day(rule, day):
        return False
    if rule.by_day:
        return any(_is_weekday(rule, day, ordinal, weekday) for ordinal, weekday in rule.by_day)
    return bool(rule.by_month_day) or _is_like_first(rule, day, starts_on)


def _is_like_first(rule: Rule, day: date, starts_on: date) -> bool:
    """Without a word about the day it is that of the first one."""
    if rule.frequency is Frequency.WEEKLY:
        return day.weekday() == starts_on.weekday()
    if rule.frequency is Frequency.MONTHLY:
        return day.day == starts_on.day
    if rule.frequency is Frequency.YEARLY:
        return day.day == starts_on.day and (bool(rule.by_month) or day.month == starts_on.month)
    return True


def _is_month_day(rule: Rule, day: date) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    return day.day in rule.by_month_day or day.day - length - 1 in rule.by_month_day


def _is_weekday(rule: Rule, day: date, ordinal: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if ordinal == 0:
        return True
    if rule.frequency is Frequency.YEARLY and not rule.by_month:
        position, length = day.timetuple().tm_yday, 365 + calendar.isleap(day.year)
    else:
        position, length = day.day, calendar.monthrange(day.year, day.month)[1]
    return ordinal in {(position - 1) // 7 + 1, -((length - position) // 7 + 1)}


def _chosen(rule: Rule, days: Sequence[date]) -> Sequence[date]:
    if not rule.by_set_pos:
        return days
    size = len(days)
    indexes = {each - 1 if each > 0 else size + each for each in rule.by_set_pos}
    return [days[index] for index in sorted(indexes) if 0 <= index < size]


# ------------------------------------------------------------------ moments


def list_moments(rule: Rule, starts_at: datetime, *, since: datetime, last: date) -> Iterator[datetime]:
    """The wall-clock moments that a rule of hours or minutes gives from `since` to the end of `last`, in order."""
    step = rule.step
    if step is None:
        return
    number = max(0, -((starts_at - since) // step))
    end = datetime.combine(last, time.max)
    while rule.count is None or number < rule.count:
        moment = starts_at + number * step
        number += 1
        if moment > end or (rule.until and moment > rule.until):
            return
        if moment >= since and _is_on_right_day(rule, moment.date()):
            yield moment


def _is_on_right_day(rule: Rule, day: date) -> bool:
    return (not rule.by_month or day.month in rule.by_month) and (not rule.by_day or (0, day.weekday()) in rule.by_day)
