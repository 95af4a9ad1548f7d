"""Doses in words: taken, put off, left out, counted and asked about, through the API and a worker."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from sqlalchemy import update

from repositories.database import Database
from repositories.models import OccurrenceRow
from tests.integration.services.reminder.talk import Talk
from tests.integration.waiting import eventually


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
    await add_dose(talk, "aspirin", minutes=0.05)
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
    await add_dose(talk, "aspirin", minutes=0.05)
    await talk.wait_for("due")
    task = await talk.say(text, confirm="never")
    assert task["status"] == "awaiting_confirmation", task
    assert task["question"].startswith(question)
    assert [each["status"] for each in await talk.occurrences()] == ["due"]
    await talk.reply(task, "yes")
    assert [each["status"] for each in await talk.occurrences()] == ["taken"]


async def test_what_was_taken_yesterday_is_no_dose_of_today(talk: Talk) -> None:
    await add_dose(talk, "aspirin", minutes=0.05)
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
