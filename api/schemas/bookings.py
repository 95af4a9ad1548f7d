"""Bookings."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from api.schemas.common import Answer
from core.booking import Booking, BookingStatus


class BookingAnswer(Answer):
    """A table or a chair kept for a user. `date` and `time` are local to the venue."""

    model_config = ConfigDict(title="Booking")

    id: UUID
    user_id: UUID
    venue_id: UUID
    venue: str
    task_id: UUID | None
    reference: str = Field(description="To be said at the door.")
    status: BookingStatus
    party_size: int
    date: str
    time: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime

    @classmethod
    def of(cls, booking: Booking) -> "BookingAnswer":
        """The public form of a booking."""
        local = booking.starts_at.astimezone(ZoneInfo(booking.timezone))
        values: dict[str, Any] = {name: getattr(booking, name) for name in Booking.__slots__}
        return cls(**values, venue=booking.venue_name, date=f"{local:%Y-%m-%d}", time=f"{local:%H:%M}")


class BookingPage(Answer):
    """A part of the list of bookings."""

    items: list[BookingAnswer]
    next_cursor: str | None
