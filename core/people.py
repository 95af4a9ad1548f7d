"""Accounts, the people helped, and those around them, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from core.notification import Topic, expand_topics
from core.signing_secret import SigningSecrets

NAMELESS = "Default user"
"""Whom an account helps before anybody has said who it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An API client. Signing secrets are as stored: encrypted; the previous one signs too until `previous_signing_secret_until`."""

    id: UUID
    name: str
    default_user_id: UUID
    signing_secret: str
    previous_signing_secret: str | None = None
    previous_signing_secret_until: datetime | None = None

    @property
    def signing_secrets(self) -> SigningSecrets:
        """What signs the messages to the `webhook_url` of its requests."""
        return SigningSecrets(
            current=self.signing_secret,
            previous=self.previous_signing_secret,
            previous_until=self.previous_signing_secret_until,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person helped. `timezone` is an IANA name."""

    id: UUID
    account_id: UUID
    name: str
    timezone: str
    locale: str
    phone: str | None
    email: str | None
    channels: tuple[str, ...]
    preferences: Mapping[str, JsonValue]
    created_at: datetime
    updated_at: datetime

    @property
    def known_name(self) -> str | None:
        """What to call them, where anybody has said so."""
        return None if self.name == NAMELESS else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Family or carer of a user. Told things only while `consented_at` is set, and never of `declined_topics`."""

    id: UUID
    account_id: UUID
    user_id: UUID
    name: str
    relation: str | None
    channels: tuple[str, ...]
    topics: tuple[str, ...]
    consented_at: datetime | None
    consent_source: str | None
    created_at: datetime
    updated_at: datetime
    declined_topics: tuple[str, ...] = ()
    may_edit_medicines: bool = False

    @property
    def heard_topics(self) -> frozenset[Topic]:
        """What they hear of without being named: what their topics say, less what they themselves have declined."""
        return expand_topics(self.topics) - set(self.declined_topics)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """A user about to be stored."""

    id: UUID
    account_id: UUID
    name: str
    timezone: str
    locale: str = "en-GB"
    phone: str | None = None
    email: str | None = None
    channels: tuple[str, ...] = ()
    preferences: Mapping[str, JsonValue]


def nobody_yet(user_id: UUID, *, account_id: UUID, timezone: str) -> NewUser:
    """An account's default user before anything is known of them."""
    return NewUser(id=user_id, account_id=account_id, name=NAMELESS, timezone=timezone, preferences={})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """A contact about to be stored, consented as of now where a source is named."""

    id: UUID
    account_id: UUID
    user_id: UUID
    name: str
    relation: str | None
    channels: tuple[str, ...]
    topics: tuple[str, ...]
    consent_source: str | None
    may_edit_medicines: bool = False
