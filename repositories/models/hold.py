"""Holds: room that is kept for a moment, while a person is asked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId


class HoldRow(Base):
    """A table or a chair that nobody else can have until `expires_at`, by the database's clock. One `key`, one hold."""

    __tablename__ = "holds"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venues.id"))
    key: Mapped[str] = mapped_column(unique=True)
    party_size: Mapped[int]
    service: Mapped[str | None]
    stylist: Mapped[str | None]
    tables: Mapped[list[str]] = mapped_column(server_default="[]")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_holds_venue_id", "venue_id", "starts_at"),
    )
