"""Finding out where and when there is room."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.booking import Venue, VenueKind
from core.domain import Completed, Outcome, Question, Queue
from core.when import describe_day, describe_time, to_local
from services.ability import BaseTaskService, TaskDetails, Tools, Wish
from services.booking.availability_search_cues import CUES
from services.booking.fields import Kind, LocalDate, LocalTime, Location, PartySize, Service, Stylist
from services.booking.free_times import FreeTimes, Wanted, to_option
from services.booking.names import plain
from services.booking.obstacles import find_obstacle, find_party_doubt
from services.booking.place_clock import by_its_clock
from services.booking.placing import ask
from services.booking.restaurant_cues import CUISINES
from services.booking.salon_finder import SalonSought, list_fitting
from services.booking.salon_menu import find_service, find_stylist, match_service, match_stylist
from services.booking.samples import is_sample
from services.booking.venue_finder import Sought, VenueFinder, is_near
from services.booking.visit import Visit
from services.booking.wording import describe_moment, describe_times, join_spoken

_USUAL_PARTY = 2
_USUAL_TIMES = {VenueKind.RESTAURANT: time(19), VenueKind.SALON: time(10)}
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

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._finder = VenueFinder(tools.unit_of_work)
        self._free = FreeTimes(tools.booking_systems)

    def find_doubt(self, details: AvailabilitySearchDetails) -> Question | None:
        return find_party_doubt(details.party_size)

    async def perform(self, wish: Wish[AvailabilitySearchDetails]) -> Outcome:
        venues = await self._find_venues(wish)
        if isinstance(venues, Question):
            return ask(wish, venues)
        visits = self._list_visits(venues, wish)
        if isinstance(visits, Question):
            return ask(wish, visits)
        if not visits:
            return Completed(summary=_tell_no_place(wish.details, venues), data={"options": []})
        if obstacle := find_obstacle(visits[0]):
            return ask(wish, obstacle.question)
        wanted = _time_of(wish.details)
        options = await self._free.find(visits, wanted)
        summary = _tell(options) if options else ""
        if not options and len(visits) == 1:
            options = await self._free.find_later(visits[0], wanted) if wanted.date else []
        summary = summary or _tell_none(visits, wish.details, options)
        return Completed(summary=summary, data={"options": [to_option(each) for each in options]})

    async def _find_venues(self, wish: Wish[AvailabilitySearchDetails]) -> list[Venue] | Question:
        """Where to look."""
        said, account_id = wish.details, wish.task.account_id
        kind = _kind_of(said)
        if said.venue is not None:
            sought = Sought(kind=kind, name=said.venue, location=said.location, cuisine=said.cuisine)
            found = await self._finder.find(sought, account_id=account_id)
            return found if isinstance(found, Question) else [found]
        if kind is None:
            return Question(text="A table, or a visit to the salon?", slot="kind", options=("table", "salon"))
        async with self._tools.unit_of_work() as unit:
            venues = await unit.venues.list_of_kind(kind, account_id=account_id)
        return [venue for venue in venues if not is_sample(venue)] or venues

    def _list_visits(self, venues: Sequence[Venue], wish: Wish[AvailabilitySearchDetails]) -> list[Visit] | Question:
        """What to ask for at each of the places that fit."""
        said = wish.details
        if len(venues) == 1 and said.venue is not None:
            visit = self._visit_at(venues[0], wish)
            return visit if isinstance(visit, Question) else [visit]
        if _kind_of(said) is VenueKind.SALON:
            if said.service is None:
                return self.question_for("service")
            sought = SalonSought(service=said.service, stylist=said.stylist, location=said.location)
            venues = [venue for venue in list_fitting(venues, sought) if _does(venue, said)]
        else:
            venues = [venue for venue in venues if _serves(venue, said)]
        visits = [self._visit_at(venue, wish) for venue in venues]
        return [visit for visit in visits if isinstance(visit, Visit) and find_obstacle(visit) is None] or [
            visit for visit in visits if isinstance(visit, Visit)
        ]

    def _visit_at(self, venue: Venue, wish: Wish[AvailabilitySearchDetails]) -> Visit | Question:
        said = wish.details
        today = to_local(wish.now, venue.timezone).date()
        at = _time_of(said).around(_USUAL_TIMES[venue.kind])
        visit = by_its_clock(Visit(venue=venue, on=said.date or today, at=at, now=wish.now), wish)
        if venue.kind is VenueKind.RESTAURANT:
            return replace(visit, party_size=said.party_size or _USUAL_PARTY)
        if said.service is None:
            return self.question_for("service")
        service = find_service(venue, said.service)
        if isinstance(service, Question):
            return service
        stylist = find_stylist(venue, service, said=said.stylist)
        return stylist if isinstance(stylist, Question) else replace(visit, service=service, stylist=stylist)


def _time_of(said: AvailabilitySearchDetails) -> Wanted:
    return Wanted(date=said.date, time=said.time, day_part=said.day_part)


def _kind_of(said: AvailabilitySearchDetails) -> VenueKind | None:
    """What kind of place is looked for, by all that is said."""
    if said.kind is not None:
        return said.kind
    if said.service or said.stylist:
        return VenueKind.SALON
    return VenueKind.RESTAURANT if said.cuisine or said.party_size else None


def _does(venue: Venue, said: AvailabilitySearchDetails) -> bool:
    return match_service(venue, said.service or "") is not None and (
        said.stylist is None or match_stylist(venue, said.stylist) is not None
    )


def _serves(venue: Venue, said: AvailabilitySearchDetails) -> bool:
    is_near_enough = said.location is None or is_near(said.location, venue.location or "")
    return is_near_enough and (said.cuisine is None or plain(venue.cuisine or "") == plain(said.cuisine))


def _tell(options: Sequence[Visit]) -> str:
    """What could be had, as an offer."""
    first = options[0]
    which = "Tell me which one, and I will book it." if len(options) > 1 else "Tell me if I should book it."
    if len({each.venue.id for each in options}) == 1:
        day, times = describe_day(first.on, first.today), describe_times([each.at for each in options])
        return f"{first.venue.name} has {_room(first)} on {day} at {times}. {which}"
    moments = [describe_moment(each.starts_at, today=each.today) for each in options]
    places = [each.venue.name for each in options]
    if len(set(moments)) == 1:
        return f"On {moments[0]} there is {_room(first)} at {join_spoken(places)}. {which}"
    spoken = [f"{place} on {moment}" for place, moment in zip(places, moments, strict=True)]
    return f"There is {_room(first)} at {join_spoken(spoken, last='or at')}. {which}"


def _tell_none(visits: Sequence[Visit], said: AvailabilitySearchDetails, later: Sequence[Visit]) -> str:
    """Says so, and when there is room instead."""
    visit = visits[0]
    day = f" on {describe_day(visit.on, visit.today)}" if said.date else " in the next days"
    part = f" around {describe_time(visit.at)}" if said.time else f" for {said.day_part}" if said.day_part else ""
    nothing = f"{visit.venue.name} has no {visit.room}{day}{part}."
    if len(visits) > 1:
        nothing = f"I found no {visit.room}{day}{part}."
    return f"{nothing} {_tell(later)}" if later else nothing


def _tell_no_place(said: AvailabilitySearchDetails, known: Sequence[Venue]) -> str:
    what = f"{said.cuisine} restaurant" if said.cuisine else str(_kind_of(said))
    work = f" for {said.service}" if said.service else ""
    place = f" near {said.location}" if said.location else ""
    names = [venue.name for venue in known][:3]
    offer = f" I know {join_spoken(names, last='and')}." if names else ""
    return f"I don't know a {what}{work}{place}.{offer}"


def _room(visit: Visit) -> str:
    return f"a {visit.room}" if visit.venue.kind is VenueKind.RESTAURANT else visit.room
