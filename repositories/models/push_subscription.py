"""Browsers that have subscribed to push."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.sealed import fernet


class PushSubscriptionRow(Base):
    """One browser of a user, or of a contact of theirs. `sealed` holds what it takes to send to it, encrypted.

    The same browser gives the same `fingerprint` (of its endpoint) whenever it subscribes; those who share one have a row each.
    """

    __tablename__ = "push_subscriptions"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    fingerprint: Mapped[str]
    sealed: Mapped[str] = mapped_column(info=fernet())
    created_at: Mapped[CreatedAt]

    __table_args__ = (UniqueConstraint("user_id", "fingerprint"),)
