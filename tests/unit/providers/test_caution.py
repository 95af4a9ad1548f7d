"""Nothing is done that the words do not ask for."""

import pytest

from services.booking.restaurant_booking import RestaurantBookingService
from tests.unit.providers.abilities import FAMILY, PLANTS, SlotKind, ability, slot
from tests.unit.providers.understanding import parse

BOOKING = [RestaurantBookingService.spec()]
TABLE = "a table for 4 at Olive Garden tomorrow 7pm"


@pytest.mark.parametrize(
    "words",
    [
        "Don't book {}",
        "Dont book {}",
        "Don’t book {}",
        "Please do not reserve {}.",
        "Please don't get me {}",
        "Never book {}",
        "I don't want {}",
        "We do not need {}",
        "You shouldn't book {}",
        "I would not like {}",
        "I'd rather not book {}",
        "There's no need to book {}",
        "I am not asking you to book {}",
        "Don't, under any circumstances, book {}",
        "Stop booking {}",
        "Book {}. No, don't.",
        "Book {}, no, never mind",
        "I don't want {}, a table for 4 is too much",
        "Don't book {} and a table for 2 at The Ivy on Friday at 8pm",
    ],
)
async def test_refusal_is_no_wish(words: str) -> None:
    await _assert_nothing_is_asked(words.format(TABLE))


@pytest.mark.parametrize(
    "words",
    [
        "I booked {}.",
        "I've already booked {}",
        "My daughter booked {}",
        "Anna booked {}",
        "The nurse booked us {}",
        "We have already reserved {}",
        "Yesterday I got us {}",
        "My son says he booked {}",
        "My daughter is booking {}",
        "My son will book {}",
        "I have {}",
        "You have booked {}",
        "I was booking {} when the phone rang",
    ],
)
async def test_report_is_no_wish(words: str) -> None:
    await _assert_nothing_is_asked(words.format(TABLE))


@pytest.mark.parametrize(
    "words",
    [
        "Should I book {}?",
        "Hello, should I book {}?",
        "Did you book {}?",
        "Have you booked {}?",
        "Has anyone booked {}?",
        "Do I have {}?",
        "Do you think I should book {}?",
        "Do you know if {} is booked?",
        "I wonder whether I should book {}",
        "How much is {}?",
        "Who booked {}?",
        "If I book {}, will it rain?",
        "Is it worth booking {}?",
        "{}, did you book it?",
        "Is there a table booked for 4 at Olive Garden tomorrow 7pm?",
    ],
)
async def test_question_whether_is_no_wish(words: str) -> None:
    await _assert_nothing_is_asked(words.format(TABLE))


async def _assert_nothing_is_asked(text: str) -> None:
    for task in (await parse(text, abilities=BOOKING)).tasks:
        assert (task.intent, task.details) == ("other", {})
        assert task.confidence < 0.4


@pytest.mark.parametrize(
    "words",
    [
        "Why don't you book me {}",
        "Don't forget to book {}",
        "Please don't hesitate to book {}",
        "I don't mind where we sit, book {}",
        "I don't like pubs, book {}",
        "I can't cook tonight, so book {}",
        "I never get out. Book {}",
        "Can you book {}?",
        "Can't you book {}?",
        "Would you mind booking {}?",
        "Will you reserve {}?",
        "Can I have {}?",
        "Could we get {}?",
        "May I book {}?",
        "Is it possible to book {}?",
        "I was wondering if you could book {}",
        "Do you think you could book {}?",
        "I'd like to have {} booked",
        "I need {} reserved",
        "I've been meaning to book {}",
        "My daughter wants {}",
        "My daughter is coming, so book {}",
        "Book {}, my daughter booked it last time",
        "I enjoyed the place my son booked; book {}",
        "I haven't booked anything, please book {}",
        "Book {} and don't be late",
        "Let's book {}",
    ],
)
async def test_wish_in_the_clothes_of_something_else_is_understood(words: str) -> None:
    [task] = (await parse(words.format(TABLE), abilities=BOOKING)).tasks
    assert task.intent == "restaurant_booking"
    assert task.details == {"party_size": 4, "venue": "Olive Garden", "date": "2026-11-19", "time": "19:00"}
    assert (task.inferred, task.ambiguous) == ((), ())


async def test_refusal_holds_for_any_ability() -> None:
    assert (await parse("Don't water the plants")).tasks[0].intent == "other"
    assert (await parse("Did you water the plants?")).tasks[0].intent == "other"
    assert (await parse("Would you water the plants?")).tasks[0].intent == PLANTS.intent


async def test_free_words_may_refuse_and_report() -> None:
    [task] = (await parse("tell Anna that I didn't sleep, I never do", abilities=[FAMILY])).tasks
    assert task.details == {"recipient": "Anna", "message": "I didn't sleep, I never do"}


async def test_ability_whose_examples_report_is_told_by_reports() -> None:
    medicine = slot("medicine", SlotKind.TEXT, after=("took",))
    taken = ability("medicine_taken", {r"\bordered\b": 1.0}, medicine)
    assert (await parse("I ordered my pills", abilities=[taken])).tasks[0].intent == "other"
    taken = ability("medicine_taken", {r"\bordered\b": 1.0}, medicine, examples=("I ordered my tablets.",))
    assert (await parse("I ordered my pills", abilities=[taken])).tasks[0].intent == "medicine_taken"
