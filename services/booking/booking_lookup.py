"""Looking up what is booked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field, JsonValue

from core.ability import Slot, SlotKind
from core.booking import Booking, BookingStatus, VenueKind
from core.domain import Queue
from core.outcome import Completed, Outcome
from core.when import describe_day, describe_time
from services.ability import BaseTaskService, TaskDetails, Tools, Wish
from services.booking.booking_lookup_cues import CUES
from services.booking.booking_meant import BookingFinder, Owner, Said, describe_apart
from services.booking.fields import BookedName, Days, Kind, LocalDate, LocalTime, PartySize, Service, Stylist, read_days
from services.booking.placing import to_response
from services.booking.visit import article_of_booking, local_start, tell_standing
from services.booking.wording import join_spoken, with_article

_MOST_SPOKEN = 3
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class BookingLookupDetails(TaskDetails):
    """What the bookings that are asked for have in common; nothing: whatever is still to come."""

    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE)] = Field(default=None, description="The day asked for.")
    days: Days = Field(default=None, description="The stretch of days asked for: this week, the weekend.")
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME)] = Field(default=None, description="The time asked for.")
    party_size: PartySize = Field(default=None, description="For how many people it is.")
    venue: Annotated[str | None, Slot(kind=SlotKind.NAME, after=("at", "from"))] = Field(
        default=None, description="The name of the place, as said."
    )
    service: Service = Field(default=None, description="What is to be done at a salon: haircut, manicure, …")
    stylist: Stylist = Field(default=None, description="Who is to do it, as said.")
    kind: Kind = Field(default=None, description="Whether a table or a visit to a salon is meant.")
    person_name: BookedName = None

    @property
    def said(self) -> Said:
        """What is said of the bookings."""
        return Said(**self.model_dump(exclude={"person_name", "days"}))

    def covers(self, booking: Booking) -> bool:
        """Whether a booking is asked for."""
        first, last = read_days(self.days) if self.days and self.date is None else (None, None)
        on = local_start(booking).date()
        return self.said.fits(booking) and (first is None or last is None or first <= on <= last)


class BookingLookupService(BaseTaskService[BookingLookupDetails]):
    """Reads out what the person has booked."""

    intent = "booking_lookup"
    queue = Queue.BOOKING
    summary = "tell you what is booked"
    details_model = BookingLookupDetails
    cues = CUES

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._finder = BookingFinder(tools.unit_of_work)

    async def perform(self, wish: Wish[BookingLookupDetails]) -> Outcome:
        upcoming = await self._finder.list_possible(Owner(wish.task.user_id, wish.now))
        found = [each for each in upcoming if wish.details.covers(each)]
        data: dict[str, JsonValue] = {"bookings": [to_response(each) for each in found], "count": len(found)}
        if found:
            return Completed(summary=_tell(found, now=wish.now), data=data)
        return Completed(summary=_tell_none(wish, upcoming), data=data)


def _describe(bookings: Sequence[Booking], *, now: datetime) -> list[str]:
    spoken = describe_apart(bookings, now=now)
    return [f"{article_of_booking(each)}{spoken[each.id]}" for each in bookings]


def _tell(found: Sequence[Booking], *, now: datetime) -> str:
    """What is booked, then what may be; of each at most three: more can't be kept in mind."""
    spoken = list(zip(found, _describe(found, now=now), strict=True))
    booked = [words for each, words in spoken if each.status is BookingStatus.CONFIRMED]
    unsure = [tell_standing(each, words) for each, words in spoken if each.status is not BookingStatus.CONFIRMED]
    more = len(unsure) - _MOST_SPOKEN
    told = [
        *([_tell_booked(booked)] if booked else []),
        *unsure[:_MOST_SPOKEN],
        *([f"There {'is' if more == 1 else 'are'} {more} more that may not be booked yet."] if more > 0 else []),
    ]
    return " ".join(told)


def _tell_booked(spoken: Sequence[str]) -> str:
    if len(spoken) == 1:
        return f"You have {spoken[0]}."
    count = _NUMBERS[len(spoken)] if len(spoken) < len(_NUMBERS) else str(len(spoken))
    told = join_spoken(spoken[:_MOST_SPOKEN], last="and")
    which = f"The next {_NUMBERS[_MOST_SPOKEN]} are" if len(spoken) > _MOST_SPOKEN else "They are"
    return f"You have {count} bookings. {which} {told}."


def _tell_none(wish: Wish[BookingLookupDetails], upcoming: Sequence[Booking]) -> str:
    """Says so, and what there is instead."""
    said = wish.details
    if not upcoming and not said.model_dump(exclude_none=True):
        return "You have nothing booked."
    thing = "appointment" if said.kind is VenueKind.SALON else "table" if said.kind else "booking"
    work = f"{said.service} " if said.service else ""
    place = f" at {said.venue}" if said.venue else ""
    stylist = f" with {said.stylist}" if said.stylist else ""
    day = f" on {describe_day(said.date, wish.now.date())}" if said.date else ""
    if said.days and not said.date:
        first, last = (describe_day(each, wish.now.date()) for each in read_days(said.days))
        day = f" from {first} to {last}"
    hour = f" at {describe_time(said.time)}" if said.time else ""
    people = f" for {said.party_size}" if said.party_size else ""
    wanted = with_article(f"{work}{thing}")
    nothing = f"I can't find {wanted}{people}{stylist}{place}{day}{hour}"
    if not upcoming:
        return f"{nothing}. You have nothing booked."
    [following] = _describe(upcoming[:1], now=wish.now)
    if upcoming[0].status is not BookingStatus.CONFIRMED:
        return f"{nothing}. {tell_standing(upcoming[0], following)}"
    return f"{nothing}. The next thing you have booked is {following}."
