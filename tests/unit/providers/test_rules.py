from typing import Any

import pytest

from tests.unit.providers.abilities import ALL, PLANTS, RESTAURANT
from tests.unit.providers.understanding import parse, understand


async def test_whole_wish_is_understood_without_a_guess() -> None:
    task = await understand("Book me a table for 4 at Olive Garden tomorrow 7pm.")
    assert task.intent == "restaurant_booking"
    assert task.details == {"party_size": 4, "venue": "Olive Garden", "date": "2026-11-19", "time": "19:00"}
    assert (task.inferred, task.ambiguous) == ((), ())
    assert task.confidence >= 0.8


@pytest.mark.parametrize(
    ("text", "details", "inferred"),
    [
        (
            "I need a table for two on the 3rd of May at noon",
            {"party_size": 2, "date": "2027-05-03", "time": "12:00"},
            (),
        ),
        (
            "Can you get me a table at Nando's for three people on Friday at 7",
            {"party_size": 3, "venue": "Nando's", "date": "2026-11-20", "time": "19:00"},
            ("time",),
        ),
        ("book for 19:45 on 5/12", {"date": "2026-12-05", "time": "19:45"}, ("date",)),
        (
            "book the Golden Lion for Sunday lunch, six of us",
            {"party_size": 6, "venue": "Golden Lion", "date": "2026-11-22"},
            (),
        ),
        (
            "Reserve a table at The May Fair Kitchen for 2 on Sunday at 1",
            {"party_size": 2, "venue": "The May Fair Kitchen", "date": "2026-11-22", "time": "13:00"},
            ("time",),
        ),
        ("book a table at Seven Dials tomorrow evening", {"venue": "Seven Dials", "date": "2026-11-19"}, ()),
        (
            "i'd like to book a table for 5000 people at olive garden tomorrow at 7pm",
            {"party_size": 5000, "venue": "olive garden", "date": "2026-11-19", "time": "19:00"},
            (),
        ),
        ("book a table for 0 at Olive Garden", {"party_size": 0, "venue": "Olive Garden"}, ()),
        ("Book a table for 6 at 6", {"party_size": 6, "time": "18:00"}, ("time",)),
        (
            "dinner for two on Christmas Eve at eight",
            {"party_size": 2, "date": "2026-12-24", "time": "20:00"},
            ("time",),
        ),
        ("table for 4 the Saturday after next", {"party_size": 4, "date": "2026-11-28"}, ("date",)),
        (
            "Um, could you please book us a table, me and my wife, at the Red Lion in Soho at 7pm tonight?",
            {"party_size": 2, "venue": "Red Lion", "location": "Soho", "date": "2026-11-18", "time": "19:00"},
            ("party_size",),
        ),
        (
            "Reserve a table at an Italian restaurant in Camden for a party of twelve",
            {"party_size": 12, "location": "Camden", "cuisine": "Italian"},
            (),
        ),
        ("book a table at Sushi Zen for 2", {"party_size": 2, "venue": "Sushi Zen"}, ()),
        ("book a table for two with a view", {"party_size": 2}, ()),
        ("book a table for 4 at that restaurant", {"party_size": 4}, ()),
    ],
)
async def test_table_is_understood(text: str, details: dict[str, Any], inferred: tuple[str, ...]) -> None:
    task = await understand(text)
    assert task.intent == "restaurant_booking"
    assert task.details == details
    assert task.inferred == inferred
    assert task.ambiguous == ()


async def test_stored_name_is_recognised_in_lower_case() -> None:
    names = {"venue": ["Golden Lion", "Noon"]}
    task = await understand("book the golden lion for sunday lunch, six of us", names=names)
    assert task.details["venue"] == "Golden Lion"
    assert task.spans["venue"] == "golden lion"


async def test_stored_name_is_not_read_as_a_time() -> None:
    task = await understand("book a table at high noon for 2", names={"venue": ["High Noon"]})
    assert task.details == {"party_size": 2, "venue": "High Noon"}


async def test_longest_stored_name_wins() -> None:
    names = {"venue": ["Olive", "Olive Garden"]}
    assert (await understand("book a table at olive garden", names=names)).details["venue"] == "Olive Garden"


