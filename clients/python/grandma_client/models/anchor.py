from typing import Literal

Anchor = Literal["bedtime", "breakfast", "dinner", "lunch"]

ANCHOR_VALUES: set[Anchor] = {
    "bedtime",
    "breakfast",
    "dinner",
    "lunch",
}


def check_anchor(value: str) -> Anchor:
    if value in ANCHOR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ANCHOR_VALUES!r}")
