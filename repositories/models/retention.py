"""Retention: how far purging has come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger, func
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from core.retention import Stage
from repositories.models.base import Base
from repositories.models.durable_work import enum_column


class RetentionRow(Base):
    """The only row: whoever holds it purges.

    `position` is the last id looked at in `stage`, `purged` counts by table, `purged_before` is that of the round's start.
    """

    __tablename__ = "retention"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    stage: Mapped[Stage] = mapped_column(enum_column(Stage, "stage"))
    position: Mapped[UUID | None]
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    purged: Mapped[dict[str, int]] = mapped_column(postgresql.JSONB(none_as_null=True), server_default="{}")
    purged_before: Mapped[dict[str, int]] = mapped_column(postgresql.JSONB(none_as_null=True), server_default="{}")
