"""Looking for room in words, and booking what was found by an answer."""

import httpx2
import pytest

from core.config import Settings
from tests.integration.api.promises import assert_problem
from tests.integration.api.rows import write
from tests.integration.api.talk import Talk, question_of, summary_of

EARLIEST = "What's the earliest table for twenty next week?"
ITALIAN = "Somewhere Italian near me on Sunday lunchtime"


@pytest.fixture
async def places(talk: Talk) -> Talk:
    await talk.add_venue(name="Luigi's", kind="restaurant", cuisine="Italian", location="Camden", capacity=60)
    await talk.add_venue(
        name="Roma", kind="restaurant", cuisine="Italian", location="Hove", hours={"mon": [["12:00", "22:00"]]}
    )
    return talk


async def test_earliest_table_of_a_week_is_found_and_booked_by_yes(places: Talk) -> None:
    task = await places.say(EARLIEST)
    assert summary_of(task).startswith("There is a table for 20 at Luigi's in Camden on Monday 23 November at 9 in the")
    booked = await places.reply(task, "The first one, please.")
    assert summary_of(booked).startswith("Your table for 20 at Luigi's is booked for Monday 23 November at 9 in the mo")
    [booking] = await places.list_bookings()
    assert (booking["venue"], booking["date"], booking["time"]) == ("Luigi's", "2026-11-23", "09:00")


async def test_second_one_is_booked(places: Talk) -> None:
    task = await places.say(EARLIEST)
    assert summary_of(await places.reply(task, "the second one")).startswith("Your table for 20 at Roma")
    assert [each["venue"] for each in await places.list_bookings()] == ["Roma"]


async def test_only_one_is_booked_however_often_it_is_answered(places: Talk, api: httpx2.AsyncClient) -> None:
    task = await places.say(EARLIEST)
    await places.reply(task, "the second one")
    again = await api.post(f"/v1/tasks/{task['id']}/reply", json={"text": "the second one"})
    assert_problem(again, 409, "task-finished")
    assert len(await places.list_bookings()) == 1


async def test_single_offer_is_booked_by_yes(places: Talk) -> None:
    await places.add_venue(name="Nonna", kind="restaurant", hours={"fri": [["19:00", "19:30"]]})
    task = await places.say("Is there a table for two at Nonna on Friday 27 November?")
    assert summary_of(task) == (
        "Nonna has a table for 2 on Friday 27 November at 7 in the evening. Tell me if I should book it."
    )
    assert summary_of(await places.reply(task, "Yes, please.")).startswith(
        "Your table for 2 at Nonna is booked for Fri"
    )


async def test_yes_to_several_is_asked_back(places: Talk) -> None:
    task = await places.reply(await places.say(EARLIEST), "Yes, please.")
    assert "Which one shall I book?" in question_of(task, "needs_input")
    assert await places.list_bookings() == []


async def test_no_books_nothing(places: Talk) -> None:
    task = await places.reply(await places.say(EARLIEST), "No, thank you.")
    assert task["status"] == "cancelled"
    assert await places.list_bookings() == []


async def test_late_answer_is_read_back(places: Talk, settings: Settings) -> None:
    task = await places.say(EARLIEST)
    await write(settings, "UPDATE tasks SET completed_at = completed_at - interval '11 minutes'")
    late = await places.reply(task, "The second one.")
    assert question_of(late, "awaiting_confirmation").startswith("Shall I book a table for 20 at Roma on Monday 23 Nov")
    assert await places.list_bookings() == []


async def test_what_was_taken_meanwhile_is_not_booked(places: Talk, api: httpx2.AsyncClient) -> None:
    task = await places.say(EARLIEST)
    iris = (await api.post("/v1/users", json={"name": "Iris", "timezone": "Europe/London"})).json()
    await places.say("Book a table for 30 at Roma on Monday 23 November at noon.", user_id=iris["id"])
    taken = await places.reply(task, "The second one.")
    assert "Roma has no table for 20 on Monday 23 November at noon." in question_of(taken, "needs_input")


async def test_near_me_is_where_home_is(places: Talk, api: httpx2.AsyncClient) -> None:
    [user] = (await api.get("/v1/users")).json()["items"]
    await api.patch(f"/v1/users/{user['id']}", json={"preferences": {"home": "Camden", "usual_party_size": 3}})
    assert summary_of(await places.say(ITALIAN)).startswith("Luigi's has a table for 3 on Sunday 22 November at 12:15")
