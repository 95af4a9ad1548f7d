"""Webhook messages: the outbox of what callers are told."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from repositories.models.base import Base
from repositories.models.durable_work import DurableWorkMixin
from repositories.sealed import SealedText


class WebhookMessageRow(DurableWorkMixin, Base):
    """One message to one URL, signed with the secret of its endpoint or else of the account.

    Its id, or that of the message which it delivers once more (`redelivery_of`), is the `webhook-id` of every try; `body` is
    what is signed, byte for byte.
    """

    __tablename__ = "webhook_messages"

    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), index=True)
    request_id: Mapped[UUID | None]
    endpoint_id: Mapped[UUID | None] = mapped_column(ForeignKey("webhook_endpoints.id", ondelete="CASCADE"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    notification_id: Mapped[UUID | None] = mapped_column(ForeignKey("notifications.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    redelivery_of: Mapped[UUID | None] = mapped_column(ForeignKey("webhook_messages.id", ondelete="CASCADE"))
    url: Mapped[str]
    type: Mapped[str]
    body: Mapped[str] = mapped_column(SealedText("webhook_messages.body"))

    @classmethod
    def _own_items(cls) -> tuple[SchemaItem, ...]:
        return tuple(
            Index(f"ix_webhook_messages_{name}", name, postgresql_where=text(f"{name} IS NOT NULL"))
            for name in ("endpoint_id", "booking_id", "notification_id", "user_id", "redelivery_of")
        )
