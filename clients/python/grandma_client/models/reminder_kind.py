from typing import Literal

ReminderKind = Literal["medicine", "reminder", "visit"]

REMINDER_KIND_VALUES: set[ReminderKind] = {
    "medicine",
    "reminder",
    "visit",
}


def check_reminder_kind(value: str) -> ReminderKind:
    if value in REMINDER_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REMINDER_KIND_VALUES!r}")
