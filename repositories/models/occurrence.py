"""Occurrences: the due times of reminders, as durable work."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from core.reminder import OccurrenceOutcome
from repositories.models.base import Base, JsonObject
from repositories.models.durable_work import DurableWorkMixin, enum_column


class OccurrenceRow(DurableWorkMixin, Base):
    """One due time. Its identity is the wall-clock slot on a local date, so no clock change makes it two."""

    __tablename__ = "occurrences"

    reminder_id: Mapped[UUID] = mapped_column(ForeignKey("reminders.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    local_date: Mapped[date]
    slot: Mapped[str]
    phase: Mapped[int | None] = mapped_column(SmallInteger())
    critical: Mapped[bool] = mapped_column(server_default=text("false"))
    scheduled_for: Mapped[datetime]
    told_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    outcome: Mapped[OccurrenceOutcome | None] = mapped_column(enum_column(OccurrenceOutcome, "outcome"))
    answered_at: Mapped[datetime | None]
    answered_via: Mapped[str | None]
    answered_by: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    stock_used: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    ladder_from: Mapped[datetime | None]
    rung: Mapped[int] = mapped_column(SmallInteger(), server_default="0")
    steps: Mapped[list[JsonObject]] = mapped_column(postgresql.JSONB(none_as_null=True), server_default="[]")

    @classmethod
    def _own_items(cls) -> tuple[SchemaItem, ...]:
        return (
            UniqueConstraint("reminder_id", "local_date", "slot", name="uq_occurrences_dose"),
            Index("ix_occurrences_account_id_id", "account_id", "id"),
            Index("ix_occurrences_user_id_scheduled_for", "user_id", "scheduled_for"),
        )
