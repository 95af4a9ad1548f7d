"""Of a booking that is to be changed: which one it is, and what it should become, kept apart.

Both are said in the same breath ("the haircut on Tuesday to Wednesday"), and while it is asked which one is meant a new
wish may come along ("no, make it half past eight"). What fits a booking tells which is meant; what fits none is new.
The day by which a booking was picked is never its new day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from core.booking import Booking
from core.when import TimeReading, describe_day, describe_time
from services.booking.booking_meant import Said, choose, choose_named
from services.booking.change_plan import NewValues
from services.booking.visit import local_start
from services.booking.wording import with_article

Read: TypeAlias = Callable[[str], TimeReading]
"""What words say about time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was said so far.

    Attributes:
        place: what surely speaks of the booking as it is.
        which: the words that tell it apart.
        hints: services and people that tell it apart if a booking has them.
        loose: what was said while it was asked which one is meant; it may be either.
        new: what the booking should become.
        exact: the instant that the date and time in `loose` stand for.
    """

    place: Said
    which: str | None
    hints: Sequence[Said]
    loose: Mapping[str, Any]
    new: NewValues
    exact: datetime | None = None


class Meant(NamedTuple):
    """The bookings that may be meant and what they should become; of what may be either, what was the one or the other."""

    found: list[Booking]
    new: NewValues
    known: Mapping[str, Any]
    changed: Mapping[str, Any]


def sort_out(told: Told, upcoming: Sequence[Booking], *, read: Read) -> Meant:
    """Which of the upcoming bookings may be meant; none where what is said fits none."""
    found = [each for each in upcoming if told.place.fits(each)]
    if told.which:
        found = _pick(found, told.which, read=read)
    for hint in told.hints:
        found = [each for each in found if hint.fits(each)] or found
    known: dict[str, Any] = {}
    changed: dict[str, Any] = {}
    for name, value in told.loose.items():
        fitting = [each for each in found if Said(**{name: value}).fits(each)]
        if fitting:
            found, known[name] = fitting, value
        elif not (name == "date" and told.which and _are_on_weekday_of(value, found)):
            changed[name] = value
    return Meant(found, _renew(told, changed), known, changed)


def _pick(found: Sequence[Booking], which: str, *, read: Read) -> list[Booking]:
    """By the day and the hour that the words name, then by the words; nobody else's day will do."""
    reading = read(which)
    clocks = {*reading.times, *reading.candidates}
    timed = [
        each
        for each in found
        if (reading.date is None or local_start(each).date() == reading.date)
        and (not clocks or local_start(each).time() in clocks)
    ]
    if timed or not (reading.date or clocks):
        return choose(timed, which)
    return choose_named(found, which)


def _are_on_weekday_of(day: Any, found: Sequence[Booking]) -> bool:
    """Whether "the Friday one" picked them, which is not always the next Friday."""
    return any(local_start(each).weekday() == day.weekday() for each in found)


def _renew(told: Told, changed: Mapping[str, Any]) -> NewValues:
    """A new hour takes the place of "an hour later" and of "in six hours"."""
    if not changed:
        return told.new
    if not {"date", "time"} & changed.keys():
        return told.new.model_copy(update=changed)
    return told.new.model_copy(update={**changed, "shift": None, "starts_at": told.exact})


def describe_new(changed: Mapping[str, Any], *, today: date) -> str:
    """What was said only now: "on Wednesday 25 November at 8:30 in the evening"."""
    spoken: Mapping[str, Callable[[Any], str]] = {
        "date": lambda on: f"on {describe_day(on, today)}",
        "time": lambda at: f"at {describe_time(at)}",
        "party_size": lambda size: f"for {size}",
        "service": with_article,
        "stylist": lambda stylist: f"with {stylist}",
    }
    return " ".join(say(changed[name]) for name, say in spoken.items() if name in changed)
