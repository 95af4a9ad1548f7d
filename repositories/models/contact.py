"""Contacts: family and carers of a user."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.sealed import Digests, SealedJson


class ContactRow(Base):
    """Somebody who may be told things. `consent_source` says how we know that they want to be; `reached_by`: core/reach.py."""

    __tablename__ = "contacts"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    relation: Mapped[str | None]
    channels: Mapped[list[str]] = mapped_column(SealedJson("contacts.channels"), server_default="[]")
    reached_by: Mapped[list[str]] = mapped_column(Digests("address"), server_default="[]")
    topics: Mapped[list[str]] = mapped_column(server_default="[]")
    declined_topics: Mapped[list[str]] = mapped_column(server_default="[]")
    may_edit_medicines: Mapped[bool] = mapped_column(server_default="false")
    consented_at: Mapped[datetime | None]
    consent_source: Mapped[str | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    __table_args__ = (
        Index(
            "ix_contacts_reached_by",
            "reached_by",
            postgresql_using="gin",
            postgresql_ops={"reached_by": "jsonb_path_ops"},
        ),
        Index("ix_contacts_topics", "topics", postgresql_using="gin", postgresql_ops={"topics": "jsonb_path_ops"}),
    )
