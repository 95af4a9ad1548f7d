from typing import Literal

ReminderBodyKind = Literal["medicine", "reminder"]

REMINDER_BODY_KIND_VALUES: set[ReminderBodyKind] = {
    "medicine",
    "reminder",
}


def check_reminder_body_kind(value: str) -> ReminderBodyKind:
    if value in REMINDER_BODY_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REMINDER_BODY_KIND_VALUES!r}")
