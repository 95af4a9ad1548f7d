from typing import Literal

NotificationEvent = Literal["notification.failed"]

NOTIFICATION_EVENT_VALUES: set[NotificationEvent] = {
    "notification.failed",
}


def check_notification_event(value: str) -> NotificationEvent:
    if value in NOTIFICATION_EVENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {NOTIFICATION_EVENT_VALUES!r}")
