"""Words for meals that a model quoted, in the person's own hours."""

from datetime import time
from typing import Any

import pytest

from tests.unit.providers.every_ability import EVERY
from tests.unit.providers.spans.reading import read_all, wish

OWN = {"breakfast": time(8, 30), "lunch": time(13), "dinner": time(18, 30)}


@pytest.mark.parametrize(
    ("text", "quoted", "details"),
    [
        ("take my pill after breakfast every day", {"time": "after breakfast"}, {"time": "09:00"}),
        ("take my pill after breakfast every day", {}, {"time": "09:00"}),
        (
            "take my pill three times a day after meals",
            {"times": ["after meals"], "recurrence": "three times a day"},
            {"times": ["09:00", "13:30", "19:00"]},
        ),
    ],
)
async def test_quoted_meal_has_the_hour_of_the_person(
    text: str, quoted: dict[str, Any], details: dict[str, Any]
) -> None:
    slots = {"medicine": "pill", "recurrence": "every day", **quoted}
    said = wish("medicine_reminder", **slots)
    [task] = await read_all(f"Remind me to {text}", said, abilities=EVERY, day_times=OWN)
    assert task.details == {"medicine": "pill", "recurrence": "FREQ=DAILY", **details}
    assert not task.is_disputed
