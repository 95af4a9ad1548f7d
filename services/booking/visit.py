"""A table or an appointment that somebody wants at a known place, as a value and in words."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from core.booking import Booking, BookingStatus, Venue, VenueKind
from core.when import to_instant, to_local
from services.booking.ports import BY_PHONE, Seating
from services.booking.wording import article_of, describe_moment, with_article


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What is wanted at a place. `on` and `at` are local to it; `now` is when this is looked at.

    `instead_of` is the booking that is to become this, `held` the key under which room may be kept for it.
    """

    venue: Venue
    on: date
    at: time
    now: datetime
    party_size: int = 1
    service: str | None = None
    stylist: str | None = None
    instead_of: UUID | None = None
    held: str | None = None

    @property
    def starts_at(self) -> datetime:
        """The wanted time, local and naive."""
        return datetime.combine(self.on, self.at)

    @property
    def today(self) -> date:
        """The date at the place."""
        return to_local(self.now, self.venue.timezone).date()

    @property
    def is_past(self) -> bool:
        """Whether the wanted time is over."""
        return to_instant(self.on, self.at, self.venue.timezone) <= self.now

    @property
    def seating(self) -> Seating:
        """The same for a booking system."""
        return Seating(
            venue=self.venue,
            party_size=self.party_size,
            starts_at=self.starts_at,
            service=self.service,
            stylist=self.stylist,
            instead_of=self.instead_of,
            held=self.held,
        )

    @property
    def noun(self) -> str:
        """What it is, in a word."""
        return "table" if self.venue.kind is VenueKind.RESTAURANT else "appointment"

    @property
    def wanted(self) -> str:
        """What it is, with its article: "a table for 4", "a haircut with Maria"."""
        if self.venue.kind is VenueKind.RESTAURANT:
            return f"a table for {self.party_size}"
        return f"{with_article(self.service) if self.service else 'an appointment'}{_with(self.stylist)}"

    @property
    def room(self) -> str:
        """What the place must have free: "table for 4", "time for a haircut with Maria"."""
        if self.venue.kind is VenueKind.RESTAURANT:
            return f"table for {self.party_size}"
        return f"time for {self.wanted}"


def describe_thing(booking: Booking) -> str:
    """What a booking is: "table for 4 at Olive Garden", "haircut with Maria at Silver Scissors"."""
    if booking.kind is VenueKind.RESTAURANT:
        return f"table for {booking.party_size} at {booking.venue_name}"
    return f"{booking.service or 'appointment'}{_with(booking.stylist)} at {booking.venue_name}"


def article_of_booking(booking: Booking) -> str:
    """What stands before `describe_thing`: "a ", "an " or nothing."""
    return article_of(booking.service or "appointment") if booking.kind is VenueKind.SALON else "a "


def describe_when(booking: Booking, *, now: datetime) -> str:
    """When it begins, on the clock of the place: "Sunday 22 November at 7 in the evening"."""
    today = to_local(now, booking.timezone).date()
    return describe_moment(local_start(booking), today=today)


def describe_booking(booking: Booking, *, now: datetime) -> str:
    """What and when: "table for 4 at Olive Garden on Sunday 22 November at 7 in the evening"."""
    return f"{describe_thing(booking)} on {describe_when(booking, now=now)}"


def tell_standing(booking: Booking, spoken: str, *, already: bool = False) -> str:
    """What the person has, as a sentence that calls nothing booked which may not be.

    Args:
        booking: one that stands or may stand.
        spoken: it in words, with its article: "a haircut at Bella Salon on …".
        already: whether it is told because another one was asked for.
    """
    before = "already " if already else ""
    match booking.status:
        case BookingStatus.CONFIRMED:
            return f"You {before}have {spoken}."
        case BookingStatus.PENDING if booking.system == BY_PHONE:
            return f"You have {before}asked for {spoken}: it is not booked yet, somebody has to phone them first."
        case BookingStatus.PENDING:
            return f"You have {before}asked for {spoken}: {booking.venue_name} has not confirmed it yet."
        case _:
            return f"You may {before}have {spoken}: it is not certain that it was booked, and is being looked into."


def local_start(booking: Booking) -> datetime:
    """When it begins, local to the place and naive."""
    return to_local(booking.starts_at, booking.timezone).replace(tzinfo=None, fold=0)


def to_wall_clock(instant: datetime, timezone: str) -> datetime:
    """What the clock of a place shows at an instant: naive, to the minute."""
    return to_local(instant, timezone).replace(tzinfo=None, fold=0, second=0, microsecond=0)


def _with(stylist: str | None) -> str:
    return f" with {stylist}" if stylist else ""
