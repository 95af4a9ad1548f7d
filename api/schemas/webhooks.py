"""Webhooks."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.bookings import BOOKING_EXAMPLE, BookingAnswer
from api.schemas.common import Answer, Instant, RequestBody
from api.schemas.notifications import NOTIFICATION_EXAMPLE, NotificationAnswer
from api.schemas.occurrences import OCCURRENCE_EXAMPLE, OccurrenceAnswer
from api.schemas.tasks import TASK_EXAMPLE, TaskAnswer
from api.schemas.users import Email
from core.delivery import DeliveryStatus
from core.events import EventType
from core.webhook import WebhookEndpoint
from services.access.account_service import SigningSecret
from services.booking.news import BookingEvent
from services.notification.news import NotificationEvent
from services.reminder.news import ReminderEvent
from services.webhook.address import MAX_URL_CHARACTERS
from services.webhook.deliveries import MOST_AT_ONCE
from services.webhook.endpoint_service import Registered
from services.webhook.endpoint_view import endpoint_view

_UNTIL = "Until then messages carry a second signature, by the secret before the last rotation."


class SigningSecretAnswer(Answer):
    """The secret with which messages to the `webhook_url` of this account's requests are signed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                    "previous_secret_until": "2026-11-22T09:00:00Z",
                }
            ]
        }
    )

    secret: str
    previous_secret_until: datetime | None = Field(description=_UNTIL)

    @classmethod
    def of(cls, signing: SigningSecret) -> "SigningSecretAnswer":
        """As it is shown to whoever may manage webhooks."""
        return cls(secret=signing.secret.get_secret_value(), previous_secret_until=signing.previous_until)


_ENDPOINT: dict[str, Any] = {
    "id": "0193a0c4-9999-7aaa-8bbb-000000000000",
    "url": "https://example.org/hooks",
    "events": ["booking.created", "task.completed"],
    "notify_email": "developers@example.org",
    "enabled": True,
    "disabled_at": None,
    "disabled_reason": None,
    "failing_since": None,
    "previous_secret_until": None,
    "created_at": "2026-11-21T09:00:00Z",
    "updated_at": "2026-11-21T09:00:00Z",
    "version": 1,
}
_DISABLED: dict[str, Any] = {
    **_ENDPOINT,
    "enabled": False,
    "disabled_at": "2026-11-21T09:30:00Z",
    "disabled_reason": "it answered 410 Gone",
    "updated_at": "2026-11-21T09:30:00Z",
    "version": 2,
}
_TEST: dict[str, Any] = {
    "type": "endpoint.test",
    "timestamp": "2026-11-21T09:30:00.041Z",
    "data": {"endpoint_id": _ENDPOINT["id"], "summary": "This is a test. Nothing has happened."},
}
_URL = Annotated[str, StringConstraints(min_length=1, max_length=MAX_URL_CHARACTERS)]
_EVENTS = Annotated[
    tuple[EventType, ...],
    Field(max_length=20, description="What it is told of; everything, also what is yet to come, where empty."),
]
_EMAIL = Annotated[Email, Field(description="Whom to write to when it is switched off because nothing gets through.")]


class EndpointBody(RequestBody):
    """Where to be told, and of what."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": "https://example.org/hooks", "events": ["booking.created"]}]}
    )

    url: _URL
    events: _EVENTS = ()
    notify_email: _EMAIL | None = None


class EndpointPatch(RequestBody):
    """Fields of an endpoint to be changed; absent ones stay, only `notify_email` may become null."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"events": ["task.failed"]}, {"enabled": True}]})

    url: _URL = ""
    events: _EVENTS = ()
    notify_email: _EMAIL | None = None
    enabled: bool = Field(True, description="false: nothing is sent there. true: also after it was switched off.")


class EndpointAnswer(Answer):
    """A webhook endpoint."""

    model_config = ConfigDict(title="WebhookEndpoint", json_schema_extra={"examples": [_ENDPOINT]})

    id: UUID
    url: str
    events: list[str] = Field(description="What it is told of; all where empty.")
    notify_email: str | None
    enabled: bool = Field(description="Whether anything is sent there.")
    disabled_at: datetime | None
    disabled_reason: str | None = Field(description="Why it was switched off.")
    failing_since: datetime | None = Field(description="Since then nothing has got through; null while all is well.")
    previous_secret_until: datetime | None = Field(description=_UNTIL)
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, endpoint: WebhookEndpoint) -> "EndpointAnswer":
        """The public form of an endpoint."""
        return cls.model_validate(endpoint_view(endpoint))


