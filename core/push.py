"""Browsers that have subscribed to push, as values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSubscription:
    """One browser of a user (`contact_id` None) or of one of their contacts.

    Attributes:
        endpoint: where its push service takes messages; whoever knows it and has our key can send.
        p256dh: the browser's public key, 65 bytes.
        auth: a secret of the browser, 16 bytes.
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    contact_id: UUID | None
    endpoint: str
    p256dh: bytes
    auth: bytes
    created_at: datetime

    @property
    def channel(self) -> str:
        """The browser among somebody's channels."""
        return f"webpush:{self.id}"
