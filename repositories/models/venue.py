"""Venues: restaurants and salons."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from core.booking import VenueKind
from repositories.models.base import Base, CreatedAt, JsonObject, PrimaryId
from repositories.models.durable_work import enum_column


class VenueRow(Base):
    """A place that can be booked.

    `hours` maps each weekday to its opening times, `service_minutes` a service to its length, `staff_services` a member
    of the staff to what they do (all of it, where they are missing), `staff_hours` to when they work and
    `staff_days_off` to days on which they don't; `exceptions` has days with other hours, `turn_minutes` how long parties
    of up to so many people sit; `adapter_settings` is read by its adapter. What was removed stays for the sake of the bookings that were there.
    `refused_at` is when its booking system last did not accept our key.
    """

    __tablename__ = "venues"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str]
    kind: Mapped[VenueKind] = mapped_column(enum_column(VenueKind, "kind"))
    timezone: Mapped[str]
    location: Mapped[str | None]
    cuisine: Mapped[str | None]
    hours: Mapped[JsonObject]
    capacity: Mapped[int]
    services: Mapped[list[str]] = mapped_column(server_default="[]")
    staff: Mapped[list[str]] = mapped_column(server_default="[]")
    service_minutes: Mapped[JsonObject] = mapped_column(server_default="{}")
    staff_services: Mapped[JsonObject] = mapped_column(server_default="{}")
    exceptions: Mapped[JsonObject] = mapped_column(server_default="{}")
    tables: Mapped[list[JsonObject]] = mapped_column(postgresql.JSONB(none_as_null=True), server_default="[]")
    table_combinations: Mapped[list[JsonObject]] = mapped_column(
        postgresql.JSONB(none_as_null=True), server_default="[]"
    )
    turn_minutes: Mapped[JsonObject] = mapped_column(server_default="{}")
    staff_hours: Mapped[JsonObject] = mapped_column(server_default="{}")
    staff_days_off: Mapped[JsonObject] = mapped_column(server_default="{}")
    adapter: Mapped[str]
    adapter_settings: Mapped[JsonObject] = mapped_column(server_default="{}")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
    removed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity"),
        Index("ix_venues_account_id_id", "account_id", "id"),
    )
