"""Answers to the questions that the abilities ask."""

from typing import Any

import pytest

from tests.unit.providers.every_ability import EVERY
from tests.unit.providers.understanding import reply

TABLE = "the table for 2 at Olive Garden on Friday 20 November at 7 in the evening"
HAIRCUT = "the haircut at Curl Up with Maria on Saturday 21 November at 10 in the morning"
HALVES = ("7 in the morning", "7 in the evening")
DAYS = ("every day", "just once")


async def answer(text: str, intent: str, slot: str, options: tuple[str, ...] = ()) -> dict[str, Any]:
    task = await reply(text, slot=slot, intent=intent, options=options, abilities=EVERY)
    return dict(task.details)


@pytest.mark.parametrize("intent", ["booking_cancel", "booking_change"])
@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("the second one", HAIRCUT),
        ("the first", TABLE),
        ("number 2", HAIRCUT),
        ("Friday", TABLE),
        ("the one on saturday please", HAIRCUT),
        ("at olive garden", TABLE),
        ("the haircut", HAIRCUT),
        ("with Maria", HAIRCUT),
        ("at 7", TABLE),
    ],
)
async def test_one_of_several_bookings_is_chosen(intent: str, text: str, which: str) -> None:
    assert await answer(text, intent, "which", (TABLE, HAIRCUT)) == {"which": which}


@pytest.mark.parametrize(
    ("intent", "slot", "text", "value"),
    [
        ("booking_change", "party_size", "Six.", 6),
        ("booking_change", "date", "Monday", "2026-11-23"),
        ("booking_change", "time", "half past seven", "19:30"),
        ("booking_change", "time", "from 7 to 8pm", "20:00"),
        ("reminder_change", "time", "9 in the morning", "09:00"),
        ("reminder_change", "time", "at nine am", "09:00"),
    ],
)
async def test_bare_answer_is_the_new_value(intent: str, slot: str, text: str, value: object) -> None:
    assert (await answer(text, intent, slot))[slot] == value


async def test_new_value_is_no_choice() -> None:
    options = ("the day", "the time", "the number of people")
    assert await answer("to 8pm", "booking_change", "which", options) == {"time": "20:00"}
    assert await answer("the time", "booking_change", "which", options) == {"which": "the time"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every day", "FREQ=DAILY"),
        ("daily please", "FREQ=DAILY"),
        ("just once", "FREQ=DAILY;COUNT=1"),
        ("once", "FREQ=DAILY;COUNT=1"),
        ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("monday and thursday", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("on Sundays", "FREQ=WEEKLY;BYDAY=SU"),
        ("for ten days", "FREQ=DAILY;COUNT=10"),
        ("for a week", "FREQ=DAILY;COUNT=7"),
        ("not every day, just once", "FREQ=DAILY;COUNT=1"),
    ],
)
async def test_how_often_is_understood(text: str, rule: str) -> None:
    assert await answer(text, "medicine_reminder", "recurrence", DAYS) == {"recurrence": rule}


async def test_only_today_is_once_and_today() -> None:
    details = await answer("only today", "medicine_reminder", "recurrence", DAYS)
    assert details == {"recurrence": "FREQ=DAILY;COUNT=1", "date": "2026-11-18"}


@pytest.mark.parametrize("text", ["yes", "twice a week", "I don't know"])
async def test_how_often_is_not_guessed(text: str) -> None:
    assert await answer(text, "medicine_reminder", "recurrence", DAYS) == {}


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("the morning one", {"time": "07:00"}),
        ("the second", {"time": "19:00"}),
        ("in the evening", {"time": "19:00"}),
        ("at seven in the morning", {"time": "07:00"}),
        ("7pm", {"time": "19:00"}),
        ("both", {"times": ["07:00", "19:00"]}),
    ],
)
async def test_reading_of_an_hour_is_chosen(text: str, details: dict[str, Any]) -> None:
    assert await answer(text, "medicine_reminder", "time", HALVES) == details


async def test_bare_hour_is_asked_again_with_its_readings() -> None:
    task = await reply("8", slot="time", intent="medicine_reminder", abilities=EVERY)
    assert (task.details, task.ambiguous) == ({}, ("time",))
    assert task.options == {"time": ("8 in the morning", "8 in the evening")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("I'm fine", "I'm fine"),
        ("tell her I'm fine", "I'm fine"),
        ("that I'm home at 7 tomorrow", "I'm home at 7 tomorrow"),
        ("say I don't want any visitors today", "I don't want any visitors today"),
        ("I want you to call me", "I want you to call me"),
        ("Not today, Josephine", "Not today, Josephine"),
        ("give my love to Tom", "give my love to Tom"),
    ],
)
async def test_words_to_pass_on_are_the_whole_answer(text: str, message: str) -> None:
    assert await answer(text, "family_notification", "message") == {"message": message}


@pytest.mark.parametrize("text", ["I don't know", "nothing", "what?"])
async def test_no_words_are_no_message(text: str) -> None:
    assert await answer(text, "family_notification", "message") == {}


@pytest.mark.parametrize(
    ("intent", "slot", "options", "text", "value"),
    [
        ("family_notification", "recipient", ("Anna Smith", "Anna Jones"), "Smith", "Anna Smith"),
        ("family_notification", "recipient", ("Anna Smith", "Anna Jones"), "the second one", "Anna Jones"),
        ("family_notification", "recipient", (), "tell my son please", "my son"),
        ("family_notification", "recipient", (), "mum", "mum"),
        ("salon_booking", "service", ("Wash and set", "Haircut"), "haircut", "Haircut"),
        ("salon_booking", "service", ("Wash and set", "Haircut"), "the first", "Wash and set"),
        ("salon_booking", "stylist", ("Maria", "Paula", "anyone"), "I don't mind", "anyone"),
        ("salon_booking", "stylist", ("Maria", "Paula", "anyone"), "with paula please", "Paula"),
        ("reminder_cancel", "subject", ("call Anna", "take the bins out"), "bins", "take the bins out"),
        ("medicine_reminder", "medicine", (), "my blue pills", "blue pills"),
        ("medicine_reminder", "medicine", (), "I want to take my insulin", "insulin"),
        ("reminder", "subject", (), "the bins", "the bins"),
        ("shopping", "item", (), "two loaves of bread and some butter", "two loaves of bread and some butter"),
        ("activity_note", "message", (), "I walked to the park today", "I walked to the park today"),
    ],
)
async def test_answer_fills_its_slot(intent: str, slot: str, options: tuple[str, ...], text: str, value: str) -> None:
    assert await answer(text, intent, slot, options) == {slot: value}


async def test_answer_may_say_when_too() -> None:
    details = await answer("to call Tom tomorrow at 3pm", "reminder", "subject")
    assert details == {"subject": "call Tom", "date": "2026-11-19", "time": "15:00"}
