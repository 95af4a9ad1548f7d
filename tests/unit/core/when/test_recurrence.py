import pytest

from core.when import Policy
from tests.unit.core.when.readings import read


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("every day", "FREQ=DAILY"),
        ("daily at 9am", "FREQ=DAILY"),
        ("every morning", "FREQ=DAILY"),
        ("each night", "FREQ=DAILY"),
        ("every other day", "FREQ=DAILY;INTERVAL=2"),
        ("every third day", "FREQ=DAILY;INTERVAL=3"),
        ("every 6 hours", "FREQ=HOURLY;INTERVAL=6"),
        ("every two weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("every half hour", "FREQ=MINUTELY;INTERVAL=30"),
        ("every Monday and Thursday", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("every Monday, Wednesday and Friday", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("on Sundays", "FREQ=WEEKLY;BYDAY=SU"),
        ("every other Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("on weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every weekend", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("Monday to Friday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("twice a day", "FREQ=DAILY"),
        ("three times a week", "FREQ=WEEKLY"),
        ("on the first of every month", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("every last Friday of the month", "FREQ=MONTHLY;BYDAY=-1FR"),
    ],
)
def test_recurrence_is_read(said: str, rule: str) -> None:
    assert read(f"Remind me {said} to stretch").recurrence == rule


def test_twice_a_day_leaves_the_times_open() -> None:
    assert read("twice a day with food").times == ()


def test_recurrence_keeps_the_times_said_with_it() -> None:
    reading = read("at 9am and 9pm every day")
    assert reading.recurrence == "FREQ=DAILY"
    assert [at.hour for at in reading.times] == [9, 21]


def test_single_weekday_is_no_recurrence() -> None:
    assert read("on Monday").recurrence is None


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("every day for 7 days", "FREQ=DAILY;COUNT=7"),
        ("every day at 8am for a week", "FREQ=DAILY;COUNT=7"),
        ("twice a day for ten days", "FREQ=DAILY;COUNT=10"),
        ("for the next two weeks every morning", "FREQ=DAILY;COUNT=14"),
        ("every other day for 9 days", "FREQ=DAILY;INTERVAL=2;COUNT=5"),
        ("every 8 hours for 7 days", "FREQ=HOURLY;INTERVAL=8;COUNT=21"),
        ("every Monday and Thursday for 3 weeks", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=6"),
        ("every day for a month", "FREQ=DAILY;UNTIL=20261217"),
        ("every day at 9am until Friday", "FREQ=DAILY;UNTIL=20261120"),
        ("every evening till the 30th of November", "FREQ=DAILY;UNTIL=20261130"),
    ],
)
def test_what_comes_again_ends_when_it_is_said_to(said: str, rule: str) -> None:
    reading = read(f"Remind me {said}")
    assert (reading.recurrence, reading.date) == (rule, None)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Remind me every Monday to buy food for a week", "FREQ=WEEKLY;BYDAY=MO"),
        ("Pack clothes for 7 days", None),
        ("Remind me every day that I am away until further notice", "FREQ=DAILY"),
    ],
)
def test_length_of_something_else_ends_nothing(said: str, rule: str | None) -> None:
    assert read(said).recurrence == rule


def test_course_of_medicine_is_daily() -> None:
    assert read("take my antibiotics for 7 days", policy=Policy.MEDICINE).recurrence == "FREQ=DAILY;COUNT=7"


def test_pause_is_no_course_of_medicine() -> None:
    assert read("pause my antibiotics for 7 days", policy=Policy.MEDICINE).recurrence is None


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("every two weeks on Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("every other week on Tuesday and Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR"),
        ("fortnightly on Thursdays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("once a week on Sunday", "FREQ=WEEKLY;BYDAY=SU"),
        ("twice a week, on Monday and Thursday", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("monthly on the first", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("every three months on the 15th", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"),
        ("every month on the last Friday", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("after every meal", "FREQ=DAILY"),
    ],
)
def test_day_of_what_comes_every_so_often_is_part_of_its_rule(said: str, rule: str) -> None:
    reading = read(said)
    assert (reading.recurrence, reading.date) == (rule, None)


def test_every_second_friday_may_be_of_the_month_or_every_other_week() -> None:
    assert "recurrence" in read("every second Friday").inferred


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("every 3 March", "2027-03-03"),
        ("every March 3rd", "2027-03-03"),
        ("every 29th of February", "2028-02-29"),
        ("every Christmas Eve", "2026-12-24"),
    ],
)
def test_day_of_the_year_comes_every_year(said: str, first: str) -> None:
    reading = read(f"Remind me {said} at 10am to call Anna")
    assert (reading.recurrence, str(reading.date)) == ("FREQ=YEARLY", first)


def test_what_moves_with_easter_is_no_rule() -> None:
    reading = read("Remind me every Easter Monday at 10am to call Anna")
    assert (reading.recurrence, "recurrence" in reading.ambiguous) == (None, True)
