"""What a booking has already is told apart from what it should have."""

from typing import Any

import pytest

from tests.unit.providers.every_ability import EVERY, NAMES
from tests.unit.providers.understanding import parse

SALON_NAMES = {**NAMES, "service": ["haircut", "perm"], "stylist": ["Maria", "Joan"]}


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "Can you move the haircut on Tuesday to Wednesday at noon?",
            {"date": "2026-11-25", "time": "12:00", "service": "haircut", "which": "on Tuesday"},
        ),
        (
            "Move my haircut from Friday to Saturday",
            {"date": "2026-11-21", "service": "haircut", "which": "from Friday"},
        ),
        ("Change my haircut to a perm", {"service": "perm", "which": "haircut"}),
        ("Change my haircut on Tuesday to a perm", {"service": "perm", "which": "haircut on Tuesday"}),
        ("Change my haircut tomorrow to a perm at 3pm", {"service": "perm", "which": "haircut tomorrow"}),
        ("Change my haircut with Maria to Joan", {"service": "haircut", "stylist": "Joan", "which": "Maria"}),
        (
            "Move my appointment to Friday instead of Tuesday",
            {"date": "2026-11-20", "kind": "appointment", "which": "Tuesday"},
        ),
        ("Change my 7 pm table to 8 pm", {"time": "20:00", "kind": "table", "which": "7 pm"}),
    ],
)
async def test_old_and_new_are_kept_apart(text: str, details: dict[str, Any]) -> None:
    [task] = (await parse(text, names=SALON_NAMES, abilities=EVERY)).tasks
    assert (task.intent, task.details) == ("booking_change", details)


@pytest.mark.parametrize(
    "text",
    [
        "Change the table for 4 to 6 people",
        "Move my table tomorrow an hour later",
        "Reschedule my haircut on Friday",
        "Book a haircut on Tuesday at 2 in the afternoon",
    ],
)
async def test_what_tells_nothing_apart_is_left_out(text: str) -> None:
    [task] = (await parse(text, names=SALON_NAMES, abilities=EVERY)).tasks
    assert "which" not in task.details
