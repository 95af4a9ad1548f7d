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


_DAYS = tuple(Weekday)

OpeningHours: TypeAlias = Mapping[Weekday, tuple[tuple[str, str], ...]]
"""For each weekday its opening times as ("HH:MM", "HH:MM"), local; a day that is missing is closed. An end at or
before its start lies after midnight; "24:00" is midnight at the end of the day."""

OtherHours: TypeAlias = Mapping[str, tuple[tuple[str, str], ...]]
"""Opening times that hold instead of the usual ones; none: closed. Named are a date ("2026-12-24"), a day of every year
("12-25") or, both ends included, a time ("2026-08-01/2026-08-14"). A date goes before a time, and that before a day of
every year.
"""

DEFAULT_HOURS: OpeningHours = dict.fromkeys(Weekday, (("09:00", "23:00"),))
DEFAULT_SERVICE_MINUTES = 45
"""How long a service takes where the salon doesn't say."""
DEFAULT_CAPACITY: Mapping[VenueKind, int] = {VenueKind.RESTAURANT: 40, VenueKind.SALON: 2}


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a place is open, or somebody at work: the usual week, what differs from it, and days that go before both."""

    hours: OpeningHours
    exceptions: OtherHours = field(default_factory=dict[str, tuple[tuple[str, str], ...]])
    days_off: tuple[str, ...] = ()

    def times_on(self, on: date) -> tuple[tuple[str, str], ...]:
        """The opening times that begin on a day."""
        if any(is_within(on, days) for days in self.days_off):
            return ()
        usual = self.hours.get(_DAYS[on.weekday()], ())
        if not self.exceptions:
            return usual
        named = on.isoformat()
        spanning = (times for days, times in self.exceptions.items() if "/" in days and is_within(on, days))
        every_year = self.exceptions.get(named[5:], usual)
        return self.exceptions.get(named, next(spanning, every_year))


def is_within(on: date, days: str) -> bool:
    """Whether a day is one of those that are named as in `OtherHours`."""
    first, _, last = days.partition("/")
    return first <= on.isoformat() <= (last or first) or first == f"{on:%m-%d}"


@dataclass(frozen=True, slots=True)
class DiningTable:
    """A table of a restaurant, given to parties of `least` people up to `seats`."""

    name: str
    seats: int
    least: int = 1


@dataclass(frozen=True, slots=True)
class TableCombination:
    """Tables that are pushed together for a party of up to `seats` people; None: as many as they have together."""

    tables: tuple[str, ...]
    seats: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A place that can be booked. `capacity` counts seats of a restaurant, chairs of a salon.

    `exceptions` are days with other hours than the usual ones. A restaurant that names its `tables` seats everybody at
    one of them or at a combination; `turn_minutes` says how long a party of up to so many people sits.
    `service_minutes` says how long a service takes, `staff_services` what a member of the staff does; whoever is not in
    it does everything. `staff_hours` says when they work, where that is not all the time that the place is open, and
    `staff_days_off` on which days they don't, named as in `OtherHours`. `adapter_settings` is what the
    adapter needs to find the place in its system; each adapter says which names it reads. `refused_at` is when that system
    last did not accept our key; None: it does.
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
    exceptions: OtherHours = field(default_factory=dict[str, tuple[tuple[str, str], ...]])
    tables: tuple[DiningTable, ...] = ()
    table_combinations: tuple[TableCombination, ...] = ()
    turn_minutes: Mapping[int, int] = field(default_factory=dict[int, int])
    staff_hours: Mapping[str, OpeningHours] = field(default_factory=dict[str, OpeningHours])
    staff_days_off: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    adapter: str
    adapter_settings: Mapping[str, str] = field(default_factory=dict[str, str])
    refused_at: datetime | None = None
    created_at: datetime

    @property
    def calendar(self) -> Calendar:
        """When it is open."""
        return Calendar(self.hours, self.exceptions)

    @property
    def largest_party(self) -> int:
        """For how many people there is room where nobody else has booked."""
        together = [self.seats_of(each) for each in self.table_combinations]
        return min(max([*(each.seats for each in self.tables), *together], default=self.capacity), self.capacity)

    def seats_of(self, combination: TableCombination) -> int:
        """For how many people these tables are, pushed together."""
        seats = sum(each.seats for each in self.tables if each.name in combination.tables)
        return seats if combination.seats is None else combination.seats

    def calendar_of(self, staff: str) -> Calendar:
        """When a member of the staff is at work."""
        days_off = self.staff_days_off.get(staff, ())
        if staff in self.staff_hours:
            return Calendar(self.staff_hours[staff], days_off=days_off)
        return Calendar(self.hours, self.exceptions, days_off)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A table or a chair kept for a user.

    Attributes:
        system: the adapter through which it was made.
        uid: by what an outside system knows it; None: its own venue book, or not known yet.
        raw_status: the status in that system's own word.
        name: in whose name it is there.
        special_requests: what the place was told with it.
        version: rises by one with every change that the user would notice.
        tables: which are kept, at a restaurant of the own venue book that names them.
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
    tables: tuple[str, ...] = ()
    starts_at: datetime
    ends_at: datetime
    version: int = 1
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFilter:
    """What a list of bookings is narrowed to. Days are those of the venue, the last one included."""

    user_id: UUID | None = None
    venue_id: UUID | None = None
    status: BookingStatus | None = None
    from_date: date | None = None
    to_date: date | None = None
