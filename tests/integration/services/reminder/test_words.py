"""Reminders from words: said, asked for, changed and cancelled, through the API and a worker."""

from datetime import datetime

import pytest

from tests.integration.services.reminder.talk import Talk


async def test_pills_in_two_seconds_fall_due_and_are_taken(talk: Talk) -> None:
    result = await talk.done("Remind me to take my pills in 2 seconds")
    assert result["summary"].startswith("I'll remind you to take your pills today at ")
    due = await talk.wait_for("due")
    assert datetime.fromisoformat(due["told_at"]) >= datetime.fromisoformat(due["scheduled_for"])
    taken = await talk.done("I took my pills")
    assert taken["summary"].startswith("I have written down that you took your pills of ")
    [occurrence] = await talk.occurrences()
    assert (occurrence["status"], occurrence["answered_via"]) == ("taken", "words")


async def test_daily_medicine_says_what_when_and_how_often(talk: Talk) -> None:
    evening = Talk(talk.api, "2026-11-20T21:30:00")
    result = await evening.done("Remind me to take my blood pressure pills every day at 8am")
    assert result["summary"] == (
        "I'll remind you to take your blood pressure pills every day at 8 in the morning, "
        "starting tomorrow, Saturday 21 November."
    )
    assert result["next"] == "2026-11-21T08:00:00Z"
    assert result["reminder"]["recurrence"] == "FREQ=DAILY"


async def test_hour_of_a_medicine_is_asked_and_never_guessed(talk: Talk) -> None:
    task = await talk.say("Remind me to take my aspirin every day at 7")
    assert (task["status"], task["asks_for"]) == ("needs_input", "time")
    assert task["options"] == ["7 in the morning", "7 in the evening"]
    assert task["question"] == "At what time: 7 in the morning or 7 in the evening?"
    again = await talk.reply(task, "at seven")
    assert again["question"] == f"Sorry, I didn't understand that. {task['question']}"
    numbered = await talk.reply(again, "at seven o'clock")
    assert numbered["question"].endswith("Please say a number: 1 for 7 in the morning, 2 for 7 in the evening.")
    answered = await talk.reply(numbered, "in the evening")
    assert answered["result"]["reminder"]["times"] == ["19:00"]


async def test_plan_in_parts_is_asked_for_read_back_and_stored_whole(talk: Talk) -> None:
    task = await talk.say(
        "Remind me to take prednisone, two tablets a day for a week, then one a day for a week, then stop"
    )
    assert task["question"] == "First two tablets a day for one week: at what time of the day?"
    unsure = await talk.reply(task, "at 8")
    assert unsure["question"] == "At what time: 8 in the morning or 8 in the evening?"
    read_back = await talk.reply(unsure, "in the morning")
    assert read_back["status"] == "awaiting_confirmation"
    said = "two tablets every day at 8 in the morning for one week, then one tablet every day at 8 in the morning for one week"
    assert said in read_back["question"]
    assert read_back["question"].endswith(", and then no more?")
    assert await talk.reminders() == []
    done = await talk.reply(read_back, "yes")
    assert done["result"]["summary"].startswith(f"I'll remind you to take your prednisone: {said}, starting ")
    [stored] = await talk.reminders()
    assert [(each["days"], each["dosage"], each["times"]) for each in stored["phases"]] == [
        (7, "two tablets", ["08:00"]),
        (7, "one tablet", ["08:00"]),
    ]


async def test_plan_in_parts_is_moved_in_words_and_never_flattened(talk: Talk) -> None:
    task = await talk.say("Remind me to take prednisone 20 mg at 8 in the morning for 5 days, then 10 mg for 5 days")
    await talk.confirm(task)
    moved = await talk.confirm(await talk.say("Move my prednisone reminder to 9 in the morning"))
    assert moved["status"] == "completed", moved
    [stored] = await talk.reminders()
    assert [(each["times"], each["dosage"]) for each in stored["phases"]] == [
        (["09:00"], "20 mg"),
        (["09:00"], "10 mg"),
    ]
    for said in (
        "Change my prednisone reminder to every Monday at 9 in the morning",
        "Change my prednisone to 20 mg for 3 days, then 10 mg",
    ):
        refused = await talk.say(said)
        assert refused["status"] == "failed", refused
        assert "I have changed nothing" in refused["error"]["detail"]
    assert (await talk.reminders())[0]["phases"] == stored["phases"]


