"""What the desk looks at before and after it asks an outside system: pure comparisons."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from core.booking import Booking, BookingStatus
from core.when import to_instant
from repositories.outside_booking import OutsideState
from services.booking.hours import is_open
from services.booking.obstacles import LARGEST_PARTY
from services.booking.ports import FreeTime, Guest, OutsideBooking, Person, Seating
from services.booking.refusals import ClosedError, FullError
from services.booking.room import length_of
from services.booking.visit import to_wall_clock

NAMELESS_GUEST = "Guest"
_ALIAS_LENGTH = 8


class Stay(NamedTuple):
    """From when to when, in instants."""

    starts_at: datetime
    ends_at: datetime


def stay_of(seating: Seating) -> Stay:
    """When it would be, as long as such a visit usually takes."""
    starts_at = to_instant(seating.starts_at.date(), seating.starts_at.time(), seating.venue.timezone)
    return Stay(starts_at, starts_at + length_of(seating).wanted)


def person_of(guest: Guest, seating: Seating, *, name: str | None = None) -> Person:
    """In whose name it is booked: `name`, where that was settled before."""
    known = name or guest.name or NAMELESS_GUEST
    return Person(
        alias=hashlib.sha256(f"{guest.user_id}:{known}".encode()).hexdigest()[:_ALIAS_LENGTH],
        name=known,
        phone=guest.phone,
        email=guest.email,
        wishes=guest.requests_at(seating.venue.kind) or "",
        marketing_consent=guest.marketing_consent,
    )


def list_possible(times: Sequence[FreeTime], seating: Seating, *, after: datetime) -> list[FreeTime]:
    """The listed times that can be had: free, for so many people, on that day, and still to come."""
    zone = seating.venue.timezone
    return [
        each
        for each in times
        if each.is_free
        and (each.largest_party is None or seating.party_size <= each.largest_party)
        and each.starts_at.date() == seating.starts_at.date()
        and to_instant(each.starts_at.date(), each.starts_at.time(), zone) > after
    ]


def find_listed(times: Sequence[FreeTime], seating: Seating) -> FreeTime | None:
    """The wanted time among those listed."""
    return next((each for each in times if each.starts_at == seating.starts_at), None)


def check_sane(seating: Seating, *, now: datetime) -> None:
    """Raises FullError for what no place can do, whatever its system says."""
    if stay_of(seating).starts_at <= now:
        raise FullError("That time has passed.")
    check_party(seating)


def check_party(seating: Seating) -> None:
    """Raises FullError for a number of people that can't sit anywhere."""
    if not 1 <= seating.party_size <= LARGEST_PARTY:
        raise FullError(f"There is no table for {seating.party_size}.")


def refusal(seating: Seating) -> ClosedError | FullError:
    """Why a time that is not free can't be had."""
    if not is_open(seating.venue, seating.starts_at):
        return ClosedError("The place is closed at that time.")
    return FullError("There is no room at that time.")


def find_difference(there: OutsideBooking, seating: Seating, *, name: str | None) -> str:
    """What the system has written down otherwise than it was asked for; empty where all of it is right."""
    wrong: list[str] = []
    if there.starts_at.replace(second=0, microsecond=0) != seating.starts_at:
        wrong.append("the time")
    if there.party_size is not None and there.party_size != seating.party_size:
        wrong.append("the number of people")
    if name is not None and there.name is not None and _plain(there.name) != _plain(name):
        wrong.append("the name")
    if _is_other(there.service, seating.service):
        wrong.append("what is done")
    if _is_other(there.stylist, seating.stylist):
        wrong.append("who does it")
    return " and ".join(wrong)


def find_untold(there: OutsideBooking, seen: Booking, seating: Seating) -> str:
    """What would be another thing than in our row, and the system does not say of it; empty where there is nothing of the kind."""
    untold: list[str] = []
    if there.service is None and seating.service and not _is_same(seen.service, seating.service):
        untold.append("what is done")
    if there.stylist is None and seating.stylist and not _is_same(seen.stylist, seating.stylist):
        untold.append("who does it")
    return " and ".join(untold)


def state_of(there: OutsideBooking, seating: Seating) -> OutsideState:
    """A booking as the system has it, for our row; what the system does not say is what was asked for."""
    zone = seating.venue.timezone
    starts_at = to_instant(there.starts_at.date(), there.starts_at.time(), zone)
    ends_at = to_instant(there.ends_at.date(), there.ends_at.time(), zone) if there.ends_at else None
    if ends_at is None or ends_at <= starts_at:
        ends_at = starts_at + length_of(seating).wanted
    return OutsideState(
        status=there.status,
        uid=there.uid,
        raw_status=there.raw_status,
        reference=there.reference,
        party_size=there.party_size or seating.party_size,
        service=there.service or seating.service,
        stylist=there.stylist or seating.stylist,
        starts_at=starts_at,
        ends_at=ends_at,
    )


def is_as_known(booking: Booking, state: OutsideState) -> bool:
    """Whether nothing that people are told has changed since it was looked at."""
    known = (booking.status, booking.uid, booking.raw_status, booking.party_size, booking.starts_at, booking.ends_at)
    return known == (state.status, state.uid, state.raw_status, state.party_size, state.starts_at, state.ends_at)


def is_off(there: OutsideBooking) -> bool:
    """Whether the place does not expect anybody."""
    return there.status in {BookingStatus.CANCELLED, BookingStatus.REJECTED}


def _is_other(there: str | None, wanted: str | None) -> bool:
    return there is not None and wanted is not None and not _is_same(there, wanted)


def _is_same(name: str | None, other: str | None) -> bool:
    return _plain(name or "") == _plain(other or "")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def wall_clock_of(booking: Booking) -> datetime:
    """When it begins on the clock of the place, naive."""
    return to_wall_clock(booking.starts_at, booking.timezone)
