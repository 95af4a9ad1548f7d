from typing import Literal

Urgency = Literal["critical", "high", "low", "normal"]

URGENCY_VALUES: set[Urgency] = {
    "critical",
    "high",
    "low",
    "normal",
}


def check_urgency(value: str) -> Urgency:
    if value in URGENCY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {URGENCY_VALUES!r}")
