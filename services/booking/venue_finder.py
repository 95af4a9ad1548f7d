"""Which of the account's venues a person means by a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz

from core.booking import Venue, VenueKind
from core.domain import Question
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.names import find_same, likeness, plain
from services.booking.samples import is_sample
from services.booking.wording import join_spoken

_LOCATED = 80.0
_MOST_OPTIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What was said of the place; `kind` None: it may be any."""

    kind: VenueKind | None
    name: str
    location: str | None = None
    cuisine: str | None = None


class VenueFinder:
    """Finds venues by what people call them. An uncertain name is asked back, never guessed."""

    def __init__(self, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def find(self, sought: Sought, *, account_id: UUID) -> Venue | Question:
        """The venue that is meant, or the question that finds it out."""
        async with self._unit_of_work() as unit:
            named = await unit.venues.list_by_name(" ".join(sought.name.split()), account_id=account_id)
            same = [venue for venue in named if sought.kind in {None, venue.kind}]
            known = same or await unit.venues.list_of_kind(sought.kind, account_id=account_id)
        same = same or _named_like(sought.name, known)
        if same:
            return _choose_place(same, sought.location)
        return _ask_name(sought, known, is_other_kind=bool(named))


def _named_like(name: str, known: Sequence[Venue]) -> list[Venue]:
    """The venues whose name is surely the one said; all of them bear the same name."""
    same = find_same(plain(name), [plain(venue.name) for venue in known])
    return [venue for venue in known if same and plain(venue.name) == same]


def _choose_place(same: Sequence[Venue], location: str | None) -> Venue | Question:
    """One of the venues of a name. The account's own go before samples, of two in one place the newer one counts."""
    own = [venue for venue in same if not is_sample(venue)] or same
    places = {plain(venue.location or ""): venue for venue in sorted(own, key=lambda venue: venue.id)}
    if location:
        near = {place: venue for place, venue in places.items() if is_near(location, place)}
        places = near or {place: venue for place, venue in places.items() if not place} or places
        if not near and "" not in places:
            return _ask_location(list(places.values()))
    return next(iter(places.values())) if len(places) == 1 else _ask_location(list(places.values()))


def is_near(said: str, place: str) -> bool:
    """Whether a place lies where it was said to."""
    return bool(place) and fuzz.token_set_ratio(plain(said), place) >= _LOCATED


def _ask_location(venues: Sequence[Venue]) -> Question:
    places = tuple(sorted(venue.location for venue in venues if venue.location))[:_MOST_OPTIONS]
    name = venues[0].name
    if len(places) == 1:
        return Question(
            text=f"The {name} that I know is in {places[0]}. Where should it be?", slot="location", options=places
        )
    return Question(
        text=f"There is more than one {name}. Do you mean the one in {join_spoken(places)}?",
        slot="location",
        options=places,
    )


def _ask_name(sought: Sought, known: Sequence[Venue], *, is_other_kind: bool) -> Question:
    kind = sought.kind or "place"
    doubt = f"I don't know a {kind} called {sought.name}."
    if is_other_kind:
        doubt = f"{sought.name} is not a {kind}."
    options = _suggest(sought, known)
    if not options:
        return Question(text=f"{doubt} Which {kind} would you like?", slot="venue")
    return Question(
        text=f"{doubt} I can book {join_spoken(options)}. Which would you like?", slot="venue", options=options
    )


def _suggest(sought: Sought, known: Sequence[Venue]) -> tuple[str, ...]:
    """Names worth offering: of the cuisine asked for, sounding alike, the account's own."""

    def rank(venue: Venue) -> tuple[bool, bool, float, str]:
        fits = bool(sought.cuisine and venue.cuisine) and plain(sought.cuisine or "") == plain(venue.cuisine or "")
        alike = likeness(sought.name, venue.name)
        return (not fits, is_sample(venue), -alike, venue.name)

    return tuple(dict.fromkeys(venue.name for venue in sorted(known, key=rank)))[:_MOST_OPTIONS]
