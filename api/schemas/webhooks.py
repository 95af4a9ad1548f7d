"""Webhooks."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.bookings import BOOKING_EXAMPLE, BookingAnswer
from api.schemas.common import Answer, RequestBody
from api.schemas.notifications import NOTIFICATION_EXAMPLE, NotificationAnswer
from api.schemas.occurrences import OCCURRENCE_EXAMPLE, OccurrenceAnswer
from api.schemas.tasks import TASK_EXAMPLE, TaskAnswer
from core.events import EventType
from services.booking.news import BookingEvent
from services.notification.news import NotificationEvent
from services.reminder.news import ReminderEvent
from services.webhook.address import MAX_URL_CHARACTERS


class SigningSecretAnswer(Answer):
    """The secret with which this account's webhooks are signed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}]})

    secret: str


_ENDPOINT: dict[str, Any] = {
    "id": "0193a0c4-9999-7aaa-8bbb-000000000000",
    "url": "https://example.org/hooks",
    "events": ["booking.created", "booking.cancelled"],
    "enabled": True,
    "created_at": "2026-11-21T09:00:00Z",
}


class EndpointBody(RequestBody):
    """Where to be told, and of what."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": "https://example.org/hooks", "events": ["booking.created"]}]}
    )

    url: Annotated[str, StringConstraints(min_length=1, max_length=MAX_URL_CHARACTERS)]
    events: tuple[EventType, ...] = Field((), max_length=20, description="All of them where empty.")


class EndpointAnswer(Answer):
    """A webhook endpoint."""

    model_config = ConfigDict(title="WebhookEndpoint", json_schema_extra={"examples": [_ENDPOINT]})

    id: UUID
    url: str
    events: list[str] = Field(description="What it is told of; all where empty.")
    enabled: bool
    created_at: datetime


class NewEndpointAnswer(EndpointAnswer):
    """A webhook endpoint, with its secret."""

    model_config = ConfigDict(
        title="NewWebhookEndpoint",
        json_schema_extra={"examples": [{**_ENDPOINT, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}]},
    )

    secret: str = Field(description="Signs what is sent there. Shown this once.")


class EndpointPage(Answer):
    """A part of the list of endpoints."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_ENDPOINT], "next_cursor": None}]})

    items: list[EndpointAnswer]
    next_cursor: str | None


class BookingMessage(Answer):
    """What a registered endpoint receives of bookings, signed by Standard Webhooks with the secret of the endpoint."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"type": "booking.created", "timestamp": "2026-11-21T09:30:00.041Z", "data": BOOKING_EXAMPLE}]
        }
    )

    type: BookingEvent
    timestamp: str = Field(description="When it happened.")
    data: BookingAnswer


class NotificationMessage(Answer):
    """What a registered endpoint receives of messages to people, signed as those of bookings are."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "notification.failed",
                    "timestamp": "2026-11-21T09:30:00.041Z",
                    "data": {**NOTIFICATION_EXAMPLE, "status": "failed", "channel": None, "sent_at": None},
                }
            ]
        }
    )

    type: NotificationEvent
    timestamp: str = Field(description="When it happened.")
    data: NotificationAnswer


class ReminderMessage(Answer):
    """What a registered endpoint receives of due times, signed as those of bookings are."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"type": "reminder.taken", "timestamp": "2026-11-22T08:02:10.041Z", "data": OCCURRENCE_EXAMPLE}
            ]
        }
    )

    type: ReminderEvent
    timestamp: str = Field(description="When it happened.")
    data: OccurrenceAnswer


class TaskMessage(Answer):
    """What a `webhook_url` receives, signed by Standard Webhooks."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"type": "task.completed", "timestamp": "2026-11-21T09:30:00.041Z", "data": TASK_EXAMPLE}]
        }
    )

    type: Literal[
        "task.completed",
        "task.failed",
        "task.cancelled",
        "task.expired",
        "task.needs_input",
        "task.awaiting_confirmation",
        "task.needs_person",
    ]
    timestamp: str = Field(description="When it happened.")
    data: TaskAnswer
