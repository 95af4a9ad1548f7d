"""Finding out where and when there is room."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated, cast

from pydantic import Field, JsonValue

from core.ability import Slot, SlotKind
from core.booking import Venue, VenueKind
from core.domain import Question, Queue, Task
from core.errors import TransientError
from core.outcome import Completed, Outcome
from core.task_request import TaskRequest
from core.when import to_local
from services.ability import BaseTaskService, TaskDetails, Tools, Wish
from services.answers import STALE_AFTER
from services.booking.availability_search_cues import CUES
from services.booking.fields import Days, Kind, LocalDate, LocalTime, Location, PartySize, Service, Stylist, read_days
from services.booking.free_times import Found, FreeTimes, Wanted, to_option
from services.booking.menus import with_menus
from services.booking.names import plain
from services.booking.obstacles import find_obstacle, find_party_doubt
from services.booking.offers import ask_to_choose, label_apart, pick_offers
from services.booking.place_clock import by_its_clock
from services.booking.placing import ask
from services.booking.ports import BY_PHONE
from services.booking.restaurant_cues import CUISINES
from services.booking.salon_finder import SalonSought, list_fitting
from services.booking.salon_menu import find_service, find_stylist, match_service, match_stylist
from services.booking.samples import is_sample
from services.booking.search_wording import tell, tell_none, tell_phoned
from services.booking.taste import Taste, find_taste
from services.booking.venue_finder import Sought, VenueFinder, is_near
from services.booking.visit import Visit
from services.booking.wording import join_spoken

_OFFERED_FOR = timedelta(hours=24)
"""What was found can be booked by a reply for so long."""
_USUAL_TIMES = {VenueKind.RESTAURANT: time(19), VenueKind.SALON: time(10)}
DAY_PARTS = ("breakfast", "morning", "brunch", "lunch", "afternoon", "dinner", "evening", "night")
EARLIEST = (
    "earliest",
    "soonest",
    "first available",
    "next available",
    "next free",
    "first free",
    "as soon as possible",
)
NEARBY = (
    "near me",
    "near us",
    "nearby",
    "near here",
    "round here",
    "around here",
    "close by",
    "near home",
    "close to home",
    "local",
)


class AvailabilitySearchDetails(TaskDetails):
    """What is looked for. Date and time are local to the place; without a date the next days are searched."""

    party_size: PartySize = Field(default=None, description="How many people will sit at the table.")
    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE, ask="For which day?")] = Field(
        default=None, description="The day."
    )
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME, ask="At what time?")] = Field(
        default=None, description="The time around which there should be room."
    )
    days: Days = Field(default=None, description="The stretch of days, where no day is said: next week, the weekend.")
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
    earliest: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=EARLIEST)] = Field(
        default=None, description="The words by which the earliest time of all is wanted."
    )
    nearby: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=NEARBY)] = Field(
        default=None, description="The words by which it should be near the person, where no place is named."
    )


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
        taste = await find_taste(wish.task, venues, unit_of_work=self._tools.unit_of_work)
        visits = self._list_visits(venues, wish, taste)
        if isinstance(visits, Question):
            return ask(wish, visits)
        if not visits:
            return Completed(summary=_tell_no_place(wish.details, venues), data={"options": []})
        if obstacle := find_obstacle(visits[0]):
            return ask(wish, obstacle.question)
        # Nobody here knows what is free at a place that has to be phoned.
        phoned = [visit.venue.name for visit in visits if visit.venue.adapter == BY_PHONE]
        visits = [visit for visit in visits if visit.venue.adapter != BY_PHONE]
        if not visits:
            return Completed(summary=tell_phoned(phoned), data={"options": [], "by_phone": [*phoned]})
        wanted = _wanted(wish.details, taste)
        found = await self._free.find(visits, wanted)
        later = Found(())
        if not found.options:
            _check_reached(found, visits)
            later = await self._free.find_later(visits, wanted) if wanted.date else later
        options = found.options or later.options
        summary = tell(found) if found.options else tell_none(visits, wanted, found=found, later=later)
        summary = f"{summary} {tell_phoned(phoned)}" if phoned and not options else summary
        return Completed(
            summary=summary, data={"options": _to_options(options), "not_asked": [*found.silent], "by_phone": [*phoned]}
        )

    def take_up(self, finished: Task, *, now: datetime) -> TaskRequest | None:
        """Booking one of the times that were found. Whoever chooses late hears it once more before it is booked."""
        options = cast("list[dict[str, JsonValue]]", (finished.result or {}).get("options") or [])
        age = now - (finished.completed_at or now)
        if not options or age > _OFFERED_FOR:
            return None
        kept = {name: options[0][name] for name in ("party_size", "service", "stylist") if options[0][name] is not None}
        if options[0]["service"] is not None:
            del kept["party_size"]
        return TaskRequest(
            intent="salon_booking" if options[0]["service"] is not None else "restaurant_booking",
            details={**kept, "offers": [*pick_offers(options)]},
            confidence=finished.confidence,
            provider=finished.provider,
            inferred=("time",) if age > STALE_AFTER else (),
            question=ask_to_choose(options),
        )

    async def _find_venues(self, wish: Wish[AvailabilitySearchDetails]) -> list[Venue] | Question:
        """Where to look."""
        said, account_id = wish.details, wish.task.account_id
        kind = _kind_of(said)
        if said.venue is not None:
            sought = Sought(kind=kind, name=said.venue, location=said.location, cuisine=said.cuisine)
            found = await self._finder.find(sought, account_id=account_id)
            return found if isinstance(found, Question) else await with_menus([found], self._tools.booking_systems)
        if kind is None:
            return Question(text="A table, or a visit to the salon?", slot="kind", options=("table", "salon"))
        async with self._tools.unit_of_work() as unit:
            venues = await unit.venues.list_of_kind(kind, account_id=account_id)
        own = [venue for venue in venues if not is_sample(venue)] or venues
        return await with_menus(own, self._tools.booking_systems)

    def _list_visits(
        self, venues: Sequence[Venue], wish: Wish[AvailabilitySearchDetails], taste: Taste
    ) -> list[Visit] | Question:
        """What to ask for at each of the places that fit."""
        said = wish.details
        if said.nearby and said.location is None and taste.home:
            said = said.model_copy(update={"location": taste.home})
        if len(venues) == 1 and said.venue is not None:
            visit = self._visit_at(venues[0], wish, taste)
            return visit if isinstance(visit, Question) else [visit]
        if _kind_of(said) is VenueKind.SALON:
            if said.service is None:
                return self.question_for("service")
            sought = SalonSought(service=said.service, stylist=said.stylist, location=said.location)
            venues = [venue for venue in list_fitting(venues, sought) if _does(venue, said)]
        else:
            venues = [venue for venue in venues if _serves(venue, said)]
        visits = [self._visit_at(venue, wish, taste) for venue in venues]
        return [visit for visit in visits if isinstance(visit, Visit) and find_obstacle(visit) is None] or [
            visit for visit in visits if isinstance(visit, Visit)
        ]

    def _visit_at(self, venue: Venue, wish: Wish[AvailabilitySearchDetails], taste: Taste) -> Visit | Question:
        said, wanted = wish.details, _wanted(wish.details, taste)
        today = to_local(wish.now, venue.timezone).date()
        at = wanted.around(_USUAL_TIMES[venue.kind])
        visit = by_its_clock(Visit(venue=venue, on=wanted.date or today, at=at, now=wish.now), wish)
        if venue.kind is VenueKind.RESTAURANT:
            return replace(visit, party_size=said.party_size or taste.party_size)
        if said.service is None:
            return self.question_for("service")
        service = find_service(venue, said.service)
        if isinstance(service, Question):
            return service
        stylist = find_stylist(venue, service, said=said.stylist)
        return stylist if isinstance(stylist, Question) else replace(visit, service=service, stylist=stylist)


def _wanted(said: AvailabilitySearchDetails, taste: Taste) -> Wanted:
    first, last = read_days(said.days) if said.days and said.date is None else (said.date, None)
    return Wanted(
        date=first,
        until=last,
        time=said.time,
        day_part=said.day_part,
        is_earliest=said.earliest is not None,
        dearest=taste.dearest,
    )


def _to_options(visits: Sequence[Visit]) -> list[JsonValue]:
    labels = label_apart(visits)
    return [{**to_option(visit), "label": label} for visit, label in zip(visits, labels, strict=True)]


def _check_reached(found: Found, visits: Sequence[Visit]) -> None:
    """Where no place at all could be asked, nothing is said of them; it is tried again later."""
    if len(found.silent) == len(visits):
        raise TransientError("None of the places could be asked.") from found.error


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


def _tell_no_place(said: AvailabilitySearchDetails, known: Sequence[Venue]) -> str:
    what = f"{said.cuisine} restaurant" if said.cuisine else str(_kind_of(said))
    work = f" for {said.service}" if said.service else ""
    place = f" near {said.location}" if said.location else ""
    names = [venue.name for venue in known][:3]
    offer = f" I know {join_spoken(names, last='and')}." if names else ""
    return f"I don't know a {what}{work}{place}.{offer}"
