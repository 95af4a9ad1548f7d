"""Messages to people on their way: about to be stored, being sent, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from pydantic import JsonValue

from core.domain import Message, Repeat
from core.ids import make_id
from core.letter import LetterAction, Urgency
from core.notification import GONE, urgency_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotification:
    """A message about to be stored and dispatched. Exactly one of `task_id` and `occurrence_id` says where it comes from."""

    id: UUID
    key: str
    account_id: UUID
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
    urgency: Urgency = Urgency.NORMAL
    actions: tuple[LetterAction, ...] = ()
    follows_id: UUID | None = None
    lane: int | None = None  # that of the work which it tells of, where that has one of its own

    def of_gone_contact(self) -> "NewNotification":
        """The same for nobody any more: whom it was for has been removed, and their whereabouts with them."""
        return replace(self, contact_id=None, recipient=GONE, channels=())


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBy:
    """Which kind of channel has taken a message, and what it calls it; `is_delivered`: it says that it has arrived."""

    channel: str
    provider_id: str | None = None
    is_delivered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """That a channel is about to be tried by whoever has claimed the message at this epoch."""

    id: UUID
    epoch: int
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What came of an attempt; None: nothing to write. `channel` and what follows: who has taken the message."""

    id: UUID
    entry: Sequence[Mapping[str, JsonValue]] | None = None
    tried: Sequence[Mapping[str, JsonValue]] | None = None
    channel: str | None = None
    provider_id: str | None = None
    is_delivered: bool = False


def new_notification(
    message: Message,
    *,
    account_id: UUID,
    user_id: UUID,
    task_id: UUID | None = None,
    occurrence_id: UUID | None = None,
) -> NewNotification:
    """A message as a row to be."""
    return NewNotification(
        id=make_id(),
        key=message.key,
        account_id=account_id,
        user_id=user_id,
        contact_id=message.contact_id,
        task_id=task_id,
        occurrence_id=occurrence_id,
        topic=message.topic,
        recipient=message.to,
        channels=message.channels,
        subject=message.subject,
        text=message.text,
        repeat=message.repeat,
        urgency=message.urgency or urgency_of(message.topic),
        actions=message.actions,
    )
