"""Users: the people helped."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, JsonObject, PrimaryId
from repositories.sealed import Digests, SealedJson, SealedText


class UserRow(Base):
    """A person helped, in the care of one account. Links to their calendar are good for one `calendar_epoch`.

    `reached_by` holds digests of the addresses by which they are known when they write (core/reach.py).
    """

    __tablename__ = "users"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    timezone: Mapped[str]
    locale: Mapped[str]
    phone: Mapped[str | None] = mapped_column(SealedText("users.phone"))
    email: Mapped[str | None] = mapped_column(SealedText("users.email"))
    channels: Mapped[list[str]] = mapped_column(SealedJson("users.channels"), server_default="[]")
    reached_by: Mapped[list[str]] = mapped_column(Digests("address"), server_default="[]")
    preferences: Mapped[JsonObject] = mapped_column(server_default="{}")
    calendar_epoch: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    __table_args__ = (
        Index(
            "ix_users_reached_by", "reached_by", postgresql_using="gin", postgresql_ops={"reached_by": "jsonb_path_ops"}
        ),
    )
