"""What a thing in the calendar is called, wherever that is said; and places that are none."""

from typing import Any

import pytest

from tests.unit.providers.every_ability import understand_any


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Please set an alarm for 3:15 in the afternoon. Name it Baking", "Baking"),
        ("I want to add it to my calendar. Use the title Choir Practice and add it at 15:30", "Choir Practice"),
        ("Put it in my calendar for Friday at noon under the name Window Cleaner", "Window Cleaner"),
        ("Add that to my calendar as dentist visit for 4 in the afternoon tomorrow", "dentist visit"),
        ("Add chiropodist to calendar for 9 am on Friday", "chiropodist"),
        ("Remind me at nine this evening to put them forward", "put them forward"),
    ],
)
async def test_thing_is_called_what_it_is_called(text: str, subject: str) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details.get("subject")) == ("reminder", subject)


@pytest.mark.parametrize(
    ("text", "intent", "details"),
    [
        ("Cancel my table tonight, my brother is tired after travelling from Ireland", "booking_cancel", {}),
        ("Is there a hairdresser near Garden City?", "availability_search", {"location": "Garden City"}),
        ("Is there a hairdresser near Garden city?", "availability_search", {"location": "Garden city"}),
        ("Are there any open tables at Golden Lotus tonight?", "availability_search", {"venue": "Golden Lotus"}),
        ("Is there any appointment saved for tomorrow?", "booking_lookup", {}),
        ("Can you find me a good salon for a haircut?", "availability_search", {}),
        ("Our plans have changed. I want the booking to be at 11 am", "booking_change", {"time": "11:00"}),
        ("Move my appointment to 15h", "booking_change", {"time": "15:00"}),
    ],
)
async def test_booking_is_understood(text: str, intent: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert task.intent == intent
    names = {"venue", "location", "time"}
    assert {name: value for name, value in task.details.items() if name in names} == details


async def test_answer_is_what_is_answered() -> None:
    task = await understand_any("reply to Heather's message by answering no")
    assert task.details == {"recipient": "Heather", "message": "no"}


async def test_weekday_reminder_comes_on_weekdays() -> None:
    task = await understand_any("create a weekday reminder to water the plants at 9 am")
    assert task.details["recurrence"] == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
