"""Messages to people as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue

from core.domain import UNLIKELY_POISON, Problem, Repeat, TaskStatus, Work


class NotificationStatus(StrEnum):
    """A message as its caller sees it. `sent`: a channel took it; `unknown`: it may have gone out, nobody can tell."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


CONTACT_TOPICS = frozenset({"message", "activity", "shopping", "missed", "taken", "emergency", "booking"})
"""What only contacts are told; such a message to nobody in particular was for a contact who has been removed."""

_STATUS_OF: Mapping[TaskStatus, NotificationStatus] = {
    TaskStatus.COMPLETED: NotificationStatus.SENT,
    TaskStatus.FAILED: NotificationStatus.FAILED,
    TaskStatus.EXPIRED: NotificationStatus.FAILED,
    TaskStatus.NEEDS_PERSON: NotificationStatus.UNKNOWN,
    TaskStatus.CANCELLED: NotificationStatus.CANCELLED,
}


def outcome_of(status: TaskStatus) -> NotificationStatus:
    """The state of the work as its caller sees it."""
    return _STATUS_OF.get(status, NotificationStatus.QUEUED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationFilter:
    """What a list of notifications is narrowed to."""

    user_id: UUID | None = None
    task_id: UUID | None = None
    status: NotificationStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification(Work):
    """One message to one person as durable work; the first of its `channels` that takes it is enough.

    Attributes:
        recipient: the person's name.
        sending: the channel that a worker began to send on; still set where it never came to an end.
        channel: the scheme of the channel that took it.
        tried: the tries that came to nothing, each as `{channel, position, outcome, reason, at}`; `position` is that of
            the channel in `channels`, `outcome` "refused", "not_reached" or "unknown".
    """

    most_lost_leases = UNLIKELY_POISON

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
    error: Problem | None

    @property
    def outcome(self) -> NotificationStatus:
        """The state as the caller sees it."""
        return outcome_of(self.status)

    @property
    def log_fields(self) -> dict[str, str]:
        return {"notification_id": str(self.id), "task_id": str(self.task_id)}
