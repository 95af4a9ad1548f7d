"""Preferences that reminders go by."""

from datetime import time
from typing import Any

import pytest

from core.preferences import find_wrong, read_day_times


def test_hours_of_meals_and_bed_are_read() -> None:
    said = {"meal_times": {"breakfast": "08:30", "dinner": "18:30"}, "bedtime": "00:15", "large_print": True}
    assert find_wrong(said) == []
    assert read_day_times(said) == {"breakfast": time(8, 30), "dinner": time(18, 30), "bedtime": time(0, 15)}


@pytest.mark.parametrize(
    ("preferences", "place"),
    [
        ({"meal_times": "08:30"}, "meal_times"),
        ({"meal_times": None}, "meal_times"),
        ({"meal_times": {"tiffin": "11:00"}}, "meal_times/tiffin"),
        ({"meal_times": {"breakfast": "8:30"}}, "meal_times/breakfast"),
        ({"meal_times": {"breakfast": 830}}, "meal_times/breakfast"),
        ({"meal_times": {"dinner": "06:30"}}, "meal_times/dinner"),
        ({"bedtime": "10:00"}, "bedtime"),
        ({"bedtime": "25:00"}, "bedtime"),
        ({"bedtime": None}, "bedtime"),
    ],
)
def test_what_is_no_hour_is_named_and_never_used(preferences: dict[str, Any], place: str) -> None:
    assert [at for at, _ in find_wrong(preferences)] == [place]
    assert read_day_times(preferences) == {}


def test_own_preferences_of_a_client_are_left_alone() -> None:
    assert find_wrong({"large_print": True, "spoken": {"speed": 0.8}}) == []
