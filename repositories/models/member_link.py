"""Whose data a member may see."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt


class MemberLinkRow(Base):
    """A member looks after a person. `consent` says who agreed to that; the row goes when they take it back."""

    __tablename__ = "member_links"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    consent: Mapped[str]
    created_at: Mapped[CreatedAt]
