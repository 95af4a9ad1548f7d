from typing import Literal

ParseAnswerIntent = Literal[
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

PARSE_ANSWER_INTENT_VALUES: set[ParseAnswerIntent] = {
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


def check_parse_answer_intent(value: str) -> ParseAnswerIntent:
    if value in PARSE_ANSWER_INTENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PARSE_ANSWER_INTENT_VALUES!r}")
