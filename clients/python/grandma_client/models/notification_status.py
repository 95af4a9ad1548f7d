from typing import Literal

NotificationStatus = Literal["cancelled", "delivered", "failed", "held", "queued", "sent", "unknown"]

NOTIFICATION_STATUS_VALUES: set[NotificationStatus] = {
    "cancelled",
    "delivered",
    "failed",
    "held",
    "queued",
    "sent",
    "unknown",
}


def check_notification_status(value: str) -> NotificationStatus:
    if value in NOTIFICATION_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {NOTIFICATION_STATUS_VALUES!r}")
