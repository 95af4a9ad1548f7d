"""Webhook messages: the outbox of what callers are told."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base
from repositories.models.durable_work import DurableWorkMixin


class WebhookMessageRow(DurableWorkMixin, Base):
    """One message to one URL. Its id is the `webhook-id` of every try; `body` is what is signed, byte for byte."""

    __tablename__ = "webhook_messages"

    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), index=True)
    request_id: Mapped[UUID | None]
    url: Mapped[str]
    type: Mapped[str]
    body: Mapped[str]
