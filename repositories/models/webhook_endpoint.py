"""Webhook endpoints: where an account wants to be told what happens."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId


class WebhookEndpointRow(Base):
    """An address for the `events` that are named, or for all where none is. `secret` is encrypted."""

    __tablename__ = "webhook_endpoints"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    url: Mapped[str]
    events: Mapped[list[str]] = mapped_column(server_default="[]")
    secret: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    __table_args__ = (Index("ix_webhook_endpoints_account_id_id", "account_id", "id"),)
