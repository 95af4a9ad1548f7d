"""Bookings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer, Day, Name, RequestBody
from core.booking import Booking, BookingStatus, VenueKind
from services.booking.booking_view import booking_view
from services.booking.change_plan import NewValues
from services.booking.fields import LocalTime
from services.booking.obstacles import LARGEST_PARTY

BOOKING_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-7777-7aaa-8bbb-888888888888",
    "user_id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "venue_id": "0193a0c4-5555-7aaa-8bbb-666666666666",
    "venue": "Olive Garden",
    "kind": "restaurant",
    "task_id": "0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b22",
    "reference": "K7WM2Q",
    "status": "confirmed",
    "system": "local",
    "party_size": 4,
    "service": None,
    "stylist": None,
    "special_requests": "Diet: vegetarian.",
    "tables": ["12"],
    "date": "2026-11-22",
    "time": "19:00",
    "timezone": "Europe/London",
    "starts_at": "2026-11-22T19:00:00Z",
    "ends_at": "2026-11-22T21:00:00Z",
    "version": 1,
    "created_at": "2026-11-21T09:30:00Z",
    "updated_at": "2026-11-21T09:30:00Z",
}


class BookingAnswer(Answer):
    """A table or a chair kept for a user. `date` and `time` are local to the venue."""

    model_config = ConfigDict(title="Booking", json_schema_extra={"examples": [BOOKING_EXAMPLE]})

    id: UUID
    user_id: UUID
    venue_id: UUID
    venue: str
    kind: VenueKind
    task_id: UUID | None
    reference: str = Field(description="To be said at the door.")
    status: BookingStatus = Field(
        description="pending: the place has been asked; unknown: its answer was lost; rejected: it said no."
    )
    system: str = Field(description="The booking system that keeps it.")
    party_size: int
    service: str | None = Field(description="At a salon: what is done.")
    stylist: str | None = Field(description="At a salon: who does it.")
    special_requests: str | None = Field(description="What the place was told beforehand, from the user's preferences.")
    tables: list[str] = Field(description="At a restaurant that names its tables: which ones are kept, for now.")
    date: str
    time: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    version: int = Field(description="Rises by one with every change that the guest would notice.")
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, booking: Booking) -> "BookingAnswer":
        """The public form of a booking."""
        return cls.model_validate(booking_view(booking))


class BookingChangeBody(RequestBody):
    """What a booking should become; what is left out stays as it is. Date and time are local to the venue."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"date": "2026-11-28", "time": "20:00", "party_size": 6}]}
    )

    date: Day | None = None
    time: LocalTime | None = None
    party_size: int | None = Field(None, strict=True, ge=1, le=LARGEST_PARTY, description="At a restaurant.")
    service: Name | None = Field(None, description="At a salon: what is to be done.")
    stylist: Name | None = Field(None, description='At a salon: who is to do it; "anyone" for whoever is free.')

    def new_values(self) -> NewValues:
        """The same for the services."""
        return NewValues(**self.model_dump())


class BookingPage(Answer):
    """A part of the list of bookings."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [BOOKING_EXAMPLE], "next_cursor": None}]})

    items: list[BookingAnswer]
    next_cursor: str | None
