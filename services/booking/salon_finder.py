"""Which salon is meant where none was named: the only one that fits, or a question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.booking import Venue, VenueKind
from core.domain import Question
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.fields import ANYONE
from services.booking.salon_menu import match_service, match_stylist
from services.booking.samples import is_sample
from services.booking.venue_finder import is_near
from services.booking.wording import join_spoken

_MOST_OPTIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SalonSought:
    """What was said of a salon without its name."""

    service: str | None
    stylist: str | None
    location: str | None


class SalonFinder:
    """Finds salons by who works there, what they do and where they are."""

    def __init__(self, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def find(self, sought: SalonSought, *, account_id: UUID) -> Venue | Question:
        """The only salon that fits; what was named is an inference, to be read back."""
        async with self._unit_of_work() as unit:
            salons = await unit.venues.list_of_kind(VenueKind.SALON, account_id=account_id)
        fitting = list_fitting(salons, sought)
        if len(fitting) == 1:
            return fitting[0]
        options = tuple(dict.fromkeys(venue.name for venue in fitting))[:_MOST_OPTIONS]
        if not options:
            return Question(text="I don't know a salon yet. Which salon would you like?", slot="venue")
        offer = f"I could book {join_spoken(options)}."
        return Question(text=f"{offer} Which salon would you like?", slot="venue", options=options)


def list_fitting(salons: Sequence[Venue], sought: SalonSought) -> list[Venue]:
    """The salons that fit best; one that does not fit is better than none, since it is asked about."""
    known = [venue for venue in salons if not is_sample(venue)] or list(salons)
    stylist, service, location = sought.stylist, sought.service, sought.location
    if stylist and stylist.casefold() != ANYONE:
        known = _narrow(known, lambda venue: match_stylist(venue, stylist) is not None)
    if service:
        known = _narrow(known, lambda venue: match_service(venue, service) is not None)
    if location:
        known = _narrow(known, lambda venue: is_near(location, venue.location or ""))
    return known


def _narrow(venues: list[Venue], fits: Callable[[Venue], bool]) -> list[Venue]:
    return [venue for venue in venues if fits(venue)] or venues
