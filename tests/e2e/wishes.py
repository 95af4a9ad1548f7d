"""What a model says to the sentences of the conversations: for each its wishes, as spans of the text."""

from collections.abc import Mapping, Sequence
from typing import Any

Wish = dict[str, Any]


def wish(intent: str, words: str, **slots: str | list[str]) -> Wish:
    return {"intent": intent, "words": words, "slots": slots}


def _alone(text: str, intent: str, **slots: str | list[str]) -> tuple[str, Sequence[Wish]]:
    return text, [wish(intent, text, **slots)]


SCRIPT: Mapping[str, Sequence[Wish]] = dict(
    (
        _alone(
            "Book me a table for 4 at Olive Garden tomorrow 7pm.",
            "restaurant_booking",
            party_size="4",
            venue="Olive Garden",
            date="tomorrow",
            time="7pm",
        ),
        _alone(
            "Book me a haircut with Maria at Bella Salon tomorrow.",
            "salon_booking",
            service="haircut",
            stylist="Maria",
            venue="Bella Salon",
            date="tomorrow",
        ),
        _alone("at 2 in the afternoon", "salon_booking", time="at 2 in the afternoon"),
        _alone(
            "Is there a table for 2 at Olive Garden tomorrow at 7pm?",
            "availability_search",
            party_size="2",
            venue="Olive Garden",
            date="tomorrow",
            time="at 7pm",
        ),
        _alone(
            "Book a table for 2 at Golden Lotus tomorrow at 6pm.",
            "restaurant_booking",
            party_size="2",
            venue="Golden Lotus",
            date="tomorrow",
            time="at 6pm",
        ),
        _alone("When is my table at Golden Lotus?", "booking_lookup", venue="Golden Lotus"),
        _alone(
            "Change my table at Golden Lotus to 3 people.",
            "booking_change",
            venue="Golden Lotus",
            party_size="3 people",
        ),
        _alone("Please cancel my table at Golden Lotus.", "booking_cancel", venue="Golden Lotus"),
        _alone(
            "Remind me to take my blood pressure pills every morning.",
            "medicine_reminder",
            medicine="blood pressure pills",
            recurrence="every morning",
        ),
        _alone("at 8 in the morning", "medicine_reminder", time="at 8 in the morning"),
        _alone("What are my reminders?", "reminder_lookup", asked="reminders"),
        _alone(
            "Change my blood pressure pills reminder to 9 in the morning.",
            "reminder_change",
            medicine="blood pressure pills",
            time="9 in the morning",
        ),
        _alone(
            "Remind me to water the plants tomorrow at 5pm.",
            "reminder",
            subject="water the plants",
            date="tomorrow",
            time="at 5pm",
        ),
        _alone("Cancel my reminder to water the plants.", "reminder_cancel", subject="water the plants"),
        _alone(
            "Remind me to take my vitamin tablets in 2 seconds.",
            "medicine_reminder",
            medicine="vitamin tablets",
            time="in 2 seconds",
        ),
        _alone("I took my vitamin tablets.", "medicine_taken", medicine="vitamin tablets"),
        _alone("Tell my daughter I'm fine.", "family_notification", recipient="my daughter", message="I'm fine"),
        _alone("Note that I went for a walk in the park.", "activity_note", message="I went for a walk in the park"),
        _alone(
            "Let my daughter know I had lunch with Ruth.",
            "family_notification",
            recipient="my daughter",
            message="I had lunch with Ruth",
        ),
        _alone("Add milk to my shopping list.", "shopping", item="milk"),
        _alone("Hello, dear!", "smalltalk"),
        _alone("Paint my kitchen yellow.", "other"),
        (
            "Book a table for 2 at Golden Lotus tomorrow and tell my daughter I'm fine.",
            [
                wish(
                    "restaurant_booking",
                    "Book a table for 2 at Golden Lotus tomorrow",
                    party_size="2",
                    venue="Golden Lotus",
                    date="tomorrow",
                ),
                wish("family_notification", "tell my daughter I'm fine", recipient="my daughter", message="I'm fine"),
            ],
        ),
        _alone("8pm", "restaurant_booking", time="8pm"),
    )
)
