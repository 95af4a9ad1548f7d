from typing import Literal

Queue = Literal["activity", "booking", "notification", "reminder", "webhook"]

QUEUE_VALUES: set[Queue] = {
    "activity",
    "booking",
    "notification",
    "reminder",
    "webhook",
}


def check_queue(value: str) -> Queue:
    if value in QUEUE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {QUEUE_VALUES!r}")
