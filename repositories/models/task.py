"""Tasks: wishes with a life of their own."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from core.domain import ConfirmPolicy, DegradedReason
from repositories.models.base import Base, JsonObject
from repositories.models.durable_work import DurableWorkMixin, enum_column
from repositories.sealed import SealedJson


class TaskRow(DurableWorkMixin, Base):
    """A stored TaskRequest. Every move is recorded in `task_events` by a trigger (ADR 0005)."""

    __tablename__ = "tasks"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    intent: Mapped[str]
    details: Mapped[JsonObject] = mapped_column(SealedJson("tasks.details"))
    confidence: Mapped[float]
    provider: Mapped[str]
    inferred: Mapped[list[str]] = mapped_column(server_default="[]")
    degraded: Mapped[bool] = mapped_column(server_default="false")
    degraded_reason: Mapped[DegradedReason | None] = mapped_column(
        enum_column(DegradedReason, "degraded_reason", checked=False)
    )
    confirm: Mapped[ConfirmPolicy] = mapped_column(enum_column(ConfirmPolicy, "confirm"))
    confirmed: Mapped[bool] = mapped_column(server_default="false")
    timezone: Mapped[str]
    clock_offset: Mapped[timedelta] = mapped_column(server_default="0")
    question: Mapped[JsonObject | None] = mapped_column(SealedJson("tasks.question"))
    scheduled_for: Mapped[datetime | None]
    start_by: Mapped[datetime | None]
    result: Mapped[JsonObject | None] = mapped_column(SealedJson("tasks.result"))
    redrive_of: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="SET NULL"))
    undo_of: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="SET NULL"))
    webhook_url: Mapped[str | None]
    task_metadata: Mapped[JsonObject] = mapped_column("metadata", server_default="{}")

    @classmethod
    def _own_items(cls) -> tuple[SchemaItem, ...]:
        return (
            Index("ix_tasks_account_id_id", "account_id", "id"),
            Index("ix_tasks_user_id_id", "user_id", "id"),
            # Most tasks have no such origin, and every move would write an entry for it.
            *(
                Index(f"ix_tasks_{origin}", origin, unique=True, postgresql_where=text(f"{origin} IS NOT NULL"))
                for origin in ("redrive_of", "undo_of")
            ),
        )
