"""Members: people who log in."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.roles import Role
from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.models.durable_work import enum_column
from repositories.sealed import fernet


class MemberRow(Base):
    """Somebody who logs in to one account. `email` is encrypted; `email_digest` is its blind index, and unique."""

    __tablename__ = "members"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role, "role"))
    email: Mapped[str] = mapped_column(info=fernet())
    email_digest: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    created_at: Mapped[CreatedAt]
