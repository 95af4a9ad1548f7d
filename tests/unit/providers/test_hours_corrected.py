"""An hour that is corrected by a number alone: "at 8 in the morning, no, make it nine"."""

import pytest

from tests.unit.providers.every_ability import understand_any


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Remind me to take my pills every day at 8 in the morning, no, make it nine", "09:00"),
        ("Remind me to take my pills at 8 in the evening every day, sorry, nine", "21:00"),
        ("Remind me to take my pills every day at 11 am, no, make it one", "13:00"),
        ("Book a table for two at Olive Garden on Friday at 7 pm, no, make it eight", "20:00"),
    ],
)
async def test_number_alone_corrects_the_hour_said_just_before(text: str, time: str) -> None:
    task = await understand_any(text)
    assert task.details["time"] == time
    assert task.inferred == ("time",)
    assert task.details.get("party_size", 2) == 2


async def test_number_behind_a_number_of_people_corrects_that() -> None:
    task = await understand_any("Book a table at Olive Garden on Friday at 7 pm for two, no, make it eight")
    assert (task.details["time"], task.details["party_size"]) == ("19:00", 8)


@pytest.mark.parametrize(
    "text",
    [
        "Remind me to take my pills every day at 8 am and 8 pm, no, make it nine",
        "Book a table for two on Friday at 7 pm at Olive Garden, no, make it eight",
        "Remind me to take my pills every day at 8 am, no, at three",
    ],
)
async def test_number_that_may_correct_something_else_is_asked(text: str) -> None:
    task = await understand_any(text)
    assert "time" not in task.details
    assert task.ambiguous == ("time",)


@pytest.mark.parametrize(
    "text", ["Remind me to call Anna at 8 am, no", "Remind me to call Anna at 8 am, sorry, please"]
)
async def test_hour_stays_where_no_other_is_said(text: str) -> None:
    assert (await understand_any(text)).details["time"] == "08:00"
