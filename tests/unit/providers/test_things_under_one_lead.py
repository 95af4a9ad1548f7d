"""Two and three things under one "remind me": none is merged with another, and none is lost."""

from typing import Any

import pytest

from tests.unit.providers.every_ability import understand_all, understand_any


async def test_two_medicines_are_two_reminders() -> None:
    aspirin, metformin = await understand_all("Remind me every day to take aspirin at 8 am and metformin at 9 am")
    assert aspirin.details == {"recurrence": "FREQ=DAILY", "time": "08:00", "medicine": "aspirin"}
    assert metformin.details == {"recurrence": "FREQ=DAILY", "time": "09:00", "medicine": "metformin"}


async def test_whether_what_was_said_last_holds_for_both_is_asked() -> None:
    aspirin, metformin = await understand_all("Remind me to take aspirin at 8 am and metformin at 9 am every day")
    assert (aspirin.details, aspirin.ambiguous) == ({"time": "08:00", "medicine": "aspirin"}, ("recurrence",))
    assert metformin.details == {"recurrence": "FREQ=DAILY", "time": "09:00", "medicine": "metformin"}


async def test_days_said_first_hold_for_the_second_and_are_read_back() -> None:
    _, drink = await understand_all("Remind me tomorrow at 10 am to eat and at 11 am to drink")
    assert drink.details == {"date": "2026-11-19", "time": "11:00", "subject": "drink"}
    assert drink.inferred == ("date",)


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Remind me at 10 am to eat and at 11 am to drink and at noon to sleep", ["eat", "drink", "sleep"]),
        ("Remind me to eat at 10 am and to drink at 11 am", ["eat", "drink"]),
        (
            "Remind me to feed the cat at 8 am, to stretch at 9 am and call Anna at 10 am",
            ["feed the cat", "stretch", "call Anna"],
        ),
        ("Remind me to feed the cat at 8 am and the dog at 9 am", ["feed the cat", "the dog"]),
        ("Remind me about the meeting at 3 pm and Anna's party at 5 pm", ["the meeting", "Anna's party"]),
        ("Remind me to buy milk tomorrow and bread on Friday", ["buy milk", "bread"]),
    ],
)
async def test_each_thing_has_its_own_time(text: str, subjects: list[str]) -> None:
    tasks = await understand_all(text)
    assert [task.details.get("subject") for task in tasks] == subjects
    times = [(task.details.get("date"), task.details.get("time")) for task in tasks]
    assert len(set(times)) == len(subjects)


async def test_times_of_the_first_stay_with_the_first() -> None:
    pills, anna = await understand_all(
        "Remind me every day at 8 am and 8 pm to take my pills and every Sunday at noon to call Anna"
    )
    assert pills.details == {"recurrence": "FREQ=DAILY", "times": ["08:00", "20:00"], "medicine": "pills"}
    assert (anna.details["recurrence"], anna.details["time"]) == ("FREQ=WEEKLY;BYDAY=SU", "12:00")


@pytest.mark.parametrize(
    "text",
    [
        "Remind me at 8 am to feed the cat and the dog at 9 am",
        "Remind me to call Anna at 5 pm and tell her dinner is at 7 pm",
        "Remind me to take one tablet at 8 am and two at 9 pm every day",
    ],
)
async def test_where_it_is_not_plain_what_is_meant_for_when_it_is_asked(text: str) -> None:
    task = await understand_any(text)
    assert task.ambiguous == ("time",)
    assert len(task.options["time"]) == 2


async def test_of_four_things_none_is_dropped_in_silence() -> None:
    *tasks, rest = await understand_all(
        "Remind me every day to take aspirin at 8 am, metformin at 9 am, warfarin at 10 am and insulin at 11 am"
    )
    assert (rest.intent, rest.details) == ("other", {"unheard": "insulin at 11 am"})
    assert [task.details["medicine"] for task in tasks] == ["aspirin", "metformin", "warfarin"]
    assert [task.ambiguous for task in tasks] == [(), (), ("time",)]


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "Remind me to take aspirin and metformin at 9 am every day",
            {"recurrence": "FREQ=DAILY", "time": "09:00", "medicine": "aspirin and metformin"},
        ),
        (
            "Remind me to buy milk and bread at 9 am tomorrow",
            {"date": "2026-11-19", "time": "09:00", "subject": "buy milk and bread"},
        ),
        (
            "Remind me tomorrow to buy milk and water the plants at 9 am",
            {"date": "2026-11-19", "time": "09:00", "subject": "buy milk and water the plants"},
        ),
        (
            "Remind me to take my pills at 8 am with food and at 9 pm with water every day",
            {"recurrence": "FREQ=DAILY", "times": ["08:00", "21:00"], "medicine": "pills"},
        ),
        (
            "Remind me to take my pills at 8 am and again at 8 pm every day",
            {"recurrence": "FREQ=DAILY", "times": ["08:00", "20:00"], "medicine": "pills"},
        ),
        (
            "Remind me every Monday and Thursday at 9 am to water the plants",
            {"recurrence": "FREQ=WEEKLY;BYDAY=MO,TH", "time": "09:00", "subject": "water the plants"},
        ),
    ],
)
async def test_one_reminder_stays_one(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.details, task.ambiguous) == (details, ())
