from typing import Literal

TaskIntent = Literal[
    "activity_note",
    "adherence_lookup",
    "availability_search",
    "booking_cancel",
    "booking_change",
    "booking_lookup",
    "care_permission",
    "emergency",
    "family_news",
    "family_notification",
    "medicine_later",
    "medicine_reminder",
    "medicine_stock",
    "medicine_taken",
    "other",
    "reminder",
    "reminder_cancel",
    "reminder_change",
    "reminder_lookup",
    "reminder_zone",
    "restaurant_booking",
    "salon_booking",
    "shopping",
    "smalltalk",
    "undo",
]

TASK_INTENT_VALUES: set[TaskIntent] = {
    "activity_note",
    "adherence_lookup",
    "availability_search",
    "booking_cancel",
    "booking_change",
    "booking_lookup",
    "care_permission",
    "emergency",
    "family_news",
    "family_notification",
    "medicine_later",
    "medicine_reminder",
    "medicine_stock",
    "medicine_taken",
    "other",
    "reminder",
    "reminder_cancel",
    "reminder_change",
    "reminder_lookup",
    "reminder_zone",
    "restaurant_booking",
    "salon_booking",
    "shopping",
    "smalltalk",
    "undo",
}


def check_task_intent(value: str) -> TaskIntent:
    if value in TASK_INTENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {TASK_INTENT_VALUES!r}")
