"""A booking that the place decides on later: asked for, not booked. Its task waits until it is decided."""

from datetime import datetime, timedelta
from uuid import UUID

from core.booking import Booking, BookingStatus
from core.domain import Problem
from core.errors import PROBLEM_PREFIX, NoRoomError
from core.outcome import Fails, Waits
from services.booking.ports import BookingSystem
from services.booking.visit import article_of_booking, describe_booking
from services.effect_ledger import DidNotHappenError, Response

_SOONEST, _LATEST = timedelta(minutes=1), timedelta(hours=1)
_SHARE_OF_AGE = 4


def next_look(asked_at: datetime, *, now: datetime) -> datetime:
    """When to look again: soon after it was asked for, ever more seldom later."""
    return now + min(max((now - asked_at) / _SHARE_OF_AGE, _SOONEST), _LATEST)


def is_pending(told: Response) -> bool:
    """Whether what the ledger keeps of a change was still to be confirmed by the place."""
    booking = told["booking"]
    return isinstance(booking, dict) and booking["status"] == BookingStatus.PENDING


def id_of(told: Response) -> UUID:
    """Which booking it is about."""
    booking = told["booking"]
    return UUID(str(booking["id"] if isinstance(booking, dict) else booking))


async def look_for_decision(booking: Booking, *, system: BookingSystem) -> Booking:
    """The booking with what the place has decided; one that can't be asked just now has not decided yet."""
    if booking.status is not BookingStatus.PENDING:
        return booking
    try:
        return await system.look_again(booking)
    except (DidNotHappenError, NoRoomError):
        return booking


def wait_for(booking: Booking, *, now: datetime, real_now: datetime) -> Waits | Fails:
    """Until when the task waits, and what it says meanwhile. Nobody waits beyond the visit itself.

    Args:
        booking: what was asked for.
        now: by the clock of who asked.
        real_now: by ours.
    """
    spoken = f"{article_of_booking(booking)}{describe_booking(booking, now=now)}"
    if booking.starts_at <= now:
        detail = f"{booking.venue_name} never said whether you could have {spoken}."
        return Fails(
            problem=Problem(type=PROBLEM_PREFIX + "never-decided", title="The place did not say", detail=detail)
        )
    summary = f"I have asked for {spoken}. It is not booked yet: they will say whether you can have it."
    return Waits(until=next_look(booking.created_at, now=real_now), summary=summary)


def gone(booking: Booking, *, now: datetime) -> Fails:
    """It was asked for or booked, and is cancelled."""
    detail = f"Your {describe_booking(booking, now=now)} is cancelled."
    problem = Problem(type=PROBLEM_PREFIX + "booking-cancelled", title="The booking is cancelled", detail=detail)
    return Fails(problem=problem)
