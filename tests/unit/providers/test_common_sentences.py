"""Sentences of every day: what is free, what is stopped or changed, what is shared and told."""

from typing import Any

import pytest

from tests.unit.providers.every_ability import understand_any


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("When can I get a haircut next week?", "availability_search"),
        ("Is Curl Up free on Monday at 2 pm for a haircut?", "availability_search"),
        ("Is the Golden Lotus free tomorrow at 7 pm for four?", "availability_search"),
        ("Find me a table for two tomorrow evening", "availability_search"),
        ("Find my table for tomorrow", "booking_lookup"),
        ("Cancel all my reminders", "reminder_cancel"),
        ("Change my table to Tuesday", "booking_change"),
        ("Don't let me forget my pills at 9 am", "medicine_reminder"),
        ("Remove my pills from the shopping list", "shopping"),
    ],
)
async def test_common_sentence_is_what_it_is(text: str, intent: str) -> None:
    assert (await understand_any(text)).intent == intent


@pytest.mark.parametrize(
    ("text", "intent", "details"),
    [
        ("Cancel my evening aspirin", "reminder_cancel", {"subject": "evening aspirin", "medicine": "evening aspirin"}),
        ("Stop my pills", "reminder_cancel", {"subject": "pills", "medicine": "pills"}),
        ("Change the bins to Tuesdays", "reminder_change", {"recurrence": "FREQ=WEEKLY;BYDAY=TU", "subject": "bins"}),
        ("Move the bins to 8 pm", "reminder_change", {"time": "20:00", "subject": "bins"}),
        (
            "Tell my son yesterday I was ill",
            "family_notification",
            {"recipient": "my son", "message": "yesterday I was ill"},
        ),
        (
            "I had a lovely walk in the park with Anna, please share it with my family",
            "activity_note",
            {"share_with": "my family", "message": "I had a lovely walk in the park with Anna"},
        ),
    ],
)
async def test_common_sentence_has_its_details(text: str, intent: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == (intent, details)


@pytest.mark.parametrize(
    "text",
    [
        "What is on my shopping list?",
        "Is milk on my shopping list?",
        "Remove eggs from my shopping list",
        "Take eggs off my shopping list",
        "Delete the milk from my list",
    ],
)
async def test_what_is_asked_or_taken_off_is_never_put_on_the_list(text: str) -> None:
    task = await understand_any(text)
    assert task.intent in {"shopping", "other"}
    assert task.details == {}
