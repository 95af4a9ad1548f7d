"""Bookings and free times, for callers; the same rules as for what is said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from core.booking import Booking, BookingFilter, BookingStatus, Venue, VenueKind
from core.clock import Clock
from core.domain import Question
from core.errors import ConflictError, FieldProblem, InvalidFieldError
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.booking_meant import is_over
from services.booking.change_plan import NewValues, changes_anything, plan_visit
from services.booking.fields import LocalDate
from services.booking.menus import with_menu
from services.booking.obstacles import Obstacle, find_obstacle, when_closed, when_full
from services.booking.placing import MOST_TIMES, system_of
from services.booking.ports import BookingSystem
from services.booking.refusals import ClosedError, FullError, StaleError
from services.booking.salon_menu import find_service, find_stylist
from services.booking.visit import Visit
from services.booking.whole_days import MOST_DAYS, FreeDay, WholeDays

Found = TypeVar("Found")


class FullyBookedError(ConflictError):
    """No room then; the detail names the nearest free times."""

    name = "fully-booked"
    title = "There is no room at that time"


class PlaceClosedError(ConflictError):
    """The place is closed then."""

    name = "closed"
    title = "The place is closed at that time"


class PastError(ConflictError):
    """The wanted time, or the booking itself, is over."""

    name = "in-the-past"
    title = "That time is over"


class TooFarAheadError(ConflictError):
    """More than a year ahead."""

    name = "too-far-ahead"
    title = "That is too far ahead"


class TooManyPeopleError(ConflictError):
    """More people than the place has room for."""

    name = "too-many-people"
    title = "The place is too small"


class NotOfferedError(ConflictError):
    """The place doesn't do that, or nobody of that name does."""

    name = "not-offered"
    title = "The place doesn't offer that"


class BookingCancelledError(ConflictError):
    """The booking is cancelled, so it does not change any more."""

    name = "booking-cancelled"
    title = "The booking is cancelled"


class BookingMovedError(ConflictError):
    """Somebody else changed the booking at the same moment."""

    name = "booking-moved"
    title = "The booking was changed meanwhile"
    retryable = True


