"""A person's bookings as a calendar that programs subscribe to (RFC 5545). What writes it is loaded with the first one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.booking import Booking, BookingStatus
from core.people import User
from repositories.booking import Located
from services.booking.visit import describe_thing

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_STATUS = {
    BookingStatus.CONFIRMED: "CONFIRMED",
    BookingStatus.PENDING: "TENTATIVE",
    BookingStatus.UNKNOWN: "TENTATIVE",
    BookingStatus.CANCELLED: "CANCELLED",
    BookingStatus.REJECTED: "CANCELLED",
}
_MAKER = "-//Grandma's AI Assistant//Bookings//EN"
_LOOK_AGAIN = timedelta(hours=1)


def write_calendar(user: User, bookings: Sequence[Located]) -> bytes:
    """All of them as events, by the clock of each place.

    A booking keeps its UID for ever, and every change that the guest would notice raises its SEQUENCE. What was cancelled
    stays as a cancelled event, so that programs that know of it take it out.
    """
    from icalendar import Calendar

    calendar = Calendar()
    head = {"prodid": _MAKER, "version": "2.0", "calscale": "GREGORIAN", "name": _title(user)}
    _put(calendar, {**head, "x-wr-calname": _title(user)})
    _put(calendar, {"refresh-interval": _LOOK_AGAIN}, value="DURATION")
    for booking, location in bookings:
        calendar.add_component(_to_event(booking, location))
    starts = [booking.starts_at.date() for booking, _ in bookings]
    if starts:
        year = timedelta(days=366)
        calendar.add_missing_timezones(first_date=min(starts) - year, last_date=max(starts) + year)
    return calendar.to_ical()


def _to_event(booking: Booking, location: str | None) -> "Event":
    from icalendar import Event

    thing = describe_thing(booking)
    event = Event()
    _put(
        event,
        {
            "uid": f"{booking.id}@bookings.grandma",
            "sequence": booking.version - 1,
            "dtstamp": booking.updated_at,
            "created": booking.created_at,
            "last-modified": booking.updated_at,
            "dtstart": _at_the_place(booking.starts_at, booking),
            "dtend": _at_the_place(booking.ends_at, booking),
            "summary": thing[:1].upper() + thing[1:],
            "location": ", ".join(part for part in (booking.venue_name, location) if part),
            "description": _describe(booking),
            "status": _STATUS[booking.status],
        },
    )
    return event


def _put(component: "Calendar | Event", values: Mapping[str, object], **parameters: str) -> None:
    for name, value in values.items():
        component.add(name, value, parameters=parameters)  # pyright: ignore[reportUnknownMemberType] - as icalendar has it


def _at_the_place(instant: datetime, booking: Booking) -> datetime:
    return instant.astimezone(ZoneInfo(booking.timezone))


def _describe(booking: Booking) -> str:
    lines = [f"Reference: {booking.reference}"] if booking.reference else []
    if booking.status is BookingStatus.PENDING:
        lines.append("The place has not confirmed it yet.")
    elif booking.status is BookingStatus.UNKNOWN:
        lines.append("It is not known yet whether the place has booked it.")
    if booking.special_requests:
        lines.append(booking.special_requests)
    return "\n".join(lines)


def _title(user: User) -> str:
    return f"Bookings of {user.known_name}" if user.known_name else "Bookings"
