"""Reminders from words: said, asked for, changed, looked up and answered, through the API and a worker."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import update

from core.config import Settings
from repositories.database import Database
from repositories.models import OccurrenceRow
from services.services import Services
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker


@dataclass
class Talk:
    """Somebody talking to the assistant, at any time of the caller's clock."""

    api: httpx2.AsyncClient
    now: str | None = None

    async def say(self, text: str, **options: Any) -> dict[str, Any]:
        """The task of a sentence, as it rests."""
        body = {"text": text, **({"now": self.now} if self.now else {}), **options}
        answer = await self.api.post("/v1/requests", json=body, headers={"Prefer": "wait=20"})
        assert answer.status_code == 200, answer.text
        [task] = answer.json()["tasks"]
        return task

    async def reply(self, task: dict[str, Any], text: str) -> dict[str, Any]:
        answer = await self.api.post(f"/v1/tasks/{task['id']}/reply", json={"text": text})
        assert answer.status_code == 200, answer.text
        return await self.rest(answer.json())

    async def confirm(self, task: dict[str, Any]) -> dict[str, Any]:
        answer = await self.api.post(f"/v1/tasks/{task['id']}/confirm")
        assert answer.status_code == 200, answer.text
        return await self.rest(answer.json())

    async def rest(self, task: dict[str, Any]) -> dict[str, Any]:
        async def look() -> dict[str, Any] | None:
            found = (await self.api.get(f"/v1/tasks/{task['id']}")).json()
            return None if found["status"] in {"queued", "running", "retrying"} else found

        found = await eventually(look)
        assert found is not None
        return found

    async def done(self, text: str, **options: Any) -> dict[str, Any]:
        task = await self.say(text, **options)
        assert task["status"] == "completed", task
        return task["result"]

    async def occurrences(self, **params: Any) -> list[dict[str, Any]]:
        return (await self.api.get("/v1/occurrences", params=params)).json()["items"]

    async def reminders(self) -> list[dict[str, Any]]:
        return (await self.api.get("/v1/reminders")).json()["items"]

    async def wait_for(self, status: str) -> dict[str, Any]:
        found = await eventually(lambda: self.occurrences(status=status))
        return found[0]


@pytest.fixture
async def talk(api: httpx2.AsyncClient, services: Services, settings: Settings) -> AsyncGenerator[Talk]:
    async with running_worker(services, settings):
        yield Talk(api)


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


async def test_which_of_several_medicines_was_taken_is_asked(talk: Talk) -> None:
    soon = f"{datetime.now(UTC) + timedelta(hours=1):%H:%M}"
    for medicine in ("aspirin", "metformin"):
        body = {"kind": "medicine", "subject": medicine, "times": [soon], "recurrence": "FREQ=DAILY", "timezone": "UTC"}
        assert (await talk.api.post("/v1/reminders", json=body)).status_code == 201
    task = await talk.say("I took my pills")
    assert sorted(task["options"]) == ["all of them", "aspirin", "metformin"]
    done = await talk.reply(task, "aspirin")
    assert [each["medicine"] for each in done["result"]["occurrences"]] == ["aspirin"]


async def test_taken_twice_is_questioned_and_not_recorded_twice(talk: Talk) -> None:
    await talk.done("Remind me to take my aspirin in 1 second")
    await talk.wait_for("due")
    await talk.done("I took my aspirin")
    task = await talk.say("I took my aspirin")
    assert task["status"] == "awaiting_confirmation"
    assert task["question"].endswith("Did you take another one?")
    assert (await talk.reply(task, "no"))["status"] == "cancelled"
    assert len(await talk.occurrences()) == 1


@pytest.mark.parametrize("answer", ["no", "yes"])
async def test_dose_that_was_answered_elsewhere_is_questioned_in_words_and_stands_once(talk: Talk, answer: str) -> None:
    await talk.done("Remind me to take my aspirin in 1 second")
    due = await talk.wait_for("due")
    by_link = await talk.api.post(f"/v1/occurrences/{due['id']}/taken", json={})
    assert by_link.status_code == 200
    task = await talk.say("I took my aspirin")
    assert task["question"].startswith("You told me at ")
    assert task["question"].endswith("already that you took your aspirin. Did you take another one?")
    said = await talk.reply(task, answer)
    assert said["status"] == ("cancelled" if answer == "no" else "failed")
    if answer == "yes":
        assert said["error"]["detail"].startswith("I have no other dose planned for now")
    [occurrence] = await talk.occurrences()
    assert (occurrence["status"], occurrence["answered_via"]) == ("taken", "api")
    assert (await talk.api.post(f"/v1/occurrences/{due['id']}/taken", json={})).status_code == 200
    answers = (await talk.api.get(f"/v1/occurrences/{due['id']}/answers")).json()["items"]
    assert len(answers) == 1


