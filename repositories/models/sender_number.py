"""Numbers that people write from: whether it is known that they are theirs, and what was asked to know it (ADR 0039)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base
from repositories.sealed import Digest


class SenderNumberRow(Base):
    """One number, known by a digest, and one person who is said to have it: a user, or a contact of theirs."""

    __tablename__ = "sender_numbers"

    sender: Mapped[str] = mapped_column(Digest("address"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    proved_at: Mapped[datetime | None]
    secret: Mapped[str | None]
    asked_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(server_default="0")
    held_id: Mapped[UUID | None]
    chosen_at: Mapped[datetime | None]
