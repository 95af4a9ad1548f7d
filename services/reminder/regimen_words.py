"""How a regimen is spoken of: "every 8 hours after you took it", "three weeks on, one week off"."""

from datetime import time

from core.regimen import AsNeeded, Cycle, Interval, Phase, Since
from core.reminder import NewReminder
from core.when import describe_time
from services.booking.wording import join_spoken
from services.reminder.recurrence import read_rule
from services.reminder.rule_words import describe_rule

_HOUR, _DAY = 60, 24 * 60
_WEEK = 7
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def describe_regimen(reminder: NewReminder) -> str | None:
    """When it comes, where a time of day on certain days doesn't say it; None for a plain plan."""
    regimen = reminder.regimen
    if regimen.as_needed is not None:
        return describe_as_needed(regimen.as_needed)
    if regimen.interval is not None:
        return _describe_interval(regimen.interval)
    if regimen.phases:
        return ", then ".join(describe_phase(each, timezone=reminder.timezone) for each in regimen.phases)
    if regimen.cycle is not None and reminder.recurrence is not None:
        rule = read_rule(reminder.recurrence, timezone=reminder.timezone)
        return f"{describe_rule(rule)} at {describe_times(reminder.times)}, {describe_cycle(regimen.cycle)}"
    return None


def describe_times(times: tuple[str, ...]) -> str:
    """Times of day: "8 in the morning and 8 in the evening"."""
    return join_spoken([describe_time(time.fromisoformat(each)) for each in sorted(times)], last="and")


def describe_cycle(cycle: Cycle) -> str:
    """How long on, how long off: "three weeks on and one week off"."""
    return f"{describe_days(cycle.days_on)} on and {describe_days(cycle.days_off)} off"


def describe_as_needed(rule: AsNeeded) -> str:
    """Its limits: "when you need it, at least 4 hours apart and at most four in 24 hours"."""
    limits = [
        *([f"at least {describe_minutes(rule.min_gap_minutes)} apart"] if rule.min_gap_minutes else []),
        *([f"at most {count_word(rule.max_per_day)} in 24 hours"] if rule.max_per_day else []),
    ]
    return f"when you need it, {join_spoken(limits, last='and')}"


def describe_minutes(minutes: int) -> str:
    """A span: "8 hours", "90 minutes", "2 days"."""
    for length, unit in ((_DAY, "day"), (_HOUR, "hour")):
        if minutes % length == 0:
            count = minutes // length
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{minutes} minutes"


def count_word(count: int) -> str:
    """A small number as a word."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _describe_interval(interval: Interval) -> str:
    span = describe_minutes(interval.minutes)
    if interval.since is Since.TAKEN:
        return f"{span} after you took the one before"
    return f"every {span.removeprefix('1 ')}"


def describe_phase(phase: Phase, *, timezone: str) -> str:
    """One part of a plan: "two tablets every day at 8 in the morning for one week"."""
    rule = describe_rule(read_rule(phase.recurrence, timezone=timezone))
    dosage = f"{phase.dosage} " if phase.dosage else ""
    length = f" for {describe_days(phase.days)}" if phase.days else ""
    return f"{dosage}{rule} at {describe_times(phase.times)}{length}"


def describe_days(days: int) -> str:
    """A number of days: "one week", "five days"."""
    unit, count = ("week", days // _WEEK) if days % _WEEK == 0 else ("day", days)
    return f"{count_word(count)} {unit}{'' if count == 1 else 's'}"