async def test_what_waits_is_put_off_and_left_out_in_words(talk: Talk) -> None:
    nothing = await talk.say("Not now, later")
    assert nothing["error"]["detail"].startswith("Nothing waits for your answer just now.")
    for medicine in ("aspirin", "metformin"):
        await add_dose(talk, medicine, minutes=0.07)
    await add_dose(talk, "insulin", minutes=150)
    await eventually(lambda: _two_due(talk))
    later = await talk.done("Remind me again in ten minutes")
    assert later["summary"].startswith("I will remind you of your ")
    snoozed = await talk.occurrences(status="snoozed")
    assert {each["subject"] for each in snoozed} == {"aspirin", "metformin"}
    skipped = await talk.done("I'm not taking my aspirin today")
    assert skipped["summary"].startswith("I have written down that you leave out your aspirin of ")
    asked = await talk.say("I skipped my insulin")
    assert asked["question"].startswith("Shall I leave out your insulin of ")
    await talk.confirm(asked)
    found = {each["subject"]: each["status"] for each in await talk.occurrences()}
    assert found == {"aspirin": "skipped", "metformin": "snoozed", "insulin": "skipped"}
    assert len(await talk.reminders()) == 3


async def _two_due(talk: Talk) -> bool:
    return len(await talk.occurrences(status="due")) == 2


async def test_questions_about_several_medicines_are_answered_each_in_its_way(talk: Talk) -> None:
    for medicine in ("aspirin", "metformin"):
        await add_dose(talk, medicine, minutes=0.07)
    await eventually(lambda: _two_due(talk))
    await talk.done("I took my metformin")
    took, missed, left = [
        (await talk.done(said))["summary"]
        for said in ("What did I take?", "Which pills have I missed?", "What's next?")
    ]
    assert took.startswith("You told me that you took this today: your metformin of ")
    assert missed.startswith("Waiting for your answer: your aspirin of ")
    assert left.startswith("Waiting for your answer: your aspirin of ")
    forgot = (await talk.done("I forgot my pills"))["summary"]
    assert forgot.endswith("Whether to take it now I can't say: please ask your pharmacist or doctor.")
    listed = (await talk.done("What medicines am I on?"))["summary"]
    assert listed.startswith("I remind you of these medicines: your ")


async def add_dose(talk: Talk, medicine: str, *, minutes: float) -> None:
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    body = {"kind": "medicine", "subject": medicine, "at": at.isoformat()}
    assert (await talk.api.post("/v1/reminders", json=body)).status_code == 201


@pytest.mark.parametrize("confirm", ["auto", "never"])
async def test_same_words_again_never_record_a_dose_of_later(talk: Talk, confirm: str) -> None:
    await add_dose(talk, "aspirin", minutes=0.02)
    await add_dose(talk, "metformin", minutes=150)
    await talk.wait_for("due")
    await talk.done("I took my pills", confirm=confirm)
    task = await talk.say("I took my pills", confirm=confirm)
    assert task["status"] == "awaiting_confirmation"
    assert "already that you took your aspirin. Did you take your metformin of " in task["question"]
    [planned] = await talk.occurrences(status="planned")
    assert planned["subject"] == "metformin"


