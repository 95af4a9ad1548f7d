"""What a sentence says of days on and off, of "when I need it" and of hours after the last one."""

import pytest
from pydantic import JsonValue

from services.reminder.said_regimen import read_regimen_words


@pytest.mark.parametrize(
    ("said", "details"),
    [
        ("Every day at 9, three weeks on and one week off", {"days_on": 21, "days_off": 7}),
        ("I take it 21 days on, 7 days off", {"days_on": 21, "days_off": 7}),
        ("five days on then a week off", {"days_on": 5, "days_off": 7}),
        ("paracetamol as needed", {"as_needed": True}),
        ("paracetamol when I need it, at most four a day", {"as_needed": True, "max_per_day": 4}),
        ("only if needed, up to three times in 24 hours", {"as_needed": True, "max_per_day": 3}),
        (
            "whenever I need them, no more than 4 times a day and at least four hours apart",
            {"as_needed": True, "max_per_day": 4, "min_gap_minutes": 240},
        ),
        ("if necessary, not more often than every 90 minutes", {"as_needed": True, "min_gap_minutes": 90}),
        ("8 hours after I took the last one", {"minutes_since_taken": 480}),
        ("six hours after she has taken it", {"minutes_since_taken": 360}),
        ("Remind me to take my pills at 8 for two weeks", {}),
        ("my blood pressure pills every morning at 8", {}),
        ("an hour after breakfast", {}),
        ("I need to take my heart tablets twice a day", {}),
        ("switch it on and off", {}),
    ],
)
def test_words_are_read_as_what_they_say_and_nothing_more(said: str, details: dict[str, JsonValue]) -> None:
    assert read_regimen_words(said) == details
