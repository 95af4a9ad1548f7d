"""Logins that stand."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId


class LoginSessionRow(Base):
    """From login to logout on one device. Access tokens name it and open nothing once it has ended.

    `by_link`: it was begun by a link that proves the mailbox, or by the invitation that made the member.
    `network_digest`: a blind index of the network that it was begun from, where that is known.
    """

    __tablename__ = "login_sessions"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    network_digest: Mapped[str | None]
    by_link: Mapped[bool] = mapped_column(server_default=false())
    ended_at: Mapped[datetime | None]
