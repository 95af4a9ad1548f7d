"""What people write or key in to us, as values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Somebody who may have sent it: a user (`contact_id` None), or a contact of that user.

    `told_at`: when they were last sent something, if ever.
    """

    account_id: UUID
    user_id: UUID
    contact_id: UUID | None
    name: str
    told_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    """What came in, as it is stored: once for each `provider_id` of a `via`.

    Attributes:
        sender: the channel that it came from, as `tel:+442079460000`.
        via: how it came: "sms" or "voice".
        handled_at: when an answer was found; None: it is being worked on, or was when a process died.
        handled_by: who knew what to do with it.
        answer: what was said to it; empty: nothing.
        tries: how often somebody has begun to handle it.
    """

    id: UUID
    account_id: UUID | None
    user_id: UUID | None
    contact_id: UUID | None
    notification_id: UUID | None
    sender: str
    text: str
    provider_id: str
    via: str
    received_at: datetime
    handled_at: datetime | None
    handled_by: str | None
    answer: str | None
    tries: int = 0
