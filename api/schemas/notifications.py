"""Messages to people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer
from core.notification import Notification, NotificationStatus

_TRY_EXAMPLE: dict[str, Any] = {
    "channel": "tel",
    "outcome": "refused",
    "reason": "No telephone service is set up here.",
    "at": "2026-11-21T09:30:00Z",
}
_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-9999-7aaa-8bbb-aaaaaaaaaaaa",
    "user_id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "contact_id": "0193a0c4-3333-7aaa-8bbb-444444444444",
    "task_id": "0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b22",
    "occurrence_id": None,
    "topic": "message",
    "recipient": "Anna",
    "channel": "mailto",
    "channels": ["tel", "mailto"],
    "status": "sent",
    "tried": [_TRY_EXAMPLE],
    "subject": "A message from Rose",
    "text": 'Rose asked me to tell you: "I\'m fine."',
    "created_at": "2026-11-21T09:30:00Z",
    "sent_at": "2026-11-21T09:30:01Z",
    "attempt": 1,
    "error": None,
}


class TryAnswer(Answer):
    """A try that came to nothing."""

    model_config = ConfigDict(title="Try", json_schema_extra={"examples": [_TRY_EXAMPLE]})

    channel: str
    outcome: str = Field(description="`refused`, `not_reached`, or `unknown`: it may have gone out.")
    reason: str
    at: datetime


class NotificationProblem(Answer):
    """Why a message has not gone out, or not for sure."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:grandma:problem:channel-refused",
                    "title": "The message was refused",
                    "detail": "No telephone service is set up here.",
                    "retryable": False,
                }
            ]
        }
    )

    type: str
    title: str
    detail: str
    retryable: bool


class NotificationAnswer(Answer):
    """One message to one person. Channels are shown by their kind alone: the rest of them may hold secrets."""

    model_config = ConfigDict(title="Notification", json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    user_id: UUID
    contact_id: UUID | None
    task_id: UUID | None
    occurrence_id: UUID | None
    topic: str
    recipient: str
    channel: str | None = Field(description="The kind of channel that took it.")
    channels: list[str] = Field(description="The kinds of channels it may go by, in order of preference.")
    status: NotificationStatus
    tried: list[TryAnswer]
    subject: str
    text: str
    created_at: datetime
    sent_at: datetime | None
    attempt: int
    error: NotificationProblem | None

    @classmethod
    def of(cls, notification: Notification) -> "NotificationAnswer":
        """The public form of a message."""
        shown = cls.model_fields.keys() - {"channels", "status", "tried", "error"}
        values: dict[str, Any] = {name: getattr(notification, name) for name in shown}
        error = notification.error
        return cls(
            **values,
            channels=[address.partition(":")[0].lower() for address in notification.channels],
            status=notification.outcome,
            tried=[TryAnswer.model_validate(each) for each in notification.tried],
            error=None if error is None else NotificationProblem.model_validate(error),
        )


class NotificationPage(Answer):
    """A part of the list of messages."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "next_cursor": None}]})

    items: list[NotificationAnswer]
    next_cursor: str | None
