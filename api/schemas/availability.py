"""Free times."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

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
    "items": [{"date": "2026-11-22", "time": "19:00", "starts_at": "2026-11-22T19:00:00Z"}],
    "unavailable": [
        {
            "date": "2026-11-23",
            "reason": "closed",
            "detail": "Olive Garden is closed on Monday 23 November. It opens again on Tuesday 24 November, from noon to 3 "
            "in the afternoon.",
        }
    ],
}


class FreeTime(Answer):
    """A time at which there is room."""

    date: str
    time: str
    starts_at: datetime


class UnavailableDay(Answer):
    """A day on which nothing is free, and why."""

    date: str
    reason: Literal["closed", "fully-booked", "in-the-past", "nobody-there", "too-far-ahead"]
    detail: str = Field(description="The reason in a sentence that can be read aloud.")


class AvailabilityAnswer(Answer):
    """The free times that still lie ahead, earliest first. `date` and `time` are local to the venue."""

    model_config = ConfigDict(title="Availability", json_schema_extra={"examples": [_EXAMPLE]})

    venue_id: UUID
    venue: str
    date: str
    timezone: str
    party_size: int | None
    service: str | None
    stylist: str | None
    items: list[FreeTime]
    unavailable: list[UnavailableDay]

    @classmethod
    def of(cls, found: Availability) -> "AvailabilityAnswer":
        """The public form."""
        visit, zone = found.visit, found.visit.venue.timezone
        items = [
            FreeTime(
                date=f"{each:%Y-%m-%d}", time=f"{each:%H:%M}", starts_at=to_instant(each.date(), each.time(), zone)
            )
            for day in found.days
            for each in day.times
        ]
        unavailable = [
            UnavailableDay.model_validate({"date": day.on.isoformat(), "reason": day.reason, "detail": day.said})
            for day in found.days
            if not day.times
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
            unavailable=unavailable,
        )