async def test_plan_that_is_not_wholly_understood_is_asked_again_and_never_set_by_half(talk: Talk) -> None:
    task = await talk.say("Remind me to take prednisone 20 mg for a week, then less")
    assert task["question"].startswith("I did not get every part of that plan, and I won't set only one of them.")
    said = "20 mg at 8 in the morning for a week, then 10 mg at 8 in the morning for 5 days, then stop"
    answered = await talk.reply(task, said)
    assert "20 mg every day at 8 in the morning for one week, then 10 mg" in answered["question"]
    uneven = await talk.say("Remind me to take my heart tablets, two in the morning and one at night")
    assert uneven["error"]["detail"].startswith("I have set nothing yet: you take different amounts at different times")
    assert await talk.reminders() == []


async def test_medicine_that_is_tied_to_meals_in_words_moves_with_them(talk: Talk) -> None:
    [user] = (await talk.api.get("/v1/users")).json()["items"]
    hours = {"meal_times": {"breakfast": "08:30", "dinner": "18:30"}, "bedtime": "22:00"}
    await talk.api.patch(f"/v1/users/{user['id']}", json={"preferences": hours})
    result = await talk.done("Remind me to take my zinc with breakfast and dinner every day")
    assert result["summary"].endswith(" It moves with your breakfast and dinner.")
    await talk.done("Remind me to take my magnesium half an hour before bed every night")
    moved = {"meal_times": {"breakfast": "09:15", "dinner": "18:30"}, "bedtime": "22:30"}
    await talk.api.patch(f"/v1/users/{user['id']}", json={"preferences": moved})
    assert {each["subject"]: each["times"] for each in await talk.reminders()} == {
        "zinc": ["09:15", "18:30"],
        "magnesium": ["22:00"],
    }
    changing = await talk.say("Move my zinc from 6:30 in the evening to 7 in the evening")
    assert changing["question"].endswith(" It would not move with your dinner any more.")
    await talk.confirm(changing)
    zinc = next(each for each in await talk.reminders() if each["subject"] == "zinc")
    assert (zinc["times"], [tie["to"] for tie in zinc["tied_to"]]) == (["09:15", "19:00"], ["breakfast"])


async def test_frequency_of_a_medicine_is_asked_and_never_guessed(talk: Talk) -> None:
    task = await talk.say("Remind me to take my aspirin at 8am")
    assert (task["status"], task["asks_for"]) == ("needs_input", "recurrence")
    assert task["options"] == ["every day", "just once"]
    answered = await talk.reply(task, "just once")
    assert answered["status"] == "completed"
    assert answered["result"]["reminder"]["recurrence"] is None
    assert len(await talk.occurrences()) == 1


@pytest.mark.parametrize("answer", ["at 8am, 2pm and 8pm", "8 am and 2 pm and 8 pm please"])
async def test_several_times_a_day_are_asked_for_and_said_at_once(talk: Talk, answer: str) -> None:
    task = await talk.say("Remind me to take my antibiotics three times a day")
    assert (task["question"], task["asks_for"]) == ("At which times of the day?", "times")
    done = await talk.reply(task, answer)
    assert done["result"]["reminder"]["times"] == ["08:00", "14:00", "20:00"]


async def test_meals_in_a_reply_are_proposed_as_hours(talk: Talk) -> None:
    task = await talk.say("Remind me to take my antibiotics twice a day")
    asked = await talk.reply(task, "with breakfast and with dinner")
    assert asked["question"] == ("At which times of the day? Shall it be 8 in the morning and 6 in the evening?")
    done = await talk.reply(asked, "yes")
    assert done["result"]["reminder"]["times"] == ["08:00", "18:00"]


async def test_fewer_times_than_were_counted_are_read_back(talk: Talk) -> None:
    task = await talk.say("Remind me to take my antibiotics three times a day")
    answered = await talk.reply(task, "at 8am")
    assert answered["status"] == "awaiting_confirmation", answered
    assert answered["question"].startswith("You said 3 times a day. Shall I remind you only at 8 in the morning")
    done = await talk.reply(answered, "yes")
    assert done["result"]["reminder"]["times"] == ["08:00"]


