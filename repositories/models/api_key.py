"""API keys, of which only the SHA-256 is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId


class ApiKeyRow(Base):
    """A key of an account; `digest` is the hex SHA-256 of the whole key.

    `scopes` is what it may do, NULL: all that an account may. `replaces` is the key that it was rotated from.
    `made_by` is the member whose key it is, NULL: the account's own. It stays when the member is gone, so that what the key did is
    theirs still, and so that it never becomes the account's: hence no foreign key.
    """

    __tablename__ = "api_keys"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    last_four: Mapped[str]
    created_at: Mapped[CreatedAt]
    scopes: Mapped[list[str] | None]
    replaces: Mapped[UUID | None]
    made_by: Mapped[UUID | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
