"""Reminders as people ask for them: plainly, politely, in small letters, with hesitations."""

from typing import Any

import pytest

from tests.unit.providers.every_ability import understand_any


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("remind me and my wife to take our pills at 8pm", {"time": "20:00", "medicine": "pills"}),
        (
            "remind me to take my blood pressure pills every morning at 8",
            {"recurrence": "FREQ=DAILY", "time": "08:00", "medicine": "blood pressure pills"},
        ),
        (
            "I need to take my heart tablets twice a day, at nine in the morning and nine in the evening",
            {"recurrence": "FREQ=DAILY", "times": ["09:00", "21:00"], "medicine": "heart tablets"},
        ),
        ("please don't let me forget my insulin before breakfast", {"medicine": "insulin"}),
        (
            "set a reminder for my eye drops at 10 tonight",
            {"date": "2026-11-18", "time": "22:00", "medicine": "eye drops"},
        ),
        (
            "remind me to take 2 tablets of paracetamol in 20 minutes",
            {"date": "2026-11-18", "time": "10:20", "medicine": "paracetamol", "dosage": "2 tablets"},
        ),
        (
            "every evening at seven remind me of my vitamins",
            {"recurrence": "FREQ=DAILY", "time": "19:00", "medicine": "vitamins"},
        ),
        (
            "um remind me er to take my water tablets at 9am and 9pm every day please",
            {"recurrence": "FREQ=DAILY", "times": ["09:00", "21:00"], "medicine": "water tablets"},
        ),
        (
            "can you remind me to take one aspirin every day at noon",
            {"recurrence": "FREQ=DAILY", "time": "12:00", "medicine": "aspirin", "dosage": "one"},
        ),
        ("remind me to take half a pill at bedtime", {"medicine": "pill", "dosage": "half a pill"}),
        ("I have to take my antibiotics three times a day", {"recurrence": "FREQ=DAILY", "medicine": "antibiotics"}),
        (
            "remind me to take my metformin on weekdays at 8am",
            {"recurrence": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "time": "08:00", "medicine": "metformin"},
        ),
        ("remind me about my inhaler at 7", {"medicine": "inhaler"}),
        (
            "give me a reminder to take 10 units of insulin at 6pm daily",
            {"recurrence": "FREQ=DAILY", "time": "18:00", "medicine": "insulin", "dosage": "10 units"},
        ),
    ],
)
async def test_medicine_reminder_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("medicine_reminder", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "Remind me to call Anna tomorrow at 3 in the afternoon",
            {"date": "2026-11-19", "time": "15:00", "person_name": "Anna", "subject": "call Anna"},
        ),
        (
            "please remind me in 20 minutes to take the cake out of the oven",
            {"date": "2026-11-18", "time": "10:20", "subject": "take the cake out of the oven"},
        ),
        ("set an alarm for half past six in the morning", {"time": "06:30", "subject": "alarm"}),
        (
            "put my doctor's appointment on Thursday at ten in the morning in my calendar",
            {"date": "2026-11-19", "time": "10:00", "subject": "my doctor's appointment"},
        ),
        (
            "don't let me forget to water the plants every Monday and Thursday",
            {"recurrence": "FREQ=WEEKLY;BYDAY=MO,TH", "subject": "water the plants"},
        ),
        ("wake me up at seven tomorrow morning", {"date": "2026-11-19", "time": "07:00", "subject": "wake me up"}),
        (
            "I need a reminder about Tom's birthday on the 4th of May",
            {"date": "2027-05-04", "person_name": "Tom", "subject": "Tom's birthday"},
        ),
        (
            "remind me every sunday at 5pm to phone my sister",
            {"recurrence": "FREQ=WEEKLY;BYDAY=SU", "time": "17:00", "subject": "phone my sister"},
        ),
        ("um can you remind me to er feed the cat at 6pm", {"time": "18:00", "subject": "feed the cat"}),
        (
            "remind me that the plumber comes on friday at 9am",
            {"date": "2026-11-20", "time": "09:00", "subject": "the plumber comes"},
        ),
        (
            "remind me to have lunch with Anna on Sunday at noon",
            {"date": "2026-11-22", "time": "12:00", "person_name": "Anna", "subject": "have lunch with Anna"},
        ),
        (
            "add choir practice to my calendar for Tuesday at 7pm",
            {"date": "2026-11-24", "time": "19:00", "subject": "choir practice"},
        ),
        (
            "schedule a visit from the nurse on monday at 2pm",
            {"date": "2026-11-23", "time": "14:00", "subject": "a visit from the nurse"},
        ),
    ],
)
async def test_reminder_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("reminder", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("move my pill reminder to 9 in the morning", {"time": "09:00", "subject": "pill", "medicine": "pill"}),
        ("change the reminder to call Anna to Friday", {"date": "2026-11-20", "subject": "call Anna"}),
        ("make my alarm half an hour later", {}),
        (
            "please remind me about the plants at six in the evening instead of five",
            {"time": "18:00", "subject": "plants"},
        ),
        (
            "push my medicine back to ten o'clock in the evening",
            {"time": "22:00", "subject": "medicine", "medicine": "medicine"},
        ),
        ("could you put off the reminder about the bins until Thursday", {"date": "2026-11-19", "subject": "bins"}),
        (
            "change my vitamins reminder to every evening at 8pm",
            {"recurrence": "FREQ=DAILY", "time": "20:00", "subject": "vitamins", "medicine": "vitamins"},
        ),
        ("reschedule my alarm for 6am", {"time": "06:00"}),
        ("move the reminder about the nurse from monday to tuesday", {"date": "2026-11-24", "subject": "nurse"}),
        ("switch my medication reminder to 7pm", {"time": "19:00", "subject": "medication", "medicine": "medication"}),
        (
            "can you change when I'm reminded of my pills to noon",
            {"time": "12:00", "subject": "pills", "medicine": "pills"},
        ),
        ("delay my 8 o'clock pills to 9am", {"time": "09:00", "subject": "pills", "medicine": "pills"}),
        ("change my daily walk reminder to 10am", {"time": "10:00", "subject": "walk"}),
    ],
)
async def test_reminder_change_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("reminder_change", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("cancel my pill reminder", {"subject": "pill", "medicine": "pill"}),
        ("stop reminding me about the plants", {"subject": "plants"}),
        ("please delete the reminder to call Anna", {"subject": "call Anna"}),
        ("turn off my alarm for tomorrow", {}),
        (
            "I don't need the reminder for my antibiotics any more",
            {"subject": "antibiotics", "medicine": "antibiotics"},
        ),
        ("don't remind me about the bins any more", {"subject": "bins"}),
        ("remove all my reminders", {}),
        ("get rid of the reminder for choir practice", {"subject": "choir practice"}),
        ("um cancel the er alarm please", {}),
        ("I no longer need to be reminded about the cat", {"subject": "cat"}),
        ("you can stop the reminders for my vitamins", {"subject": "vitamins", "medicine": "vitamins"}),
        ("switch off the morning alarm", {"subject": "morning"}),
        ("delete the alarm for the bins", {"subject": "bins"}),
        ("please stop the reminder about my eye drops", {"subject": "eye drops", "medicine": "eye drops"}),
    ],
)
async def test_reminder_cancel_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("reminder_cancel", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("when do I have to take my pills", {"asked": "when", "subject": "take my pills", "medicine": "pills"}),
        (
            "did I take my blood pressure tablets today",
            {
                "date": "2026-11-18",
                "asked": "did I",
                "subject": "blood pressure tablets",
                "medicine": "blood pressure tablets",
            },
        ),
        ("what reminders do I have for tomorrow", {"date": "2026-11-19", "asked": "reminders"}),
        ("what are you going to remind me of this week", {}),
        ("which medicines are due this evening", {"date": "2026-11-18"}),
        ("is there an alarm set for the morning", {"subject": "morning"}),
        ("have I taken my vitamins yet", {"asked": "have I", "subject": "vitamins", "medicine": "vitamins"}),
        ("what do I need to take today", {"date": "2026-11-18"}),
        ("list my reminders", {"asked": "reminders"}),
        ("when is my next pill", {"asked": "when", "subject": "next pill", "medicine": "next pill"}),
        (
            "have I had my insulin this morning",
            {"date": "2026-11-18", "asked": "have I", "subject": "insulin", "medicine": "insulin"},
        ),
        ("do I have any reminders on Friday", {"date": "2026-11-20", "asked": "reminders"}),
    ],
)
async def test_reminder_lookup_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("reminder_lookup", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("I took my pills", {"medicine": "pills"}),
        ("I've just had my blood pressure tablets", {"medicine": "blood pressure tablets"}),
        ("I took my insulin at eight this morning", {"date": "2026-11-18", "time": "08:00", "medicine": "insulin"}),
        ("my eye drops are done", {"medicine": "eye drops"}),
        ("mark my vitamins as taken", {"medicine": "vitamins"}),
        ("we have already taken the antibiotics today", {"date": "2026-11-18", "medicine": "antibiotics"}),
        ("I took my pills yesterday", {"date": "2026-11-17", "medicine": "pills"}),
        ("yes I took my medicine", {"medicine": "medicine"}),
        ("um I've er taken my tablets", {"medicine": "tablets"}),
        ("I have taken the 8am pills", {"time": "08:00", "medicine": "pills"}),
        ("just took my aspirin", {"medicine": "aspirin"}),
        ("I swallowed my pills", {"medicine": "pills"}),
        ("I had my medication at noon", {"time": "12:00", "medicine": "medication"}),
        ("my inhaler is taken", {"medicine": "inhaler"}),
    ],
)
async def test_medicine_taken_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("medicine_taken", details)
