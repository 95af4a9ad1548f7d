from typing import Literal

Since = Literal["scheduled", "taken"]

SINCE_VALUES: set[Since] = {
    "scheduled",
    "taken",
}


def check_since(value: str) -> Since:
    if value in SINCE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SINCE_VALUES!r}")
