"""Stocks: how much of a medicine is in the house."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.sealed import Digest, SealedText


class MedicineStockRow(Base):
    """One medicine of one person, found by a digest of its name in lower case."""

    __tablename__ = "medicine_stocks"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    medicine: Mapped[str] = mapped_column(SealedText("medicine_stocks.medicine"))
    medicine_digest: Mapped[str | None] = mapped_column(Digest("medicine", of=("user_id", "medicine")))
    left: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    filling: Mapped[int] = mapped_column(server_default="1")
    updated_at: Mapped[CreatedAt]

    __table_args__ = (UniqueConstraint("user_id", "medicine_digest"), CheckConstraint('"left" >= 0', name="left"))
