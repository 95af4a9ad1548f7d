"""A venue with only the fields that matter spelled out."""

from datetime import UTC, datetime
from typing import Any

from core.booking import DEFAULT_HOURS, OpeningHours, Venue, VenueKind, Weekday
from core.ids import make_id


def make_venue(hours: OpeningHours = DEFAULT_HOURS, **changed: Any) -> Venue:
    values: dict[str, Any] = {
        "name": "Olive Garden",
        "kind": VenueKind.RESTAURANT,
        "timezone": "Europe/London",
        "capacity": 40,
        "services": (),
        "staff": (),
    }
    return Venue(
        id=make_id(),
        account_id=make_id(),
        location=None,
        cuisine=None,
        hours=hours,
        adapter="local",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        **{**values, **changed},
    )


def daily(*spans: tuple[str, str]) -> OpeningHours:
    return dict.fromkeys(Weekday, spans)
