"""Webhook messages and endpoints as values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.domain import UNLIKELY_POISON, Work
from core.signing_secret import SigningSecrets


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMessage(Work):
    """One message to one URL; `redelivery_of`: the message that it delivers once more."""

    most_lost_leases = UNLIKELY_POISON

    task_id: UUID | None
    request_id: UUID | None
    endpoint_id: UUID | None
    redelivery_of: UUID | None
    url: str
    type: str
    body: str

    @property
    def told_as(self) -> UUID:
        """The `webhook-id`: by it a receiver knows that what is delivered once more is the same."""
        return self.redelivery_of or self.id

    @property
    def log_fields(self) -> dict[str, str]:
        return {"message_id": str(self.id), "task_id": str(self.task_id), "request_id": str(self.request_id)}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpoint:
    """Where an account is told of `events`, of all where none is named; secrets are encrypted.

    Attributes:
        previous_secret: signs too, until `previous_secret_until`.
        notify_email: whom to write to when it is switched off because nothing gets through.
        failing_since: the first of the tries that have failed without one that got through.
    """

    id: UUID
    account_id: UUID
    url: str
    events: tuple[str, ...]
    notify_email: str | None
    secret: str
    previous_secret: str | None
    previous_secret_until: datetime | None
    enabled: bool
    disabled_at: datetime | None
    disabled_reason: str | None
    failing_since: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def signing_secrets(self) -> SigningSecrets:
        """What signs the messages that are sent there."""
        return SigningSecrets(
            current=self.secret, previous=self.previous_secret, previous_until=self.previous_secret_until
        )

    def wants(self, event: str) -> bool:
        """Whether it is told of such an event."""
        return not self.events or event in self.events
