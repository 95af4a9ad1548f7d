from typing import Literal

TaskMessageType = Literal[
    "task.awaiting_confirmation",
    "task.cancelled",
    "task.completed",
    "task.expired",
    "task.failed",
    "task.needs_input",
    "task.needs_person",
]

TASK_MESSAGE_TYPE_VALUES: set[TaskMessageType] = {
    "task.awaiting_confirmation",
    "task.cancelled",
    "task.completed",
    "task.expired",
    "task.failed",
    "task.needs_input",
    "task.needs_person",
}


def check_task_message_type(value: str) -> TaskMessageType:
    if value in TASK_MESSAGE_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {TASK_MESSAGE_TYPE_VALUES!r}")
