"""Taking back what was done just now, by a call and in words."""

import asyncio
from typing import Any

import httpx2
import pytest

from core.config import Settings
from tests.integration.api.promises import assert_problem
from tests.integration.api.rows import write
from tests.integration.api.talk import Talk, question_of, summary_of

DINNER = "Book a table for 4 at Olive Garden on Sunday 22 November at 7 in the evening."
MUCH_LATER = "UPDATE tasks SET completed_at = completed_at - interval '11 minutes'"


async def undo(talk: Talk, task: dict[str, Any]) -> dict[str, Any]:
    answer = await talk.post(f"/v1/tasks/{task['id']}/undo")
    assert answer.status_code == 201, answer.text
    undoing = answer.json()
    assert undoing["undo_of"] == task["id"]
    assert answer.headers["Location"] == f"/v1/tasks/{undoing['id']}"
    return await talk.wait_for(undoing)


async def test_booking_is_taken_back_by_a_call(talk: Talk) -> None:
    undone = await undo(talk, await talk.say(DINNER))
    assert summary_of(undone).endswith("is cancelled.")
    assert await talk.list_bookings() == []


@pytest.mark.parametrize(
    "words", ["Undo that.", "I didn't mean that.", "Oh, that was a mistake.", "Take that back, please."]
)
async def test_booking_is_taken_back_in_words(talk: Talk, words: str) -> None:
    booked = await talk.say(DINNER)
    await talk.say("What have I got on Sunday?")
    undone = await talk.say(words)
    assert summary_of(undone).endswith("is cancelled.")
    assert undone["undo_of"] == booked["id"]
    assert await talk.list_bookings() == []


async def test_change_is_changed_back(talk: Talk) -> None:
    await talk.say(DINNER)
    changed = await talk.say("Move my table to Saturday 28 November at 8 in the evening for six.", confirm="never")
    assert (await talk.list_bookings())[0]["date"] == "2026-11-28"
    summary_of(await undo(talk, changed))
    [booking] = await talk.list_bookings()
    assert (booking["date"], booking["time"], booking["party_size"]) == ("2026-11-22", "19:00", 4)


async def test_what_was_changed_again_is_not_changed_back(talk: Talk) -> None:
    await talk.say(DINNER)
    changed = await talk.say("Change my table to six people.", confirm="never")
    await talk.say("Change my table to eight people.", confirm="never")
    undone = await undo(talk, changed)
    assert (undone["status"], undone["error"]["type"]) == ("failed", "urn:grandma:problem:undo-impossible")
    assert (await talk.list_bookings())[0]["party_size"] == 8


async def test_booking_that_was_changed_since_is_not_cancelled(talk: Talk) -> None:
    booked = await talk.say(DINNER)
    await talk.say("Change my table to eight people.", confirm="never")
    assert_problem(await talk.post(f"/v1/tasks/{booked['id']}/undo"), 409, "undo-impossible")
    assert [each["party_size"] for each in await talk.list_bookings()] == [8]


async def test_what_was_cancelled_is_booked_again(talk: Talk) -> None:
    await talk.say(DINNER)
    cancelled = await talk.say("Cancel my table at Olive Garden.", confirm="never")
    assert summary_of(await undo(talk, cancelled)).startswith(
        "Your table for 4 at Olive Garden is booked for Sunday 22"
    )
    assert len(await talk.list_bookings()) == 1


async def test_table_that_is_gone_is_not_brought_back_and_that_is_said(talk: Talk, api: httpx2.AsyncClient) -> None:
    await talk.say(DINNER)
    cancelled = await talk.say("Cancel my table at Olive Garden.", confirm="never")
    iris = (await api.post("/v1/users", json={"name": "Iris", "timezone": "Europe/London"})).json()
    summary_of(await talk.say(DINNER.replace("for 4", "for 40"), user_id=iris["id"]))
    undone = await undo(talk, cancelled)
    assert undone["status"] == "failed"
    assert undone["error"]["detail"].startswith(
        "I can't take that back any more. Olive Garden has no table for 4 on Sunday"
    )


async def test_reminder_is_taken_back(talk: Talk) -> None:
    await talk.say("Remind me to call Tom tomorrow at 5pm.")
    assert summary_of(await talk.say("Undo that.")).startswith("I won't remind you of this any more")


async def test_nothing_is_undone_twice(talk: Talk) -> None:
    booked = await talk.say(DINNER)
    first, second = await asyncio.gather(*(talk.post(f"/v1/tasks/{booked['id']}/undo") for _ in range(2)))
    assert sorted([first.status_code, second.status_code]) == [201, 409]
    await talk.wait_for((first if first.status_code == 201 else second).json())
    assert_problem(await talk.post(f"/v1/tasks/{booked['id']}/undo"), 409, "undone-already")
    said = await talk.say("Undo that.")
    assert said["error"]["detail"] == "That is taken back already."


async def test_after_ten_minutes_it_is_too_late(talk: Talk, settings: Settings) -> None:
    booked = await talk.say(DINNER)
    await write(settings, MUCH_LATER)
    assert_problem(await talk.post(f"/v1/tasks/{booked['id']}/undo"), 409, "undo-too-late")
    said = await talk.say("Undo that.")
    assert said["error"]["detail"].startswith("That was more than ten minutes ago")
    assert len(await talk.list_bookings()) == 1


async def test_nothing_done_is_nothing_to_undo(talk: Talk) -> None:
    said = await talk.say("Undo that.")
    assert (said["status"], said["error"]["type"]) == ("failed", "urn:grandma:problem:nothing-to-undo")
    open_one = await talk.say("Book a table at Olive Garden.")
    assert_problem(await talk.post(f"/v1/tasks/{open_one['id']}/undo"), 409, "task-not-done")
    looked = await talk.say("What have I got on Sunday?")
    assert_problem(await talk.post(f"/v1/tasks/{looked['id']}/undo"), 409, "undo-impossible")


async def test_deed_of_another_person_is_not_undone(talk: Talk, api: httpx2.AsyncClient) -> None:
    await talk.say(DINNER)
    iris = (await api.post("/v1/users", json={"name": "Iris", "timezone": "Europe/London"})).json()
    said = await talk.say("Undo that.", user_id=iris["id"])
    assert said["error"]["type"] == "urn:grandma:problem:nothing-to-undo"
    assert len(await talk.list_bookings()) == 1


async def test_undo_is_read_back_where_everything_is(talk: Talk) -> None:
    await talk.say(DINNER)
    asked = await talk.say("Undo that.", confirm="always")
    assert question_of(asked, "awaiting_confirmation").startswith("Shall I take this back? Your table for 4")
    assert summary_of(await talk.reply(asked, "Yes.")).endswith("is cancelled.")
