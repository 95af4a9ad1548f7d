from typing import Any

import pytest

from providers.base import OpenQuestion
from tests.unit.providers.abilities import MEDICINE
from tests.unit.providers.every_ability import EVERY
from tests.unit.providers.understanding import parse, reply

EVENING = ("7 in the evening", "9 in the evening")


@pytest.mark.parametrize(
    ("slot", "text", "details"),
    [
        ("party_size", "four", {"party_size": 4}),
        ("party_size", "for four please", {"party_size": 4}),
        ("party_size", "make it eight", {"party_size": 8}),
        ("party_size", "0", {"party_size": 0}),
        ("party_size", "5,000", {"party_size": 5000}),
        ("party_size", "three people at 7pm", {"party_size": 3, "time": "19:00"}),
        ("party_size", "tomorrow", {"date": "2026-11-19"}),
        ("party_size", "I don't know", {}),
        ("time", "7pm", {"time": "19:00"}),
        ("time", "8", {"time": "20:00"}),
        ("time", "for eight, please", {"time": "20:00"}),
        ("time", "make it eight", {"time": "20:00"}),
        ("time", "seven thirty", {"time": "19:30"}),
        ("time", "at noon please", {"time": "12:00"}),
        ("time", "7pm for 3 people", {"time": "19:00", "party_size": 3}),
        ("time", "4 people", {"party_size": 4}),
        ("date", "tomorrow", {"date": "2026-11-19"}),
        ("date", "the 21st", {"date": "2026-11-21"}),
        ("date", "21", {"date": "2026-11-21"}),
        ("date", "Sunday at 8pm", {"date": "2026-11-22", "time": "20:00"}),
        ("venue", "Olive Garden", {"venue": "Olive Garden"}),
        ("venue", "olive garden please", {"venue": "olive garden"}),
        ("venue", "at The Ivy", {"venue": "The Ivy"}),
        ("venue", "um, let's try Nando's, tomorrow", {"venue": "Nando's", "date": "2026-11-19"}),
        ("venue", "Nando's in Soho for 4", {"venue": "Nando's", "location": "Soho", "party_size": 4}),
        ("venue", "I don't mind", {}),
        ("cuisine", "something indian", {"cuisine": "Indian"}),
    ],
)
async def test_bare_answer_is_read_for_its_question(slot: str, text: str, details: dict[str, Any]) -> None:
    assert (await reply(text, slot=slot)).details == details


async def test_bare_hour_stays_a_guess() -> None:
    assert (await reply("8", slot="time")).inferred == ("time",)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("the one at 7", "19:00"),
        ("nine", "21:00"),
        ("the later one", "21:00"),
        ("the second one please", "21:00"),
        ("9 in the evening", "21:00"),
    ],
)
async def test_option_settles_the_time(text: str, time: str) -> None:
    answer = await reply(text, slot="time", options=EVENING)
    assert answer.details == {"time": time}
    assert answer.inferred == ()


async def test_part_of_the_day_picks_the_option() -> None:
    options = ("8 in the morning", "8 in the evening")
    answer = await reply("evening, please", slot="time", intent="medicine_reminder", options=options)
    assert answer.details == {"time": "20:00"}
    assert answer.ambiguous == ()


async def test_time_beside_the_options_is_read_as_said() -> None:
    assert (await reply("8pm", slot="time", options=EVENING)).details == {"time": "20:00"}


async def test_option_is_answered_in_its_own_spelling() -> None:
    options = ("The Ivy", "Nando's")
    assert (await reply("nando's please", slot="venue", options=options)).details == {"venue": "Nando's"}
    assert (await reply("the first one", slot="venue", options=options)).details == {"venue": "The Ivy"}


async def test_bare_hour_of_a_medicine_stays_ambiguous() -> None:
    answer = await reply("8", slot="time", intent="medicine_reminder")
    assert answer.details == {}
    assert answer.ambiguous == ("time",)


