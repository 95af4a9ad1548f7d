"""The columns by which any row is claimed, renewed, settled, swept and retried (DESIGN.md section 6)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

from core.domain import FINAL, Queue, TaskStatus
from repositories.models.base import CreatedAt, JsonObject, PrimaryId
from repositories.sealed import SealedParts

_FINAL_LIST = ", ".join(f"'{status}'" for status in sorted(FINAL))

STORAGE = {"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.01, "autovacuum_vacuum_cost_delay": 0}
"""Hot rows move several times in their life: room on the page, and a vacuum that keeps up."""


def enum_column(kind: type[StrEnum], name: str, *, checked: bool = True) -> Enum:
    """Text that stores the values of `kind`, with a check constraint unless it came to a large table later."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        length=32,
        create_constraint=checked,
        values_callable=lambda members: [str(member.value) for member in members],  # pyright: ignore[reportUnknownLambdaType, reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType] - SQLAlchemy leaves the callable untyped
    )


class DurableWorkMixin:
    """One row of durable work."""

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    queue: Mapped[Queue] = mapped_column(enum_column(Queue, "queue"))
    lane: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    status: Mapped[TaskStatus] = mapped_column(enum_column(TaskStatus, "status"))
    epoch: Mapped[int] = mapped_column(server_default="0")
    version: Mapped[int] = mapped_column(server_default="1")
    attempt: Mapped[int] = mapped_column(server_default="0")
    max_attempts: Mapped[int]
    lost_leases: Mapped[int] = mapped_column(server_default="0")
    due_at: Mapped[datetime | None]
    dispatched_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
    completed_at: Mapped[datetime | None]

    @declared_attr
    @classmethod
    def error(cls) -> Mapped[JsonObject | None]:
        """What went wrong; queries ask for its type."""
        place = f"{getattr(cls, '__tablename__', '')}.error"
        return mapped_column(SealedParts(place, readable=("type", "retryable")))

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (*cls._constraints(), *cls._own_items(), {"postgresql_with": STORAGE})

    @classmethod
    def _own_items(cls) -> tuple[SchemaItem, ...]:
        """Further constraints and indexes of one table."""
        return ()

    @classmethod
    def _constraints(cls) -> tuple[SchemaItem, ...]:
        table = str(getattr(cls, "__tablename__", ""))
        return (
            CheckConstraint("(status = 'running') = (lease_until IS NOT NULL)", name="lease"),
            CheckConstraint(f"(status IN ({_FINAL_LIST})) = (completed_at IS NOT NULL)", name="completed"),
            Index(
                f"ix_{table}_due",
                "due_at",
                postgresql_where=text("status IN ('scheduled', 'retrying')"),
                postgresql_include=["queue", "status"],
            ),
            Index(
                f"ix_{table}_lanes",
                "queue",
                "lane",
                text("coalesce(dispatched_at, '-infinity'::timestamptz)"),
                postgresql_where=text("status = 'queued'"),
                postgresql_include=["account_id"],
            ),
            Index(
                f"ix_{table}_leases",
                "lease_until",
                postgresql_where=text("status = 'running'"),
                postgresql_include=["queue"],
            ),
            Index(
                f"ix_{table}_dead",
                "id",
                postgresql_where=text("status IN ('failed', 'needs_person')"),
                postgresql_include=["queue", "status"],
            ),
            Index(
                f"ix_{table}_expiring",
                "expires_at",
                postgresql_where=text("expires_at IS NOT NULL AND completed_at IS NULL"),
            ),
        )
