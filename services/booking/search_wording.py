"""What a search has found, in sentences fit to be read aloud."""

from collections.abc import Sequence

from core.booking import VenueKind
from core.when import describe_day, describe_time
from services.booking.free_times import Found, Wanted
from services.booking.visit import Visit
from services.booking.wording import describe_moment, describe_times, join_spoken

_MOST_NAMED = 3


def tell(found: Found) -> str:
    """What could be had, as an offer; before that, who could not be asked."""
    which = "Tell me which one, and I will book it." if len(found.options) > 1 else "Tell me if I should book it."
    return f"{tell_options(found.options)} {tell_silent(found.silent)}{which}"


def tell_none(visits: Sequence[Visit], wanted: Wanted, *, found: Found, later: Found) -> str:
    """That there is no room, and when there is instead."""
    visit = visits[0]
    nothing = f"I found no {visit.room}" if len(visits) > 1 else f"{visit.venue.name} has no {visit.room}"
    nothing = f"{nothing}{_describe_wanted(visit, wanted)}. {tell_silent(found.silent)}"
    return f"{nothing}{tell(later)}" if later.options else nothing.rstrip()


def tell_options(options: Sequence[Visit]) -> str:
    """Free times as a sentence: of one place on one day, at one moment at several places, or each by itself."""
    first, room = options[0], _room(options[0])
    if len({(each.venue.id, each.on) for each in options}) == 1:
        day, times = describe_day(first.on, first.today), describe_times([each.at for each in options])
        return f"{first.venue.name} has {room} on {day} at {times}."
    moments = [describe_moment(each.starts_at, today=each.today) for each in options]
    places = [_place(each) for each in options]
    if len(set(moments)) == 1:
        return f"On {moments[0]} there is {room} at {join_spoken(places)}."
    spoken = [f"{place} on {moment}" for place, moment in zip(places, moments, strict=True)]
    return f"There is {room} at {join_spoken(spoken, last='or at')}."


def tell_silent(names: Sequence[str]) -> str:
    """Who could not be asked, so that nobody takes the answer for the whole."""
    if not names:
        return ""
    listed = join_spoken([*names[:_MOST_NAMED], *(["others"] if len(names) > _MOST_NAMED else [])], last="or")
    return f"I could not reach {listed} just now. "


def tell_phoned(names: Sequence[str]) -> str:
    """Of places that have to be phoned nobody can tell what is free."""
    listed = join_spoken([*names[:_MOST_NAMED], *(["others"] if len(names) > _MOST_NAMED else [])], last="and")
    return f"{listed} can only be phoned. Tell me a day and a time, and I will have somebody ask there."


def _describe_wanted(visit: Visit, wanted: Wanted) -> str:
    part = f" around {describe_time(visit.at)}" if wanted.time else f" for {wanted.day_part}" if wanted.day_part else ""
    if wanted.date is None:
        return f" in the next days{part}"
    if wanted.until is None:
        return f" on {describe_day(visit.on, visit.today)}{part}"
    first, last = (describe_day(day, visit.today) for day in (wanted.date, wanted.until))
    return f" from {first} to {last}{part}"


def _place(visit: Visit) -> str:
    return f"{visit.venue.name} in {visit.venue.location}" if visit.venue.location else visit.venue.name


def _room(visit: Visit) -> str:
    return f"a {visit.room}" if visit.venue.kind is VenueKind.RESTAURANT else visit.room
