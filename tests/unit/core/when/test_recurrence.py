import pytest

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
