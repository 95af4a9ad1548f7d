"""Messages to people as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue

from core.domain import Repeat, Work


class NotificationStatus(StrEnum):
    """A message as its caller sees it. `sent`: a channel took it; `unknown`: it may have gone out, nobody can tell."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification(Work):
    """One message to one person as durable work; the first of its `channels` that takes it is enough.

    Attributes:
        recipient: the person's name.
        sending: the channel that a worker began to send on; still set where it never came to an end.
        channel: the scheme of the channel that took it.
        tried: the channels that refused it, with the reasons.
    """

    user_id: UUID
    contact_id: UUID | None
    task_id: UUID | None
    occurrence_id: UUID | None
    topic: str
    recipient: str
    channels: tuple[str, ...]
    subject: str
    text: str
    repeat: Repeat
    sending: str | None
    channel: str | None
    tried: tuple[Mapping[str, JsonValue], ...]
    sent_at: datetime | None

    @property
    def log_fields(self) -> dict[str, str]:
        return {"notification_id": str(self.id), "task_id": str(self.task_id)}
