"""Accounts: the API clients that own everything else."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, JsonObject, PrimaryId
from repositories.sealed import fernet


class AccountRow(Base):
    """An API client. `signing_secret` is encrypted; `default_user_id` is meant where a request names no user."""

    __tablename__ = "accounts"

    id: Mapped[PrimaryId]
    name: Mapped[str] = mapped_column(unique=True)
    default_user_id: Mapped[UUID]
    signing_secret: Mapped[str] = mapped_column(info=fernet())
    escalation: Mapped[JsonObject | None]
    critical_escalation: Mapped[JsonObject | None]
    created_at: Mapped[CreatedAt]
