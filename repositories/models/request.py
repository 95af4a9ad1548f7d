"""Requests: what users said, durable until it is understood."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from core.domain import ConfirmPolicy
from repositories.models.base import Base, JsonObject
from repositories.models.durable_work import DurableWorkMixin, enum_column
from repositories.sealed import SealedText


class RequestRow(DurableWorkMixin, Base):
    """One thing a user said. `completed` means understood: its tasks are stored.

    `usage` lists the calls of models that it took, with what they counted.
    """

    __tablename__ = "requests"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(SealedText("requests.text"))
    timezone: Mapped[str]
    spoken_at: Mapped[datetime]
    clock_offset: Mapped[timedelta] = mapped_column(server_default="0")
    confirm: Mapped[ConfirmPolicy] = mapped_column(enum_column(ConfirmPolicy, "confirm"))
    start_by: Mapped[datetime | None]
    webhook_url: Mapped[str | None]
    usage: Mapped[list[JsonObject]] = mapped_column(postgresql.JSONB(none_as_null=True), server_default="[]")
    request_metadata: Mapped[JsonObject] = mapped_column("metadata", server_default="{}")
