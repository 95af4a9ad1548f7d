"""Pauses of queues and accounts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.domain import Queue
from repositories.models.base import Base, CreatedAt
from repositories.models.durable_work import enum_column


class PauseRow(Base):
    """What is paused, until somebody resumes it or its time is over."""

    __tablename__ = "pauses"
    __table_args__ = (CheckConstraint("(queue IS NULL) <> (account_id IS NULL)", name="subject"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    queue: Mapped[Queue | None] = mapped_column(enum_column(Queue, "queue"), unique=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), unique=True)
    reason: Mapped[str | None]
    since: Mapped[CreatedAt]
    until: Mapped[datetime | None]
