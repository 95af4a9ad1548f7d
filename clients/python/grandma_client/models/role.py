from typing import Literal

Role = Literal["admin", "carer-manager", "carer-viewer", "family", "key", "operator", "person", "staff"]

ROLE_VALUES: set[Role] = {
    "admin",
    "carer-manager",
    "carer-viewer",
    "family",
    "key",
    "operator",
    "person",
    "staff",
}


def check_role(value: str) -> Role:
    if value in ROLE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ROLE_VALUES!r}")