_OBSTACLES: Mapping[str, type[ConflictError]] = {
    each.name: each for each in (FullyBookedError, PlaceClosedError, PastError, TooFarAheadError, TooManyPeopleError)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Whose free times are wanted, on one day or up to another. `party_size` for a restaurant, `service` and `stylist` for a salon."""

    venue_id: UUID
    date: LocalDate
    to: LocalDate | None = None
    party_size: int | None = None
    service: str | None = None
    stylist: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What was looked for, in the place's own names, and what there is on each day."""

    visit: Visit
    days: Sequence[FreeDay]


class BookingService:
    """Bookings, for callers. Everything raises NotFoundError for what the account can't see."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, systems: Mapping[str, BookingSystem], clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._systems = systems
        self._clock = clock
        self._days = WholeDays(systems)

    async def get(self, booking_id: UUID, *, account_id: UUID) -> Booking:
        """One booking."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.get(booking_id, account_id=account_id)

    async def list_page(
        self, narrowed: BookingFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[Booking]:
        """Bookings, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.bookings.list_page(narrowed, account_id=account_id, before=before, limit=limit)

    async def change(
        self,
        booking_id: UUID,
        new: NewValues,
        *,
        account_id: UUID,
        check: Callable[[Booking], None] | None = None,
    ) -> Booking:
        """Change a booking; what is not given stays, and what it has already changes nothing.

        Raises:
            BookingCancelledError, PastError, FullyBookedError, PlaceClosedError, TooFarAheadError, TooManyPeopleError,
            NotOfferedError, BookingMovedError: it stays as it was.
        """
        booking, venue = await self._get_with_venue(booking_id, account_id, check)
        if booking.status is BookingStatus.CANCELLED:
            raise BookingCancelledError("This booking is cancelled and does not change any more.")
        if is_over(booking, now=self._clock.now()):
            raise PastError("This booking has begun already and does not change any more.")
        _check_kind(new, booking.kind)
        visit = _known(plan_visit(booking, new, venue=venue, now=self._clock.now()))
        if not changes_anything(booking, visit):
            return booking
        _refuse(find_obstacle(visit))
        system = self._system_of(venue)
        try:
            if visit.is_past:
                raise FullError("That time has passed.")
            return await system.change(booking, visit.seating, key=f"booking:{booking.id}:change")
        except StaleError as error:
            raise BookingMovedError("Somebody changed this booking at the same moment. Look at it again.") from error
        except ClosedError as error:
            raise _refusal_of(when_closed(visit)) from error
        except FullError as error:
            free = await system.list_free(visit.seating, limit=MOST_TIMES)
            raise _refusal_of(when_full(visit, free)) from error

    async def cancel(self, booking_id: UUID, *, account_id: UUID) -> Booking:
        """Cancel a booking; a cancelled one stays cancelled.

        Raises:
            PastError: it has begun.
        """
        booking, venue = await self._get_with_venue(booking_id, account_id)
        if booking.status is BookingStatus.CANCELLED:
            return booking
        if is_over(booking, now=self._clock.now()):
            raise PastError("This booking has begun already and can't be cancelled any more.")
        return await self._system_of(venue).cancel(booking, key=f"booking:{booking.id}:cancel")

    async def find_free(self, search: Search, *, account_id: UUID) -> Availability:
        """The times of some days at which there is room, and why there are none.

        Raises:
            InvalidFieldError: the number of people or the service is missing, or does not belong to such a place; the last
                day lies before the first, or too far behind it.
            NotReachedError: the place can't be asked.
            PastError, TooFarAheadError, TooManyPeopleError, NotOfferedError: no such time can be free.
        """
        async with self._unit_of_work() as unit:
            venue = await unit.venues.get(search.venue_id, account_id=account_id)
        visit = self._visit_of(search, await with_menu(venue, self._systems))
        _refuse(find_obstacle(visit))
        self._system_of(venue)  # raises where it is not set up here
        days = ((search.to or search.date) - search.date).days + 1
        return Availability(visit=visit, days=await self._days.list(visit, days=days))

    # -------------------------------------------------------------- inside

    async def _get_with_venue(
        self, booking_id: UUID, account_id: UUID, check: Callable[[Booking], None] | None = None
    ) -> tuple[Booking, Venue]:
        """`check` raises where it is not what the caller has seen; systems compare versions when they write, so what is
        seen here is what is changed.
        """
        async with self._unit_of_work() as unit:
            booking = await unit.bookings.get(booking_id, account_id=account_id)
            if check is not None:
                check(booking)
            return booking, await unit.venues.get(booking.venue_id, account_id=account_id, even_removed=True)

    def _system_of(self, venue: Venue) -> BookingSystem:
        return system_of(self._systems, adapter=venue.adapter, place=venue.name)

    def _visit_of(self, search: Search, venue: Venue) -> Visit:
        _check_fields(search, venue.kind)
        service = _known(find_service(venue, search.service)) if search.service else None
        stylist = _known(find_stylist(venue, service, said=search.stylist))
        return Visit(
            venue=venue,
            on=search.date,
            at=datetime.min.time(),
            now=self._clock.now(),
            party_size=search.party_size or 1,
            service=service,
            stylist=stylist,
        )


def _check_kind(new: NewValues, kind: VenueKind) -> None:
    unwanted = ("service", "stylist") if kind is VenueKind.RESTAURANT else ("party_size",)
    given = [name for name in unwanted if getattr(new, name) is not None]
    if given:
        raise NotOfferedError(f"A booking at a {kind} has no {' and no '.join(given)}.")


def _check_fields(search: Search, kind: VenueKind) -> None:
    """A table is looked for by the number of people, an appointment by what is done."""
    wanted, unwanted = ("party_size", ("service", "stylist"))
    if kind is VenueKind.SALON:
        wanted, unwanted = ("service", ("party_size",))
    problems = [
        FieldProblem(f"query:{name}", f"A {kind} takes no {name}.") for name in unwanted if getattr(search, name)
    ]
    if search.to is not None and not 0 <= (search.to - search.date).days < MOST_DAYS:
        problems.append(FieldProblem("query:to", f"This must be one of the {MOST_DAYS} days from `date` on."))
    if getattr(search, wanted) is None:
        problems.append(FieldProblem(f"query:{wanted}", f"For a {kind} this is required."))
    if problems:
        raise InvalidFieldError(" ".join(f"{each.pointer}: {each.detail}" for each in problems), problems)


def _known(found: Found | Question) -> Found:
    """What the place does; a question about it means that it doesn't."""
    if isinstance(found, Question):
        raise NotOfferedError(found.text)
    return found


def _refuse(obstacle: Obstacle | None) -> None:
    if obstacle is not None:
        raise _refusal_of(obstacle)


def _refusal_of(obstacle: Obstacle) -> ConflictError:
    return _OBSTACLES[obstacle.name](obstacle.said)
