"""Which of a person's bookings is meant, by what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from core.booking import MAY_STAND, Booking, BookingStatus, Venue, VenueKind
from core.domain import Problem, Question
from core.errors import PROBLEM_PREFIX
from core.outcome import Fails
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.fields import ANYONE, LocalDate, LocalTime
from services.booking.names import find_same, is_part_of, plain
from services.booking.visit import describe_booking, local_start
from services.booking.wording import join_spoken

MOST_BOOKINGS = 50
_MOST_OPTIONS = 3
_FILLERS = frozenset(
    {"the", "one", "on", "at", "for", "with", "in", "of", "a", "an", "my", "that", "this", "and", "please", "from"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a booking. Date and time are those of the place."""

    venue: str | None = None
    kind: VenueKind | None = None
    date: LocalDate | None = None
    time: LocalTime | None = None
    party_size: int | None = None
    service: str | None = None
    stylist: str | None = None

    def fits(self, booking: Booking) -> bool:
        """Whether all of it is true of a booking."""
        start = local_start(booking)
        return all(
            (
                self.venue is None or is_called(booking.venue_name, self.venue),
                self.kind is None or booking.kind is self.kind,
                self.date is None or start.date() == self.date,
                self.time is None or start.time() == self.time,
                self.party_size is None or booking.party_size == self.party_size,
                self.service is None or is_done(booking.service, self.service),
                self.stylist is None or is_by(booking.stylist, self.stylist),
            )
        )


class Owner(NamedTuple):
    """Whose bookings are looked at, and when."""

    user_id: UUID
    now: datetime


class BookingFinder:
    """Looks through the bookings of one person; never through anybody else's."""

    def __init__(self, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def list_upcoming(self, owner: Owner) -> list[Booking]:
        """What stands and is still to come, the next one first."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.list_upcoming(owner.user_id, after=owner.now, limit=MOST_BOOKINGS)

    async def list_possible(self, owner: Owner) -> list[Booking]:
        """As `list_upcoming`, with what may stand: nobody knows yet whether it was booked."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.list_upcoming(
                owner.user_id, after=owner.now, limit=MOST_BOOKINGS, statuses=MAY_STAND
            )

    async def list_touched(self, owner: Owner, *, since: datetime) -> list[Booking]:
        """What was made, changed or cancelled since an instant."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.list_touched(owner.user_id, since=since)

    async def find(self, booking_id: UUID, *, owner: Owner) -> Booking | None:
        """One booking of the person, whatever has become of it."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.find_of_user(booking_id, user_id=owner.user_id)

    async def venue_of(self, booking: Booking) -> Venue:
        """The place of a booking, as it is now."""
        async with self._unit_of_work() as unit:
            return await unit.venues.get(booking.venue_id, account_id=booking.account_id, even_removed=True)


def choose(upcoming: Sequence[Booking], which: str) -> list[Booking]:
    """The bookings that the answer to "which one?" fits best; all of them where it fits none."""
    return choose_named(upcoming, which) or list(upcoming)


def choose_named(upcoming: Sequence[Booking], which: str) -> list[Booking]:
    """The bookings that share most words with what was said; none where none does."""
    said = {word for word in plain(which).split() if word not in _FILLERS}
    scores = {each.id: len(said & _words_of(each)) for each in upcoming}
    best = max(scores.values(), default=0)
    return [each for each in upcoming if best and scores[each.id] == best]


def ask_which(bookings: Sequence[Booking], *, now: datetime, doubt: str, asked: str) -> Question:
    """Names the next few of the bookings, to choose from; others may be chosen by what they are."""
    options = tuple(f"the {spoken}" for spoken in describe_apart(bookings[:_MOST_OPTIONS], now=now).values())
    more = ("more after those",) if len(bookings) > _MOST_OPTIONS else ()
    told = join_spoken((*options, *more), last="and")
    return Question(text=f"{doubt} {told}. {asked}", slot="which", options=options)


def describe_apart(bookings: Sequence[Booking], *, now: datetime) -> Mapping[UUID, str]:
    """Each booking in words that fit no other; the reference tells apart what is otherwise the same."""
    spoken = {each.id: describe_booking(each, now=now) for each in bookings}
    several = {words for words in spoken.values() if list(spoken.values()).count(words) > 1}
    return {
        each.id: f"{spoken[each.id]}, reference {each.reference}" if spoken[each.id] in several else spoken[each.id]
        for each in bookings
    }


def no_bookings() -> Fails:
    """There is nothing to speak of."""
    detail = "I can't find any booking of yours that is still to come."
    return Fails(problem=Problem(type=PROBLEM_PREFIX + "no-booking", title="There is no such booking", detail=detail))


def is_over(booking: Booking, *, now: datetime) -> bool:
    """Whether nothing can be done about it any more."""
    return booking.status is BookingStatus.CONFIRMED and booking.starts_at <= now


def is_called(name: str, said: str) -> bool:
    """Whether a place is meant by a name or a part of it; enough among the few bookings of one person."""
    return is_part_of(said, name) or find_same(plain(said), [plain(name)]) is not None


def is_done(service: str | None, said: str) -> bool:
    """Whether a service is meant: "cut" and "hair cut" are a haircut."""
    ours, theirs = plain(service or "").replace(" ", ""), plain(said).replace(" ", "")
    return bool(ours and theirs) and (ours in theirs or theirs in ours)


def is_by(stylist: str | None, said: str) -> bool:
    """Whether somebody is meant by a name or a part of it."""
    return said.casefold() == ANYONE or (stylist is not None and is_called(stylist, said))


def _words_of(booking: Booking) -> set[str]:
    # The options that were offered are made of these words, whatever the day on which they were.
    return set(plain(f"{describe_booking(booking, now=booking.starts_at)} {booking.reference}").split())