async def test_dose_of_later_that_was_read_back_is_recorded_after_a_yes(talk: Talk) -> None:
    await add_dose(talk, "metformin", minutes=150)
    task = await talk.say("I took my pills")
    assert task["question"].startswith("Did you take your metformin of ")
    assert [each["status"] for each in await talk.occurrences()] == ["planned"]
    done = await talk.reply(task, "yes")
    assert done["result"]["summary"].startswith("I have written down that you took your metformin")
    assert [each["status"] for each in await talk.occurrences()] == ["taken"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "I took half of my aspirin",
            "I can't write down a part of a dose. Shall I write down that you took your aspirin",
        ),
        (
            "I took some of my pills",
            "I can't write down a part of a dose. Shall I write down that you took your aspirin",
        ),
        ("I took almost all my pills", "I must be sure. Shall I write down that you took your aspirin"),
    ],
)
async def test_dose_is_not_written_down_as_taken_on_half_a_word(talk: Talk, text: str, question: str) -> None:
    await add_dose(talk, "aspirin", minutes=0.02)
    await talk.wait_for("due")
    task = await talk.say(text, confirm="never")
    assert task["status"] == "awaiting_confirmation", task
    assert task["question"].startswith(question)
    assert [each["status"] for each in await talk.occurrences()] == ["due"]
    await talk.reply(task, "yes")
    assert [each["status"] for each in await talk.occurrences()] == ["taken"]


async def test_what_was_taken_yesterday_is_no_dose_of_today(talk: Talk) -> None:
    await add_dose(talk, "aspirin", minutes=0.02)
    await talk.wait_for("due")
    task = await talk.say("I took my pills yesterday")
    assert task["status"] == "failed"
    assert task["error"]["detail"] == "I can find nothing that was due yesterday, so I have written nothing down."
    assert [each["status"] for each in await talk.occurrences()] == ["due"]


async def test_what_was_missed_yesterday_is_recorded_by_its_day(talk: Talk, database: Database) -> None:
    for medicine in ("aspirin", "metformin"):
        await add_dose(talk, medicine, minutes=1)
    a_day = timedelta(days=1)
    earlier = {"scheduled_for": OccurrenceRow.scheduled_for - a_day, "local_date": OccurrenceRow.local_date - a_day}
    ended = {"status": "expired", "outcome": "missed", "due_at": None, "completed_at": datetime.now(UTC)}
    async with database.transaction() as session:
        await session.execute(update(OccurrenceRow).values(**earlier, **ended))
    task = await talk.say("I took my pills yesterday")
    assert task["question"].startswith("Did you take all of these yesterday: your aspirin of ")
    done = await talk.reply(task, "yes")
    assert {each["medicine"] for each in done["result"]["occurrences"]} == {"aspirin", "metformin"}
    again = await talk.done("I took my aspirin yesterday")
    assert again["summary"].startswith("I have that already: you took your aspirin of ")


async def test_nothing_due_is_recorded_as_nothing(talk: Talk) -> None:
    task = await talk.say("I took my aspirin")
    assert task["status"] == "failed"
    assert "written nothing down" in task["error"]["detail"]


async def test_did_i_take_it_is_answered_from_the_record(talk: Talk) -> None:
    await talk.done("Remind me to take my aspirin in 1 second")
    await talk.wait_for("due")
    assert "You have not told me that you took your aspirin" in (await talk.done("Did I take my aspirin?"))["summary"]
    await talk.done("I took my aspirin")
    assert (await talk.done("Did I take my aspirin?"))["summary"].startswith("Yes, you told me at ")


async def test_what_comes_next_and_today_is_answered_from_the_plan(talk: Talk) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    await talk.api.post("/v1/reminders", json={"kind": "medicine", "subject": "aspirin", "at": soon.isoformat()})
    await talk.api.post("/v1/reminders", json={"subject": "call Anna", "at": (soon + timedelta(days=1)).isoformat()})
    assert (await talk.done("When do I take my aspirin?"))["summary"].startswith("Next: your aspirin, ")
    listed = (await talk.done("Which reminders do I have?"))["summary"]
    assert "aspirin" in listed
    assert "call Anna" in listed


async def test_day_without_anything_is_said_to_be_free(talk: Talk) -> None:
    assert (await talk.done("What do I take tomorrow?"))["summary"].startswith("There is nothing for tomorrow")


async def test_lookup_changes_nothing(talk: Talk) -> None:
    await talk.done("Remind me to take my aspirin every day at 8am")
    before = (await talk.reminders(), await talk.occurrences())
    for text in ("Did I take my aspirin?", "What do I take today?", "Which reminders do I have?"):
        await talk.done(text)
    assert (await talk.reminders(), await talk.occurrences()) == before


