"""What registered webhook endpoints can be told of: the types of DESIGN.md section 7; and who may have them told."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from core.roles import Permission


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


_READING: Final[Mapping[str, Permission]] = {
    "task": Permission.REQUESTS_READ,
    "reminder": Permission.REMINDERS_READ,
    "booking": Permission.BOOKINGS_READ,
    "notification": Permission.NOTIFICATIONS_READ,
    "endpoint": Permission.WEBHOOKS_MANAGE,
}
"""By the first word of a type: what whoever has it told must be allowed to read themselves, as it is the same."""

EVERY_EVENT: Final = frozenset(_READING.values())
"""What whoever has everything told must be allowed to read."""


def needed_to_hear(types: Collection[str]) -> frozenset[Permission]:
    """What somebody must be allowed to have an endpoint told of these types; of everything, where there are none."""
    families = {each.partition(".")[0] for each in types}
    if not families or families - _READING.keys():  # a newer version may have stored a type that this one doesn't know
        return EVERY_EVENT
    return frozenset(_READING[each] for each in families)
