"""API keys, of which only the SHA-256 is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId


class ApiKeyRow(Base):
    """A key of an account; `digest` is the hex SHA-256 of the whole key.

    `scopes` is what it may do, NULL: all that an account may. `replaces` is the key that it was rotated from.
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
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
