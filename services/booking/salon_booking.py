"""Booking a visit to a salon."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from core.ability import Slot, SlotKind
from core.booking import Venue, VenueKind
from core.domain import ConfirmPolicy, Question, Queue, Task
from core.outcome import Completed, Outcome
from services.ability import BaseTaskService, TakesBack, Tools, Wish
from services.booking.doubles import ask_for_another, find_double
from services.booking.fields import Another, LocalDate, LocalTime, Location, Service, Stylist
from services.booking.guests import find_guest
from services.booking.instead import Instead
from services.booking.menus import with_menu
from services.booking.offers import ChoosingDetails
from services.booking.place_clock import at_place, by_its_clock, by_whose_clock
from services.booking.placing import (
    NotYetError,
    ask,
    book_once,
    needs_read_back,
    read_back_first,
    system_of,
)
from services.booking.ports import BookingSystem
from services.booking.salon_cues import CUES
from services.booking.salon_finder import SalonFinder, SalonSought
from services.booking.salon_menu import find_service, find_stylist
from services.booking.taking_back import undo_booking
from services.booking.venue_finder import Sought, VenueFinder
from services.booking.visit import Visit
from services.booking.wording import describe_moment
from services.effect_ledger import Response


class SalonBookingDetails(ChoosingDetails):
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
    another: Another = None


class SalonBookingService(BaseTaskService[SalonBookingDetails]):
    """Books a chair for a service, with the wanted stylist or with whoever is free."""

    intent = "salon_booking"
    queue = Queue.BOOKING
    summary = "book an appointment at a salon"
    details_model = SalonBookingDetails
    required = ("service", "date", "time")
    cues = CUES
    can_be_told = True
    has_outside_effect = True
    reads_back_itself = True

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._finder = VenueFinder(tools.unit_of_work)
        self._salons = SalonFinder(tools.unit_of_work)
        self._instead = Instead(tools=tools)

    async def undo(self, done: Task) -> TakesBack | str:
        return await undo_booking(done, self._tools.unit_of_work)

    async def perform(self, wish: Wish[SalonBookingDetails]) -> Outcome:
        visit = await self._find_visit(wish)
        if isinstance(visit, Question):
            return ask(wish, visit)
        wish = at_place(wish, visit)
        system = system_of(self._tools.booking_systems, adapter=visit.venue.adapter, place=visit.venue.name)
        # A salon that was not named is the only one that fits: a guess that is read back once, then it is a detail.
        is_guess = wish.details.venue is None and wish.task.confirm is not ConfirmPolicy.NEVER
        if is_guess or needs_read_back(wish):
            read_back = await self._read_back_first(visit, wish, system=system)
            return await self._instead.offer(read_back, visit, wish)
        try:
            booked = await book_once(visit, wish, system=system, unit_of_work=self._tools.unit_of_work)
        except NotYetError as not_yet:
            return await self._instead.offer(not_yet.outcome, visit, wish)
        return Completed(summary=_summarise(booked, visit, wish), data={"booking": booked})

    async def _find_visit(self, wish: Wish[SalonBookingDetails]) -> Visit | Question:
        """The wish with the salon's own names for everything, or what must be asked to find it."""
        said = wish.details
        if said.service is None or said.date is None or said.time is None:
            return self.question_for(next(name for name in self.required if getattr(said, name) is None))
        venue = await self._find_venue(said, account_id=wish.task.account_id)
        if isinstance(venue, Question):
            return venue
        venue = await with_menu(venue, self._tools.booking_systems)
        service = find_service(venue, said.service)
        if isinstance(service, Question):
            return service
        stylist = find_stylist(venue, service, said=said.stylist)
        if isinstance(stylist, Question):
            return stylist
        visit = Visit(venue=venue, on=said.date, at=said.time, now=wish.now, service=service, stylist=stylist)
        return by_its_clock(visit, wish)

    async def _find_venue(self, said: SalonBookingDetails, *, account_id: UUID) -> Venue | Question:
        if said.venue is None:
            sought = SalonSought(service=said.service, stylist=said.stylist, location=said.location)
            return await self._salons.find(sought, account_id=account_id)
        named = Sought(kind=VenueKind.SALON, name=said.venue, location=said.location)
        return await self._finder.find(named, account_id=account_id)

    async def _read_back_first(
        self, visit: Visit, wish: Wish[SalonBookingDetails], *, system: BookingSystem
    ) -> Outcome:
        """With the salon's own names for everything, which are the details then."""
        named = {"venue": visit.venue.name, "service": visit.service, "stylist": visit.stylist or wish.details.stylist}
        named_wish = replace(wish, details=wish.details.model_copy(update=named))
        guest = await find_guest(wish, self._tools.unit_of_work)
        async with self._tools.unit_of_work() as unit:
            standing = await find_double(unit, visit.seating, guest)
        if standing:
            return ask_for_another(standing, visit, named_wish.details)
        return await read_back_first(visit, named_wish, system=system)


def _summarise(booked: Response, visit: Visit, wish: Wish[SalonBookingDetails]) -> str:
    moment = describe_moment(datetime.fromisoformat(f"{booked['date']}T{booked['time']}"), today=visit.today)
    stylist = f" with {booked['stylist']}" if booked["stylist"] else ""
    clock = by_whose_clock(wish, visit)
    return f"Your {booked['service']}{stylist} at {booked['venue']} is booked for {moment}{clock}."
