from typing import Literal

TaskStatus = Literal[
    "awaiting_confirmation",
    "cancelled",
    "completed",
    "expired",
    "failed",
    "needs_input",
    "needs_person",
    "queued",
    "retrying",
    "running",
    "scheduled",
]

TASK_STATUS_VALUES: set[TaskStatus] = {
    "awaiting_confirmation",
    "cancelled",
    "completed",
    "expired",
    "failed",
    "needs_input",
    "needs_person",
    "queued",
    "retrying",
    "running",
    "scheduled",
}


def check_task_status(value: str) -> TaskStatus:
    if value in TASK_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {TASK_STATUS_VALUES!r}")
