"""Cancelling a booking."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Queue
from services.ability import BaseTaskService, TaskDetails
from services.booking.booking_cancel_cues import CUES
from services.booking.fields import Kind, LocalDate, LocalTime, PartySize, Service, Stylist, Which


class BookingCancelDetails(TaskDetails):
    """By what the booking to cancel is known."""

    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE)] = Field(default=None, description="Its day.")
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME)] = Field(default=None, description="When it begins.")
    party_size: PartySize = Field(default=None, description="For how many people it is.")
    venue: Annotated[str | None, Slot(kind=SlotKind.NAME, after=("at", "from"))] = Field(
        default=None, description="The name of the place, as said."
    )
    service: Service = Field(default=None, description="What is to be done at a salon: haircut, manicure, …")
    stylist: Stylist = Field(default=None, description="Who is to do it, as said.")
    kind: Kind = Field(default=None, description="Whether a table or a visit to a salon is meant.")
    which: Which = Field(default=None, description="The answer to the question which of several bookings is meant.")
    booking_id: UUID | None = Field(default=None, description="The booking that was found to be meant.")


class BookingCancelService(BaseTaskService[BookingCancelDetails]):
    """Cancels a booking after reading back which."""

    intent = "booking_cancel"
    queue = Queue.BOOKING
    summary = "cancel a booking"
    details_model = BookingCancelDetails
    cues = CUES
    has_outside_effect = True
    reads_back_itself = True
