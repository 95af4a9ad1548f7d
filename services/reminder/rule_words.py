"""How a recurrence is spoken of: "every Monday and Thursday", "every 6 hours"."""

from datetime import date

from core.when import describe_day
from core.when.speech import MONTHS, WEEKDAYS
from core.when.words import write_ordinal
from services.booking.wording import join_spoken
from services.reminder.recurrence import Frequency, Rule

_UNITS = {
    Frequency.MINUTELY: "minute",
    Frequency.HOURLY: "hour",
    Frequency.DAILY: "day",
    Frequency.WEEKLY: "week",
    Frequency.MONTHLY: "month",
    Frequency.YEARLY: "year",
}
_WORKDAYS = ((0, 0), (0, 1), (0, 2), (0, 3), (0, 4))
_WEEKEND = ((0, 5), (0, 6))


def describe_rule(rule: Rule) -> str:
    """How it comes again: "every day", "every Monday and Thursday", "every 6 hours"."""
    unit = _UNITS[rule.frequency]
    every = f"every {unit}" if rule.interval == 1 else f"every {rule.interval} {unit}s"
    days = _describe_days(rule)
    if rule.frequency in {Frequency.DAILY, Frequency.WEEKLY} and rule.interval == 1 and days:
        spoken = days
    else:
        spoken = f"{every} on {days.removeprefix('every ')}" if days else every
    if rule.by_month:
        spoken += f" in {join_spoken([MONTHS[month - 1] for month in rule.by_month], last='and')}"
    return spoken


def describe_end(rule: Rule, *, today: date) -> str:
    """For how long it comes: "for 7 days", "until Sunday 29 November", "on 6 days"; nothing where it has no end."""
    if rule.until:
        return f"until {describe_day(rule.until.date(), today)}"
    if rule.count is None:
        return ""
    if rule.step:
        return f"{rule.count} times"
    is_every_day = rule.frequency is Frequency.DAILY and rule.interval == 1 and not rule.by_day
    days = "1 day" if rule.count == 1 else f"{rule.count} days"
    return f"for {days}" if is_every_day else f"on {days}"


def _describe_days(rule: Rule) -> str:
    if rule.by_month_day:
        return join_spoken([_nth(day, "day") for day in rule.by_month_day], last="and")
    if rule.by_day == _WORKDAYS:
        return "every weekday"
    if rule.by_day == _WEEKEND:
        return "every Saturday and Sunday"
    names = [f"{_nth(ordinal, '')} {WEEKDAYS[day]}" if ordinal else WEEKDAYS[day] for ordinal, day in rule.by_day]
    if any(ordinal for ordinal, _ in rule.by_day):
        return join_spoken(names, last="and")
    return f"every {join_spoken(names, last='and')}" if names else ""


def _nth(number: int, noun: str) -> str:
    if number > 0:
        return f"the {write_ordinal(number)}"
    counted = "last" if number == -1 else f"{write_ordinal(-number)} from last"
    return f"the {counted} {noun}".strip()
