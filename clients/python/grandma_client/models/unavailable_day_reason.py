from typing import Literal

UnavailableDayReason = Literal["closed", "fully-booked", "in-the-past", "nobody-there", "too-far-ahead"]

UNAVAILABLE_DAY_REASON_VALUES: set[UnavailableDayReason] = {
    "closed",
    "fully-booked",
    "in-the-past",
    "nobody-there",
    "too-far-ahead",
}


def check_unavailable_day_reason(value: str) -> UnavailableDayReason:
    if value in UNAVAILABLE_DAY_REASON_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {UNAVAILABLE_DAY_REASON_VALUES!r}")
