"""What may stand between a wish and a booking: said in a sentence, and asked so that it names what is possible instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.booking import VenueKind
from core.domain import Question
from core.when import describe_day, describe_time
from services.booking.hours import find_open_day
from services.booking.visit import Visit
from services.booking.wording import describe_hours, describe_moment, describe_times

LARGEST_PARTY = 100
_FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why it can't be, for people and, as `name`, for programs; and the question that leads around it."""

    name: str
    said: str
    asked: str
    slot: str
    options: tuple[str, ...] = ()

    @property
    def question(self) -> Question:
        """Both in one."""
        return Question(text=f"{self.said} {self.asked}", slot=self.slot, options=self.options)


def find_party_doubt(party_size: int | None) -> Question | None:
    """A question about a number of people that can't be meant."""
    if party_size is None or 1 <= party_size <= LARGEST_PARTY:
        return None
    if party_size < 1:
        return Question(text="For how many people should the table be? It takes at least one.", slot="party_size")
    text = f"{party_size} people are more than I can book a table for. For how many people should it be?"
    return Question(text=text, slot="party_size")


def find_obstacle(visit: Visit) -> Obstacle | None:
    """What this place can't do, whoever else has booked."""
    day = describe_day(visit.on, visit.today)
    asked = f"For which day would you like the {visit.noun}?"
    if visit.on < visit.today:
        return Obstacle(name="in-the-past", said=f"{day} is over already.", asked=asked, slot="date")
    if visit.on > visit.today + _FURTHEST:
        return Obstacle(name="too-far-ahead", said=f"{day} is more than a year away.", asked=asked, slot="date")
    seats = visit.venue.largest_party
    if visit.venue.kind is VenueKind.RESTAURANT and visit.party_size > seats:
        said = f"{visit.venue.name} has room for at most {seats} people."
        asked = "For how many people should the table be?"
        return Obstacle(name="too-many-people", said=said, asked=asked, slot="party_size")
    return None


def when_closed(visit: Visit) -> Obstacle:
    """Names the opening hours of the day, or the next day on which the place opens."""
    name, day = visit.venue.name, describe_day(visit.on, visit.today)
    if hours := describe_hours(visit.venue.calendar, visit.on):
        asked = f"At what time would you like the {visit.noun}?"
        return Obstacle(name="closed", said=f"On {day} {name} is open {hours}.", asked=asked, slot="time")
    opens_on = find_open_day(visit.venue.calendar, after=visit.on)
    if opens_on is None:
        asked = f"Which {visit.venue.kind} would you like instead?"
        return Obstacle(name="closed", said=f"{name} is closed at the moment.", asked=asked, slot="venue")
    next_day, hours = describe_day(opens_on, visit.today), describe_hours(visit.venue.calendar, opens_on)
    said = f"{name} is closed on {day}. It opens again on {next_day}, {hours}."
    asked = f"For which day would you like the {visit.noun}?"
    return Obstacle(name="closed", said=said, asked=asked, slot="date", options=(next_day,))


def when_full(visit: Visit, free: Sequence[datetime]) -> Obstacle:
    """Offers the free times of the day; asks for another day where there are none."""
    name = "in-the-past" if visit.is_past else "fully-booked"
    place, day = visit.venue.name, describe_day(visit.on, visit.today)
    if not free:
        said = f"{place} has no {visit.room} left on {day}."
        return Obstacle(name=name, said=said, asked="For which other day would you like it?", slot="date")
    times = [each.time() for each in sorted(free)]
    doubt = f"{place} has no {visit.room} on {describe_moment(visit.starts_at, today=visit.today)}."
    one = "one" if visit.venue.kind is VenueKind.RESTAURANT else "time"
    offer = f"It has {one} at"
    if visit.is_past:
        doubt, offer = f"It is past {describe_time(visit.at)} already.", f"{place} could have you at"
    return Obstacle(
        name=name,
        said=f"{doubt} {offer} {describe_times(times)}.",
        asked="At which time would you like it?" if len(times) > 1 else "Would you like that?",
        slot="time",
        options=tuple(describe_time(each) for each in times),
    )
