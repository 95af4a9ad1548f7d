"""Finding out where and when there is room."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Queue
from services.ability import BaseTaskService, TaskDetails
from services.booking.availability_search_cues import CUES
from services.booking.fields import Kind, LocalDate, LocalTime, Location, PartySize, Service, Stylist
from services.booking.restaurant_cues import CUISINES

DAY_PARTS = ("breakfast", "morning", "brunch", "lunch", "afternoon", "dinner", "evening", "night")


class AvailabilitySearchDetails(TaskDetails):
    """What is looked for. Date and time are local to the place; without a date the next days are searched."""

    party_size: PartySize = Field(default=None, description="How many people will sit at the table.")
    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE, ask="For which day?")] = Field(
        default=None, description="The day."
    )
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME, ask="At what time?")] = Field(
        default=None, description="The time around which there should be room."
    )
    day_part: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=DAY_PARTS)] = Field(
        default=None, description="The part of the day, where no time is said."
    )
    venue: Annotated[str | None, Slot(kind=SlotKind.NAME, ask="At which place?", after=("at", "from"))] = Field(
        default=None, description="The name of the place, as said."
    )
    location: Location = Field(default=None, description="The town, street or part of town, as said.")
    cuisine: Annotated[str | None, Slot(kind=SlotKind.CHOICE, ask="What kind of food?", values=CUISINES)] = Field(
        default=None, description="The kind of food."
    )
    service: Service = Field(default=None, description="What is to be done at a salon: haircut, manicure, …")
    stylist: Stylist = Field(default=None, description="Who is to do it, as said.")
    kind: Kind = Field(default=None, description="Whether a table or a visit to a salon is looked for.")


class AvailabilitySearchService(BaseTaskService[AvailabilitySearchDetails]):
    """Looks for room, books nothing."""

    intent = "availability_search"
    queue = Queue.BOOKING
    summary = "find out where and when there is room"
    details_model = AvailabilitySearchDetails
    cues = CUES