async def test_bare_times_of_a_medicine_are_read_in_order() -> None:
    answer = await reply("8, 2 and 8", slot="times", intent="medicine_reminder")
    assert answer.details == {"times": ["08:00", "14:00", "20:00"]}
    assert answer.inferred == ("times",)


async def test_free_words_are_the_answer() -> None:
    answer = await reply("my blue pills, please", slot="medicine", intent="medicine_reminder")
    assert answer.details == {"medicine": "my blue pills"}


async def test_reply_never_becomes_another_wish() -> None:
    answer = await reply("tell Anna I am late", slot="time")
    assert answer.details == {}
    assert answer.confidence < 0.4


async def test_question_of_an_unknown_ability_is_read_as_a_wish() -> None:
    question = OpenQuestion(intent="unheard_of", slot="date", options=(), details={})
    parsing = await parse("book a table for 2", question=question)
    assert parsing.tasks[0].intent == "restaurant_booking"


@pytest.mark.parametrize(
    "text", ["the second one", "the first", "number two", "that one", "the other one, please", "the cheaper one"]
)
@pytest.mark.parametrize("slot", ["venue", "time", "party_size"])
async def test_pointing_is_no_answer_where_nothing_was_offered(text: str, slot: str) -> None:
    answer = await reply(text, slot=slot)
    assert (answer.details, answer.ambiguous) == ({}, ())


@pytest.mark.parametrize("slot", ["venue", "time", "date", "party_size"])
async def test_one_somewhere_is_no_number(slot: str) -> None:
    assert (await reply("the one in Paris", slot=slot)).details == {"location": "Paris"}


@pytest.mark.parametrize(
    ("slot", "text", "details"),
    [
        ("time", "one", {"time": "13:00"}),
        ("time", "the one o'clock one", {"time": "13:00"}),
        ("party_size", "just the one", {"party_size": 1}),
        ("venue", "The Second Cup", {"venue": "The Second Cup"}),
    ],
)
async def test_one_that_counts_is_a_number(slot: str, text: str, details: dict[str, Any]) -> None:
    assert (await reply(text, slot=slot)).details == details


async def test_place_beyond_the_options_is_no_answer() -> None:
    assert (await reply("the third one", slot="venue", options=("The Ivy", "Nando's"))).details == {}


READ_BACK = {"venue": "Olive Garden", "date": "2026-11-20", "time": "19:00", "party_size": 4}


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("no, make it eight", {"time": "20:00"}),
        ("could it be eight instead?", {"time": "20:00"}),
        ("eight would be better", {"time": "20:00"}),
        ("an hour later", {"time": "20:00"}),
        ("no, half an hour earlier please", {"time": "18:30"}),
        ("yes, but make it half past", {"time": "19:30"}),
        ("no, the day after", {"date": "2026-11-21"}),
        ("Thursday rather", {"date": "2026-11-19"}),
        ("yes, but make it eight thirty", {"time": "20:30"}),
        ("no, four o'clock", {"time": "16:00"}),
        ("no, for five people", {"party_size": 5}),
        ("not Friday, Saturday", {"date": "2026-11-21"}),
        ("not four, five", {"party_size": 5}),
        ("not seven, eight", {"time": "20:00"}),
        ("no, make it twenty", {"party_size": 20}),
        ("no, make it seven", {"party_size": 7}),
        ("no, Luigi's please", {"venue": "Luigi's"}),
        ("no, the time is wrong", {}),
    ],
)
async def test_correction_of_a_read_back_is_read(text: str, details: dict[str, Any]) -> None:
    question = OpenQuestion(intent="restaurant_booking", slot=None, options=(), details=READ_BACK)
    parsing = await parse(text, question=question, names={"venue": ["Olive Garden", "Luigi's"]})
    assert parsing.tasks[0].details == details


