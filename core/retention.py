"""What is purged, and in which order."""

from enum import StrEnum


class Stage(StrEnum):
    """The tables that are walked, one after the other. What is told of a request goes before the request."""

    WEBHOOK_MESSAGES = "webhook_messages"
    NOTIFICATIONS = "notifications"
    REQUESTS = "requests"


STAGES = tuple(Stage)
PURGED_TABLES = ("webhook_messages", "notifications", "requests", "tasks", "idempotency_keys")
"""The tables whose deleted rows are counted; what hangs on these rows goes along."""
