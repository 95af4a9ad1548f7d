"""People who log in, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue

from core.people import Account
from core.roles import Role


class TokenKind(StrEnum):
    """What a secret that works once is for."""

    REFRESH = "refresh"
    MAGIC_LINK = "magic_link"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who logs in to an account. `email` is encrypted, `email_digest` finds it."""

    id: UUID
    account_id: UUID
    role: Role
    email: str
    email_digest: str
    password_hash: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A member may see a person's data, since the person or who represents them agreed."""

    member_id: UUID
    user_id: UUID
    account_id: UUID
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleUseToken:
    """A secret that works once, of which the digest is stored."""

    id: UUID
    account_id: UUID
    kind: TokenKind
    digest: str
    member_id: UUID | None
    session_id: UUID | None
    details: Mapping[str, JsonValue]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedByLogin:
    """What a session that stands opens, as of now. `people`: whose data, where the role is for certain people."""

    account: Account
    member_id: UUID
    role: Role
    people: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key that signs access tokens. `sealed` is the private part, encrypted."""

    id: UUID
    sealed: str
    created_at: datetime