@pytest.mark.parametrize(
    ("intent", "known", "text", "details"),
    [
        ("family_notification", {"recipient": "Anna", "message": "I'm fine"}, "no, my son", {"recipient": "my son"}),
        ("family_notification", {"recipient": "Anna", "message": "I'm fine"}, "say I'm well", {"message": "I'm well"}),
        ("family_notification", {"recipient": "Anna", "message": "I'm fine"}, "Tom as well", {}),
        ("medicine_reminder", {"medicine": "aspirin", "time": "08:00"}, "no, in the evening", {"time": "20:00"}),
        ("medicine_reminder", {"medicine": "aspirin", "time": "08:00"}, "no, in the morning", {}),
        ("booking_change", {"date": "2026-11-20", "time": "19:00"}, "an hour later", {"shift": "an hour later"}),
    ],
)
async def test_correction_is_read_beside_what_was_read_back(
    intent: str, known: dict[str, Any], text: str, details: dict[str, Any]
) -> None:
    question = OpenQuestion(intent=intent, slot=None, options=(), details=known)
    parsing = await parse(text, question=question, names={"recipient": ["Anna", "Tom"]}, abilities=EVERY)
    assert parsing.tasks[0].details == details


async def test_hour_is_moved_beside_the_hour_that_is_asked_about() -> None:
    question = OpenQuestion(intent="restaurant_booking", slot="time", options=(), details=READ_BACK)
    parsing = await parse("an hour later please", question=question)
    assert parsing.tasks[0].details == {"time": "20:00"}


async def test_hours_that_were_proposed_are_taken_together() -> None:
    offered = ("8:30 in the morning and 1 in the afternoon and 6:30 in the evening",)
    task = await reply("yes please", slot="times", intent=MEDICINE.intent, options=offered)
    assert task.details == {"times": ["08:30", "13:00", "18:30"]}


@pytest.mark.parametrize("text", ["yes", "Yes please.", "as usual", "the usual, thank you", "same as last time"])
async def test_yes_takes_the_only_option(text: str) -> None:
    assert (await reply(text, slot="party_size", options=("2",))).details == {"party_size": 2}


async def test_other_number_than_the_usual_one_is_taken_as_said() -> None:
    assert (await reply("no, four this time", slot="party_size", options=("2",))).details == {"party_size": 4}


async def test_yes_takes_none_of_several_options() -> None:
    assert (await reply("yes", slot="venue", options=("The Ivy", "Nando's"))).details == {}


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("no, make it eight", {}),
        ("sorry, I meant eight", {}),
        ("every day, but make it eight", {"recurrence": "FREQ=DAILY"}),
    ],
)
async def test_hour_is_corrected_though_something_else_was_asked(text: str, details: dict[str, Any]) -> None:
    question = OpenQuestion(
        intent=MEDICINE.intent, slot="recurrence", options=(), details={"medicine": "aspirin", "time": "07:00"}
    )
    [task] = (await parse(text, question=question, abilities=EVERY)).tasks
    assert (task.details, task.ambiguous) == (details, ("time",))
    assert task.options["time"] == ("8 in the morning", "8 in the evening")


@pytest.mark.parametrize("text", ["eight", "every day", "I take eight tablets", "no"])
async def test_number_alone_corrects_nothing_that_was_not_asked(text: str) -> None:
    question = OpenQuestion(
        intent=MEDICINE.intent, slot="recurrence", options=(), details={"medicine": "aspirin", "time": "07:00"}
    )
    [task] = (await parse(text, question=question, abilities=EVERY)).tasks
    assert "time" not in {*task.details, *task.ambiguous}


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("in the morning", "8 in the morning"),
        ("morning and evening", "8 in the morning and 6 in the evening"),
        ("in the mornings and at bedtime please", "8 in the morning and 10 at night"),
    ],
)
async def test_parts_of_the_day_are_an_answer_whose_hours_are_proposed(text: str, proposed: str) -> None:
    task = await reply(text, slot="times", intent=MEDICINE.intent, abilities=EVERY)
    assert (task.details, task.options["times"]) == ({}, (proposed,))


@pytest.mark.parametrize("text", ["not in the morning", "I don't know", "at 8 in the morning"])
async def test_no_hours_are_proposed_where_none_or_others_are_said(text: str) -> None:
    task = await reply(text, slot="times", intent=MEDICINE.intent, abilities=EVERY)
    assert "times" not in task.options
