from typing import Literal

Topic = Literal[
    "activity",
    "booking",
    "daily_summary",
    "emergency",
    "message",
    "missed",
    "refill",
    "shopping",
    "taken",
    "weekly_summary",
]

TOPIC_VALUES: set[Topic] = {
    "activity",
    "booking",
    "daily_summary",
    "emergency",
    "message",
    "missed",
    "refill",
    "shopping",
    "taken",
    "weekly_summary",
}


def check_topic(value: str) -> Topic:
    if value in TOPIC_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {TOPIC_VALUES!r}")
