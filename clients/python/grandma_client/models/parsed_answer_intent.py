from typing import Literal

ParsedAnswerIntent = Literal[
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

PARSED_ANSWER_INTENT_VALUES: set[ParsedAnswerIntent] = {
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


def check_parsed_answer_intent(value: str) -> ParsedAnswerIntent:
    if value in PARSED_ANSWER_INTENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PARSED_ANSWER_INTENT_VALUES!r}")
