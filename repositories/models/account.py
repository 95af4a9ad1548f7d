"""Accounts: the API clients that own everything else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, JsonObject, PrimaryId
from repositories.sealed import fernet


class AccountRow(Base):
    """An API client. `default_user_id` is meant where a request names no user.

    Signing secrets are encrypted; the one from before a rotation signs too until `previous_signing_secret_until`.
    """

    __tablename__ = "accounts"

    id: Mapped[PrimaryId]
    name: Mapped[str] = mapped_column(unique=True)
    default_user_id: Mapped[UUID]
    signing_secret: Mapped[str] = mapped_column(info=fernet())
    previous_signing_secret: Mapped[str | None] = mapped_column(info=fernet())
    previous_signing_secret_until: Mapped[datetime | None]
    escalation: Mapped[JsonObject | None]
    critical_escalation: Mapped[JsonObject | None]
    created_at: Mapped[CreatedAt]