class NewEndpointAnswer(EndpointAnswer):
    """A webhook endpoint, with its secret."""

    model_config = ConfigDict(
        title="NewWebhookEndpoint",
        json_schema_extra={"examples": [{**_ENDPOINT, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}]},
    )

    secret: str = Field(description="Signs what is sent there. Shown this once.")

    @classmethod
    def with_secret(cls, made: Registered) -> "NewEndpointAnswer":
        """The public form of an endpoint, with its secret."""
        return cls.model_validate({**endpoint_view(made.endpoint), "secret": made.secret})


class EndpointPage(Answer):
    """A part of the list of endpoints."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_ENDPOINT], "next_cursor": None}]})

    items: list[EndpointAnswer]
    next_cursor: str | None


_DELIVERY: dict[str, Any] = {
    "id": "0193a0c4-aaaa-7aaa-8bbb-000000000000",
    "endpoint_id": _ENDPOINT["id"],
    "type": "task.completed",
    "status": "pending",
    "reason": "HTTP 503",
    "created_at": "2026-11-21T09:30:00.041Z",
    "next_try_at": "2026-11-21T09:30:05.210Z",
    "tries": [
        {
            "at": "2026-11-21T09:30:00.200Z",
            "by_hand": False,
            "status_code": 503,
            "latency_ms": 41,
            "error_class": None,
            "response_head": "down for maintenance",
        }
    ],
}


class DeliveryTryAnswer(Answer):
    """One try to deliver a message."""

    model_config = ConfigDict(title="WebhookTry")

    at: datetime
    by_hand: bool = Field(description="Whether somebody asked for it; else the schedule did.")
    status_code: int | None = Field(description="What was answered; null where no answer came.")
    latency_ms: int
    error_class: str | None = Field(
        description="Why no answer came: timeout, dns, connect, tls, protocol or refused_address."
    )
    response_head: str | None = Field(description="The first kilobyte of what was answered.")


class DeliveryAnswer(Answer):
    """A message to an endpoint, with every try. Its `id` is the `webhook-id` of all of them."""

    model_config = ConfigDict(title="WebhookDelivery", json_schema_extra={"examples": [_DELIVERY]})

    id: UUID
    endpoint_id: UUID | None = Field(description="null for a message to the `webhook_url` of a request.")
    type: str
    status: DeliveryStatus
    reason: str | None = Field(description="What became of the last try of the schedule, where it failed.")
    created_at: datetime
    next_try_at: datetime | None
    tries: list[DeliveryTryAnswer]


class DeliveryPage(Answer):
    """A part of the list of deliveries."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_DELIVERY], "next_cursor": None}]})

    items: list[DeliveryAnswer]
    next_cursor: str | None


class RedeliverBody(RequestBody):
    """Which messages to send once more: all that have not got through, of those from then on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"since": "2026-11-21T09:00:00Z"}]})

    since: Instant
    until: Instant | None = Field(None, description="Of those before then; else of all up to now.")


class RedeliverAnswer(Answer):
    """How many messages are being sent once more."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"count": 17, "more": False}]})

    count: int
    more: bool = Field(description=f"Whether there are more than {MOST_AT_ONCE}: ask again when these are through.")


class Message(Answer):
    """Base of what receivers are called with: a body in the documents, which FastAPI has to see ready."""

    model_config = ConfigDict(defer_build=False)


class BookingMessage(Message):
    """What a registered endpoint receives of bookings, signed by Standard Webhooks with the secret of the endpoint."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"type": "booking.created", "timestamp": "2026-11-21T09:30:00.041Z", "data": BOOKING_EXAMPLE}]
        }
    )

    type: BookingEvent
    timestamp: str = Field(description="When it happened.")
    data: BookingAnswer


class NotificationMessage(Message):
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


class ReminderMessage(Message):
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


class EndpointMessage(Message):
    """What registered endpoints receive when another one of the account is switched off."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"type": "endpoint.disabled", "timestamp": "2026-11-21T09:30:00.041Z", "data": _DISABLED}]
        }
    )

    type: Literal["endpoint.disabled"]
    timestamp: str = Field(description="When it happened.")
    data: EndpointAnswer


class TestMessage(Message):
    """What an endpoint receives when somebody has a test sent."""

    model_config = ConfigDict(json_schema_extra={"examples": [_TEST]})

    class Data(Answer):
        """Nothing that has happened."""

        endpoint_id: UUID
        summary: str

    type: Literal["endpoint.test"]
    timestamp: str = Field(description="When it was asked for.")
    data: Data


class TaskMessage(Message):
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
