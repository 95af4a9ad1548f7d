from typing import Literal

ReminderEvent = Literal["reminder.due", "reminder.missed", "reminder.taken"]

REMINDER_EVENT_VALUES: set[ReminderEvent] = {
    "reminder.due",
    "reminder.missed",
    "reminder.taken",
}


def check_reminder_event(value: str) -> ReminderEvent:
    if value in REMINDER_EVENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REMINDER_EVENT_VALUES!r}")
