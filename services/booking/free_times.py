"""Where and when there is room, within bounds: a few places, a few days, the nearest times first."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.booking import Venue
from core.when import is_in_part, to_instant
from services.booking.ports import BookingSystem
from services.booking.visit import Visit
from services.effect_ledger import Response

MOST_OPTIONS = 3
MOST_PLACES = 20
_DAYS_AT_ONE, _DAYS_AT_MANY = 14, 3
_ALL_DAY = 96
_USUAL_TIMES = {
    "breakfast": dt.time(8, 30),
    "morning": dt.time(10),
    "brunch": dt.time(11),
    "lunch": dt.time(12, 30),
    "afternoon": dt.time(15),
    "dinner": dt.time(19),
    "evening": dt.time(19),
    "night": dt.time(21),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Around when there should be room; `date` None: as soon as there is."""

    date: dt.date | None = None
    time: dt.time | None = None
    day_part: str | None = None

    def around(self, usual: dt.time) -> dt.time:
        """The time of day to look around."""
        return self.time or _USUAL_TIMES.get(self.day_part or "", usual)

    def allows(self, at: dt.time) -> bool:
        """Whether a free time is in the part of the day that was named."""
        return self.time is not None or self.day_part is None or is_in_part(at, self.day_part)


class FreeTimes:
    """Asks the booking systems, one place and one day at a time."""

    def __init__(self, systems: Mapping[str, BookingSystem]) -> None:
        self._systems = systems

    async def find(self, visits: Sequence[Visit], wanted: Wanted) -> list[Visit]:
        """What could be had: several times at one place, or one time at each of several, the nearest first."""
        if len(visits) == 1:
            return await self._find_at_one(visits[0], wanted)
        options: list[tuple[dt.timedelta, str, Visit]] = []
        for later in _list_delays(wanted, most=_DAYS_AT_MANY):
            for visit in visits[:MOST_PLACES]:
                for option in (await self._list_free(replace(visit, on=visit.on + later), wanted))[:1]:
                    distance = abs(option.starts_at - dt.datetime.combine(option.on, visit.at))
                    options.append((distance, visit.venue.name, option))
            if options:
                break
        return [option for _, _, option in sorted(options, key=lambda each: each[:2])][:MOST_OPTIONS]

    async def find_later(self, visit: Visit, wanted: Wanted) -> list[Visit]:
        """The nearest times on the first day after the wanted one that has any."""
        return await self._find_at_one(replace(visit, on=visit.on + dt.timedelta(days=1)), replace(wanted, date=None))

    async def _find_at_one(self, visit: Visit, wanted: Wanted) -> list[Visit]:
        for later in _list_delays(wanted, most=_DAYS_AT_ONE):
            if options := await self._list_free(replace(visit, on=visit.on + later), wanted):
                return sorted(options[:MOST_OPTIONS], key=lambda option: option.starts_at)
        return []

    async def _list_free(self, visit: Visit, wanted: Wanted) -> list[Visit]:
        system = self._systems.get(visit.venue.adapter)
        if system is None:
            return []
        free = await system.list_free(visit.seating, limit=_ALL_DAY, after=visit.now)
        return [replace(visit, at=each.time()) for each in free if wanted.allows(each.time())]


def to_option(visit: Visit) -> Response:
    """A free time as results show it."""
    venue: Venue = visit.venue
    instant = to_instant(visit.on, visit.at, venue.timezone)
    return {
        "venue": venue.name,
        "venue_id": str(venue.id),
        "date": visit.on.isoformat(),
        "time": visit.at.strftime("%H:%M"),
        "starts_at": instant.isoformat().replace("+00:00", "Z"),
        "party_size": visit.party_size,
        "service": visit.service,
        "stylist": visit.stylist,
    }


def _list_delays(wanted: Wanted, *, most: int) -> list[dt.timedelta]:
    """How many days after the first one to look."""
    return [dt.timedelta(days=days) for days in range(1 if wanted.date else most)]
