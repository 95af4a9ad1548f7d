"""Where and when there is room: of all free times the few that are worth offering."""

import asyncio
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from core.when import is_in_part, to_instant
from services.booking.day_walk import DayWalk, Patience
from services.booking.ports import BookingSystem
from services.booking.visit import Visit
from services.effect_ledger import Response

MOST_OPTIONS = 3
MOST_PLACES = 60
_MOST_DAYS, _DAYS_AHEAD, _DAYS_LATER = 31, 14, 7
_OTHER_DAYS = 2
_DAY = dt.timedelta(days=1)
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
    """Around when there should be room.

    Attributes:
        date: on this day; None: as soon as there is.
        until: up to this day, from `date` on.
        is_earliest: the earliest time of all, instead of the nearest to what is usual.
        dearest: where the person likes to go, the dearest first.
    """

    date: dt.date | None = None
    until: dt.date | None = None
    time: dt.time | None = None
    day_part: str | None = None
    is_earliest: bool = False
    dearest: Sequence[UUID] = field(default=())

    def around(self, usual: dt.time) -> dt.time:
        """The time of day to look around."""
        return self.time or _USUAL_TIMES.get(self.day_part or "", usual)

    def allows(self, at: dt.time) -> bool:
        """Whether a free time is in the part of the day that was named."""
        return self.time is not None or self.day_part is None or is_in_part(at, self.day_part)

    def rank(self, venue_id: UUID) -> int:
        """How dear a place is: 0 is the dearest."""
        return self.dearest.index(venue_id) if venue_id in self.dearest else len(self.dearest)

    @property
    def days(self) -> int:
        """On how many days to look."""
        if self.date is None:
            return _DAYS_AHEAD
        return min(_MOST_DAYS, (self.until - self.date).days + 1) if self.until else 1


class Found(NamedTuple):
    """What could be had, at most three times; and the places that could not be asked, with what went wrong there."""

    options: Sequence[Visit]
    silent: Sequence[str] = ()
    error: Exception | None = None


class FreeTimes:
    """Looks through places and days, of very many places only the dearest and the newest."""

    def __init__(self, systems: Mapping[str, BookingSystem], *, patience: Patience | None = None) -> None:
        self._walk = DayWalk(systems, patience=patience)

    async def find(self, visits: Sequence[Visit], wanted: Wanted) -> Found:
        """The first day that has room: several times at one place, or the best time of each of several."""
        visits = sorted(visits, key=lambda visit: wanted.rank(visit.venue.id))[:MOST_PLACES]
        walked = await self._walk.walk(visits, days=wanted.days, allows=wanted.allows)
        free = [each for day in walked.free.values() for each in day]
        return Found(_choose(free, visits[0].at, wanted) if free else [], walked.silent, walked.error)

    async def find_later(self, visits: Sequence[Visit], wanted: Wanted) -> Found:
        """The same for the days that follow the wanted ones."""
        after = dt.timedelta(days=wanted.days)
        later = [replace(visit, on=visit.on + after) for visit in visits]
        soon = replace(wanted, date=later[0].on, until=later[0].on + dt.timedelta(days=_DAYS_LATER - 1))
        return await self.find(later, soon)

    async def find_instead(self, visit: Visit, others: Sequence[Visit]) -> Found:
        """Where a place is full all day: the nearest time on two other days there, then other places on that day."""
        wanted = Wanted(date=visit.on, time=visit.at)
        tomorrow = replace(visit, on=visit.on + _DAY)
        later, beside = await asyncio.gather(
            self._walk.walk([tomorrow], days=_DAYS_AHEAD, allows=wanted.allows, enough=MOST_OPTIONS),
            self._walk.walk(others[:MOST_PLACES], days=1, allows=wanted.allows),
        )
        days = [_best_of_each(free, visit.at, wanted)[0] for free in later.free.values()]
        places = _best_of_each(beside.free.get(0, ()), visit.at, wanted)
        options = [*days[:_OTHER_DAYS], *places, *days[_OTHER_DAYS:]]
        return Found(options[:MOST_OPTIONS], later.silent, later.error)


def to_option(visit: Visit) -> Response:
    """A free time as results show it."""
    instant = to_instant(visit.on, visit.at, visit.venue.timezone)
    return {
        "venue": visit.venue.name,
        "venue_id": str(visit.venue.id),
        "location": visit.venue.location,
        "date": visit.on.isoformat(),
        "time": visit.at.strftime("%H:%M"),
        "starts_at": instant.isoformat().replace("+00:00", "Z"),
        "party_size": visit.party_size,
        "service": visit.service,
        "stylist": visit.stylist,
    }


def choose_around(starts: Sequence[dt.datetime], wanted: dt.datetime) -> list[dt.datetime]:
    """The wanted time and its neighbours on both sides, as far as there are any, earliest first."""
    nearest = sorted(starts, key=lambda start: (abs(start - wanted), start))
    chosen = [each for each in nearest if each == wanted]
    chosen += [each for each in nearest if each < wanted][:1] + [each for each in nearest if each > wanted][:1]
    chosen += [each for each in nearest if each not in chosen]
    return sorted(chosen[:MOST_OPTIONS])


def _choose(free: Sequence[Visit], around: dt.time, wanted: Wanted) -> list[Visit]:
    """What is worth offering of a day's free times."""
    if len({each.venue.id for each in free}) != 1:
        return _best_of_each(free, around, wanted)
    if wanted.is_earliest:
        return sorted(free, key=lambda each: each.starts_at)[:MOST_OPTIONS]
    by_start = {each.starts_at: each for each in free}
    return [by_start[start] for start in choose_around([*by_start], dt.datetime.combine(free[0].on, around))]


def _best_of_each(free: Iterable[Visit], around: dt.time, wanted: Wanted) -> list[Visit]:
    """One time at each place, the best first; of equal ones the dearest place."""

    def rank(visit: Visit) -> tuple[dt.timedelta, int, str, dt.datetime]:
        distance = visit.starts_at - dt.datetime.combine(visit.on, dt.time() if wanted.is_earliest else around)
        return abs(distance), wanted.rank(visit.venue.id), visit.venue.name, visit.starts_at

    best: dict[UUID, Visit] = {}
    for each in sorted(free, key=rank):
        best.setdefault(each.venue.id, each)
    return [*best.values()][:MOST_OPTIONS]
