"""Venues and bookings as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID


class VenueKind(StrEnum):
    """What kind of place it is."""

    RESTAURANT = "restaurant"
    SALON = "salon"


class BookingStatus(StrEnum):
    """Whether a booking stands. In the product's own venue book a booking is confirmed or cancelled."""

    UNKNOWN = "unknown"  # an outside system was asked for it, and its answer is still to come, or was lost
    PENDING = "pending"  # the place has been asked, and decides later: not booked yet
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"  # the place said no


MAY_STAND = frozenset({BookingStatus.UNKNOWN, BookingStatus.PENDING, BookingStatus.CONFIRMED})
"""Whoever has such a booking may be expected at the place."""
STANDING = frozenset({BookingStatus.PENDING, BookingStatus.CONFIRMED})
"""What can be changed and cancelled."""


class Weekday(StrEnum):
    """Days as opening hours name them, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


OpeningHours: TypeAlias = Mapping[Weekday, tuple[tuple[str, str], ...]]
"""For each weekday its opening times as ("HH:MM", "HH:MM"), local; a day that is missing is closed. An end at or
before its start lies after midnight; "24:00" is midnight at the end of the day."""

DEFAULT_HOURS: OpeningHours = dict.fromkeys(Weekday, (("09:00", "23:00"),))
DEFAULT_SERVICE_MINUTES = 45
"""How long a service takes where the salon doesn't say."""
DEFAULT_CAPACITY: Mapping[VenueKind, int] = {VenueKind.RESTAURANT: 40, VenueKind.SALON: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A place that can be booked. `capacity` counts seats of a restaurant, chairs of a salon.

    `service_minutes` says how long a service takes, `staff_services` what a member of the staff does; whoever is not in
    it does everything. `adapter_settings` is what the adapter needs to find the place in its system; each adapter says
    which names it reads.
    """

    id: UUID
    account_id: UUID
    name: str
    kind: VenueKind
    timezone: str
    location: str | None
    cuisine: str | None
    hours: OpeningHours
    capacity: int
    services: tuple[str, ...]
    staff: tuple[str, ...]
    service_minutes: Mapping[str, int] = field(default_factory=dict[str, int])
    staff_services: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    adapter: str
    adapter_settings: Mapping[str, str] = field(default_factory=dict[str, str])
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A table or a chair kept for a user.

    Attributes:
        system: the adapter through which it was made.
        uid: by what an outside system knows it; None: its own venue book, or not known yet.
        raw_status: the status in that system's own word.
        name: in whose name it is there.
        special_requests: what the place was told with it.
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    venue_id: UUID
    venue_name: str
    kind: VenueKind
    timezone: str
    task_id: UUID | None
    reference: str
    status: BookingStatus
    system: str = "local"
    uid: str | None = None
    raw_status: str | None = None
    name: str | None = None
    party_size: int
    service: str | None
    stylist: str | None
    special_requests: str | None = None
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFilter:
    """What a list of bookings is narrowed to. Days are those of the venue, the last one included."""

    user_id: UUID | None = None
    status: BookingStatus | None = None
    from_date: date | None = None
    to_date: date | None = None
