from typing import Literal

Detail = Literal["doses", "medicines"]

DETAIL_VALUES: set[Detail] = {
    "doses",
    "medicines",
}


def check_detail(value: str) -> Detail:
    if value in DETAIL_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DETAIL_VALUES!r}")
