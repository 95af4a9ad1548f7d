"""What is about an ability but asks for nothing, or for something else."""

import pytest

from tests.unit.providers.every_ability import EVERY, understand_all, understand_any

EXAMPLES = [(spec.intent, example) for spec in EVERY for example in spec.cues.examples]


@pytest.mark.parametrize(("intent", "example"), EXAMPLES)
async def test_examples_are_what_they_are_examples_of(intent: str, example: str) -> None:
    assert (await understand_any(example)).intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "don't cancel my booking",
        "please don't cancel my table at Olive Garden",
        "don't move my haircut",
        "never change my appointment",
        "don't remind me to take my pills",
        "I don't want to be woken up tomorrow",
        "don't tell my daughter I fell",
        "don't tell Anna that I'm late",
        "don't book me a haircut",
        "don't put milk on the shopping list",
        "I cancelled my table yesterday",
        "my daughter cancelled the booking",
        "I moved my haircut to Friday",
        "I booked a haircut with Maria",
        "my son ordered a new kettle",
        "should I cancel my table?",
        "should I tell my daughter?",
        "should I book a haircut?",
        "I haven't taken my pills",
        "I didn't take my pills",
        "I forgot to take my tablets",
        "I think I took my pills",
        "I might have taken my pills",
        "I'm not sure if I took my pills",
        "I will take my pills later",
        "I don't think I should cancel my table",
        "Have you told my daughter that I'm fine?",
        "tell my daughter I'm fine, please don't",
        "I wonder whether I should cancel my haircut",
    ],
)
async def test_what_is_refused_reported_or_wondered_about_is_not_done(text: str) -> None:
    done = {"booking_cancel", "booking_change", "salon_booking", "restaurant_booking", "reminder", "medicine_reminder"}
    done |= {"family_notification", "shopping", "medicine_taken", "reminder_change", "reminder_cancel"}
    assert not done & {task.intent for task in await understand_all(text)}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I can't make it to my haircut on Tuesday", "booking_cancel"),
        ("I don't need the reminder for my antibiotics any more", "reminder_cancel"),
        ("stop reminding me about the plants", "reminder_cancel"),
        ("don't let me forget my pills", "medicine_reminder"),
        ("tell my daughter I can't come", "family_notification"),
        ("tell Anna not to cancel my booking", "family_notification"),
        ("did I take my pill?", "reminder_lookup"),
        ("when is my table?", "booking_lookup"),
        ("have I booked a haircut?", "booking_lookup"),
        ("I took my pills", "medicine_taken"),
        ("would you mind telling my son that I'm home", "family_notification"),
        ("do you think you could remind me to take my pills at 9am", "medicine_reminder"),
        ("I went for a walk", "activity_note"),
    ],
)
async def test_wish_that_sounds_like_a_refusal_or_a_report_is_understood(text: str, intent: str) -> None:
    assert (await understand_any(text)).intent == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("remind me to cancel my table", "reminder"),
        ("remind me to book a haircut", "reminder"),
        ("remind me to tell my daughter about the party", "reminder"),
        ("remind me to pick up my prescription on Friday", "reminder"),
        ("remind me to buy milk", "reminder"),
        ("tell my daughter to book a table for four", "family_notification"),
        ("tell my son that I took my pills", "family_notification"),
        ("tell Tom to remind me of my pills", "family_notification"),
        ("let Anna know that I want to move my haircut", "family_notification"),
        ("cancel my pill reminder", "reminder_cancel"),
        ("cancel my haircut", "booking_cancel"),
        ("move my haircut to Friday", "booking_change"),
        ("move my alarm to 8am", "reminder_change"),
        ("when is my haircut", "booking_lookup"),
        ("when is my next reminder", "reminder_lookup"),
        ("is there a table free on Friday", "availability_search"),
        ("do I have a table on Friday", "booking_lookup"),
        ("book a flight to Rome", "other"),
        ("play some music", "other"),
        ("what's the weather like tomorrow", "other"),
        ("milk and bread", "shopping"),
        ("my knee hurts", "other"),
        ("tell me the time", "other"),
        ("cancel my credit card", "other"),
        ("I need help with my shoes", "other"),
        ("I'm looking for my glasses", "other"),
        ("I need a doctor", "other"),
        ("I want someone to talk to", "other"),
        ("can you book a taxi for 3pm", "other"),
        ("what time is it", "other"),
        ("how do I take my pills", "other"),
        ("can I take two aspirin", "other"),
        ("tell me about my medicine", "other"),
        ("make me an appointment with Dr Hartley on Friday", "other"),
        ("I'd like to change my bank account", "other"),
    ],
)
async def test_neighbours_are_told_apart(text: str, intent: str) -> None:
    assert (await understand_any(text)).intent == intent


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("remind me to take my heart pill at 7", "time"),
        ("remind me to call Anna tomorrow at 8", "time"),
        ("move my pill reminder to 9", "time"),
        ("remind me to exercise three times a week", "recurrence"),
        ("remind me to call Anna next week", "date"),
    ],
)
async def test_what_is_ambiguous_is_asked_for(text: str, slot: str) -> None:
    task = await understand_any(text)
    assert slot not in task.details
    assert task.ambiguous == (slot,)


async def test_medicine_at_a_bare_hour_offers_its_readings() -> None:
    task = await understand_any("remind me to take my heart pill at 7")
    assert task.options == {"time": ("7 in the morning", "7 in the evening")}


async def test_every_morning_leaves_the_time_open() -> None:
    task = await understand_any("remind me to take my blood pressure pills every morning")
    assert task.details == {"medicine": "blood pressure pills", "recurrence": "FREQ=DAILY"}


async def test_span_from_now_keeps_its_seconds() -> None:
    task = await understand_any("remind me to take my pills in 5 seconds")
    assert task.scheduled_for is not None
    assert task.scheduled_for.isoformat() == "2026-11-18T10:00:05+00:00"


async def test_choice_that_is_corrected_is_read_back() -> None:
    task = await understand_any("book a haircut, no, a manicure, on Friday at 2pm")
    assert task.details["service"] == "manicure"
    assert task.inferred == ("service",)


async def test_choice_with_an_alternative_is_asked_for() -> None:
    task = await understand_any("book a haircut or a manicure on Friday at 2pm")
    assert "service" not in task.details
    assert task.ambiguous == ("service",)


async def test_wish_taken_back_in_mid_sentence_is_none() -> None:
    task = await understand_any("tell Anna, no, tell Tom that I'm late")
    assert task.details == {"recipient": "Tom", "message": "I'm late"}


async def test_correction_is_no_content() -> None:
    task = await understand_any("remind me at 5pm, no, at 6pm to call Tom")
    assert (task.details["subject"], task.details["time"]) == ("call Tom", "18:00")
