"""The clock of the place beside the clock of the person.

A booking's date and time are those of the place. An exact instant ("in six hours") becomes what the clock there shows. A
named day ("tomorrow") is the day of the calendar that the person means, at the place; where it is another day there at
this moment, the booking is read back before it is made, with the day that it is there.
"""

from dataclasses import replace
from datetime import date, datetime, time
from typing import TypeVar

from core.when import describe_day, to_local
from services.ability import TaskDetails, Wish
from services.booking.visit import Visit, to_wall_clock
from services.booking.wording import describe_moment

DetailsT = TypeVar("DetailsT", bound=TaskDetails)


def is_exact(wish: Wish[DetailsT], on: date | None, at: time | None) -> bool:
    """Whether a day and hour are what the person's own clock shows at the exact instant that was said."""
    instant = wish.task.scheduled_for
    if instant is None or on is None or at is None:
        return False
    return to_wall_clock(instant, wish.task.timezone) == datetime.combine(on, at)


def by_its_clock(visit: Visit, wish: Wish[DetailsT]) -> Visit:
    """The visit at the time that the place's clock shows at the exact instant, if one was said."""
    if wish.task.scheduled_for is None or not is_exact(wish, visit.on, visit.at):
        return visit
    local = to_wall_clock(wish.task.scheduled_for, visit.venue.timezone)
    return replace(visit, on=local.date(), at=local.time())


def at_place(wish: Wish[DetailsT], visit: Visit) -> Wish[DetailsT]:
    """The wish with the date and time at the place; a yes to what they were before is none to what they are now."""
    placed = wish.details.model_copy(update={"date": visit.on, "time": visit.at})
    if placed == wish.details:
        return wish
    return replace(wish, details=placed, task=replace(wish.task, confirmed=False))


def is_in_doubt(wish: Wish[DetailsT], visit: Visit) -> bool:
    """Whether the person must hear the day and hour at the place first, since it is another one there at this moment."""
    if wish.is_confirmed:
        return False
    if wish.task.scheduled_for is not None:
        return by_whose_clock(wish, visit) != ""
    return _person_today(wish) != visit.today


def read_back_visit(wish: Wish[DetailsT], visit: Visit, *, is_asked_for: bool = False) -> str:
    """What would be booked, as a question; with today's day there, where it is another one.

    Where the place may have to confirm it, it `is_asked_for`: nobody shall think that a yes books it.
    """
    moment = describe_moment(visit.starts_at, today=visit.today)
    there = ""
    if _person_today(wish) != visit.today:
        there = f"At {visit.venue.name} it is {describe_day(visit.today, visit.today)} now. "
    when = f"on {moment}{by_whose_clock(wish, visit)}"
    if is_asked_for:
        return f"{there}Shall I ask {visit.venue.name} for {visit.wanted} {when}?"
    return f"{there}Shall I book {visit.wanted} at {visit.venue.name} {when}?"


def by_whose_clock(wish: Wish[DetailsT], visit: Visit) -> str:
    """A reminder that the clock there shows another time than the person's; empty where it doesn't."""
    here, there = to_local(wish.now, wish.task.timezone), to_local(wish.now, visit.venue.timezone)
    return "" if here.utcoffset() == there.utcoffset() else ", by the clock there"


def _person_today(wish: Wish[DetailsT]) -> date:
    return to_local(wish.now, wish.task.timezone).date()
