"""Bookings that stand at a venue."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.booking import BookingStatus
from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.models.durable_work import enum_column


class BookingRow(Base):
    """A table or a chair kept for somebody from `starts_at` to `ends_at`. One `effect_key`, one booking.

    What was booked outside has the `uid` and status of its `system`; `checked_at` is when it was last looked at there,
    `look_at` when it is next. Where the place has changed it, `known_status` and `known_starts_at` are what the person
    still believes. `hold_uid` is the time that its system kept for us while it was booked; until `changing_until` somebody
    changes it there. `sent_at` is when its system was about to be sent it; None: surely nothing has left here. A trigger raises `version` with whatever the guest would notice, whoever writes it.
    """

    __tablename__ = "bookings"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venues.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="SET NULL"), index=True)
    effect_key: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str]
    status: Mapped[BookingStatus] = mapped_column(enum_column(BookingStatus, "status"))
    system: Mapped[str] = mapped_column(server_default="local")
    uid: Mapped[str | None]
    raw_status: Mapped[str | None]
    name: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    known_status: Mapped[BookingStatus | None] = mapped_column(enum_column(BookingStatus, "known_status"))
    known_starts_at: Mapped[datetime | None]
    hold_uid: Mapped[str | None]
    changing_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None] = mapped_column(server_default=text("now()"))
    party_size: Mapped[int]
    service: Mapped[str | None]
    stylist: Mapped[str | None]
    special_requests: Mapped[str | None]
    tables: Mapped[list[str]] = mapped_column(server_default="[]")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    __table_args__ = (
        CheckConstraint("party_size > 0", name="party_size"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_bookings_taken", "venue_id", "starts_at", "ends_at", postgresql_where=text("status = 'confirmed'")),
        Index("ix_bookings_account_id_id", "account_id", "id"),
        Index("ix_bookings_look_at", "look_at", postgresql_where=text("look_at IS NOT NULL")),
        Index("ix_bookings_news", "updated_at", postgresql_where=text("known_status IS NOT NULL")),
    )
