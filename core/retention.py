"""What is purged, and in which order."""

from enum import StrEnum


class Stage(StrEnum):
    """The tables that are walked, one after the other. What is told of a request goes before the request.

    `KEYS` are those of what is not purged itself, and kept answers. From `OCCURRENCES` on it is people's history: what hangs on
    something goes before it, and all of it after the requests that made it.
    """

    WEBHOOK_MESSAGES = "webhook_messages"
    NOTIFICATIONS = "notifications"
    REQUESTS = "requests"
    KEYS = "idempotency_keys"
    ACCESS_RECORDS = "access_records"
    OCCURRENCES = "occurrences"
    REMINDERS = "reminders"
    BOOKINGS = "bookings"
    NOTES = "notes"
    VENUES = "venues"


STAGES = tuple(Stage)
HISTORY = (Stage.OCCURRENCES, Stage.REMINDERS, Stage.BOOKINGS, Stage.NOTES, Stage.VENUES)
"""What is kept as long as the person, unless it is said how long."""

PURGED_TABLES = (
    *("webhook_messages", "notifications", "requests", "tasks", "idempotency_keys", "access_records"),
    *(stage.value for stage in HISTORY),
)
"""The tables whose deleted rows are counted; what hangs on these rows goes along."""
