"""What takes back a booking, a change of one, and a cancellation: from what the finished task says it has done."""

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from pydantic import JsonValue

from core.booking import VenueKind
from core.domain import Task
from repositories.unit_of_work import UnitOfWorkFactory
from services.ability import TakesBack
from services.booking.placing import to_response

_NOT_KNOWN = "I can't tell any more how it was before, so I can't take that back."
_CHANGED = "Your booking was changed since, so I can't just take it back. You can still ask me to cancel it."
_NEW = ("date", "time", "party_size", "service", "stylist")


async def undo_booking(done: Task, unit_of_work: UnitOfWorkFactory) -> TakesBack | str:
    """It is cancelled, unless somebody has changed it meanwhile: then it is not what was booked by mistake any more."""
    booked = _part(done, "booking")
    if not booked:
        return _NOT_KNOWN
    async with unit_of_work() as unit:
        booking = await unit.bookings.find_of_user(UUID(str(booked["id"])), user_id=done.user_id)
    if booking is None:
        return _NOT_KNOWN
    now = to_response(booking)
    if any(now[name] != booked.get(name) for name in _NEW):
        return _CHANGED
    seen_at = booking.updated_at.isoformat()
    return TakesBack(intent="booking_cancel", details={"booking_id": booked["id"], "seen_at": seen_at})


def undo_change(done: Task) -> TakesBack | str:
    """It becomes what it was, unless it was changed again meanwhile."""
    booking, before = _part(done, "booking"), _part(done, "before")
    if not booking or not before:
        return _NOT_KNOWN
    wanted = {name: before[name] for name in _NEW if before.get(name) is not None}
    if booking["kind"] == VenueKind.SALON:
        wanted.pop("party_size", None)
    details = {"booking_id": booking["id"], "wanted": wanted, "seen_at": before["seen_at"]}
    return TakesBack(intent="booking_change", details=details)


def undo_cancelling(done: Task) -> TakesBack | str:
    """The same is booked again, where there is still room."""
    booking = _part(done, "booking")
    if not booking:
        return _NOT_KNOWN
    is_table = booking["kind"] == VenueKind.RESTAURANT
    names = ("date", "time", "venue", *(("party_size",) if is_table else ("service", "stylist")))
    details = {name: booking[name] for name in names if booking.get(name) is not None}
    if booking.get("location"):
        details["location"] = booking["location"]
    intent = "restaurant_booking" if is_table else "salon_booking"
    return TakesBack(intent=intent, details={**details, "another": True})


def _part(done: Task, name: str) -> dict[str, JsonValue]:
    part = (done.result or {}).get(name)
    return dict(cast("Mapping[str, JsonValue]", part)) if isinstance(part, Mapping) else {}