async def test_times_that_are_over_are_not_promised(talk: Talk) -> None:
    morning = Talk(talk.api, "2026-11-20T09:26:00")
    task = await morning.say("Remind me to take my aspirin at 8am and 8pm")
    once = await talk.reply(task, "just once")
    assert once["result"]["summary"] == (
        "I'll remind you to take your aspirin today at 8 in the evening. 8 in the morning has passed today."
    )
    daily = await morning.done("Remind me to take my insulin every day at 8am and 8pm")
    assert daily["summary"].endswith(
        "every day at 8 in the morning and 8 in the evening, starting today at 8 in the evening."
    )


async def test_same_medicine_at_the_same_times_is_stored_once(talk: Talk) -> None:
    await talk.done("Remind me to take my aspirin every day at 8am")
    result = await talk.done("Remind me to take my aspirin every day at 8am")
    assert result["summary"] == "You have that already: your aspirin, every day at 8 in the morning."
    assert len(await talk.reminders()) == 1


async def test_plain_reminder_comes_once_at_the_day_and_time_said(talk: Talk) -> None:
    morning = Talk(talk.api, "2026-11-20T09:30:00")
    result = await morning.done("Remind me to call my son tomorrow at 3pm")
    assert result["summary"] == (
        "I'll remind you tomorrow, Saturday 21 November, at 3 in the afternoon: call your son."
    )
    assert result["next"] == "2026-11-21T15:00:00Z"


async def test_day_that_has_passed_is_asked_again(talk: Talk) -> None:
    morning = Talk(talk.api, "2026-11-20T09:30:00")
    task = await morning.say("Remind me to call Anna today at 8am")
    assert (task["status"], task["asks_for"]) == ("needs_input", "time")


async def test_reminder_without_any_time_is_asked_for_it(talk: Talk) -> None:
    task = await talk.say("Remind me to water the plants")
    assert (task["status"], task["asks_for"]) == ("needs_input", "time")


async def test_change_is_read_back_and_then_made(talk: Talk) -> None:
    await talk.done("Remind me to take my aspirin every day at 8am")
    task = await talk.say("Move my aspirin to 9am")
    assert task["status"] == "awaiting_confirmation", task
    assert "would come every day at 9 in the morning" in task["question"]
    assert (await talk.reminders())[0]["times"] == ["08:00"]
    done = await talk.confirm(task)
    assert done["result"]["summary"].startswith("It is changed: your aspirin, every day at 9 in the morning")
    assert (await talk.reminders())[0]["times"] == ["09:00"]


async def test_change_is_read_back_again_where_the_reminder_has_changed_meanwhile(talk: Talk) -> None:
    await talk.done("Remind me to take my aspirin every day at 8am")
    task = await talk.say("Move my aspirin to 9am")
    [reminder] = await talk.reminders()
    await talk.api.patch(f"/v1/reminders/{reminder['id']}", json={"times": ["10:00"]})
    again = await talk.confirm(task)
    assert again["status"] == "awaiting_confirmation"
    assert "It comes every day at 10 in the morning now" in again["question"]


async def test_cancelling_is_read_back_and_then_done(talk: Talk) -> None:
    await talk.done("Remind me to take my aspirin every day at 8am")
    task = await talk.say("Cancel my aspirin reminder")
    assert task["status"] == "awaiting_confirmation", task
    done = await talk.reply(task, "yes")
    assert done["result"]["summary"] == "I won't remind you of this any more: your aspirin."
    assert (await talk.reminders())[0]["status"] == "cancelled"
    assert await talk.occurrences() == []


async def test_unknown_reminder_is_answered_with_those_that_there_are(talk: Talk) -> None:
    await talk.done("Remind me to take my aspirin every day at 8am")
    task = await talk.say("Cancel my insulin reminder")
    assert task["status"] == "needs_input"
    assert task["options"] == ["aspirin, every day at 8 in the morning"]


async def test_nothing_to_cancel_is_said(talk: Talk) -> None:
    task = await talk.say("Cancel my aspirin reminder")
    assert task["status"] == "failed"
    assert task["error"]["detail"] == "You have no reminders at the moment."
