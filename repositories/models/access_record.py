"""Who saw or changed what of whom."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from core.access_record import AccessOutcome, ActorKind
from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.models.durable_work import enum_column


class AccessRecordRow(Base):
    """One access. Rows are added, and go with their person or when they are old; a trigger refuses every change.

    `user_id` is empty where it `is_about_all` people of the account, and where whom it was about was erased by it.
    `key_id` is the key that was called with.
    """

    __tablename__ = "access_records"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    is_about_all: Mapped[bool] = mapped_column(server_default=false())
    actor_kind: Mapped[ActorKind] = mapped_column(enum_column(ActorKind, "actor_kind"))
    actor_id: Mapped[UUID | None]
    key_id: Mapped[UUID | None]
    role: Mapped[str]
    action: Mapped[str]
    thing_kind: Mapped[str | None]
    thing_id: Mapped[UUID | None]
    outcome: Mapped[AccessOutcome] = mapped_column(enum_column(AccessOutcome, "outcome"))
    address: Mapped[str | None]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        Index("ix_access_records_user_id_id", "user_id", "id", postgresql_where=text("user_id IS NOT NULL")),
        Index("ix_access_records_all", "account_id", "id", postgresql_where=text("is_about_all")),
    )
