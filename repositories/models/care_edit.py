"""What carers have changed of somebody's medicines."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.care_edit import CareVerb
from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.models.durable_work import enum_column


class CareEditRow(Base):
    """One change of a reminder by a contact."""

    __tablename__ = "care_edits"

    id: Mapped[PrimaryId]
    reminder_id: Mapped[UUID] = mapped_column(ForeignKey("reminders.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"), index=True)
    name: Mapped[str]
    verb: Mapped[CareVerb] = mapped_column(enum_column(CareVerb, "verb"))
    created_at: Mapped[CreatedAt]
