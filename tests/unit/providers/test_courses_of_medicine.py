"""When, how long and with what a medicine is taken, and when it was."""

from typing import Any

import pytest

from tests.unit.providers.every_ability import understand_any


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "remind me to take my antibiotics twice a day for 7 days",
            {"recurrence": "FREQ=DAILY;COUNT=7", "medicine": "antibiotics"},
        ),
        (
            "every morning remind me to take my antibiotics for a week",
            {"recurrence": "FREQ=DAILY;COUNT=7", "medicine": "antibiotics"},
        ),
        (
            "remind me to take my aspirin every day at 8am until Friday",
            {"recurrence": "FREQ=DAILY;UNTIL=20261120", "time": "08:00", "medicine": "aspirin"},
        ),
        (
            "remind me to take my pills at 8 in the morning and 8 in the evening",
            {"times": ["08:00", "20:00"], "medicine": "pills"},
        ),
        (
            "remind me to take my pills three times a day at 8, 2 and 8",
            {"recurrence": "FREQ=DAILY", "times": ["08:00", "14:00", "20:00"], "medicine": "pills"},
        ),
        ("remind me to take my pills every 8 hours", {"recurrence": "FREQ=HOURLY;INTERVAL=8", "medicine": "pills"}),
        ("remind me to take my pills before bed", {"medicine": "pills"}),
        ("remind me to take my tablets with breakfast", {"medicine": "tablets"}),
        ("remind me to take paracetamol after meals", {"medicine": "paracetamol"}),
        (
            "remind me to take my insulin half an hour before breakfast each morning",
            {"medicine": "insulin", "recurrence": "FREQ=DAILY"},
        ),
        (
            "make sure my wife takes her pills at 9 am every day",
            {"medicine": "pills", "time": "09:00", "recurrence": "FREQ=DAILY"},
        ),
        ("remind me to take my tablets not after lunch but after dinner", {"medicine": "tablets"}),
        ("remind me to take my aspirin with a glass of water", {"medicine": "aspirin"}),
    ],
)
async def test_medicine_is_told_from_how_it_is_taken(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("medicine_reminder", details)


async def test_course_of_days_is_read_back() -> None:
    task = await understand_any("remind me to take my antibiotics at 9am for 5 days")
    assert (task.details["recurrence"], task.inferred) == ("FREQ=DAILY;COUNT=5", ("recurrence",))


@pytest.mark.parametrize(
    ("said", "details"),
    [
        ("at 8am until Sunday", {}),
        ("at 8am from tomorrow until Sunday", {"date": "2026-11-19"}),
    ],
)
async def test_until_a_day_is_every_day_up_to_it_and_never_that_day_alone(said: str, details: dict[str, Any]) -> None:
    task = await understand_any(f"remind me to take my ibuprofen {said}")
    course = {"medicine": "ibuprofen", "time": "08:00", "recurrence": "FREQ=DAILY;UNTIL=20261122"}
    assert (task.details, "recurrence" in task.inferred) == (course | details, True)


@pytest.mark.parametrize("said", ["tomorrow and Friday", "on Thursday and on Friday"])
async def test_of_two_days_none_is_taken_alone(said: str) -> None:
    task = await understand_any(f"remind me to take my ibuprofen at 8am {said}")
    assert (task.details.get("date"), "date" in task.ambiguous) == (None, True)


async def test_pause_of_a_reminder_is_no_course() -> None:
    task = await understand_any("pause my antibiotics reminder for 7 days")
    assert "recurrence" not in task.details


async def test_medicine_was_taken_at_the_hour_that_has_passed() -> None:
    task = await understand_any("I took my aspirin at 8")
    assert task.details == {"medicine": "aspirin", "time": "08:00"}
    assert task.ambiguous == ()


async def test_hour_at_which_medicine_was_taken_is_asked_where_none_has_passed() -> None:
    task = await understand_any("I took my aspirin at 11")
    assert task.ambiguous == ("time",)


async def test_medicine_is_changed_to_an_hour_that_is_asked_for() -> None:
    task = await understand_any("change my aspirin to 9")
    assert (task.intent, task.details) == ("reminder_change", {"subject": "aspirin", "medicine": "aspirin"})
    assert task.options == {"time": ("9 in the morning", "9 in the evening")}


async def test_medicine_is_changed_to_a_certain_hour() -> None:
    task = await understand_any("change my aspirin reminder to 9am")
    assert task.details == {"time": "09:00", "subject": "aspirin", "medicine": "aspirin"}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Don't remind me about the plants any more", "plants"),
        ("I don't need the pill reminder any longer", "pill"),
        ("I don't need the reminder for my antibiotics any longer", "antibiotics"),
    ],
)
async def test_reminder_that_is_not_needed_any_longer(text: str, subject: str) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details["subject"]) == ("reminder_cancel", subject)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("remind me to take Plavix, one of a morning", {"medicine": "Plavix", "recurrence": "FREQ=DAILY"}),
        ("Kev's on Plavix, one of a morning", {"medicine": "Plavix", "recurrence": "FREQ=DAILY"}),
        ("Kev is on warfarin, one at night", {"medicine": "warfarin"}),
        ("remind me to take my Ramipril, two in the morning", {"medicine": "Ramipril"}),
        ("remind me to take my aspirin at one in the morning", {"medicine": "aspirin", "time": "01:00"}),
        ("remind me to take my pills at 8 in the morning, 2 in the afternoon", {"medicine": "pills", "times": ["08:00", "14:00"]}),
    ],
)  # fmt: skip
async def test_how_many_are_taken_is_no_hour_and_no_medicine(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("medicine_reminder", details)
