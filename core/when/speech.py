"""Dates and times as they are read aloud to people."""

from datetime import date, time

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_YEAR_NEEDED_AFTER_DAYS = 300


def describe_day(on: date, today: date) -> str:
    """Weekday and date ("Sunday 22 November"), with the year when the day is past or far away.

    Never "tomorrow": the sentence may be read again on another day.
    """
    spoken = f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"
    near = on.year == today.year or 0 <= (on - today).days <= _YEAR_NEEDED_AFTER_DAYS
    return spoken if near else f"{spoken} {on.year}"


def describe_time(at: time) -> str:
    """Twelve hours and the part of the day: "7:30 in the evening", "noon", "midnight"."""
    if at.minute == 0 and at.hour in {0, 12}:
        return "midnight" if at.hour == 0 else "noon"
    hour = at.hour % 12 or 12
    clock = f"{hour}:{at.minute:02}" if at.minute else str(hour)
    return f"{clock} {_part_of(at.hour)}"


def _part_of(hour: int) -> str:
    if hour == 0 or hour >= 22:
        return "at night"
    if hour < 12:
        return "in the morning"
    return "in the afternoon" if hour < 18 else "in the evening"
