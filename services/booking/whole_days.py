"""All free times of some days at one place, and why there is none on the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.booking import VenueKind
from core.when import describe_day
from services.booking.day_walk import DayWalk, Patience
from services.booking.hours import Span, is_at_work, list_stays
from services.booking.obstacles import Obstacle, find_obstacle, when_closed
from services.booking.ports import BookingSystem
from services.booking.refusals import NotReachedError
from services.booking.room import length_of, list_able
from services.booking.standing import OWN_BOOK
from services.booking.visit import Visit
from services.booking.wording import with_article

MOST_DAYS = 14
_PATIENCE = Patience(answer=2.0, found=5.0, walk=5.0)
"""One place is all that is asked, so it may take its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeDay:
    """The free times of a day, local and naive, earliest first; where there is none, why: a name for programs and a sentence."""

    on: date
    times: Sequence[datetime]
    reason: str | None = None
    said: str | None = None


class WholeDays:
    """Looks at every time of several days."""

    def __init__(self, systems: Mapping[str, BookingSystem], *, patience: Patience | None = None) -> None:
        self._walk = DayWalk(systems, patience=patience or _PATIENCE)

    async def list(self, visit: Visit, *, days: int) -> Sequence[FreeDay]:
        """As many days as wanted, from that of the visit on.

        Raises:
            NotReachedError: the place could not be asked for all of them.
        """
        wanted = [replace(visit, on=visit.on + timedelta(days=day)) for day in range(days)]
        possible = sum(find_obstacle(each) is None for each in wanted)
        walked = await self._walk.walk([visit], days=possible, allows=lambda _: True, enough=days)
        if walked.silent:
            raise NotReachedError(f"{visit.venue.name} can't be asked at the moment.") from walked.error
        found: list[FreeDay] = []
        for day, that_day in enumerate(wanted):
            times = sorted(each.starts_at for each in walked.free.get(day, ()))
            found.append(FreeDay(on=that_day.on, times=times) if times else _explain(that_day))
        return found


def _explain(visit: Visit) -> FreeDay:
    reason, said = _reason_of(visit)
    return FreeDay(on=visit.on, times=(), reason=reason, said=said)


def _reason_of(visit: Visit) -> tuple[str, str]:
    place, day = visit.venue.name, describe_day(visit.on, visit.today)
    full = "fully-booked", f"{place} has no {visit.room} left on {day}."
    if obstacle := find_obstacle(visit):
        return _named(obstacle)
    if visit.venue.adapter != OWN_BOOK:  # when it opens and who is there is known to its own system alone
        return full
    stays = [stay for _, stay in list_stays(visit.venue, visit.on, length_of(visit.seating))]
    if not stays:
        is_closed = not visit.venue.calendar.times_on(visit.on)
        return _named(when_closed(visit)) if is_closed else ("closed", f"{place} is not open for so long on {day}.")
    ahead = [stay for stay in stays if stay.starts_at > visit.now]
    if not ahead:
        return "in-the-past", f"{place} takes nobody any more on {day}."
    if not _is_anybody_there(visit, ahead):
        who = visit.stylist or f"Nobody who does {with_article(visit.service or 'that')}"
        verb = "is not" if visit.stylist else "is"
        return "nobody-there", f"{who} {verb} at work at {place} on {day}."
    return full


def _is_anybody_there(visit: Visit, stays: Sequence[Span]) -> bool:
    """Whether one of those who do it is at work during one of the stays at least."""
    if visit.venue.kind is VenueKind.RESTAURANT or not visit.venue.staff:
        return True
    able = [name for name in list_able(visit.venue, visit.service) if visit.stylist in {None, name}]
    return any(is_at_work(visit.venue, name, stay) for name in able for stay in stays)


def _named(obstacle: Obstacle) -> tuple[str, str]:
    return obstacle.name, obstacle.said
