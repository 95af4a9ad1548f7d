"""Messages to people as values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue

from core.domain import UNLIKELY_POISON, Problem, Repeat, TaskStatus, Work
from core.letter import LetterAction, Urgency


class NotificationStatus(StrEnum):
    """A message as its caller sees it.

    `held`: it waits for the end of quiet hours, or for the next digest; `sent`: a channel took it; `delivered`: the channel
    says that it arrived; `unknown`: it may have gone out, nobody can tell. Whether it was answered is a fact of its own.
    """

    QUEUED = "queued"
    HELD = "held"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Topic(StrEnum):
    """What a contact can be told about; a contact's `topics` are the ones they hear of without being named.

    No message to the person themselves has one of these. `message`: what the person has them told by name; alone among the
    topics of a contact it means that they hear of nothing else. `missed`, `taken` and `refill` are of medicines.
    """

    MESSAGE = "message"
    ACTIVITY = "activity"
    SHOPPING = "shopping"
    BOOKING = "booking"
    MISSED = "missed"
    TAKEN = "taken"
    REFILL = "refill"
    DAILY_SUMMARY = "daily_summary"
    WEEKLY_SUMMARY = "weekly_summary"
    EMERGENCY = "emergency"


GONE = "somebody who is no longer a contact"
"""Whom a message was for, once they have been removed."""
CONTACT_TOPICS: frozenset[str] = frozenset(Topic)
"""What only contacts are told; such a message to nobody in particular was for a contact who has been removed."""
DEFAULT_TOPICS = frozenset({Topic.MISSED, Topic.REFILL})
"""What a contact hears of who has named no topics: what would harm in silence."""
TOPIC_GROUPS: Mapping[str, frozenset[Topic]] = {
    "medicine": frozenset({Topic.MISSED, Topic.TAKEN, Topic.REFILL}),
    "all": frozenset(Topic),
}
"""Words for several topics at once."""
_TOPIC_WORDS: Mapping[str, str] = {
    "medicines": "medicine",
    "medication": "medicine",
    "medications": "medicine",
    "messages": Topic.MESSAGE,
    "activities": Topic.ACTIVITY,
    "bookings": Topic.BOOKING,
    "refills": Topic.REFILL,
    "missed_doses": Topic.MISSED,
    "daily": Topic.DAILY_SUMMARY,
    "weekly": Topic.WEEKLY_SUMMARY,
    "everything": "all",
}


def read_topic(said: str) -> str | None:
    """A topic, or a group of them, as it is stored; None where there is none of this name. Case and spaces don't matter."""
    plain = re.sub(r"[\s_-]+", "_", said.strip().casefold())
    topic = _TOPIC_WORDS.get(plain, plain)
    return str(topic) if topic in CONTACT_TOPICS or topic in TOPIC_GROUPS else None


def expand_topics(topics: Iterable[str]) -> frozenset[Topic]:
    """What a contact with these topics hears of; what they are told by name is no question of topics."""
    if not (said := tuple(topics)):
        return DEFAULT_TOPICS
    known = [topic for each in said if (topic := read_topic(each))]
    return frozenset[Topic]().union(*(TOPIC_GROUPS.get(topic) or {Topic(topic)} for topic in known))


_STATUS_OF: Mapping[TaskStatus, NotificationStatus] = {
    TaskStatus.COMPLETED: NotificationStatus.SENT,
    TaskStatus.FAILED: NotificationStatus.FAILED,
    TaskStatus.EXPIRED: NotificationStatus.FAILED,
    TaskStatus.NEEDS_PERSON: NotificationStatus.UNKNOWN,
    TaskStatus.CANCELLED: NotificationStatus.CANCELLED,
    TaskStatus.SCHEDULED: NotificationStatus.HELD,
}

REACHED = frozenset({NotificationStatus.SENT, NotificationStatus.DELIVERED})
"""A channel has taken it, and has not said that it could not be delivered."""

_URGENCY_OF: Mapping[str, Urgency] = {
    "emergency": Urgency.CRITICAL,
    "dose": Urgency.HIGH,
    "missed": Urgency.HIGH,
    "reminder": Urgency.HIGH,
    "visit": Urgency.HIGH,
    "help": Urgency.HIGH,
    "consent": Urgency.HIGH,
    **dict.fromkeys(("activity", "shopping", "taken", "daily_summary", "weekly_summary"), Urgency.LOW),
}


def outcome_of(status: TaskStatus) -> NotificationStatus:
    """The state of the work as its caller sees it, as far as no channel has said anything later."""
    return _STATUS_OF.get(status, NotificationStatus.QUEUED)


def urgency_of(topic: str) -> Urgency:
    """How much messages of a topic matter, where nothing else is said."""
    return _URGENCY_OF.get(topic, Urgency.NORMAL)


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
        history: what else became of it, each as `{state, at}` with `channel`, `position` or `reason` where there is one.
        provider_id: what the channel that took it calls it.
        delivered_at: when its channel said that it arrived.
        undelivered_at: when its channel said that it will not arrive after all.
        answered_at: when whom it was for answered it.
        carried_by: the message that it goes out with, as one.
        follows_id: the message that did not arrive, in whose place this one goes by the next channel.
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
    urgency: Urgency = Urgency.NORMAL
    actions: tuple[LetterAction, ...] = ()
    history: tuple[Mapping[str, JsonValue], ...] = ()
    provider_id: str | None = None
    delivered_at: datetime | None = None
    undelivered_at: datetime | None = None
    answered_at: datetime | None = None
    follows_id: UUID | None = None
    carried_by: UUID | None = None

    @property
    def outcome(self) -> NotificationStatus:
        """The state as the caller sees it: what its channel has said of it counts more than that it was taken."""
        if self.undelivered_at is not None:
            return NotificationStatus.FAILED
        if self.delivered_at is not None:
            return NotificationStatus.DELIVERED
        return NotificationStatus.SENT if self.provider_id is not None else outcome_of(self.status)

    @property
    def log_fields(self) -> dict[str, str]:
        return {"notification_id": str(self.id), "task_id": str(self.task_id)}
