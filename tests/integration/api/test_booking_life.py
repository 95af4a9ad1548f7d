"""The life of a booking in few words, and what may go wrong between a question and its answer."""

import asyncio
from typing import Any

import httpx2

from core.config import Settings
from tests.integration.api.rows import write
from tests.integration.api.talk import Talk, asked_for, question_of, summary_of

DINNER = "Book a table for 4 at Olive Garden on Sunday 22 November at 7 in the evening."
LUNCH = "Book a table for 2 at Golden Lotus on Saturday 28 November at 1 in the afternoon."
LATE = "UPDATE tasks SET updated_at = updated_at - interval '11 minutes'"


async def find_iris(api: httpx2.AsyncClient) -> str:
    return (await api.post("/v1/users", json={"name": "Iris", "timezone": "Europe/London"})).json()["id"]


async def confirm(api: httpx2.AsyncClient, task: dict[str, Any]) -> httpx2.Response:
    return await api.post(f"/v1/tasks/{task['id']}/confirm")


async def test_short_words_go_through_the_whole_life_of_a_booking(talk: Talk) -> None:
    summary_of(await talk.say(DINNER))
    assert "a table for 4 at Olive Garden" in summary_of(await talk.say("What have I got on Sunday?"))
    for words, becomes in (
        ("Make it six people.", "to 6 people?"),
        ("An hour later, please.", "to Sunday 22 November at 8 in the evening?"),
        ("Move it to Thursday.", "to Thursday 26 November at 8 in the evening?"),
    ):
        task = await talk.say(words)
        assert question_of(task, "awaiting_confirmation").endswith(becomes)
        summary_of(await talk.reply(task, "Yes."))
    [booking] = await talk.list_bookings()
    assert (booking["date"], booking["time"], booking["party_size"]) == ("2026-11-26", "20:00", 6)
    task = await talk.say("Cancel it, please.")
    assert question_of(task, "awaiting_confirmation").startswith(
        "Shall I cancel your table for 6 at Olive Garden on Thu"
    )
    summary_of(await talk.reply(task, "Yes."))
    assert await talk.list_bookings() == []


async def test_bookings_of_a_stretch_of_days_are_told(talk: Talk) -> None:
    for words in (DINNER, LUNCH):
        summary_of(await talk.say(words))
    assert "Golden Lotus" not in summary_of(await talk.say("What have I booked this week?"))
    assert "Olive Garden" not in summary_of(await talk.say("What have I booked next week?"))


async def test_which_one_is_asked_where_it_is_unclear(talk: Talk) -> None:
    for words in (DINNER, LUNCH):
        summary_of(await talk.say(words))
    assert asked_for(await talk.say("Make it six people.")) == "which"


async def test_late_yes_hears_the_question_again(talk: Talk, settings: Settings) -> None:
    await talk.say(DINNER)
    task = await talk.say("Cancel my table at Olive Garden.")
    await write(settings, LATE)
    again = await talk.reply(task, "Yes.")
    assert question_of(again, "awaiting_confirmation") == (
        "That was a while ago, so I ask again. "
        "Shall I cancel your table for 4 at Olive Garden on Sunday 22 November at 7 in the evening?"
    )
    assert len(await talk.list_bookings()) == 1
    assert summary_of(await talk.reply(again, "Yes.")).endswith("is cancelled.")


async def test_of_two_changes_at_once_one_is_made_and_the_other_is_read_back(
    talk: Talk, api: httpx2.AsyncClient
) -> None:
    await talk.say(DINNER)
    changes = [await talk.say(f"Change my table to {number} people.") for number in ("six", "eight")]
    for answer in await asyncio.gather(*(confirm(api, task) for task in changes)):
        assert answer.status_code == 200
    ended = [await talk.wait_for(task) for task in changes]
    assert sorted(task["status"] for task in ended) == ["awaiting_confirmation", "completed"]
    [made] = [task for task in ended if task["status"] == "completed"]
    assert (await talk.list_bookings())[0]["party_size"] == made["result"]["booking"]["party_size"]


async def test_nobody_cancels_or_changes_for_somebody_else(talk: Talk, api: httpx2.AsyncClient) -> None:
    await talk.say(DINNER)
    iris = await find_iris(api)
    for words in ("Cancel my table at Olive Garden.", "Change my table at Olive Garden to 6 people."):
        task = await talk.say(words, user_id=iris, confirm="never")
        assert (task["status"], task["error"]["type"]) == ("failed", "urn:grandma:problem:no-booking")
    assert [each["party_size"] for each in await talk.list_bookings()] == [4]


async def test_offer_of_a_place_that_is_gone_meanwhile_books_nothing(talk: Talk, api: httpx2.AsyncClient) -> None:
    added = await api.post("/v1/venues", json={"name": "Nonna", "kind": "restaurant"})
    task = await talk.say("Is there a table for two at Nonna on Friday 27 November at 7 in the evening?")
    assert (await api.delete(f"/v1/venues/{added.json()['id']}")).is_success
    answered = await talk.reply(task, "The first one.")
    assert "I don't know a restaurant called Nonna." in question_of(answered, "needs_input")
    assert await talk.list_bookings() == []
