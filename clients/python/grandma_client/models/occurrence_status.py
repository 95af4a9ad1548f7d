from typing import Literal

OccurrenceStatus = Literal["cancelled", "due", "missed", "planned", "reminded", "skipped", "snoozed", "taken"]

OCCURRENCE_STATUS_VALUES: set[OccurrenceStatus] = {
    "cancelled",
    "due",
    "missed",
    "planned",
    "reminded",
    "skipped",
    "snoozed",
    "taken",
}


def check_occurrence_status(value: str) -> OccurrenceStatus:
    if value in OCCURRENCE_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {OCCURRENCE_STATUS_VALUES!r}")
