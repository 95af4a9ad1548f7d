"""Changing a booking: another day, another time, more or fewer people, another service or stylist."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Queue
from services.ability import BaseTaskService, TaskDetails
from services.booking.booking_change_cues import CUES
from services.booking.fields import Kind, LocalDate, LocalTime, PartySize, Service, Stylist, Which
from services.booking.shifts import SHIFTS


class BookingChangeDetails(TaskDetails):
    """Which booking is meant (venue, kind, and what it has already), and what it should be changed to."""

    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE, ask="To which day should I move it?")] = Field(
        default=None, description="The new day."
    )
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME, ask="To what time should I move it?")] = Field(
        default=None, description="The new time."
    )
    shift: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=tuple(SHIFTS))] = Field(
        default=None, description="How much earlier or later it should be, where no new time is said."
    )
    party_size: PartySize = Field(default=None, description="The new number of people.")
    venue: Annotated[str | None, Slot(kind=SlotKind.NAME, after=("at", "from"))] = Field(
        default=None, description="The name of the place where it is booked, as said."
    )
    service: Service = Field(default=None, description="What is to be done at a salon, now or instead.")
    stylist: Stylist = Field(default=None, description="Who is to do it, now or instead, as said.")
    kind: Kind = Field(default=None, description="Whether a table or a visit to a salon is meant.")
    which: Which = Field(default=None, description="The answer to the question which of several bookings is meant.")
    booking_id: UUID | None = Field(default=None, description="The booking that was found to be meant.")


class BookingChangeService(BaseTaskService[BookingChangeDetails]):
    """Changes a booking after reading back which, and to what."""

    intent = "booking_change"
    queue = Queue.BOOKING
    summary = "change a booking"
    details_model = BookingChangeDetails
    cues = CUES
    has_outside_effect = True
    reads_back_itself = True
