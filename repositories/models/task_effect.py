"""The ledger of outside effects."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.domain import EffectState
from repositories.models.base import Base, CreatedAt, JsonObject
from repositories.models.durable_work import enum_column
from repositories.sealed import SealedJson


class TaskEffectRow(Base):
    """One effect, keyed `kind:id:step`; written as `intent` before the outside call, settled after."""

    __tablename__ = "task_effects"

    key: Mapped[str] = mapped_column(primary_key=True)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), index=True)
    epoch: Mapped[int]
    state: Mapped[EffectState] = mapped_column(enum_column(EffectState, "state"))
    response: Mapped[JsonObject | None] = mapped_column(SealedJson("task_effects.response", key="key"))
    created_at: Mapped[CreatedAt]
    settled_at: Mapped[datetime | None]
