"""Idempotency keys: the first answer to an unsafe call, for whoever sends it again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt
from repositories.sealed import fernet

REQUESTS_SCOPE = "POST /v1/requests"
"""Keys of requests, the most by far, go with their requests."""


class IdempotencyKeyRow(Base):
    """One key of one caller, for one method and path; written in the transaction of what it guards.

    `key` is a digest of the caller's key and of who they are, `fingerprint` one of what they said, both under SECRET_KEY.
    Where the whole answer is kept, `resource_id` is the token of the call that made it, `is_sealed` is written with the
    effect, and `answer` (encrypted) after it; until `open_until` an answer is still expected.
    """

    __tablename__ = "idempotency_keys"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    resource_id: Mapped[UUID] = mapped_column(index=True)
    open_until: Mapped[datetime | None]
    is_sealed: Mapped[bool] = mapped_column(server_default="false")
    answer: Mapped[str | None] = mapped_column(info=fernet())
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        Index("ix_idempotency_keys_open_until", "open_until", postgresql_where=text("open_until IS NOT NULL")),
        Index(
            "ix_idempotency_keys_created_at",
            "created_at",
            postgresql_where=text(f"open_until IS NULL AND scope <> '{REQUESTS_SCOPE}'"),
        ),
    )
