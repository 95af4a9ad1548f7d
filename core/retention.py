"""What is purged, and in which order."""

from enum import StrEnum


class Stage(StrEnum):
    """The tables that are walked, one after the other. What is told of a request goes before the request.

    `KEYS` are those of what is not purged itself, and kept answers.
    """

    WEBHOOK_MESSAGES = "webhook_messages"
    NOTIFICATIONS = "notifications"
    REQUESTS = "requests"
    KEYS = "idempotency_keys"
    ACCESS_RECORDS = "access_records"


STAGES = tuple(Stage)
PURGED_TABLES = ("webhook_messages", "notifications", "requests", "tasks", "idempotency_keys", "access_records")
"""The tables whose deleted rows are counted; what hangs on these rows goes along."""
