from datetime import time

import pytest

from core.when import Policy
from tests.unit.core.when.readings import NOW, clock_of, read


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("7pm", "19:00"),
        ("7 p.m.", "19:00"),
        ("7.30pm", "19:30"),
        ("19:45", "19:45"),
        ("at 19.45", "19:45"),
        ("12am", "00:00"),
        ("12:15 pm", "12:15"),
        ("half past six in the evening", "18:30"),
        ("half eight in the morning", "08:30"),
        ("quarter to eight tonight", "19:45"),
        ("a quarter past 3pm", "15:15"),
        ("ten past nine tomorrow morning", "09:10"),
        ("twenty-five to one in the afternoon", "12:35"),
        ("seven thirty pm", "19:30"),
        ("eight o'clock in the morning", "08:00"),
        ("noon", "12:00"),
        ("midday", "12:00"),
        ("midnight", "00:00"),
        ("7 in the evening", "19:00"),
        ("8 at night", "20:00"),
        ("at 9 tonight", "21:00"),
        ("in the evening at eight", "20:00"),
        ("every night at ten", "22:00"),
        ("3 in the afternoon", "15:00"),
    ],
)
def test_time_is_read_as_said(said: str, expected: str) -> None:
    reading = read(f"Call me {said}, please")
    assert reading.time is not None
    assert reading.time.strftime("%H:%M") == expected
    assert "time" not in reading.inferred


@pytest.mark.parametrize(
    ("said", "expected"),
    [("at 7", "19:00"), ("at 1", "13:00"), ("at 12", "12:00"), ("at half past six", "18:30"), ("at 10", "10:00")],
)
def test_bare_hour_of_a_booking_is_the_usual_one_and_marked(said: str, expected: str) -> None:
    assert clock_of(said, policy=Policy.BOOKING) == expected
    assert read(said, policy=Policy.BOOKING).inferred == {"time"}


@pytest.mark.parametrize("policy", [Policy.MEDICINE, Policy.REMINDER])
def test_bare_hour_of_a_reminder_is_ambiguous(policy: Policy) -> None:
    reading = read("at 7", policy=policy)
    assert reading.time is None
    assert reading.ambiguous == {"time"}
    assert [at.hour for at in reading.candidates] == [7, 19]


def test_bare_hour_today_is_the_one_still_to_come() -> None:
    assert clock_of("today at 5", policy=Policy.MEDICINE) == "17:00"
    assert read("today at 5", policy=Policy.MEDICINE).inferred == {"time"}


def test_meal_only_suggests_the_half_of_the_day() -> None:
    reading = read("breakfast at 8", policy=Policy.BOOKING)
    assert (reading.time and reading.time.hour, reading.day_part) == (8, "breakfast")
    assert reading.inferred == {"time"}


@pytest.mark.parametrize(
    "said",
    [
        "a table for 6",
        "table for two tonight",
        "2 tablets",
        "4 people",
        "5 to 6 people",
        "at Seven Dials tomorrow",
        "at 5 Guys",
        "at 12 Main Street",
        "for 7",
        "room 101",
        "£7.30",
        "half a pint",
    ],
)
def test_number_of_other_things_is_no_time(said: str) -> None:
    reading = read(said, policy=Policy.BOOKING)
    assert reading.time is None
    assert reading.ambiguous == frozenset()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("at 9am and 9pm", ["09:00", "21:00"]),
        ("at 8, 2 and 8", ["08:00", "14:00", "20:00"]),
        ("at 7 and 9 pm", ["19:00", "21:00"]),
    ],
)
def test_list_of_times_keeps_its_order(said: str, expected: list[str]) -> None:
    assert [at.strftime("%H:%M") for at in read(said).times] == expected


def test_list_with_several_orders_is_ambiguous() -> None:
    assert read("at 7 and 9").times == ()
    assert read("at 7 and 9").ambiguous == {"time"}


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("tomorrow morning", "morning"),
        ("tonight", "evening"),
        ("Sunday lunch", "lunch"),
        ("at bedtime", "bedtime"),
        ("after breakfast", "breakfast"),
        ("first thing on Monday", "morning"),
        ("dinner for two", "dinner"),
    ],
)
def test_part_of_the_day_is_kept_without_a_time(said: str, part: str) -> None:
    reading = read(said, policy=Policy.BOOKING)
    assert reading.day_part == part
    assert reading.time is None


def test_greeting_is_no_part_of_the_day() -> None:
    assert read("Good morning, book a table").day_part is None


def test_midnight_tonight_belongs_to_the_next_day() -> None:
    reading = read("midnight tonight")
    assert reading.date is not None
    assert reading.date.isoformat() == "2026-11-19"
    assert "date" in reading.inferred


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("move it to 8", ["20:00"]),
        ("put my table back to 9 please", ["21:00"]),
        ("change it to 8 people", []),
        ("give it to 4 friends", []),
        ("count to 8", []),
    ],
)
def test_bare_hour_behind_to_is_a_time_only_of_what_is_moved(text: str, times: list[str]) -> None:
    assert [f"{at:%H:%M}" for at in read(text, policy=Policy.BOOKING).times] == times


