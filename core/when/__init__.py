"""From words to time: "half past seven on Sunday week" → date, time, recurrence, candidates and what was guessed.

Pure: no clock is read, nothing is stored; every provider goes through here, none computes a date of its own. A text
becomes a plain line (`words`), one grammar (`grammar`, its rules in `clock`, `calendar`, `durations`, `recurrence`)
finds the expressions, `reading` puts them together. `zones` turns wall clock into instants, `speech` reads aloud.
"""

from core.when.day_times import MEAL_NAMES, NO_DAY_TIMES, USUAL_DAY_TIMES, DayTimes, is_in_part
from core.when.numbers import parse_number
from core.when.reading import NO_TIMES, Policy, Span, TimeReader, TimeReading, find_times
from core.when.speech import describe_day, describe_time
from core.when.zones import to_instant, to_local

__all__ = [
    "MEAL_NAMES",
    "NO_DAY_TIMES",
    "NO_TIMES",
    "USUAL_DAY_TIMES",
    "DayTimes",
    "Policy",
    "Span",
    "TimeReader",
    "TimeReading",
    "describe_day",
    "describe_time",
    "find_times",
    "is_in_part",
    "parse_number",
    "to_instant",
    "to_local",
]
