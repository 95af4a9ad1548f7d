"""Notes: what the person did, or wants bought."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.note import NoteKind
from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.models.durable_work import enum_column
from repositories.sealed import SealedText


class NoteRow(Base):
    """One note of a user, which the family can see where it is shared."""

    __tablename__ = "notes"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="SET NULL"), unique=True)
    kind: Mapped[NoteKind] = mapped_column(enum_column(NoteKind, "kind"))
    text: Mapped[str] = mapped_column(SealedText("notes.text"))
    quantity: Mapped[str | None]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        Index("ix_notes_account_id_id", "account_id", "id"),
        Index("ix_notes_user_id_id", "user_id", "id"),
    )
