from typing import Literal

BookingEvent = Literal["booking.cancelled", "booking.changed", "booking.created"]

BOOKING_EVENT_VALUES: set[BookingEvent] = {
    "booking.cancelled",
    "booking.changed",
    "booking.created",
}


def check_booking_event(value: str) -> BookingEvent:
    if value in BOOKING_EVENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {BOOKING_EVENT_VALUES!r}")
