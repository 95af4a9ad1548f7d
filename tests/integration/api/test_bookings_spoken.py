"""The booking abilities from a sentence to the outcome: over HTTP, with a worker."""

from typing import Any

import pytest

from tests.integration.api.talk import Talk, asked_for, question_of, summary_of

DINNER = "Book a table for 4 at Olive Garden on Sunday 22 November at 7 in the evening."
LUNCH = "Book a table for 2 at Golden Lotus on Saturday 28 November at 1 in the afternoon."
HAIRCUT = "Book a haircut with Maria at Silver Scissors on Saturday 28 November at 2 in the afternoon."


async def test_wish_that_is_said_again_is_asked_about(talk: Talk) -> None:
    summary_of(await talk.say(DINNER))
    await talk.say(DINNER)
    task = await talk.say(DINNER)
    assert question_of(task, "awaiting_confirmation") == (
        "You already have a table for 4 at Olive Garden on Sunday 22 November at 7 in the evening. "
        "Shall I book another one?"
    )
    assert len(await talk.list_bookings()) == 1
    summary_of(await talk.reply(task, "Yes, please."))
    assert len(await talk.list_bookings()) == 2


async def test_hours_from_now_are_read_by_the_clock_of_the_salon(talk: Talk) -> None:
    await talk.add_venue(name="Curl Up", kind="salon", timezone="America/New_York", services=["haircut"])
    task = await talk.say("Book me a haircut at Curl Up in 6 hours.", timezone="Europe/London")
    assert question_of(task, "awaiting_confirmation") == (
        "Shall I book a haircut at Curl Up on Friday 20 November at 10:30 in the morning, by the clock there?"
    )
    summary_of(await talk.reply(task, "Yes."))
    assert [each["starts_at"] for each in await talk.list_bookings()] == ["2026-11-20T15:30:00Z"]


async def keep_the_only_chair(talk: Talk) -> dict[str, Any]:
    """What is read back, with the room for it kept: it is another hour there."""
    await talk.add_venue(name="Curl Up", kind="salon", timezone="America/New_York", services=["haircut"], capacity=1)
    asked = await talk.say("Book me a haircut at Curl Up in 6 hours.", timezone="Europe/London")
    question_of(asked, "awaiting_confirmation")
    return asked


async def say_as_iris(talk: Talk) -> dict[str, Any]:
    """Somebody else wants the same chair."""
    iris = (await talk.post("/v1/users", name="Iris", timezone="America/New_York")).json()["id"]
    wish = "Book a haircut at Curl Up on Friday 20 November at 10:30 in the morning."
    return await talk.say(wish, user_id=iris, now="2026-11-20T04:30:00", timezone="America/New_York")


@pytest.mark.parametrize("is_said", [True, False], ids=["said", "called"])
async def test_no_gives_back_the_room_that_was_kept(talk: Talk, is_said: bool) -> None:
    asked = await keep_the_only_chair(talk)
    if is_said:
        await talk.reply(asked, "No.")
    else:
        await talk.post(f"/v1/tasks/{asked['id']}/cancel")
    summary_of(await say_as_iris(talk))


async def test_no_to_one_booking_keeps_the_room_for_another(talk: Talk) -> None:
    kept, asked = await keep_the_only_chair(talk), await talk.say(LUNCH, confirm="always")
    await talk.reply(asked, "No.")
    asked_for(await say_as_iris(talk))
    summary_of(await talk.reply(kept, "Yes."))


async def test_appointment_is_booked(talk: Talk) -> None:
    task = await talk.say(HAIRCUT)
    assert task["intent"] == "salon_booking"
    assert summary_of(task) == (
        "Your haircut with Maria at Silver Scissors is booked for Saturday 28 November at 2 in the afternoon."
    )
    [booking] = await talk.list_bookings()
    assert (booking["kind"], booking["service"], booking["stylist"]) == ("salon", "haircut", "Maria")


async def test_salon_is_found_by_who_works_there_and_read_back(talk: Talk) -> None:
    task = await talk.say("Book me a haircut with Maria on Saturday 28 November at 2 in the afternoon.")
    question = question_of(task, "awaiting_confirmation")
    assert question.startswith("Shall I book a haircut with Maria at Silver Scissors on Saturday 28 November")
    assert "at Silver Scissors" in summary_of(await talk.reply(task, "Yes, please."))


async def test_service_that_a_salon_does_not_do_is_asked_for(talk: Talk) -> None:
    task = await talk.say("Book me a manicure at Silver Scissors on Saturday 28 November at 2 in the afternoon.")
    assert asked_for(task) == "service"
    assert summary_of(await talk.reply(task, "A wash and set, then.")).startswith("Your wash and set with ")


async def test_bookings_are_told(talk: Talk) -> None:
    assert summary_of(await talk.say("When is my hair appointment?")).endswith("You have nothing booked.")
    await talk.say(DINNER)
    await talk.say(HAIRCUT)
    heard = summary_of(await talk.say("When is my table?"))
    assert heard == "You have a table for 4 at Olive Garden on Sunday 22 November at 7 in the evening."
    assert "a haircut with Maria" in summary_of(await talk.say("When is my hair appointment?"))


async def test_booking_is_cancelled_after_a_yes(talk: Talk) -> None:
    await talk.say(DINNER)
    task = await talk.say("Cancel my table at Olive Garden.")
    assert question_of(task, "awaiting_confirmation") == (
        "Shall I cancel your table for 4 at Olive Garden on Sunday 22 November at 7 in the evening?"
    )
    assert summary_of(await talk.reply(task, "Yes.")).endswith("is cancelled.")
    assert [each["status"] for each in await talk.list_bookings("")] == ["cancelled"]


