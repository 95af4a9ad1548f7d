"""What is done at a salon, by whatever name; and where and when there is room."""

from typing import Any

import pytest

from tests.unit.providers.every_ability import EVERY, understand_any
from tests.unit.providers.understanding import parse

KNOWN = {"stylist": ["Maria", "Anna"], "service": ["Moonlight Glow"], "recipient": ["Anna"], "venue": ["Curl Up"]}


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "Book me a colour with Joan at Curl Up on Tuesday at 10am",
            {"date": "2026-11-24", "time": "10:00", "venue": "Curl Up", "stylist": "Joan", "service": "colour"},
        ),
        (
            "book me a Moonlight Glow on Friday at 10am",
            {"date": "2026-11-20", "time": "10:00", "service": "Moonlight Glow"},
        ),
        ("book Maria for Tuesday at 10am", {"date": "2026-11-24", "time": "10:00", "stylist": "Maria"}),
        ("book me in with Maria on Tuesday at 10am", {"date": "2026-11-24", "time": "10:00", "stylist": "Maria"}),
        ("book me in with Joan on Tuesday at 10am", {"date": "2026-11-24", "time": "10:00", "stylist": "Joan"}),
        ("book me a wash and set on Friday at 3pm", {"date": "2026-11-20", "time": "15:00", "service": "wash and set"}),
        ("get me a beard trim tomorrow at noon", {"date": "2026-11-19", "time": "12:00", "service": "beard trim"}),
    ],
)
async def test_salon_is_known_by_what_is_done_and_who_does_it(text: str, details: dict[str, Any]) -> None:
    [task] = (await parse(text, names=KNOWN, abilities=EVERY)).tasks
    assert (task.intent, task.details) == ("salon_booking", details)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("book a table with Maria at Luigi's on Friday at 7pm", "restaurant_booking"),
        ("book lunch with Maria at Luigi's on Friday at 1pm", "restaurant_booking"),
        ("tell Anna that I'm late", "family_notification"),
        ("order a colour television", "shopping"),
        ("I need a colour printer", "shopping"),
        ("cancel my appointment with Maria", "booking_cancel"),
        ("get rid of my massage on Monday", "booking_cancel"),
    ],
)
async def test_hairdresser_may_be_met_elsewhere(text: str, intent: str) -> None:
    [task] = (await parse(text, names=KNOWN, abilities=EVERY)).tasks
    assert task.intent == intent


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("when can I get a haircut at Curl Up?", {"venue": "Curl Up", "service": "haircut"}),
        ("any Italian place free tomorrow at 7pm?", {"date": "2026-11-19", "time": "19:00", "cuisine": "Italian"}),
        (
            "find me somewhere Italian for tomorrow at 7pm",
            {"date": "2026-11-19", "time": "19:00", "cuisine": "Italian"},
        ),
        (
            "is there anywhere free for lunch on Sunday for 3?",
            {"date": "2026-11-22", "party_size": 3, "day_part": "lunch", "kind": "lunch"},
        ),
        ("what time could we get a table at Olive Garden?", {"venue": "Olive Garden", "kind": "table"}),
        ("when could Maria do my hair?", {"stylist": "Maria", "kind": "hair"}),
    ],
)
async def test_room_is_looked_for(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("availability_search", details)


@pytest.mark.parametrize(
    "text",
    [
        "when can I get my test results?",
        "when can I see the doctor?",
        "any Italian film free to watch?",
        "is there anywhere free to park?",
        "find me somewhere quiet to read",
        "what's next on television?",
        "what's next week like?",
    ],
)
async def test_what_is_free_elsewhere_is_not_looked_for(text: str) -> None:
    assert (await understand_any(text)).intent in {"other", "reminder_lookup"}


@pytest.mark.parametrize(
    "text", ["what's next?", "What is next", "so, what do I have next?", "what comes up next please"]
)
async def test_what_is_next_is_looked_up(text: str) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("reminder_lookup", {"asked": "next"})
