"""What a salon does and who does it: from words to its own names, or the question that finds it out."""

from core.booking import Venue
from core.domain import Question
from services.booking.fields import ANYONE
from services.booking.names import find_same, is_part_of, likeness, plain
from services.booking.room import list_able
from services.booking.wording import join_spoken, with_article

_MOST_OPTIONS = 3
_SPELLINGS = {"color": "colour", "coloring": "colouring", "haircolor": "haircolour"}


def list_offered(venue: Venue) -> list[str]:
    """The services that somebody at the salon does."""
    return [each for each in venue.services if not venue.staff or list_able(venue, each)]


def match_service(venue: Venue, said: str) -> str | None:
    """The service that surely is meant; a salon that names none does what it is asked for."""
    if not venue.services:
        return said
    offered = list_offered(venue)
    same = find_same(_close_up(said), [_close_up(each) for each in offered])
    return next((each for each in offered if same and _close_up(each) == same), None)


def find_service(venue: Venue, said: str) -> str | Question:
    """The service that is meant, or what the salon does instead."""
    if found := match_service(venue, said):
        return found
    offered = sorted(list_offered(venue), key=lambda each: -likeness(said, each))[:_MOST_OPTIONS]
    doubt = f"{venue.name} doesn't do that: {said}."
    if not offered:
        return Question(text=f"{doubt} Which salon would you like instead?", slot="venue")
    can = join_spoken([with_article(each) for each in offered])
    return Question(
        text=f"{doubt} You could have {can} there. Which would you like?", slot="service", options=tuple(offered)
    )


def match_stylist(venue: Venue, said: str) -> str | None:
    """Who of the staff surely is meant: the whole name, or a part that only one of them has."""
    same = find_same(plain(said), [plain(name) for name in venue.staff])
    whole = [name for name in venue.staff if same and plain(name) == same]
    part = [name for name in venue.staff if is_part_of(said, name)]
    return whole[0] if whole else part[0] if len(part) == 1 else None


def find_stylist(venue: Venue, service: str | None, *, said: str | None) -> str | Question | None:
    """Who is meant, None for anyone, or who else could do it."""
    if said is None or said.casefold() == ANYONE:
        return None
    if not venue.staff:
        text = f"I don't know who works at {venue.name}. Say {ANYONE}, and I'll book it with whoever is there."
        return Question(text=text, slot="stylist", options=(ANYONE,))
    found, able = match_stylist(venue, said), list_able(venue, service)
    if found in able:
        return found
    work = with_article(service) if service else "that"
    doubt = f"I don't know of a {said} at {venue.name}." if found is None else f"{found} doesn't do {work}."
    options = tuple(able[:_MOST_OPTIONS])
    text = f"{doubt} {join_spoken(options, last='and')} could do it, or {ANYONE} who is free. Whom would you like?"
    return Question(text=text, slot="stylist", options=(*options, ANYONE))


def _close_up(service: str) -> str:
    """A service in plain letters without gaps: "hair cut" and "haircut", "color" and "colour" are one."""
    return "".join(_SPELLINGS.get(word, word) for word in plain(service).split())
