"""Calendars of bookings."""

from pydantic import ConfigDict

from api.schemas.common import Answer


class CalendarLinkAnswer(Answer):
    """Where calendar programs read a user's bookings, or what is due."""

    model_config = ConfigDict(
        title="CalendarLink",
        json_schema_extra={
            "examples": [
                {
                    "url": "https://grandma.example.org/v1/users/0193a0c4-1111-7aaa-8bbb-222222222222/bookings.ics"
                    "?token=3mJ0n1pB8qVtYkR5sWxZ2aCdEfGhIjKl",
                }
            ]
        },
    )

    url: str
