"""What people write or key in to us, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
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
class Claim:
    """Somebody whose number it is said to be, by whoever entered it (ADR 0039).

    Attributes:
        contact_id: which contact of the user; None: the user themself.
        name, user_name: theirs, and the user's.
        proved_at: since when it is known that they have the number; None: it is only said.
        secret: what they were asked to write, so that it is known.
        asked_at: when that was asked.
        tries: how many wrong ones have come since.
        held_id: the text that waits for it.
        chosen_at: when they last said that a text was theirs.
    """

    account_id: UUID
    user_id: UUID
    contact_id: UUID | None
    name: str
    user_name: str
    proved_at: datetime | None = None
    secret: str | None = None
    asked_at: datetime | None = None
    tries: int | None = None
    held_id: UUID | None = None
    chosen_at: datetime | None = None

    @property
    def person_id(self) -> UUID:
        """The contact, or the user."""
        return self.contact_id or self.user_id

    @property
    def whose(self) -> Mapping[str, Any]:
        """What a message of theirs says of whose it is."""
        return {"account_id": self.account_id, "user_id": self.user_id, "contact_id": self.contact_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSent:
    """A text of ours to a number. `waits`: what it asks for was not answered yet, as far as it asks for something."""

    person_id: UUID
    topic: str
    sent_at: datetime
    waits: bool


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
