"""Free times."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict

from api.schemas.common import Answer
from core.booking import VenueKind
from core.when import to_instant
from services.booking_service import Availability

_EXAMPLE: dict[str, Any] = {
    "venue_id": "0193a0c4-5555-7aaa-8bbb-666666666666",
    "venue": "Olive Garden",
    "date": "2026-11-22",
    "timezone": "Europe/London",
    "party_size": 4,
    "service": None,
    "stylist": None,
    "items": [{"time": "19:00", "starts_at": "2026-11-22T19:00:00Z"}],
}


class FreeTime(Answer):
    """A time at which there is room."""

    time: str
    starts_at: datetime


class AvailabilityAnswer(Answer):
    """The free times of a day that still lie ahead, earliest first. `date` and `time` are local to the venue."""

    model_config = ConfigDict(title="Availability", json_schema_extra={"examples": [_EXAMPLE]})

    venue_id: UUID
    venue: str
    date: str
    timezone: str
    party_size: int | None
    service: str | None
    stylist: str | None
    items: list[FreeTime]

    @classmethod
    def of(cls, found: Availability) -> "AvailabilityAnswer":
        """The public form."""
        visit, zone = found.visit, found.visit.venue.timezone
        items = [
            FreeTime(time=f"{each:%H:%M}", starts_at=to_instant(each.date(), each.time(), zone)) for each in found.times
        ]
        return cls(
            venue_id=visit.venue.id,
            venue=visit.venue.name,
            date=visit.on.isoformat(),
            timezone=zone,
            party_size=visit.party_size if visit.venue.kind is VenueKind.RESTAURANT else None,
            service=visit.service,
            stylist=visit.stylist,
            items=items,
        )
