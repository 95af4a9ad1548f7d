"""Notifications: the outbox and the log of what people are told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from core.domain import Repeat
from core.letter import Urgency
from repositories.models.base import Base, JsonObject
from repositories.models.durable_work import DurableWorkMixin, enum_column
from repositories.sealed import SealedJson, SealedParts, SealedText


class NotificationRow(DurableWorkMixin, Base):
    """One message to one person. One `key`, one message."""

    __tablename__ = "notifications"

    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"), index=True)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), index=True)
    occurrence_id: Mapped[UUID | None] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"), index=True)
    topic: Mapped[str]
    recipient: Mapped[str]
    channels: Mapped[list[str]] = mapped_column(SealedJson("notifications.channels"))
    subject: Mapped[str] = mapped_column(SealedText("notifications.subject"))
    text: Mapped[str] = mapped_column(SealedText("notifications.text"))
    repeat: Mapped[Repeat] = mapped_column(enum_column(Repeat, "repeat"))
    sending: Mapped[str | None] = mapped_column(SealedText("notifications.sending"))
    channel: Mapped[str | None] = mapped_column(SealedText("notifications.channel"))
    tried: Mapped[list[JsonObject]] = mapped_column(SealedJson("notifications.tried"), server_default="[]")
    sent_at: Mapped[datetime | None]
    urgency: Mapped[Urgency] = mapped_column(enum_column(Urgency, "urgency", checked=False), server_default="normal")
    actions: Mapped[list[JsonObject]] = mapped_column(postgresql.JSONB(none_as_null=True), server_default="[]")
    history: Mapped[list[JsonObject]] = mapped_column(
        SealedParts("notifications.history", readable=("state", "at")), server_default="[]"
    )
    provider_id: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
    undelivered_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    follows_id: Mapped[UUID | None]
    carried_by: Mapped[UUID | None]

    @classmethod
    def _own_items(cls) -> tuple[SchemaItem, ...]:
        return (
            Index("ix_notifications_account_id_id", "account_id", "id"),
            Index("ix_notifications_user_id_id", "user_id", "id"),
            Index("ix_notifications_carried_by", "carried_by", postgresql_where=text("carried_by IS NOT NULL")),
            Index(
                "ix_notifications_follows_id",
                "follows_id",
                unique=True,
                postgresql_where=text("follows_id IS NOT NULL"),
            ),
        )
