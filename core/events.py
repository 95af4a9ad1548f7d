"""What registered webhook endpoints can be told of: the types of DESIGN.md section 7."""

from enum import StrEnum


class EventType(StrEnum):
    """Something that happened, as the `type` of a webhook message and in the filter of an endpoint."""

    TASK_COMPLETED = "task.completed"
    TASK_FAILED = "task.failed"
    TASK_CANCELLED = "task.cancelled"
    TASK_EXPIRED = "task.expired"
    TASK_NEEDS_INPUT = "task.needs_input"
    TASK_AWAITING_CONFIRMATION = "task.awaiting_confirmation"
    TASK_NEEDS_PERSON = "task.needs_person"
    REMINDER_DUE = "reminder.due"
    REMINDER_TAKEN = "reminder.taken"
    REMINDER_MISSED = "reminder.missed"
    BOOKING_CREATED = "booking.created"
    BOOKING_CHANGED = "booking.changed"
    BOOKING_CANCELLED = "booking.cancelled"
    NOTIFICATION_FAILED = "notification.failed"
    ENDPOINT_DISABLED = "endpoint.disabled"
