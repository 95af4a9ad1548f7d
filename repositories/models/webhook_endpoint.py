"""Webhook endpoints: where an account wants to be told what happens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.sealed import SealedText, fernet


class WebhookEndpointRow(Base):
    """An address for the `events` that are named, or for all where none is. Secrets are encrypted.

    The secret from before a rotation signs too until `previous_secret_until`. `failing_since`: the first try that failed
    with none that got through after it; `failed_at`: the last one, to the minute.
    """

    __tablename__ = "webhook_endpoints"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    url: Mapped[str]
    events: Mapped[list[str]] = mapped_column(server_default="[]")
    notify_email: Mapped[str | None] = mapped_column(SealedText("webhook_endpoints.notify_email"))
    secret: Mapped[str] = mapped_column(info=fernet())
    previous_secret: Mapped[str | None] = mapped_column(info=fernet())
    previous_secret_until: Mapped[datetime | None]
    enabled: Mapped[bool] = mapped_column(server_default="true")
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]
    failing_since: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    __table_args__ = (Index("ix_webhook_endpoints_account_id_id", "account_id", "id"),)
