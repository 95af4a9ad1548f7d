"""What people write or key in to us."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.sealed import Digest, SealedText


class IncomingMessageRow(Base):
    """One message of somebody to us. One `provider_id` of a `via`, one row. Who is not known has no account."""

    __tablename__ = "incoming_messages"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    notification_id: Mapped[UUID | None]
    sender: Mapped[str] = mapped_column(SealedText("incoming_messages.sender"))
    sender_digest: Mapped[str | None] = mapped_column(Digest("address", of=("sender",)))
    text: Mapped[str] = mapped_column(SealedText("incoming_messages.text"))
    via: Mapped[str]
    provider_id: Mapped[str]
    received_at: Mapped[CreatedAt]
    claimed_until: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None]
    tries: Mapped[int] = mapped_column(server_default="0")
    answer: Mapped[str | None] = mapped_column(SealedText("incoming_messages.answer"))

    __table_args__ = (
        UniqueConstraint("via", "provider_id"),
        Index("ix_incoming_messages_left", "received_at", postgresql_where=sql_text("handled_at IS NULL")),
    )
