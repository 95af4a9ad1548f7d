"""Nothing is done that the words do not ask for, and no reading is picked in silence."""

import pytest

from services.booking.restaurant_booking import RestaurantBookingService
from tests.unit.providers.understanding import parse, reply

BOOKING = [RestaurantBookingService.spec()]
TABLE = "a table for 4 at Olive Garden tomorrow 7pm"


@pytest.mark.parametrize(
    "text",
    [
        f"Don't book {TABLE}",
        f"Please do not reserve {TABLE}.",
        f"Never book {TABLE}",
        f"I don't want {TABLE}",
        f"I booked {TABLE}.",
        f"My daughter booked {TABLE}",
        f"We have already reserved {TABLE}",
        f"Should I book {TABLE}?",
        f"Did you book {TABLE}?",
        f"Have you booked {TABLE}?",
        "Is there a table booked for 4 at Olive Garden tomorrow 7pm?",
    ],
)
async def test_what_is_not_asked_for_is_not_understood_as_a_wish(text: str) -> None:
    [task] = (await parse(text, abilities=BOOKING)).tasks
    assert (task.intent, task.details) == ("other", {})
    assert task.confidence < 0.5


@pytest.mark.parametrize(
    "text",
    [
        f"Why don't you book {TABLE}",
        f"Don't forget to book {TABLE}",
        f"I don't mind where we sit, book {TABLE}",
        f"Can you book {TABLE}?",
        f"Could we have {TABLE}?",
        f"I'd like to have {TABLE} booked",
        f"I was wondering if you could book {TABLE}",
        f"Is it possible to book {TABLE}?",
        f"I haven't eaten out for ages. Book {TABLE}",
    ],
)
async def test_wish_in_the_clothes_of_a_question_or_a_negation_is_understood(text: str) -> None:
    [task] = (await parse(text, abilities=BOOKING)).tasks
    assert (task.intent, task.details.get("party_size")) == ("restaurant_booking", 4)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Book a table for 4 or 5 at Olive Garden tomorrow 7pm", "party_size"),
        ("Book a table for 4 at Olive Garden tomorrow at 7pm or 8pm", "time"),
        ("Book a table for 4 at Olive Garden tomorrow or Sunday at 7pm", "date"),
        ("Book a table for 2 adults and 3 children at Olive Garden tomorrow 7pm", "party_size"),
        ("Book a table for 2.5 people at Olive Garden tomorrow 7pm", "party_size"),
    ],
)
async def test_detail_with_several_readings_is_asked_for(text: str, slot: str) -> None:
    [task] = (await parse(text, abilities=BOOKING)).tasks
    assert slot not in task.details
    assert slot in task.ambiguous or slot in RestaurantBookingService.required


async def test_correction_is_read_back() -> None:
    [task] = (await parse("Book a table for 3, no, 4 at Olive Garden tomorrow 7pm", abilities=BOOKING)).tasks
    assert "party_size" in {*task.inferred, *task.ambiguous}


@pytest.mark.parametrize(("text", "slot"), [("not tomorrow", "date"), ("No, not at 7", "time")])
async def test_reply_that_only_rejects_sets_nothing(text: str, slot: str) -> None:
    assert (await reply(text, slot=slot)).details == {}
