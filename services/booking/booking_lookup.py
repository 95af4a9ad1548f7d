"""Looking up what is booked."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Queue
from services.ability import BaseTaskService, TaskDetails
from services.booking.booking_lookup_cues import CUES
from services.booking.fields import Kind, LocalDate, LocalTime, PartySize, Service, Stylist


class BookingLookupDetails(TaskDetails):
    """What the bookings that are asked for have in common; nothing: whatever is still to come."""

    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE)] = Field(default=None, description="The day asked for.")
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME)] = Field(default=None, description="The time asked for.")
    party_size: PartySize = Field(default=None, description="For how many people it is.")
    venue: Annotated[str | None, Slot(kind=SlotKind.NAME, after=("at", "from"))] = Field(
        default=None, description="The name of the place, as said."
    )
    service: Service = Field(default=None, description="What is to be done at a salon: haircut, manicure, …")
    stylist: Stylist = Field(default=None, description="Who is to do it, as said.")
    kind: Kind = Field(default=None, description="Whether a table or a visit to a salon is meant.")


class BookingLookupService(BaseTaskService[BookingLookupDetails]):
    """Reads out what the person has booked."""

    intent = "booking_lookup"
    queue = Queue.BOOKING
    summary = "tell you what is booked"
    details_model = BookingLookupDetails
    cues = CUES