async def test_no_keeps_the_booking(talk: Talk) -> None:
    await talk.say(DINNER)
    task = await talk.reply(await talk.say("Please cancel my table at Olive Garden."), "No.")
    assert task["status"] == "cancelled"
    assert len(await talk.list_bookings()) == 1


async def test_which_of_several_is_asked_and_the_answer_read_back(talk: Talk) -> None:
    await talk.say(DINNER)
    await talk.say(LUNCH)
    task = await talk.say("Please cancel my table.")
    assert len(task["options"]) == 2
    task = await talk.reply(task, "The one at Golden Lotus.")
    assert "at Golden Lotus" in question_of(task, "awaiting_confirmation")
    await talk.reply(task, "Yes, please.")
    assert [each["venue"] for each in await talk.list_bookings()] == ["Olive Garden"]


@pytest.mark.parametrize(
    "answer", ["the second one", "the table for 2 at Golden Lotus on Saturday 28 November at 1 in the afternoon"]
)
async def test_option_is_picked_by_its_number_or_in_its_words(talk: Talk, answer: str) -> None:
    await talk.say(DINNER)
    await talk.say(LUNCH)
    task = await talk.reply(await talk.say("Please cancel my table."), answer)
    assert "at Golden Lotus" in question_of(task, "awaiting_confirmation")


async def test_booking_is_changed_after_a_yes(talk: Talk) -> None:
    await talk.say(DINNER)
    task = await talk.say("Move my table at Olive Garden to Saturday 28 November at 8 in the evening.")
    assert question_of(task, "awaiting_confirmation") == (
        "Shall I change your table for 4 at Olive Garden on Sunday 22 November at 7 in the evening "
        "to Saturday 28 November at 8 in the evening?"
    )
    assert summary_of(await talk.reply(task, "Yes.")).startswith("It is changed: you have a table for 4")
    [booking] = await talk.list_bookings()
    assert (booking["date"], booking["time"]) == ("2026-11-28", "20:00")


async def test_correction_of_the_change_is_read_back_again(talk: Talk) -> None:
    await talk.say(DINNER)
    task = await talk.say("Change my table at Olive Garden to half past seven in the evening.")
    assert "at 7:30 in the evening?" in question_of(task, "awaiting_confirmation")
    task = await talk.reply(task, "No, make it eight.")
    assert question_of(task, "awaiting_confirmation").endswith("to Sunday 22 November at 8 in the evening?")
    await talk.reply(task, "Yes.")
    assert [each["time"] for each in await talk.list_bookings()] == ["20:00"]


async def test_what_should_change_is_asked(talk: Talk) -> None:
    await talk.say(DINNER)
    task = await talk.say("I want to change my table at Olive Garden.")
    assert question_of(task, "needs_input").endswith("the day, the time or the number of people?")
    task = await talk.reply(task, "The number of people.")
    assert asked_for(task) == "party_size"
    task = await talk.reply(task, "Make it six people.")
    assert question_of(task, "awaiting_confirmation").endswith("to 6 people?")


async def test_new_day_survives_the_question_which_is_meant(talk: Talk) -> None:
    await talk.say(DINNER)
    await talk.say(LUNCH)
    task = await talk.say("Move my table to Monday 30 November.")
    assert asked_for(task) == "which"
    task = await talk.reply(task, "The one on Sunday.")
    assert question_of(task, "awaiting_confirmation").endswith("to Monday 30 November at 7 in the evening?")


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        ("Can you move the haircut on Tuesday to Wednesday at noon?", "to Wednesday 25 November at noon?"),
        ("Move my haircut from Tuesday to Thursday.", "to Thursday 26 November at 2 in the afternoon?"),
        ("Change my haircut on Tuesday to a wash and set.", "to a wash and set?"),
    ],
)
async def test_what_a_booking_has_picks_it_and_the_new_is_kept(talk: Talk, words: str, becomes: str) -> None:
    for day in ("Tuesday 24", "Friday 27"):
        await talk.say(f"Book a haircut with Maria at Silver Scissors on {day} November at 2 in the afternoon.")
    asked = question_of(await talk.say(words), "awaiting_confirmation")
    assert "on Tuesday 24 November at 2 in the afternoon" in asked
    assert asked.endswith(becomes)


async def test_new_hour_counts_while_it_is_asked_which(talk: Talk) -> None:
    await talk.say(DINNER)
    await talk.say(LUNCH)
    task = await talk.reply(await talk.say("Move my table to 8 in the evening."), "No, make it half past eight.")
    assert asked_for(task) == "which"
    task = await talk.reply(task, "The one on Sunday.")
    assert question_of(task, "awaiting_confirmation").endswith("to Sunday 22 November at 8:30 in the evening?")


async def test_caller_who_has_confirmed_is_not_asked(talk: Talk) -> None:
    await talk.say(DINNER)
    summary_of(await talk.say("Change my table at Olive Garden to 6 people.", confirm="never"))
    assert [each["party_size"] for each in await talk.list_bookings()] == [6]
    summary_of(await talk.say("Cancel my table at Olive Garden.", confirm="never"))
    assert await talk.list_bookings() == []


async def test_nothing_to_cancel_is_said(talk: Talk) -> None:
    task = await talk.say("Cancel my table at Olive Garden.")
    assert (task["status"], task["error"]["type"]) == ("failed", "urn:grandma:problem:no-booking")


async def test_free_times_are_searched(talk: Talk) -> None:
    task = await talk.say("Is there a table for 4 at Olive Garden on Friday 27 November at 7 in the evening?")
    assert task["intent"] == "availability_search"
    assert summary_of(task).startswith("Olive Garden has a table for 4 on Friday 27 November at 6:45, 7 or 7:15 in the")
    assert len(task["result"]["options"]) == 3
    assert await talk.list_bookings() == []
