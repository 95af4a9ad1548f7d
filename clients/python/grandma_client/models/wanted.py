from typing import Literal

Wanted = Literal["forgot", "left", "medicines", "missed", "plan", "took"]

WANTED_VALUES: set[Wanted] = {
    "forgot",
    "left",
    "medicines",
    "missed",
    "plan",
    "took",
}


def check_wanted(value: str) -> Wanted:
    if value in WANTED_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WANTED_VALUES!r}")
