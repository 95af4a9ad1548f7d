"""What is offered where a place is full all day: the nearest time on other days there, then other places on that day."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import JsonValue

from core.booking import Venue, VenueKind
from core.outcome import Asks, Outcome
from core.when import describe_day
from services.ability import Tools, Wish
from services.booking.free_times import FreeTimes
from services.booking.names import plain
from services.booking.obstacles import find_obstacle, when_full
from services.booking.offers import ask_to_choose, make_offers
from services.booking.ports import BY_PHONE
from services.booking.salon_menu import match_service
from services.booking.samples import is_sample
from services.booking.search_wording import tell_options
from services.booking.venue_finder import is_near
from services.booking.visit import Visit

_MOST_OTHERS = 20


class Instead:
    """Looks for something else where a day is full."""

    def __init__(self, *, tools: Tools) -> None:
        self._unit_of_work = tools.unit_of_work
        self._free = FreeTimes(tools.booking_systems)

    async def offer(self, outcome: Outcome, visit: Visit, wish: Wish[Any]) -> Outcome:
        """The outcome, or what can be chosen instead where all that it has to say is that the day is full."""
        if not isinstance(outcome, Asks) or outcome.question != when_full(visit, ()).question:
            return outcome
        found = await self._free.find_instead(visit, await self._list_others(visit, wish))
        if not found.options:
            return outcome
        offers = make_offers(found.options)
        day = describe_day(visit.on, visit.today)
        said = f"{visit.venue.name} has no {visit.room} left on {day}. {tell_options(found.options)}"
        kept: list[JsonValue] = [*offers]
        return Asks(question=ask_to_choose(offers, said=said), details={**(outcome.details or {}), "offers": kept})

    async def _list_others(self, visit: Visit, wish: Wish[Any]) -> Sequence[Visit]:
        """The same at other places of the kind: of the cuisine that was said, those in the same part of town first."""
        async with self._unit_of_work() as unit:
            known = await unit.venues.list_of_kind(visit.venue.kind, account_id=wish.task.account_id)
        cuisine = getattr(wish.details, "cuisine", None)
        fitting = [
            venue
            for venue in known
            if venue.id != visit.venue.id
            and venue.adapter != BY_PHONE
            and is_sample(venue) == is_sample(visit.venue)
            and (cuisine is None or plain(venue.cuisine or "") == plain(cuisine))
        ]
        place = visit.venue.location
        fitting.sort(key=lambda venue: not (place and is_near(place, plain(venue.location or ""))))
        visits = (_visit_at(venue, visit) for venue in fitting)
        return [each for each in visits if each is not None and find_obstacle(each) is None][:_MOST_OTHERS]


def _visit_at(venue: Venue, visit: Visit) -> Visit | None:
    if venue.kind is VenueKind.RESTAURANT:
        return replace(visit, venue=venue)
    service = match_service(venue, visit.service or "")
    return replace(visit, venue=venue, service=service, stylist=None) if service else None
