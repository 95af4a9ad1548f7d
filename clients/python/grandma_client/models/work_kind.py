from typing import Literal

WorkKind = Literal["notification", "occurrence", "request", "task", "webhook"]

WORK_KIND_VALUES: set[WorkKind] = {
    "notification",
    "occurrence",
    "request",
    "task",
    "webhook",
}


def check_work_kind(value: str) -> WorkKind:
    if value in WORK_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {WORK_KIND_VALUES!r}")