async def test_callers_clock_moves_what_comes_once_and_leaves_what_comes_again(talk: Talk) -> None:
    long_ago = Talk(talk.api, "2026-03-02T09:30:00")
    await long_ago.done("Remind me to call Anna in 2 seconds")
    told = await talk.wait_for("reminded")
    assert abs(datetime.fromisoformat(told["scheduled_for"]) - datetime.now(UTC)) < timedelta(minutes=1)
    result = await long_ago.done("Remind me to take my aspirin every day at 8am")
    assert result["next"] == "2026-03-03T08:00:00Z"
    assert len(await talk.occurrences(status="planned")) == 2


async def test_family_hears_that_it_was_taken_where_it_asked(talk: Talk, api: httpx2.AsyncClient) -> None:
    user_id = (await api.get("/v1/users")).json()["items"][0]["id"]
    contact = {"name": "Anna", "channels": ["mailto:anna@x.example"], "topics": ["taken"]}
    assert (await api.post(f"/v1/users/{user_id}/contacts", json=contact)).status_code == 201
    await talk.done("Remind me to take my aspirin in 1 second")
    await talk.wait_for("due")
    await talk.done("I took my aspirin")
    [notice] = (await api.get("/v1/notifications")).json()["items"]
    assert (notice["recipient"], notice["topic"]) == ("Anna", "taken")
    assert "aspirin" not in notice["text"]


async def test_family_asks_about_the_person(talk: Talk) -> None:
    await talk.done("Remind me to take my aspirin in 1 second.")
    await talk.wait_for("due")
    assert (
        "Of the person I look after I know this: aspirin of "
        in (await talk.done("Did mum take her aspirin?"))["summary"]
    )
    assert (await talk.done("Did mum take her aspirin?"))["summary"].endswith(": not confirmed.")
    await talk.done("I took my aspirin.")
    assert ": taken, I was told at " in (await talk.done("Has my mother had her tablets?"))["summary"]


async def test_medicines_are_counted_in_words(talk: Talk) -> None:
    await talk.done("Remind me to take 2 aspirin tablets every day at 8 in the morning.")
    assert "Nobody has told me" in (await talk.done("How many aspirin do I have left?"))["summary"]
    said = await talk.done("I've got 28 tablets left.")
    assert said["left"] == 28
    assert said["summary"].startswith("There are 28 of your aspirin")
    assert "enough until" in said["summary"]
    filled = await talk.done("I picked up my prescription, 56 tablets.")
    assert filled["left"] == 84
    assert (await talk.done("When do my tablets run out?"))["summary"] == filled["summary"]


async def test_of_several_medicines_is_asked_which_is_counted(talk: Talk) -> None:
    for medicine in ("aspirin", "metformin"):
        await talk.done(f"Remind me to take my {medicine} every day at 8 in the morning.")
    asked = await talk.say("I've got 28 tablets left.")
    assert (asked["status"], asked["question"]) == ("needs_input", "Of which: metformin or aspirin?")
    answered = await talk.reply(asked, "aspirin")
    assert answered["result"]["summary"].startswith("There are 28 of your aspirin")


async def test_what_is_taken_as_needed_is_recorded_and_asked_about(talk: Talk) -> None:
    rule = {"kind": "medicine", "subject": "paracetamol", "as_needed": {"min_gap_minutes": 240, "max_per_day": 4}}
    made = (await talk.api.post("/v1/reminders", json=rule)).json()
    question = "When can I take my next paracetamol?"
    assert (await talk.done(question))["summary"].startswith("By the instructions you gave me, one of your paracetamol")
    said = (await talk.done("I took a paracetamol."))["summary"]
    assert said.startswith("I have written down that you took your paracetamol at ")
    assert "too soon for your paracetamol by the instructions you gave me" in (await talk.done(question))["summary"]
    allowance = (await talk.api.get(f"/v1/reminders/{made['id']}/allowance")).json()
    assert (allowance["allowed"], allowance["left"], allowance["taken"]) == (False, 3, 1)
    at = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()  # the same second again would be the same dose
    again = (await talk.api.post(f"/v1/reminders/{made['id']}/taken", json={"taken_at": at})).json()
    assert (again["status"], again["answered_via"]) == ("taken", "api")
