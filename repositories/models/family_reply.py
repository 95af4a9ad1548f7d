"""Replies: what contacts answer to messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, PrimaryId
from repositories.sealed import SealedText


class FamilyReplyRow(Base):
    """One answer of a contact, under the id of the incoming message. It goes with the message that it answers."""

    __tablename__ = "family_replies"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"), index=True)
    sender: Mapped[str]
    notification_id: Mapped[UUID] = mapped_column(ForeignKey("notifications.id", ondelete="CASCADE"), index=True)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="SET NULL"), index=True)
    text: Mapped[str] = mapped_column(SealedText("family_replies.text"))
    via: Mapped[str]
    received_at: Mapped[datetime]

    __table_args__ = (Index("ix_family_replies_account_id_id", "account_id", "id"),)
