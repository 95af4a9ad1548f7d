from typing import Literal

Weekday = Literal["fri", "mon", "sat", "sun", "thu", "tue", "wed"]

WEEKDAY_VALUES: set[Weekday] = {
    "fri",
    "mon",
    "sat",
    "sun",
    "thu",
    "tue",
    "wed",
}


def check_weekday(value: str) -> Weekday:
    if value in WEEKDAY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WEEKDAY_VALUES!r}")
