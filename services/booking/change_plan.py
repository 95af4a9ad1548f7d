"""What a booking is to become: pure arithmetic on a booking and what was said."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from core.booking import Booking, Venue, VenueKind
from core.domain import Question
from services.booking.booking_meant import is_by, is_done
from services.booking.fields import ANYONE, LocalDate, LocalTime
from services.booking.salon_menu import find_service, find_stylist
from services.booking.shifts import SHIFTS
from services.booking.visit import Visit, local_start, to_wall_clock
from services.booking.wording import describe_moment, join_spoken, with_article


class NewValues(BaseModel):
    """What a booking should have; some of it may be what it has already."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: LocalDate | None = None
    time: LocalTime | None = None
    shift: str | None = None
    party_size: int | None = None
    service: str | None = None
    stylist: str | None = None
    starts_at: datetime | None = Field(default=None, description="The exact instant, where one was said.")

    @property
    def is_reckoned(self) -> bool:
        """Whether the new day and hour can only be told where the booking is known."""
        return self.shift is not None or self.starts_at is not None

    def start_of(self, booking: Booking) -> datetime:
        """When it would begin, local to the place and naive: what is not said stays as it is."""
        start = local_start(booking)
        if self.starts_at is not None:
            return to_wall_clock(self.starts_at, booking.timezone)
        if self.shift in SHIFTS:
            return start + SHIFTS[self.shift]
        return datetime.combine(self.date or start.date(), self.time or start.time())


def plan_visit(booking: Booking, new: NewValues, *, venue: Venue, now: datetime) -> Visit | Question:
    """The booking as it would be, or what must be asked because the salon can't do it so."""
    start = new.start_of(booking)
    party_size, service, stylist = booking.party_size, booking.service, booking.stylist
    if venue.kind is VenueKind.RESTAURANT:
        party_size = new.party_size or party_size
    elif new.service is not None and not is_done(service, new.service):
        service = find_service(venue, new.service)
    if isinstance(service, Question):
        return service
    if venue.kind is VenueKind.SALON and new.stylist is not None and not _is_same_person(stylist, new.stylist):
        stylist = find_stylist(venue, service, said=new.stylist)
    elif stylist is not None and service != booking.service:
        stylist = find_stylist(venue, service, said=stylist)  # who can do the one may not do the other
    if isinstance(stylist, Question):
        return stylist
    return Visit(
        venue=venue,
        on=start.date(),
        at=start.time(),
        now=now,
        party_size=party_size,
        service=service,
        stylist=stylist,
        instead_of=booking.id,
    )


def changes_anything(booking: Booking, visit: Visit) -> bool:
    """Whether the booking would not be what it is already. That anybody may do it changes nothing by itself."""
    same_person = visit.stylist in {None, booking.stylist}
    as_it_is = (local_start(booking), booking.party_size, booking.service)
    return not same_person or (visit.starts_at, visit.party_size, visit.service) != as_it_is


def describe_change(booking: Booking, visit: Visit) -> str:
    """What would change: "to Saturday 28 November at 8 in the evening, for 6 people"."""
    parts: list[str] = []
    if visit.starts_at != local_start(booking):
        parts.append(f"to {describe_moment(visit.starts_at, today=visit.today)}")
    if visit.party_size != booking.party_size:
        people = "person" if visit.party_size == 1 else "people"
        parts.append(f"to {visit.party_size} {people}")
    if visit.service != booking.service and visit.service:
        parts.append(f"to {with_article(visit.service)}")
    if visit.stylist not in {None, booking.stylist}:
        parts.append(f"to {visit.stylist}")
    return join_spoken(parts, last="and")


def find_changed_slot(booking: Booking, visit: Visit) -> str | None:
    """Of what a bare answer to the read-back speaks ("no, make it eight")."""
    start = local_start(booking)
    if visit.party_size != booking.party_size and visit.starts_at == start:
        return "party_size"
    if visit.on != start.date() and visit.at == start.time():
        return "date"
    return "time" if visit.starts_at != start else None


def _is_same_person(stylist: str | None, said: str) -> bool:
    return said.casefold() != ANYONE and is_by(stylist, said)
