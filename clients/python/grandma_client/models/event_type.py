from typing import Literal

EventType = Literal[
    "booking.cancelled",
    "booking.changed",
    "booking.created",
    "endpoint.disabled",
    "notification.failed",
    "reminder.due",
    "reminder.missed",
    "reminder.taken",
    "task.awaiting_confirmation",
    "task.cancelled",
    "task.completed",
    "task.expired",
    "task.failed",
    "task.needs_input",
    "task.needs_person",
]

EVENT_TYPE_VALUES: set[EventType] = {
    "booking.cancelled",
    "booking.changed",
    "booking.created",
    "endpoint.disabled",
    "notification.failed",
    "reminder.due",
    "reminder.missed",
    "reminder.taken",
    "task.awaiting_confirmation",
    "task.cancelled",
    "task.completed",
    "task.expired",
    "task.failed",
    "task.needs_input",
    "task.needs_person",
}


def check_event_type(value: str) -> EventType:
    if value in EVENT_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {EVENT_TYPE_VALUES!r}")
