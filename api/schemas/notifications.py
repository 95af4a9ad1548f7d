"""Messages to people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer
from core.letter import Urgency
from core.notification import Notification, NotificationStatus
from services.notification.notification_view import notification_view

_TRY_EXAMPLE: dict[str, Any] = {
    "channel": "tel",
    "outcome": "refused",
    "reason": "No telephone service is set up here.",
    "at": "2026-11-21T09:30:00Z",
}
_MOMENT_EXAMPLE: dict[str, Any] = {
    "state": "sent",
    "at": "2026-11-21T09:30:01Z",
    "channel": "mailto",
    "reason": None,
}
NOTIFICATION_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-9999-7aaa-8bbb-aaaaaaaaaaaa",
    "user_id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "contact_id": "0193a0c4-3333-7aaa-8bbb-444444444444",
    "task_id": "0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b22",
    "occurrence_id": None,
    "follows_id": None,
    "topic": "message",
    "recipient": "Anna",
    "channel": "mailto",
    "channels": ["tel", "mailto"],
    "status": "sent",
    "urgency": "normal",
    "provider_id": "<0193a0c4-9999-7aaa-8bbb-aaaaaaaaaaaa@example.org>",
    "tried": [_TRY_EXAMPLE],
    "history": [_MOMENT_EXAMPLE],
    "subject": "A message from Rose",
    "text": 'Rose asked me to tell you: "I\'m fine."',
    "created_at": "2026-11-21T09:30:00Z",
    "sent_at": "2026-11-21T09:30:01Z",
    "delivered_at": None,
    "undelivered_at": None,
    "answered_at": None,
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


class HistoryAnswer(Answer):
    """A state that a message has come into, or a try that came to nothing."""

    model_config = ConfigDict(title="NotificationMoment", json_schema_extra={"examples": [_MOMENT_EXAMPLE]})

    state: str
    at: datetime
    channel: str | None
    reason: str | None


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

    model_config = ConfigDict(title="Notification", json_schema_extra={"examples": [NOTIFICATION_EXAMPLE]})

    id: UUID
    user_id: UUID
    contact_id: UUID | None
    task_id: UUID | None
    occurrence_id: UUID | None
    follows_id: UUID | None = Field(
        description="The message that its channel could not deliver, in whose place this one goes by the next channel."
    )
    topic: str
    recipient: str
    channel: str | None = Field(description="The kind of channel that took it.")
    channels: list[str] = Field(description="The kinds of channels it may go by, in order of preference.")
    status: NotificationStatus = Field(
        description="`sent`: a channel took it. `delivered`: the channel says that it arrived; few channels do. "
        "`held`: it waits for quiet hours to end or for a digest. `unknown`: it may have gone out."
    )
    urgency: Urgency
    provider_id: str | None = Field(description="What the channel that took it calls it: a Message-ID, a SID.")
    tried: list[TryAnswer]
    history: list[HistoryAnswer] = Field(description="Every state and every try, with its time.")
    subject: str
    text: str
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    undelivered_at: datetime | None
    answered_at: datetime | None = Field(description="When whom it was for answered; whatever the status is.")
    attempt: int
    error: NotificationProblem | None

    @classmethod
    def of(cls, notification: Notification) -> "NotificationAnswer":
        """The public form of a message."""
        return cls.model_validate(notification_view(notification))


class NotificationPage(Answer):
    """A part of the list of messages."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [NOTIFICATION_EXAMPLE], "next_cursor": None}]})

    items: list[NotificationAnswer]
    next_cursor: str | None
