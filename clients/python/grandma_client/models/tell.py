from typing import Literal

Tell = Literal["carer", "main", "second", "voice"]

TELL_VALUES: set[Tell] = {
    "carer",
    "main",
    "second",
    "voice",
}


def check_tell(value: str) -> Tell:
    if value in TELL_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {TELL_VALUES!r}")
