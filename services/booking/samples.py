"""Venues to try things out with, for development."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid5

from core.booking import DEFAULT_HOURS, OpeningHours, Venue, VenueKind, Weekday
from repositories.unit_of_work import UnitOfWorkFactory

_ADDED_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""The database notes the real time itself."""


def _daily(*spans: tuple[str, str], closed: tuple[Weekday, ...] = ()) -> OpeningHours:
    return {day: spans for day in Weekday if day not in closed}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    name: str
    hours: OpeningHours
    capacity: int
    kind: VenueKind = VenueKind.RESTAURANT
    cuisine: str | None = None
    services: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    service_minutes: Mapping[str, int] = field(default_factory=dict[str, int])
    staff_services: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


_SAMPLES = (
    _Sample(name="Olive Garden", cuisine="Italian", hours=DEFAULT_HOURS, capacity=40),
    _Sample(name="Golden Lotus", cuisine="Chinese", hours=_daily(("12:00", "15:00"), ("17:00", "23:00")), capacity=60),
    _Sample(name="The Curry Leaf", cuisine="Indian", hours=_daily(("17:00", "00:30")), capacity=30),
    _Sample(
        name="Chez Colette",
        cuisine="French",
        hours=_daily(("12:00", "14:30"), ("18:00", "22:30"), closed=(Weekday.MON,)),
        capacity=24,
    ),
    _Sample(name="The Harbour Fish House", cuisine="Seafood", hours=_daily(("11:30", "22:00")), capacity=50),
    _Sample(name="Night Owl Diner", cuisine="American", hours=_daily(("00:00", "24:00")), capacity=20),
    _Sample(
        name="Silver Scissors",
        kind=VenueKind.SALON,
        hours=_daily(("09:00", "18:00"), closed=(Weekday.SUN,)),
        capacity=2,
        services=("haircut", "wash and set", "colour"),
        staff=("Maria", "Joan"),
        service_minutes={"haircut": 45, "wash and set": 60, "colour": 120},
        staff_services={"Joan": ("haircut", "wash and set")},
    ),
    _Sample(
        name="Rosewater Nails",
        kind=VenueKind.SALON,
        hours=_daily(("10:00", "19:00"), closed=(Weekday.SUN, Weekday.MON)),
        capacity=2,
        services=("manicure", "pedicure"),
        staff=("Linh",),
        service_minutes={"manicure": 45, "pedicure": 60},
    ),
)
_SAMPLE_NAMES = frozenset(sample.name for sample in _SAMPLES)


async def add_sample_venues(unit_of_work: UnitOfWorkFactory, *, account_id: UUID, timezone: str) -> None:
    """Put the sample venues into an account; those that are there already stay as they are."""
    async with unit_of_work() as unit:
        for sample in _SAMPLES:
            await unit.venues.add(_to_venue(sample, account_id=account_id, timezone=timezone))


def is_sample(venue: Venue) -> bool:
    """Whether this venue was put there by `add_sample_venues`."""
    return venue.name in _SAMPLE_NAMES and venue.id == uuid5(venue.account_id, venue.name)


def _to_venue(sample: _Sample, *, account_id: UUID, timezone: str) -> Venue:
    return Venue(
        id=uuid5(account_id, sample.name),
        account_id=account_id,
        name=sample.name,
        kind=sample.kind,
        timezone=timezone,
        location=None,
        cuisine=sample.cuisine,
        hours=sample.hours,
        capacity=sample.capacity,
        services=sample.services,
        staff=sample.staff,
        service_minutes=sample.service_minutes,
        staff_services=sample.staff_services,
        adapter="local",
        created_at=_ADDED_AT,
    )
