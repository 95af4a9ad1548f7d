"""Idempotency keys: the first answer to an unsafe call, for whoever sends it again."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt


class IdempotencyKeyRow(Base):
    """One key of one account, for one method and path; written in the transaction of what it guards."""

    __tablename__ = "idempotency_keys"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    resource_id: Mapped[UUID] = mapped_column(index=True)
    created_at: Mapped[CreatedAt]
