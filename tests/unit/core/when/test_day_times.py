"""The person's own hours for meals and bed."""

from datetime import time

import pytest

from core.when import Policy, TimeReading, find_times
from tests.unit.core.when.readings import LONDON, NOW, read

OWN = {"breakfast": time(8, 30), "lunch": time(13), "dinner": time(18, 30), "bedtime": time(22)}


def hours(text: str, *, policy: Policy = Policy.MEDICINE) -> list[str]:
    return [f"{at:%H:%M}" for at in read_own(text, policy=policy).times]


def read_own(text: str, *, policy: Policy = Policy.MEDICINE) -> TimeReading:
    return find_times(text, now=NOW, timezone=LONDON, policy=policy, day_times=OWN)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("my pill with breakfast", ["08:30"]),
        ("my pill after breakfast", ["09:00"]),
        ("my pill before lunch", ["12:30"]),
        ("my pill half an hour before breakfast", ["08:00"]),
        ("my pill two hours after lunch", ["15:00"]),
        ("my drops at bedtime", ["22:00"]),
        ("my drops before bed", ["22:00"]),
        ("my drops an hour before bed", ["21:00"]),
        ("metformin with breakfast and with supper", ["08:30", "18:30"]),
        ("metformin after breakfast and dinner", ["09:00", "19:00"]),
        ("metformin with breakfast, lunch and dinner", ["08:30", "13:00", "18:30"]),
        ("metformin three times a day after meals", ["09:00", "13:30", "19:00"]),
        ("metformin before every meal", ["08:00", "12:30", "18:00"]),
        ("2 tablets with breakfast and 1 at bedtime", ["08:30", "22:00"]),
        ("one in the morning with breakfast and one at bedtime", ["08:30", "22:00"]),
        ("every breakfast and bedtime", ["08:30", "22:00"]),
    ],
)
def test_part_of_the_day_has_the_hour_of_the_person(said: str, expected: list[str]) -> None:
    assert hours(f"Remind me to take {said}") == expected


@pytest.mark.parametrize(
    "said",
    [
        "my pill twice a day with meals",
        "my pill with breakfast and in the evening",
        "my pill in the morning and after dinner",
        "my pill with breakfast or lunch",
        "my pill with breakfast and with my tea",
        "my pill after brunch",
        "my pill every 4 hours until bedtime",
        "my pill an odd number of minutes before lunch",
        "my pill with a late lunch",
    ],
)
def test_nothing_is_lost_or_guessed_where_one_hour_is_not_known(said: str) -> None:
    assert hours(f"Remind me to take {said}") == []


def test_hour_that_was_said_goes_before_that_of_the_meal() -> None:
    assert hours("my pill at 7 in the morning before breakfast") == ["07:00"]


def test_hour_of_a_meal_is_marked_as_going_beyond_the_words() -> None:
    assert read_own("my pill after breakfast").inferred == {"time"}


def test_meal_that_is_cooked_is_no_hour() -> None:
    assert hours("Remind me to help with dinner", policy=Policy.REMINDER) == []
    assert hours("Remind me to cook dinner at lunchtime", policy=Policy.REMINDER) == ["13:00"]


@pytest.mark.parametrize("policy", [Policy.KNOWN, Policy.TAKEN, Policy.BOOKING])
def test_what_is_stored_done_or_booked_has_no_hour_by_a_meal(policy: Policy) -> None:
    assert hours("my pill after breakfast", policy=policy) == []


def test_hours_of_most_people_are_only_proposed() -> None:
    reading = read("my pill after breakfast and at bedtime", policy=Policy.MEDICINE)
    assert reading.times == ()
    assert reading.usual == (time(8, 30), time(22))


def test_endless_list_of_meals_is_read_and_given_no_hours() -> None:
    assert hours("with breakfast and " * 5_000) == []
