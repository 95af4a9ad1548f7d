"""What is kept of a user's preferences that this product acts on; other preferences are the client's own.

`meal_times` and `bedtime` are hours of the 24-hour clock in the user's zone. They are checked where they come in, and
what was stored before is passed over where it is no such hour.
"""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any, cast

from core.when import MEAL_NAMES, NO_DAY_TIMES, DayTimes, is_in_part

MEALS, BEDTIME = "meal_times", "bedtime"
_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def read_day_times(preferences: Mapping[str, Any]) -> DayTimes:
    """The hours of meals and bed that the user, or somebody for them, has set."""
    if MEALS not in preferences and BEDTIME not in preferences:
        return NO_DAY_TIMES
    meals: Any = preferences.get(MEALS)
    known = cast("dict[str, Any]", meals) if isinstance(meals, dict) else {}
    wanted: dict[str, Any] = {**{name: known.get(name) for name in MEAL_NAMES}, BEDTIME: preferences.get(BEDTIME)}
    return {name: time.fromisoformat(said) for name, said in wanted.items() if _complaint(name, said) is None}


def find_wrong(preferences: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with the hours, each as the place within the preferences and what to do."""
    meals: Any = preferences.get(MEALS, {})
    if not isinstance(meals, dict):
        return [(MEALS, f'Say hours by meal, as in {{"breakfast": "08:30"}}; meals are {", ".join(MEAL_NAMES)}.')]
    said = cast("dict[str, Any]", meals)
    wrong = [
        (f"{MEALS}/{name}", f"There is no such meal; meals are {', '.join(MEAL_NAMES)}.")
        for name in said
        if name not in MEAL_NAMES
    ]
    hours = {f"{MEALS}/{name}": (name, said[name]) for name in MEAL_NAMES if name in said}
    if BEDTIME in preferences:
        hours[BEDTIME] = (BEDTIME, preferences[BEDTIME])
    return wrong + [(at, text) for at, (name, value) in hours.items() if (text := _complaint(name, value))]


def _complaint(name: str, said: Any) -> str | None:
    if not isinstance(said, str) or not _HOUR.fullmatch(said):
        return 'An hour looks like "18:30", on the 24-hour clock.'
    # Half a day off is the likeliest slip, and would have pills taken at the wrong end of the day.
    if not is_in_part(time.fromisoformat(said), name):
        return f"{said} is no hour for {name}; hours are on the 24-hour clock, half past six in the evening is 18:30."
    return None
