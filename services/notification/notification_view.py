"""How a message to a person looks from outside: what GET answers and what a webhook carries, made in one place."""

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from core.notification import Notification
from services.task_view import instant_text, problem_view

_SHOWN_OF_TRY = ("channel", "outcome", "reason", "at")


def notification_view(notification: Notification) -> dict[str, JsonValue]:
    """Channels are shown by their kind alone, and links not at all: they may hold secrets."""
    ids = {
        name: str(value) if (value := getattr(notification, name)) is not None else None
        for name in ("id", "user_id", "contact_id", "task_id", "occurrence_id", "follows_id")
    }
    instants = {
        name: instant_text(getattr(notification, name))
        for name in ("created_at", "sent_at", "delivered_at", "undelivered_at", "answered_at")
    }
    return {
        **ids,
        **instants,
        "topic": notification.topic,
        "recipient": notification.recipient,
        "channel": notification.channel,
        "channels": [address.partition(":")[0].lower() for address in notification.channels],
        "status": notification.outcome.value,
        "urgency": notification.urgency.value,
        "provider_id": notification.provider_id,
        "tried": [{name: each[name] for name in _SHOWN_OF_TRY} for each in notification.tried],
        "history": list(_history_of(notification)),
        "subject": notification.subject,
        "text": notification.text,
        "attempt": notification.attempt,
        "error": problem_view(notification.error),
    }


def _history_of(notification: Notification) -> list[dict[str, JsonValue]]:
    """Every state with its time, and every try, in their order."""
    entries: list[Mapping[str, Any]] = [
        {"state": "queued", "at": notification.created_at.isoformat()},
        *({"state": each["outcome"], **_without(each, "outcome")} for each in notification.tried),
        *notification.history,
    ]
    shown = ("state", "at", "channel", "reason")
    ordered = sorted(entries, key=lambda each: str(each["at"]))
    return [{name: each.get(name) for name in shown} for each in ordered]


def _without(entry: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != name}
