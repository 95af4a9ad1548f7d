"""How many times a day was said."""

import pytest

from services.reminder.how_often import question_count
from tests.unit.services.reminder.plans import reminder


@pytest.mark.parametrize(
    ("text", "times", "is_asked"),
    [
        ("my pills three times a day", ("08:00",), True),
        ("my pills twice daily", ("08:00",), True),
        ("my pills once a day", ("08:00", "20:00"), True),
        ("my pills twice a day", ("08:00", "20:00"), False),
        ("my pills every day at 8", ("08:00",), False),
        ("my pills twice a day and my drops once a day", ("08:00",), False),
        ("my pills twice a week", ("08:00",), False),
    ],
)
def test_other_count_than_was_said_is_asked_about(text: str, times: tuple[str, ...], *, is_asked: bool) -> None:
    assert bool(question_count(text, reminder(times=times))) is is_asked


def test_what_comes_once_or_every_few_hours_is_not_counted() -> None:
    assert question_count("three times a day", reminder(recurrence=None)) is None
    assert question_count("three times a day", reminder(recurrence="FREQ=HOURLY;INTERVAL=6")) is None
