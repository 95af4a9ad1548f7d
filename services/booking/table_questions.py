"""What may stand between a wish and a table, as questions: each names what is possible instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.booking import Venue
from core.domain import Question
from core.when import describe_day, describe_time, to_instant, to_local
from services.booking.hours import find_open_day
from services.booking.wording import describe_hours, describe_moment, describe_times

LARGEST_PARTY = 100
_FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWish:
    """A table at a known place. `on` and `at` are local to it; `now` is when this is looked at."""

    venue: Venue
    party_size: int
    on: date
    at: time
    now: datetime

    @property
    def starts_at(self) -> datetime:
        """The wanted time, local and naive."""
        return datetime.combine(self.on, self.at)

    @property
    def today(self) -> date:
        """The date at the place."""
        return to_local(self.now, self.venue.timezone).date()

    @property
    def is_past(self) -> bool:
        """Whether the wanted time is over."""
        return to_instant(self.on, self.at, self.venue.timezone) <= self.now


def find_party_doubt(party_size: int | None) -> Question | None:
    """A question about a number of people that can't be meant."""
    if party_size is None or 1 <= party_size <= LARGEST_PARTY:
        return None
    if party_size < 1:
        return Question(text="For how many people should the table be? It takes at least one.", slot="party_size")
    text = f"{party_size} people are more than I can book a table for. For how many people should it be?"
    return Question(text=text, slot="party_size")


def find_obstacle(table: TableWish) -> Question | None:
    """A question about what this place can't do, whoever else has booked."""
    if table.on < table.today:
        day = describe_day(table.on, table.today)
        return Question(text=f"{day} is over already. For which day would you like the table?", slot="date")
    if table.on > table.today + _FURTHEST:
        day = describe_day(table.on, table.today)
        return Question(text=f"{day} is more than a year away. For which day would you like the table?", slot="date")
    if table.party_size > table.venue.capacity:
        seats = table.venue.capacity
        text = f"{table.venue.name} has room for at most {seats} people. For how many people should the table be?"
        return Question(text=text, slot="party_size")
    return None


def ask_when_closed(table: TableWish) -> Question:
    """Names the opening hours of the day, or the next day on which the place opens."""
    name, day = table.venue.name, describe_day(table.on, table.today)
    if hours := describe_hours(table.venue.hours, table.on):
        text = f"On {day} {name} is open {hours}. At what time would you like the table?"
        return Question(text=text, slot="time")
    opens_on = find_open_day(table.venue.hours, after=table.on)
    if opens_on is None:
        return Question(text=f"{name} is closed at the moment. Which restaurant would you like instead?", slot="venue")
    next_day, hours = describe_day(opens_on, table.today), describe_hours(table.venue.hours, opens_on)
    text = f"{name} is closed on {day}. It opens again on {next_day}, {hours}. For which day would you like the table?"
    return Question(text=text, slot="date", options=(next_day,))


def ask_other_time(table: TableWish, free: Sequence[datetime]) -> Question:
    """Offers the free times of the day; asks for another day where there are none."""
    name, day = table.venue.name, describe_day(table.on, table.today)
    if not free:
        text = f"{name} has no table for {table.party_size} left on {day}. For which other day would you like it?"
        return Question(text=text, slot="date")
    times = [each.time() for each in sorted(free)]
    moment = describe_moment(table.starts_at, today=table.today)
    doubt = f"{name} has no table for {table.party_size} on {moment}."
    if table.is_past:
        doubt = f"It is past {describe_time(table.at)} already."
    offer = f"{name} could have you at" if table.is_past else "It has one at"
    options = tuple(describe_time(each) for each in times)
    which = "At which time would you like it?" if len(times) > 1 else "Would you like that?"
    return Question(text=f"{doubt} {offer} {describe_times(times)}. {which}", slot="time", options=options)
