from typing import Literal

ReminderStatus = Literal["active", "cancelled", "ended", "paused"]

REMINDER_STATUS_VALUES: set[ReminderStatus] = {
    "active",
    "cancelled",
    "ended",
    "paused",
}


def check_reminder_status(value: str) -> ReminderStatus:
    if value in REMINDER_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REMINDER_STATUS_VALUES!r}")