def test_particle_before_a_day_is_none_of_its_words() -> None:
    [span] = read("let the plumber in tomorrow").spans
    assert span.text == "tomorrow"
    [span] = read("let the cat in on Friday").spans
    assert span.text == "on Friday"


def test_only_hour_that_has_passed_today_is_when_it_was_done() -> None:
    assert clock_of("I took it at 8", policy=Policy.TAKEN) == "08:00"


def test_hour_of_yesterday_that_was_done_stays_open() -> None:
    reading = read("I took it yesterday at 8", policy=Policy.TAKEN)
    assert (reading.time, len(reading.candidates)) == (None, 2)


def test_both_hours_have_passed_late_in_the_evening() -> None:
    reading = read("I took it at 8", policy=Policy.TAKEN, now=NOW.replace(hour=21))
    assert reading.ambiguous == {"time"}


@pytest.mark.parametrize("said", ["change my aspirin to 9", "changing the pills to 9"])
def test_thing_is_changed_to_an_hour(said: str) -> None:
    assert [at.hour for at in read(said).candidates] == [9, 21]


@pytest.mark.parametrize("said", ["change my table to 9", "change the booking to 9", "I changed to 9"])
def test_table_is_changed_to_a_number(said: str) -> None:
    assert read(said).times == read(said).candidates == ()


def test_before_bed_is_the_end_of_the_day() -> None:
    assert read("at 10 before bed").times == (time(22),)


@pytest.mark.parametrize("said", ["at 25:00", "at 25 o'clock", "at 7:75"])
def test_hour_that_no_clock_shows_is_asked_for(said: str) -> None:
    reading = read(f"Remind me {said} to stretch")
    assert (reading.time, reading.ambiguous) == (None, {"time"})


@pytest.mark.parametrize(
    "said",
    ["at 8 am and 9", "8 am and 9", "at 8 in the morning and 9", "at 8 in the morning and at 9", "at 8 and 10 pm"],
)
def test_hour_of_a_medicine_beside_a_sure_one_is_asked_for(said: str) -> None:
    reading = read(f"take my pills every day {said}", policy=Policy.MEDICINE)
    assert (reading.times, reading.ambiguous) == ((), {"time"})
    assert len(reading.candidates) == 3


@pytest.mark.parametrize("said", ["at 8 and 8 pm", "8 and 8 pm", "at 8 am and 8 pm"])
def test_same_hour_named_twice_is_once_in_the_morning(said: str) -> None:
    reading = read(f"take my pills every day {said}", policy=Policy.MEDICINE)
    assert [at.hour for at in reading.times] == [8, 20]


@pytest.mark.parametrize("said", ["for 2 and 8 pm", "at 8 pm and 4 people", "at 8 pm and 2 children"])
def test_number_beside_an_hour_may_count_people(said: str) -> None:
    assert [at.hour for at in read(f"a table {said}", policy=Policy.BOOKING).times] == [20]


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("8 in the morning, 2 in the afternoon and 8 in the evening", "08:00 14:00 20:00"),
        ("at 8 in the morning, 2 in the afternoon and 8 at night", "08:00 14:00 20:00"),
        ("7 in the morning, noon and 7 in the evening", "07:00 12:00 19:00"),
    ],
)
def test_part_of_the_day_belongs_to_the_hour_before_it(said: str, times: str) -> None:
    found = read(said, policy=Policy.MEDICINE)
    assert " ".join(f"{at:%H:%M}" for at in found.times) == times


def test_hour_between_two_that_are_certain_is_never_taken_for_the_night() -> None:
    found = read("at 8 in the morning, 2 and 8 in the evening", policy=Policy.MEDICINE)
    assert found.times == (time(8), time(14), time(20))
    assert found.inferred == {"time"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("at ten to eight in the morning", "07:50"),
        ("at twenty to nine in the evening", "20:40"),
        ("at five to twelve tonight", "23:55"),
        ("by about ten to eight pm", "19:50"),
        ("at 12 noon", "12:00"),
        ("at 12 o'clock midday", "12:00"),
    ],
)
def test_words_before_the_hour_are_part_of_one_time(said: str, expected: str) -> None:
    reading = read(said)
    assert [f"{at:%H:%M}" for at in reading.times] == [expected]


@pytest.mark.parametrize(
    "said",
    [
        "take one in the morning and one at night",
        "2 tablets with breakfast and 1 at bedtime",
        "morning, noon and night",
        "morning and evening",
    ],
)
def test_number_for_each_part_of_the_day_is_no_hour(said: str) -> None:
    reading = read(said, policy=Policy.MEDICINE)
    assert (reading.times, len(reading.spans)) == ((), 1)
