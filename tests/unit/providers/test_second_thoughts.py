"""Of several readings of one detail none is picked in silence."""

from typing import Any

import pytest

from services.booking.restaurant_booking import RestaurantBookingService
from tests.unit.providers.understanding import parse, reply

BOOKING = [RestaurantBookingService.spec()]


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Book a table for 4 or 5 people at Olive Garden tomorrow 7pm", "party_size"),
        ("Book a table for four, maybe five at Olive Garden tomorrow 7pm", "party_size"),
        ("Book a table for 4-5 people at Olive Garden tomorrow 7pm", "party_size"),
        ("Book a table for 4 people and 2 children at Olive Garden tomorrow 7pm", "party_size"),
        ("Book a table for 4 at Olive Garden tomorrow at 7pm or 8pm", "time"),
        ("Book a table for 4 at Olive Garden tomorrow at 7 or 8", "time"),
        ("Book a table for 4 at Olive Garden tomorrow or Sunday at 7pm", "date"),
        ("Book a table for 4 at Olive Garden tomorrow at 7pm or Sunday", "date"),
        ("Book a table for 4 at Olive Garden or The Ivy tomorrow at 7pm", "venue"),
    ],
)
async def test_detail_said_with_an_alternative_is_asked_for(text: str, slot: str) -> None:
    [task] = (await parse(text, abilities=BOOKING)).tasks
    assert slot not in task.details
    assert task.ambiguous == (slot,)


async def test_part_of_a_person_is_no_count() -> None:
    [task] = (await parse("Book a table for 2.5 people at Olive Garden tomorrow 7pm", abilities=BOOKING)).tasks
    assert "party_size" not in task.details


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("Book a table for 3, no, 4 at Olive Garden tomorrow 7pm", "party_size", 4),
        ("Book a table for three, I mean four, at Olive Garden tomorrow 7pm", "party_size", 4),
        ("Book a table for 3 people - sorry, 4 people at Olive Garden tomorrow 7pm", "party_size", 4),
        ("Book a table for 2 adults and 3 children at Olive Garden tomorrow 7pm", "party_size", 5),
        ("Book a table for two adults, two kids and a baby at Olive Garden tomorrow 7pm", "party_size", 5),
        ("Book a table for about 4 at Olive Garden tomorrow 7pm", "party_size", 4),
        ("Book a table for 4 people at Olive Garden tomorrow 7pm, 3 of us are vegan", "party_size", 4),
        ("Book a table for 4 at Olive Garden tomorrow at 7pm, no, 8pm", "time", "20:00"),
        ("Book a table for 4 at Olive Garden tomorrow at 7pm and at 8pm", "time", "19:00"),
        ("Book a table for 4 at Olive Garden tomorrow at 7pm or later", "time", "19:00"),
        ("Book a table for 4 at Olive Garden on Friday, no, Saturday at 7pm", "date", "2026-11-21"),
    ],
)
async def test_second_thought_is_read_back(text: str, slot: str, value: object) -> None:
    [task] = (await parse(text, abilities=BOOKING)).tasks
    assert task.details[slot] == value
    assert (task.inferred, task.ambiguous) == ((slot,), ())
    assert task.spans[slot] in text


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("not tomorrow", "date"),
        ("No, not at 7", "time"),
        ("tomorrow doesn't work", "date"),
        ("I can't do tomorrow", "date"),
        ("anything but Friday", "date"),
        ("7pm is too late", "time"),
        ("not 4", "party_size"),
        ("not Olive Garden", "venue"),
        ("2.5", "party_size"),
    ],
)
async def test_reply_that_only_rejects_sets_nothing(text: str, slot: str) -> None:
    assert (await reply(text, slot=slot)).details == {}


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("not tomorrow, Sunday", "date", "2026-11-22"),
        ("not at 7 but at 8pm", "time", "20:00"),
        ("why not tomorrow", "date", "2026-11-19"),
        ("no, 8pm", "time", "20:00"),
        ("3, no, 4", "party_size", 4),
    ],
)
async def test_reply_that_rejects_and_answers_answers(text: str, slot: str, value: object) -> None:
    assert (await reply(text, slot=slot)).details == {slot: value}


@pytest.mark.parametrize(("text", "slot"), [("4 or 5", "party_size"), ("7 or 8", "time"), ("Friday or Sunday", "date")])
async def test_reply_with_an_alternative_is_asked_again(text: str, slot: str) -> None:
    task = await reply(text, slot=slot)
    assert (task.details, task.ambiguous) == ({}, (slot,))


WHOLE = {"party_size": 2, "date": "2026-11-19", "time": "19:00"}


@pytest.mark.parametrize("name", ["Tomorrow", "Friday", "Noon", "One", "Table", "Dinner", "The Table", "Book"])
@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("Book a table for 2 at Olive Garden tomorrow at 7pm", {**WHOLE, "venue": "Olive Garden"}),
        ("reserve the table for one at Olive Garden on friday at noon", None),
        ("Table for 2 tomorrow, dinner at 7pm at Olive Garden", {**WHOLE, "venue": "Olive Garden"}),
    ],
)
async def test_stored_name_that_is_a_plain_word_is_none_without_its_lead(
    name: str, text: str, details: dict[str, Any] | None
) -> None:
    [task] = (await parse(text, names={"venue": [name, "Olive Garden"]}, abilities=BOOKING)).tasks
    assert task.details == (
        details or {"party_size": 1, "date": "2026-11-20", "time": "12:00", "venue": "Olive Garden"}
    )


@pytest.mark.parametrize("name", ["Tomorrow", "Friday", "Noon", "One", "Table", "The Table"])
async def test_stored_name_that_is_a_plain_word_is_one_behind_its_lead(name: str) -> None:
    text = f"Book a table for 2 at {name} tomorrow at 7pm"
    [task] = (await parse(text, names={"venue": [name]}, abilities=BOOKING)).tasks
    assert task.details == {**WHOLE, "venue": name}


@pytest.mark.parametrize("words", ["book a table and ", "don't book a table, ", "for 2 or 3 ", "not at 7, "])
async def test_long_text_is_read_to_its_end(words: str) -> None:
    assert 1 <= len((await parse(words * 250, abilities=BOOKING)).tasks) <= 3
