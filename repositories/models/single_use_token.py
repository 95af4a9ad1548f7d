"""Secrets that work once: refresh tokens, links to log in, invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.login import TokenKind
from repositories.models.base import Base, CreatedAt, JsonObject, PrimaryId
from repositories.models.durable_work import enum_column
from repositories.sealed import fernet


class SingleUseTokenRow(Base):
    """Of the secret only the hex SHA-256 is stored. Used ones stay until they expire, so that a second use is noticed."""

    __tablename__ = "single_use_tokens"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[TokenKind] = mapped_column(enum_column(TokenKind, "kind"))
    digest: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("login_sessions.id", ondelete="CASCADE"), index=True)
    details: Mapped[JsonObject] = mapped_column(server_default="{}", info=fernet("email"))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
