"""Reminders: what a person is told again and again, or once."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.reminder import ReminderKind, ReminderStatus
from repositories.models.base import Base, CreatedAt, JsonObject, PrimaryId
from repositories.models.durable_work import enum_column
from repositories.sealed import SealedParts, SealedText


class ReminderRow(Base):
    """A plan of due times. Wall-clock values are local to `timezone`; `planned_until` is how far occurrences are stored."""

    __tablename__ = "reminders"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="SET NULL"), unique=True)
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[ReminderKind] = mapped_column(enum_column(ReminderKind, "kind"))
    subject: Mapped[str] = mapped_column(SealedText("reminders.subject"))
    dosage: Mapped[str | None] = mapped_column(SealedText("reminders.dosage"))
    person_name: Mapped[str | None]
    location: Mapped[str | None]
    timezone: Mapped[str]
    times: Mapped[list[str]] = mapped_column(server_default="[]")
    recurrence: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    at: Mapped[datetime | None]
    critical: Mapped[bool] = mapped_column(server_default=text("false"))
    regimen: Mapped[JsonObject | None] = mapped_column(SealedParts("reminders.regimen", readable=("as_needed",)))
    chain_at: Mapped[datetime | None]
    escalation: Mapped[JsonObject | None]
    status: Mapped[ReminderStatus] = mapped_column(enum_column(ReminderStatus, "status"))
    planned_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    __table_args__ = (
        CheckConstraint(
            "(at IS NULL OR times = '[]'::jsonb) AND (at IS NOT NULL OR times <> '[]'::jsonb OR regimen IS NOT NULL)",
            name="when",
        ),
        Index("ix_reminders_account_id_id", "account_id", "id"),
        Index("ix_reminders_user_id_id", "user_id", "id"),
        Index("ix_reminders_planned", "planned_until", postgresql_where=text("status = 'active'")),
        Index("ix_reminders_chain_at", "chain_at", postgresql_where=text("status = 'active' AND chain_at IS NOT NULL")),
    )
