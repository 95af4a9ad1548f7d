"""How a booking looks from outside: what GET answers and what a webhook carries, made in one place."""

from pydantic import JsonValue

from core.booking import Booking
from core.when import to_local
from services.task_view import instant_text


def booking_view(booking: Booking) -> dict[str, JsonValue]:
    """The public form of a booking: JSON, ids as text, instants in UTC; `date` and `time` are local to the venue."""
    local = to_local(booking.starts_at, booking.timezone)
    return {
        "id": str(booking.id),
        "user_id": str(booking.user_id),
        "venue_id": str(booking.venue_id),
        "venue": booking.venue_name,
        "kind": str(booking.kind),
        "task_id": str(booking.task_id) if booking.task_id else None,
        "reference": booking.reference,
        "status": str(booking.status),
        "system": booking.system,
        "party_size": booking.party_size,
        "service": booking.service,
        "stylist": booking.stylist,
        "special_requests": booking.special_requests,
        "tables": list(booking.tables),
        "date": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M}",
        "timezone": booking.timezone,
        "starts_at": instant_text(booking.starts_at),
        "ends_at": instant_text(booking.ends_at),
        "version": booking.version,
        "created_at": instant_text(booking.created_at),
        "updated_at": instant_text(booking.updated_at),
    }
