"""What family and carers answer to messages, as values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a contact answered.

    Attributes:
        id: that of the incoming message, so that one is stored once.
        contact_id: who it was; None once the contact is gone.
        sender: the contact's name, as the person can tell them apart.
        notification_id: the message that it answers.
        task_id: the wish that this message fulfilled, where there was one.
        via: how it came: "sms" or "voice".
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    contact_id: UUID | None
    sender: str
    notification_id: UUID
    task_id: UUID | None
    text: str
    via: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFilter:
    """What a list of replies is narrowed to."""

    user_id: UUID | None = None
    contact_id: UUID | None = None
    task_id: UUID | None = None
