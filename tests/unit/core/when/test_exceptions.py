"""What comes again, but not always; and words about time that name none."""

import pytest

from core.when import Policy
from tests.unit.core.when.readings import read


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("every day but not on Sundays", "MO,TU,WE,TH,FR,SA"),
        ("every day except Sunday", "MO,TU,WE,TH,FR,SA"),
        ("every day at 8 am, except on Sundays and Mondays", "TU,WE,TH,FR,SA"),
        ("every day apart from weekends", "MO,TU,WE,TH,FR"),
        ("every weekday but not on Fridays", "MO,TU,WE,TH"),
        ("every Monday and Thursday except Thursdays", "MO"),
    ],
)
def test_days_that_are_excepted_are_left_out(said: str, days: str) -> None:
    reading = read(f"Remind me to stretch {said}")
    assert (reading.recurrence, reading.ambiguous) == (f"FREQ=WEEKLY;BYDAY={days}", frozenset())


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("at 8am except Sundays", "MO,TU,WE,TH,FR,SA"),
        ("at 8am, but not on Sundays", "MO,TU,WE,TH,FR,SA"),
        ("at 8am except Sunday", "MO,TU,WE,TH,FR,SA"),
        ("at 8am except Saturday and Sunday", "MO,TU,WE,TH,FR"),
    ],
)
def test_exception_alone_means_every_other_day_of_the_week_and_is_read_back(said: str, days: str) -> None:
    reading = read(f"Remind me to take my tablets {said}", policy=Policy.MEDICINE)
    assert (reading.recurrence, reading.date) == (f"FREQ=WEEKLY;BYDAY={days}", None)
    assert "recurrence" in reading.inferred


def test_every_day_of_a_list_is_left_out() -> None:
    reading = read("every day at 8am except Saturday and Sunday", policy=Policy.MEDICINE)
    assert (reading.recurrence, reading.date) == ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", None)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("at 9am tomorrow and the day after", {"date"}),
        ("tomorrow and the next day at 9am", {"date"}),
        ("tomorrow at 9am and Tuesday at 10am", {"date", "time"}),
        ("at 9am tomorrow and 10am Tuesday", {"date", "time"}),
        ("on 31 December 2526", {"date"}),
    ],
)
def test_of_two_days_or_an_impossible_year_none_is_taken(said: str, asked: set[str]) -> None:
    reading = read(f"Remind me {said} to take naproxen", policy=Policy.MEDICINE)
    assert (reading.date, reading.ambiguous) == (None, asked)


def test_end_holds_beside_an_exception() -> None:
    rule = read("every day except Sundays until Friday week").recurrence
    assert rule == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA;UNTIL=20261127"


@pytest.mark.parametrize(
    "said",
    [
        "every Monday and Thursday except next Monday",
        "every day except tomorrow",
        "every day except Christmas",
        "every other day but not on Sundays",
        "every day except when it rains",
        "every day, but not on bank holidays",
        "every Sunday except Sundays",
    ],
)
def test_exception_that_no_rule_can_say_is_asked_for(said: str) -> None:
    reading = read(f"Remind me to stretch {said}")
    assert reading.recurrence is None
    assert reading.ambiguous == {"recurrence"}


@pytest.mark.parametrize("said", ["to eat everything except nuts every day", "every day not to skip lunch"])
def test_other_exceptions_are_none_of_the_days(said: str) -> None:
    assert read(f"Remind me {said}").recurrence == "FREQ=DAILY"


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("every 31st", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("on the 1st and 15th of every month", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("every month on the 1st, the 10th and the 20th", "FREQ=MONTHLY;BYMONTHDAY=1,10,20"),
        ("on the 1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("every 3rd day", "FREQ=DAILY;INTERVAL=3"),
    ],
)
def test_days_of_the_month_come_again(said: str, rule: str) -> None:
    assert read(f"Remind me {said} to stretch").recurrence == rule


def test_two_days_of_the_month_alone_are_read_back() -> None:
    assert "recurrence" in read("on the 1st and 15th").inferred


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("every 0 days", "recurrence"),
        ("every 99999 days", "recurrence"),
        ("every 45th", "recurrence"),
        ("in 99999999999999999999 days", "date"),
        ("on February 30th", "date"),
        ("on the 31st of November", "date"),
        ("on 30/02/2027", "date"),
        ("on the 1st and the 15th of December", "date"),
    ],
)
def test_time_that_cannot_be_is_asked_for(said: str, what: str) -> None:
    reading = read(f"Remind me {said} to stretch")
    assert (reading.date, reading.recurrence, reading.ambiguous) == (None, None, {what})
    assert said in [span.text for span in reading.spans]


@pytest.mark.parametrize("said", ["on the 30th of March", "on February 28th", "in 9999 days", "on the 31st"])
def test_day_that_can_be_is_read(said: str) -> None:
    assert read(f"Remind me {said}", policy=Policy.BOOKING).date is not None
