"""Webhook attempts: the log of every try to deliver a message."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt
from repositories.sealed import SealedText


class WebhookAttemptRow(Base):
    """One try. Either the receiver's status code or the class of the error is set.

    `response_head` is sealed for its message: receivers answer what they were sent.
    """

    __tablename__ = "webhook_attempts"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_messages.id", ondelete="CASCADE"), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[CreatedAt]
    status_code: Mapped[int | None]
    latency_ms: Mapped[int]
    error_class: Mapped[str | None]
    response_head: Mapped[str | None] = mapped_column(SealedText("webhook_attempts.response_head", key="message_id"))