async def test_every_detail_names_its_words_verbatim() -> None:
    text = "Reserve a table for Six at the Old Bell in York on Friday at half past seven"
    task = await understand(text)
    assert set(task.spans) == set(task.details)
    assert all(words in text for words in task.spans.values())


@pytest.mark.parametrize(
    "text", ["What is the capital of France?", "", "   ", "🎂", "my knee hurts", "the sun is in the sky"]
)
async def test_what_nothing_fits_is_other(text: str) -> None:
    task = await understand(text)
    assert task.intent == "other"
    assert task.details == {}
    assert task.confidence < 0.4


async def test_greeting_before_a_wish_is_polite() -> None:
    assert (await understand("Hello dear")).intent == "smalltalk"
    assert (await understand("Hello, book a table for 2 please")).intent == "restaurant_booking"


async def test_new_ability_works_by_its_declaration() -> None:
    task = await understand("Please water the balcony plants every other day with two litres")
    assert task.intent == "plant_watering"
    assert task.details == {"room": "balcony", "litres": 2, "recurrence": "FREQ=DAILY;INTERVAL=2"}


async def test_medicine_at_a_bare_hour_is_never_guessed() -> None:
    task = await understand("Remind me to take my heart pill at 7")
    assert task.intent == "medicine_reminder"
    assert task.details == {"medicine": "my heart pill"}
    assert task.ambiguous == ("time",)


async def test_several_times_fill_the_list() -> None:
    task = await understand("Remind me to take two paracetamol every day at 9am and 9pm, please")
    assert task.details == {
        "medicine": "two paracetamol",
        "times": ["09:00", "21:00"],
        "recurrence": "FREQ=DAILY",
    }


async def test_message_begins_behind_the_name_of_its_recipient() -> None:
    task = await understand("tell my daughter that I am well")
    assert task.details == {"recipient": "my daughter", "message": "I am well"}
    assert (await understand("Text Anna I'm home. Thanks!")).details == {"recipient": "Anna", "message": "I'm home"}


async def test_time_without_a_slot_stays_part_of_the_words() -> None:
    task = await understand("tell Anna that I am home at 7")
    assert task.details == {"recipient": "Anna", "message": "I am home at 7"}


async def test_rival_ability_lowers_the_confidence() -> None:
    alone = (await parse("book a table", abilities=[RESTAURANT])).tasks[0]
    rival = (await parse("book a table where they water the plants", abilities=[RESTAURANT, PLANTS])).tasks[0]
    assert rival.confidence < alone.confidence


async def test_missing_details_lower_the_confidence() -> None:
    whole = await understand("Book a table for 4 at Olive Garden tomorrow at 7pm")
    assert (await understand("Book a table")).confidence < whole.confidence


async def test_two_wishes_become_two_tasks() -> None:
    parsing = await parse("Book a table for 2 at The Ivy on Friday at 7pm and tell my daughter I am going out")
    assert [task.intent for task in parsing.tasks] == ["restaurant_booking", "family_notification"]
    assert parsing.tasks[0].details["venue"] == "The Ivy"
    assert parsing.tasks[1].details == {"recipient": "my daughter", "message": "I am going out"}


async def test_never_more_than_three_wishes() -> None:
    text = "water the plants and tell Anna I am late. " * 5
    *wishes, rest = (await parse(text)).tasks
    assert len(wishes) == 3
    assert (rest.intent, list(rest.details)) == ("other", ["unheard"])


@pytest.mark.parametrize(
    "text",
    [
        "book a table for me and my wife at 7pm",
        "remind me to take my pills at 8am and 8pm",
        "tell Anna to water the plants and feed the cat",
        "remind me to take my pills and tell him",
        "book a table at Salt and Straw for 2",
    ],
)
async def test_one_wish_is_not_torn_apart(text: str) -> None:
    assert len((await parse(text)).tasks) == 1


@pytest.mark.parametrize(
    "scrap", ["book ", "book a table ", "tell ", "at A ", "for 4 ", "and ", "remind take ", "x", "Ivy, "]
)
async def test_hostile_text_is_answered(scrap: str) -> None:
    parsing = await parse(scrap * (100_000 // len(scrap)), names={"venue": ["Ivy"]})
    assert 1 <= len(parsing.tasks) <= 3


async def test_provider_says_what_it_is() -> None:
    parsing = await parse("hello", abilities=ALL)
    assert (parsing.provider, parsing.degraded) == ("rules", False)
