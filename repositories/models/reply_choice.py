"""Choices that were offered to somebody who wrote: what the number that comes next means."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt
from repositories.sealed import Digest


class ReplyChoiceRow(Base):
    """One open choice of a sender, known by a digest, about one person; a new one takes its place."""

    __tablename__ = "reply_choices"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    sender: Mapped[str] = mapped_column(Digest("address"), primary_key=True)
    answer: Mapped[str]
    options: Mapped[list[str]]
    created_at: Mapped[CreatedAt]
