"""Quoted words become details by the readers of the offline path; nothing else does."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.ability import SlotKind
from tests.unit.providers.abilities import RESTAURANT, ability, slot
from tests.unit.providers.spans.reading import DINNER, QUOTED, UNDERSTOOD, read, read_all, read_reply, wish

UNUSUAL = "Could you sort us something at Bella"
"""The grammar of the tests knows no such wish."""


async def test_quotations_become_details() -> None:
    task = await read(DINNER, **QUOTED)
    assert task.details == UNDERSTOOD
    assert task.inferred == ()
    assert task.spans["date"] == "tomorrow"


@pytest.mark.parametrize("time", ["7 PM", "7pm.", '"7pm"', "tomorrow 7pm"])
async def test_quotation_may_differ_in_spaces_marks_and_capitals(time: str) -> None:
    assert (await read(DINNER, **{**QUOTED, "time": time})).details == UNDERSTOOD


@pytest.mark.parametrize("invented", ["2031-05-01", "19:00", "next Friday", "2026-11-19T19:00:00Z"])
async def test_date_that_a_model_computed_is_ignored(invented: str) -> None:
    task = await read(f"{UNUSUAL} for 4 at 7pm", venue="Bella", party_size="4", time="7pm", date=invented)
    assert task.details == {"venue": "Bella", "party_size": 4, "time": "19:00"}


@pytest.mark.parametrize(
    ("slot", "invented"), [("venue", "The Ritz"), ("party_size", "12"), ("location", "Soho"), ("cuisine", "Italian")]
)
async def test_words_that_nobody_said_are_dropped(slot: str, invented: str) -> None:
    task = await read(f"{UNUSUAL[:-9]} for us", **{slot: invented})
    assert task.details == {}


async def test_invented_words_give_way_to_what_the_grammar_reads_and_are_read_back() -> None:
    task = await read(DINNER, **{**QUOTED, "venue": "The Ritz"})
    assert task.details == UNDERSTOOD
    assert task.inferred == ("venue",)


@pytest.mark.parametrize(
    ("words", "quoted", "date", "time"),
    [
        ("Friday at half past seven in the evening", ("Friday", "half past seven"), "2026-11-20", "19:30"),
        ("on Sunday week at noon", ("Sunday week", "noon"), "2026-11-29", "12:00"),
        ("tomorrow evening at eight", ("tomorrow", "eight"), "2026-11-19", "20:00"),
    ],
)
async def test_times_are_read_in_the_context_of_the_sentence(
    words: str, quoted: tuple[str, str], date: str, time: str
) -> None:
    task = await read(f"{UNUSUAL} {words}", venue="Bella", date=quoted[0], time=quoted[1])
    assert (task.details["date"], task.details["time"]) == (date, time)


async def test_time_that_is_not_quoted_is_nobodys() -> None:
    text = "I have been up since 5 am and was there on Sunday. Bella is what I think of for Friday at 7pm"
    task = await read(text, venue="Bella", date="Friday", time="7pm")
    assert (task.details["date"], task.details["time"], task.inferred) == ("2026-11-20", "19:00", ())


@pytest.mark.parametrize("quoted", ["7pm", "8pm"])
async def test_one_of_two_readings_is_never_taken_in_silence(quoted: str) -> None:
    task = await read(f"{UNUSUAL} on Friday at 7pm or 8pm", venue="Bella", date="Friday", time=quoted)
    assert "time" not in task.details
    assert task.ambiguous == ("time",)


async def test_correction_is_read_back() -> None:
    task = await read(f"{UNUSUAL} on Friday, no, Saturday at 7pm", venue="Bella", date="Saturday", time="7pm")
    assert (task.details["date"], task.inferred) == ("2026-11-21", ("date",))


async def test_bare_seven_for_a_medicine_is_asked_with_both_readings() -> None:
    text = "See that I swallow the blue one at 7"
    task = await read(text, intent="medicine_reminder", medicine="the blue one", time="at 7")
    assert (task.ambiguous, task.options["time"]) == (("time",), ("7 in the morning", "7 in the evening"))


async def test_span_from_now_keeps_its_instant() -> None:
    text = "See that I swallow the blue one in 20 seconds"
    task = await read(text, intent="medicine_reminder", medicine="the blue one", time="in 20 seconds")
    assert task.scheduled_for == datetime(2026, 11, 18, 10, 0, 20, tzinfo=UTC)


async def test_several_times_may_stand_apart() -> None:
    text = "See that I swallow the blue one at 8 am, before the news, and then again at 8 pm"
    task = await read(text, intent="medicine_reminder", medicine="the blue one", times=["8 am", "8 pm"])
    assert task.details["times"] == ["08:00", "20:00"]


@pytest.mark.parametrize(
    ("words", "quoted", "count"),
    [("we'd be five", "five", 5), ("for the two of us", "two of us", 2), ("party of 6", "party of 6", 6)],
)
async def test_counts_are_read_from_words(words: str, quoted: str, count: int) -> None:
    assert (await read(f"{UNUSUAL}, {words}", party_size=quoted)).details["party_size"] == count


@pytest.mark.parametrize("quoted", ["five", "six"])
async def test_open_count_is_asked_for_whichever_number_is_quoted(quoted: str) -> None:
    task = await read(f"{UNUSUAL}, we'd be five or six", party_size=quoted)
    assert (task.ambiguous, "party_size" in task.details) == (("party_size",), False)


async def test_stored_name_gets_its_stored_spelling() -> None:
    [task] = await read_all(
        "sort us something at olive garden", wish(venue="olive garden"), names={"venue": ["Olive Garden"]}
    )
    assert task.details["venue"] == "Olive Garden"


async def test_two_names_are_asked_about() -> None:
    task = await read("Sort us something at Bella or Luigi", venue="Bella")
    assert (task.ambiguous, "venue" in task.details) == (("venue",), False)


async def test_choice_must_be_said() -> None:
    assert (await read("Sort us something italian", cuisine="Italian")).details == {"cuisine": "Italian"}
    assert (await read("Sort us something nice", cuisine="Italian")).details == {}


async def test_stored_record_is_a_choice_though_no_form_names_it() -> None:
    text = "Sort us something with fondue"
    [task] = await read_all(text, wish(cuisine=None), names={"cuisine": ["fondue"]})
    assert task.details == {"cuisine": "fondue"}


async def test_choice_that_is_needed_may_be_meant_and_is_read_back() -> None:
    needy = replace(RESTAURANT, required=("cuisine",))
    [task] = await read_all("Sort us some pasta", wish(cuisine="Italian"), abilities=[needy])
    assert (task.details, task.inferred) == ({"cuisine": "Italian"}, ("cuisine",))


async def test_longer_of_two_choices_is_no_match_for_the_shorter() -> None:
    values = ("half an hour later", "an hour later")
    shifting = ability("shift", {}, slot("shift", SlotKind.CHOICE, values=values))
    [task] = await read_all("Make it an hour later", wish("shift", shift="an hour later"), abilities=[shifting])
    assert task.details == {"shift": "an hour later"}


async def test_free_words_end_where_a_quoted_time_begins() -> None:
    text = "See that I swallow the blue one tomorrow at 9 am"
    task = await read(
        text, intent="medicine_reminder", medicine="the blue one tomorrow at 9 am", date="tomorrow", time="9 am"
    )
    assert task.details == {"medicine": "the blue one", "date": "2026-11-19", "time": "09:00"}


async def test_message_keeps_the_times_that_it_mentions() -> None:
    text = "Let Anna know I'll come tomorrow at 7 pm"
    task = await read(text, intent="family_notification", recipient="Anna", message="I'll come tomorrow at 7 pm")
    assert task.details["message"] == "I'll come tomorrow at 7 pm"


@pytest.mark.parametrize(
    ("text", "slot", "options", "value"),
    [
        ("eight, I think", "party_size", (), 8),
        ("the second one", "time", ("7pm", "8pm"), "20:00"),
        ("Bella would be nice", "venue", (), "Bella"),
    ],
)
async def test_bare_answer_counts_for_what_was_asked(
    text: str, slot: str, options: tuple[str, ...], value: object
) -> None:
    quoted = {"party_size": "eight", "time": "the second one", "venue": "Bella"}[slot]
    assert (await read_reply(text, slot=slot, options=options, **{slot: quoted})).details == {slot: value}


async def test_reply_that_a_model_finds_nothing_in_is_read_by_the_grammar() -> None:
    assert (await read_reply("four", slot="party_size")).details == {"party_size": 4}
