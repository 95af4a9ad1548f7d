"""What contacts have agreed to, and the codes by which they do."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId


class ConsentRecordRow(Base):
    """One word about consent; rows are added and never changed."""

    __tablename__ = "consent_records"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"))
    granted: Mapped[bool]
    topic: Mapped[str | None]
    given_by: Mapped[str]
    source: Mapped[str]
    wording: Mapped[str | None]
    at: Mapped[CreatedAt]

    __table_args__ = (Index("ix_consent_records_contact_id_id", "contact_id", "id"),)


class ConsentCodeRow(Base):
    """The one code that is waited for of a contact."""

    __tablename__ = "consent_codes"

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    wording: Mapped[str]
    sent_by: Mapped[str | None]
    tries: Mapped[int] = mapped_column(server_default="0")
    expires_at: Mapped[datetime]
