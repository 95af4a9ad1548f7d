"""Booking a visit to a salon."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Queue
from services.ability import BaseTaskService, TaskDetails
from services.booking.fields import LocalDate, LocalTime, Location, Service, Stylist
from services.booking.salon_cues import CUES


class SalonBookingDetails(TaskDetails):
    """What a visit to a salon is booked by. Date and time are local to the salon."""

    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE, ask="For which day?")] = Field(
        default=None, description="The day of the visit."
    )
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME, ask="At what time?")] = Field(
        default=None, description="When the visit begins."
    )
    venue: Annotated[str | None, Slot(kind=SlotKind.NAME, ask="Which salon would you like?", after=("at", "from"))] = (
        Field(default=None, description="The name of the salon, as said.")
    )
    location: Location = Field(default=None, description="The town, street or part of town, as said.")
    service: Service = Field(default=None, description="What is to be done: haircut, manicure, …")
    stylist: Stylist = Field(default=None, description="Who is to do it, as said; left out where anyone may.")


class SalonBookingService(BaseTaskService[SalonBookingDetails]):
    """Books a chair for a service, with the wanted stylist or with whoever is free."""

    intent = "salon_booking"
    queue = Queue.BOOKING
    summary = "book an appointment at a salon"
    details_model = SalonBookingDetails
    required = ("service", "date", "time")
    cues = CUES
    has_outside_effect = True
