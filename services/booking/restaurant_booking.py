"""Booking a table at a restaurant."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from core.ability import Slot, SlotKind
from core.booking import VenueKind
from core.domain import Question, Queue, Task
from core.outcome import Completed, Outcome
from core.when import describe_day, describe_time
from services.ability import BaseTaskService, TakesBack, Tools, Wish
from services.booking.fields import Another, BookedName, LocalDate, LocalTime, Location, PartySize
from services.booking.instead import Instead
from services.booking.obstacles import find_party_doubt
from services.booking.offers import ChoosingDetails
from services.booking.place_clock import at_place, by_its_clock, by_whose_clock
from services.booking.placing import NotYetError, ask, book_once, system_of
from services.booking.restaurant_cues import CUES, CUISINES
from services.booking.taking_back import undo_booking
from services.booking.usual import propose_usual
from services.booking.venue_finder import Sought, VenueFinder
from services.booking.visit import Visit
from services.booking.wording import describe_moment
from services.effect_ledger import Response


class RestaurantBookingDetails(ChoosingDetails):
    """What a table is booked by. Date and time are local to the restaurant."""

    party_size: PartySize = Field(
        default=None, description="How many people will sit at the table, the speaker included."
    )
    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE, ask="For which day?")] = Field(
        default=None, description="The day of the meal."
    )
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME, ask="At what time?")] = Field(
        default=None, description="When the meal begins."
    )
    venue: Annotated[
        str | None, Slot(kind=SlotKind.NAME, ask="Which restaurant would you like?", after=("at", "from"))
    ] = Field(default=None, description="The name of the restaurant, as said.")
    location: Location = Field(default=None, description="The town, street or part of town, as said.")
    cuisine: Annotated[str | None, Slot(kind=SlotKind.CHOICE, ask="What kind of food?", values=CUISINES)] = Field(
        default=None, description="The kind of food."
    )
    person_name: BookedName = None
    another: Another = None


class RestaurantBookingService(BaseTaskService[RestaurantBookingDetails]):
    """Books a table in whatever system the restaurant keeps its tables in."""

    intent = "restaurant_booking"
    queue = Queue.BOOKING
    summary = "book a table at a restaurant"
    details_model = RestaurantBookingDetails
    required = ("venue", "date", "time", "party_size")
    cues = CUES
    can_be_told = True
    has_outside_effect = True

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._finder = VenueFinder(tools.unit_of_work)
        self._instead = Instead(tools=tools)

    def find_doubt(self, details: RestaurantBookingDetails) -> Question | None:
        return find_party_doubt(details.party_size)

    async def propose(self, question: Question, *, user_id: UUID, account_id: UUID) -> Question:
        return await propose_usual(
            question,
            kind=VenueKind.RESTAURANT,
            user_id=user_id,
            account_id=account_id,
            unit_of_work=self._tools.unit_of_work,
        )

    def read_back(self, details: RestaurantBookingDetails) -> str:
        people = f" for {details.party_size}" if details.party_size else ""
        place = f" at {details.venue}" if details.venue else ""
        day = f" on {describe_day(details.date, self._tools.clock.now().date())}" if details.date else ""
        hour = f" at {describe_time(details.time)}" if details.time else ""
        return f"Shall I book a table{people}{place}{day}{hour}?"

    async def undo(self, done: Task) -> TakesBack | str:
        return await undo_booking(done, self._tools.unit_of_work)

    async def perform(self, wish: Wish[RestaurantBookingDetails]) -> Outcome:
        table = await self._find_table(wish)
        if isinstance(table, Question):
            return ask(wish, table)
        wish = at_place(wish, table)
        system = system_of(self._tools.booking_systems, adapter=table.venue.adapter, place=table.venue.name)
        try:
            booked = await book_once(table, wish, system=system, unit_of_work=self._tools.unit_of_work)
        except NotYetError as not_yet:
            return await self._instead.offer(not_yet.outcome, table, wish)
        return Completed(summary=_summarise(booked, table, wish), data={"booking": booked})

    async def _find_table(self, wish: Wish[RestaurantBookingDetails]) -> Visit | Question:
        """The wish with its venue, or what must be asked to find it."""
        said = wish.details
        if said.venue is None or said.date is None or said.time is None or said.party_size is None:
            return self.question_for(next(name for name in self.required if getattr(said, name) is None))
        if doubt := self.find_doubt(said):
            return doubt
        sought = Sought(kind=VenueKind.RESTAURANT, name=said.venue, location=said.location, cuisine=said.cuisine)
        venue = await self._finder.find(sought, account_id=wish.task.account_id)
        if isinstance(venue, Question):
            return venue
        table = Visit(venue=venue, party_size=said.party_size, on=said.date, at=said.time, now=wish.now)
        return by_its_clock(table, wish)


def _summarise(booked: Response, table: Visit, wish: Wish[RestaurantBookingDetails]) -> str:
    moment = describe_moment(datetime.fromisoformat(f"{booked['date']}T{booked['time']}"), today=table.today)
    clock = by_whose_clock(wish, table)
    return f"Your table for {booked['party_size']} at {booked['venue']} is booked for {moment}{clock}."
