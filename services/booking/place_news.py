"""What a place has changed by itself, in words for the person whose booking it is."""

from datetime import datetime

from core.booking import BookingStatus
from core.notification import Topic
from core.when import to_local
from repositories.watched_booking import News
from services.booking.visit import describe_thing, to_wall_clock
from services.booking.wording import describe_moment

CONTACT_TOPIC = Topic.BOOKING.value
"""What contacts put among their topics who want to hear of bookings too."""
OWN_TOPIC = "visit"


def subject_of(news: News) -> str:
    """What it is about, in a few words."""
    return f"Your booking at {news.booking.venue_name}"


def describe_news(news: News, *, now: datetime) -> str | None:
    """What has become of it; None where nothing has that the person should hear."""
    booking = news.booking
    thing, place = describe_thing(booking).rpartition(" at ")[0] or describe_thing(booking), booking.venue_name
    before, after = (_moment(booking.timezone, each, now=now) for each in (news.known_starts_at, booking.starts_at))
    is_moved = news.known_starts_at != booking.starts_at
    match (news.known_status, booking.status):
        case (BookingStatus.PENDING | BookingStatus.UNKNOWN, BookingStatus.REJECTED | BookingStatus.CANCELLED):
            return f"{place} can't take your booking: {thing} on {before}. Nothing is booked."
        case (_, BookingStatus.CANCELLED | BookingStatus.REJECTED):
            return f"{place} has cancelled your booking: {thing} on {before}."
        case (BookingStatus.PENDING | BookingStatus.UNKNOWN, BookingStatus.CONFIRMED) if is_moved:
            return f"{place} has confirmed your booking, but for another time: {thing} on {after}, instead of {before}."
        case (BookingStatus.PENDING | BookingStatus.UNKNOWN, BookingStatus.CONFIRMED):
            return f"{place} has confirmed your booking: {thing} on {after}."
        case (BookingStatus.CONFIRMED, BookingStatus.PENDING):
            return f"{place} has to confirm your booking again: {thing} on {after}. It is not certain any more."
        case _ if is_moved:
            return f"{place} has moved your booking: {thing} is now on {after}, instead of {before}."
        case _:
            return None


def _moment(timezone: str, instant: datetime, *, now: datetime) -> str:
    return describe_moment(to_wall_clock(instant, timezone), today=to_local(now, timezone).date())
