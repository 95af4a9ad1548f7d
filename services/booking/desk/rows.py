"""Our rows of what is asked for and booked in an outside system."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from core.booking import MAY_STAND, Booking, BookingStatus
from core.errors import OutcomeUnknownError
from core.ids import make_id
from repositories.booking import NewBooking, NewStay
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.booking.desk.checks import person_of, state_of, stay_of, wall_clock_of
from services.booking.news import tell_difference
from services.booking.ports import Guest, OutsideBooking, Person, Seating
from services.booking.refusals import LostAnswerError, StaleError, TwiceError

_LONGEST_CHANGE = timedelta(minutes=1)
"""After a crash a booking can be changed again so much later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a system is asked for: the row that says so, and all that goes along.

    Attributes:
        is_repeated: whether the system may have been asked for it before.
    """

    row: Booking
    seating: Seating
    person: Person
    is_repeated: bool = False


class DeskRows:
    """The bookings of one system, called `system`."""

    def __init__(self, *, system: str, unit_of_work: UnitOfWorkFactory) -> None:
        self._system = system
        self._unit_of_work = unit_of_work

    async def find_asked(self, key: str) -> tuple[Booking, timedelta] | None:
        """What this key has asked for, and how long ago; None where the system was surely not asked."""
        async with self._unit_of_work() as unit:
            row = await unit.bookings.find_by_effect(key)
            age = await unit.outside_bookings.find_age(row.id) if row else None
        return (row, age or timedelta()) if row else None

    async def find_earlier(self, seating: Seating, guest: Guest, *, key: str) -> Booking | None:
        """What this key has asked for before.

        Raises:
            TwiceError: the guest wants it `only_once`, and there is another one.
        """
        async with self._unit_of_work() as unit:
            earlier = await unit.bookings.find_by_effect(key)
            if earlier is None and guest.only_once:
                await _check_only_one(unit, seating, guest)
        return earlier

    async def write_down(self, seating: Seating, guest: Guest, *, key: str) -> Order:
        """The row that says that the system is about to be asked; what an earlier attempt wrote down is used again.

        Raises:
            TwiceError: the guest wants it `only_once`, and there is another one.
        """
        async with self._unit_of_work() as unit:
            # Two who ask for the same person come one after the other.
            venue = await unit.venues.get_locked(seating.venue.id, account_id=guest.account_id)
            earlier = await unit.bookings.find_by_effect(key)
            if earlier is None and guest.only_once:
                await _check_only_one(unit, seating, guest)
            person = person_of(guest, seating, name=earlier.name if earlier else None)
            new = _new_booking(seating, guest, key=key)
            row = await unit.outside_bookings.add_asked(new, system=self._system, name=person.name)
            if earlier is not None:
                row = await unit.outside_bookings.ask_again(row, new)
        seating = replace(seating, venue=venue)
        return Order(row=row, seating=seating, person=person, is_repeated=earlier is not None)

    async def order_of(self, row: Booking) -> Order:
        """What a row asks for, as far as it is needed to know it again."""
        seating = await self.seating_of(row)
        guest = Guest(account_id=row.account_id, user_id=row.user_id, task_id=row.task_id)
        return Order(row=row, seating=seating, person=person_of(guest, seating, name=row.name), is_repeated=True)

    async def seating_of(self, booking: Booking) -> Seating:
        """What a booking is, with its venue as it is now."""
        async with self._unit_of_work() as unit:
            venue = await unit.venues.get(booking.venue_id, account_id=booking.account_id)
        return Seating(
            venue=venue,
            party_size=booking.party_size,
            starts_at=wall_clock_of(booking),
            service=booking.service,
            stylist=booking.stylist,
        )

    async def claim(self, row: Booking, uid: str) -> bool:
        """Write down what the system called it; False where another attempt got one under the same request."""
        async with self._unit_of_work() as unit:
            return await unit.outside_bookings.claim_uid(row.id, uid)

    async def claim_sending(self, row: Booking) -> bool:
        """Write down that the system is about to be sent it; False where another attempt was before."""
        async with self._unit_of_work() as unit:
            return await unit.outside_bookings.claim_sending(row.id)

    async def was_sent(self, row: Booking) -> bool:
        """Whether the system may have been sent it."""
        async with self._unit_of_work() as unit:
            return await unit.outside_bookings.was_sent(row.id)

    async def forget(self, row: Booking) -> None:
        """It surely does not stand there."""
        async with self._unit_of_work() as unit:
            await unit.outside_bookings.remove_asked(row.id)

    async def keep_hold(self, row: Booking, uid: str) -> None:
        """Write down what is kept for us there, so that it can be given back after a crash."""
        async with self._unit_of_work() as unit:
            await unit.outside_bookings.keep_hold(row.id, uid)

    async def find_hold(self, row: Booking) -> str | None:
        """What was kept for us there last."""
        async with self._unit_of_work() as unit:
            return await unit.outside_bookings.find_hold(row.id)

    async def count_at(self, seating: Seating, *, is_certain: bool) -> int:
        """How many bookings of ours are there at that time: all that surely are, or all that may be."""
        async with self._unit_of_work() as unit:
            return await unit.outside_bookings.count_at(
                seating.venue.id, stay_of(seating).starts_at, is_certain=is_certain
            )

    @asynccontextmanager
    async def changing(self, seen: Booking) -> AsyncGenerator[None]:
        """Meanwhile nobody else changes or cancels it there.

        Raises:
            StaleError: somebody does, or it is not as it was `seen` any more.
        """
        async with self._unit_of_work() as unit:
            begun = await unit.outside_bookings.begin_change(seen, lasts=_LONGEST_CHANGE)
        if not begun:
            raise StaleError("Somebody else is changing the booking, or has just done so.")
        try:
            yield
        finally:
            async with self._unit_of_work() as unit:
                await unit.outside_bookings.end_change(seen.id)

    async def record(self, row: Booking, there: OutsideBooking, seating: Seating) -> Booking:
        """Write down how the system has it; what it doesn't say is as in `seating`.

        Raises:
            LostAnswerError: it was cancelled meanwhile, perhaps after the system said this.
        """
        async with self._unit_of_work() as unit:
            before = await unit.bookings.find_locked(row.id)
            if before and before.status is BookingStatus.CANCELLED and there.status in MAY_STAND:
                raise LostAnswerError(f"The booking at {row.venue_name} was cancelled meanwhile.")
            recorded = await unit.outside_bookings.record(row.id, state_of(there, seating))
            if before and recorded:
                await tell_difference(unit, before, recorded)
        if recorded is None:
            raise OutcomeUnknownError("The booking stands there, and ours was erased meanwhile with the person's data.")
        return recorded

    async def reject(self, row: Booking, there: OutsideBooking) -> Booking:
        """The place said no; whoever asked may ask for something else."""
        async with self._unit_of_work() as unit:
            before = await unit.bookings.find_locked(row.id)
            rejected = await unit.outside_bookings.reject(row.id, raw_status=there.raw_status)
            if before and rejected:
                await tell_difference(unit, before, rejected)
        return rejected or row

    async def record_news(self, seen: Booking, there: OutsideBooking, seating: Seating) -> Booking:
        """Write down what the place has made of it by itself, for the person to hear of.

        What we have changed since it was `seen` is newer than what the system said then.
        """
        async with self._unit_of_work() as unit:
            before = await unit.bookings.find_locked(seen.id)
            if there.status in MAY_STAND or seen.status is not BookingStatus.PENDING:
                recorded = await unit.outside_bookings.record_news(seen, state_of(there, seating))
            else:
                recorded = await unit.outside_bookings.reject_late(seen, raw_status=there.raw_status)
            if before and recorded:
                await tell_difference(unit, before, recorded)
            if recorded and recorded.task_id and seen.status is BookingStatus.PENDING:
                await unit.tasks.hasten(recorded.task_id)
            return recorded or await unit.bookings.get(seen.id, account_id=seen.account_id)

    async def mark_checked(self, booking: Booking) -> None:
        """It was looked at, and is as it was."""
        async with self._unit_of_work() as unit:
            await unit.outside_bookings.mark_checked(booking.id)


async def _check_only_one(unit: UnitOfWork, seating: Seating, guest: Guest) -> None:
    stay = stay_of(seating)
    wanted = NewStay(
        user_id=guest.user_id,
        venue_id=seating.venue.id,
        task_id=guest.task_id,
        starts_at=stay.starts_at,
        ends_at=stay.ends_at,
    )
    if standing := await unit.bookings.find_beside(wanted):
        raise TwiceError(standing)


def _new_booking(seating: Seating, guest: Guest, *, key: str) -> NewBooking:
    stay = stay_of(seating)
    return NewBooking(
        id=make_id(),
        account_id=guest.account_id,
        user_id=guest.user_id,
        venue_id=seating.venue.id,
        task_id=guest.task_id,
        effect_key=key,
        reference="",
        party_size=seating.party_size,
        service=seating.service,
        stylist=seating.stylist,
        special_requests=guest.requests_at(seating.venue.kind),
        starts_at=stay.starts_at,
        ends_at=stay.ends_at,
    )
