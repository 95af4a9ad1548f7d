"""Booking a table at a restaurant."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.booking import Booking, VenueKind
from core.domain import Asks, Completed, Outcome, Question, Queue, Repeat
from core.errors import PermanentError
from core.when import describe_day, describe_time, to_local
from services.ability import BaseTaskService, TaskDetails, Tools, Wish
from services.booking.fields import LocalDate, LocalTime
from services.booking.ports import BookingSystem, ClosedError, FullError, Guest, Seating
from services.booking.restaurant_cues import CUES, CUISINES
from services.booking.table_questions import (
    TableWish,
    ask_other_time,
    ask_when_closed,
    find_obstacle,
    find_party_doubt,
)
from services.booking.venue_finder import Sought, VenueFinder
from services.booking.wording import describe_moment
from services.effect_ledger import DidNotHappenError, Response

_MOST_TIMES = 3


class RestaurantBookingDetails(TaskDetails):
    """What a table is booked by. Date and time are local to the restaurant."""

    party_size: Annotated[
        int | None,
        Slot(
            kind=SlotKind.COUNT,
            ask="For how many people?",
            units=("people", "persons", "person", "guests", "adults", "diners", "of us", "seats"),
        ),
    ] = Field(default=None, description="How many people will sit at the table, the speaker included.")
    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE, ask="For which day?")] = Field(
        default=None, description="The day of the meal."
    )
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME, ask="At what time?")] = Field(
        default=None, description="When the meal begins."
    )
    venue: Annotated[
        str | None, Slot(kind=SlotKind.NAME, ask="Which restaurant would you like?", after=("at", "from", "with"))
    ] = Field(default=None, description="The name of the restaurant, as said.")
    location: Annotated[
        str | None, Slot(kind=SlotKind.NAME, ask="Where should it be?", after=("in", "near", "around", "close to"))
    ] = Field(default=None, description="The town, street or part of town, as said.")
    cuisine: Annotated[str | None, Slot(kind=SlotKind.CHOICE, ask="What kind of food?", values=CUISINES)] = Field(
        default=None, description="The kind of food."
    )


class _AskError(DidNotHappenError):
    """Nothing was booked: the person must be asked first."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.text)
        self.question = question


class RestaurantBookingService(BaseTaskService[RestaurantBookingDetails]):
    """Books a table in whatever system the restaurant keeps its tables in."""

    intent = "restaurant_booking"
    queue = Queue.BOOKING
    summary = "book a table at a restaurant"
    details_model = RestaurantBookingDetails
    required = ("venue", "date", "time", "party_size")
    cues = CUES
    has_outside_effect = True

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._finder = VenueFinder(tools.unit_of_work)

    def find_doubt(self, details: RestaurantBookingDetails) -> Question | None:
        return find_party_doubt(details.party_size)

    def read_back(self, details: RestaurantBookingDetails) -> str:
        people = f" for {details.party_size}" if details.party_size else ""
        place = f" at {details.venue}" if details.venue else ""
        day = f" on {describe_day(details.date, self._tools.clock.now().date())}" if details.date else ""
        hour = f" at {describe_time(details.time)}" if details.time else ""
        return f"Shall I book a table{people}{place}{day}{hour}?"

    async def perform(self, wish: Wish[RestaurantBookingDetails]) -> Outcome:
        table = await self._find_table(wish)
        if isinstance(table, Question):
            return _ask(wish, table)
        system = self._system_of(table)
        try:
            booked = await wish.effects.once(
                "book",
                lambda key: _book(system, table, wish, key=key),
                find=lambda key: _find(system, key),
                repeat=Repeat.NEVER,
            )
        except _AskError as doubt:
            return _ask(wish, doubt.question)
        except ClosedError:
            return _ask(wish, ask_when_closed(table))
        except FullError:
            free = await system.list_free(_seating_of(table), limit=_MOST_TIMES, after=wish.now)
            return _ask(wish, ask_other_time(table, free))
        return Completed(summary=_summarise(booked, table), data={"booking": booked})

    async def _find_table(self, wish: Wish[RestaurantBookingDetails]) -> TableWish | Question:
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
        return TableWish(venue=venue, party_size=said.party_size, on=said.date, at=said.time, now=wish.now)

    def _system_of(self, table: TableWish) -> BookingSystem:
        try:
            return self._tools.booking_systems[table.venue.adapter]
        except KeyError as error:
            raise PermanentError(f"{table.venue.name} keeps its tables in a system that is not set up here.") from error


async def _book(system: BookingSystem, table: TableWish, wish: Wish[RestaurantBookingDetails], *, key: str) -> Response:
    """Book after a last look. The look is inside the effect, so that what an earlier attempt booked is found first."""
    if obstacle := find_obstacle(table):
        raise _AskError(obstacle)
    if table.is_past:
        raise FullError("That time has passed.")
    guest = Guest(account_id=wish.task.account_id, user_id=wish.task.user_id, task_id=wish.task.id)
    return _to_response(await system.book(_seating_of(table), guest, key=key))


async def _find(system: BookingSystem, key: str) -> Response | None:
    booking = await system.find(key)
    return _to_response(booking) if booking else None


def _seating_of(table: TableWish) -> Seating:
    return Seating(venue=table.venue, party_size=table.party_size, starts_at=table.starts_at)


def _ask(wish: Wish[RestaurantBookingDetails], question: Question) -> Asks:
    """Ask, keeping all that is known but the detail in doubt."""
    doubtful = {question.slot} if question.slot else set[str]()
    return Asks(question=question, details=wish.details.model_dump(mode="json", exclude_none=True, exclude=doubtful))


def _to_response(booking: Booking) -> Response:
    local = to_local(booking.starts_at, booking.timezone)
    return {
        "id": str(booking.id),
        "reference": booking.reference,
        "venue": booking.venue_name,
        "venue_id": str(booking.venue_id),
        "date": local.date().isoformat(),
        "time": local.strftime("%H:%M"),
        "party_size": booking.party_size,
        "starts_at": booking.starts_at.isoformat().replace("+00:00", "Z"),
    }


def _summarise(booked: Response, table: TableWish) -> str:
    local = datetime.fromisoformat(f"{booked['date']}T{booked['time']}")
    moment = describe_moment(local, today=table.today)
    return f"Your table for {booked['party_size']} at {booked['venue']} is booked for {moment}."
