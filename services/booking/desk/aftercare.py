"""What the desk does for a booking that stands in an outside system: change it, cancel it, look what has become of it."""

from contextlib import suppress
from dataclasses import replace

import structlog

from core.booking import Booking, BookingStatus
from core.clock import Clock
from core.errors import AttemptError, NoRoomError, OutcomeUnknownError
from services.booking.desk.checks import (
    check_sane,
    find_difference,
    find_listed,
    find_untold,
    is_as_known,
    is_off,
    list_possible,
    refusal,
    state_of,
    wall_clock_of,
)
from services.booking.desk.rivals import Look, Rivals
from services.booking.desk.rows import DeskRows
from services.booking.ports import BookingAdapter, OutsideBooking, Seating
from services.booking.refusals import FullError, GoneError, LostAnswerError, RefusedBookingError, StaleError
from services.effect_ledger import DidNotHappenError

logger = structlog.stdlib.get_logger(__name__)


class Aftercare:
    """The part of the desk that looks after what is booked."""

    def __init__(self, adapter: BookingAdapter, *, rows: DeskRows, rivals: Rivals, clock: Clock) -> None:
        self._adapter = adapter
        self._rivals = rivals
        self._rows = rows
        self._clock = clock

    async def change(self, seen: Booking, seating: Seating) -> Booking:
        """Make a booking what `seating` says; what an earlier attempt has changed already is found first.

        Raises:
            StaleError: it is not as it was `seen` any more.
            LostAnswerError: it may be changed; the same may be asked again.
            OutcomeUnknownError: it is something else now than what was asked for.
            RefusedBookingError: the system can't make this of it.
        """
        async with self._rows.changing(seen):
            return await self._change(seen, seating)

    async def _change(self, seen: Booking, seating: Seating) -> Booking:
        there = await self._get(seen, seating)
        untold = find_untold(there, seen, seating)
        if not untold and _is_right(there, seating):
            return await self._rows.record(seen, there, seating)
        as_seen = replace(
            seating,
            party_size=seen.party_size,
            starts_at=wall_clock_of(seen),
            service=seen.service,
            stylist=seen.stylist,
        )
        if not _is_right(there, as_seen):
            await self._rows.record(seen, there, as_seen)
            raise StaleError("The place has changed or cancelled the booking meanwhile.")
        if untold:  # whatever became of it there, nobody could tell
            detail = f"The booking system of {seen.venue_name} does not say {untold}, so that can't be changed by us."
            raise RefusedBookingError(detail)
        check_sane(seating, now=self._clock.now())
        look = await self._check_room(seen, seating)
        uid, lost = there.uid, None
        try:
            uid = await self._adapter.change(seating.venue, there.uid, seating, request_id=str(seen.id))
        except LostAnswerError as error:
            lost = error
        except GoneError as error:
            raise StaleError("The place has cancelled the booking at the same moment.") from error
        there = await self._read_back(seen, seating, uid=uid, lost=lost)
        if look is not None and await self._rivals.were_faster(seating, look, is_moved=True):
            there = await self._move_back(replace(seen, uid=there.uid), as_seen)
            await self._rows.record(seen, there, as_seen)
            raise FullError("Somebody else was faster.")
        return await self._rows.record(seen, there, seating)

    async def cancel(self, booking: Booking) -> Booking:
        """Give the room back; a booking that is cancelled already stays so.

        Raises:
            LostAnswerError: it may be cancelled; the same may be asked again.
        """
        if booking.status in {BookingStatus.CANCELLED, BookingStatus.REJECTED}:
            return booking
        seating = await self._rows.seating_of(booking)
        there = await self._get(booking, seating)
        if not is_off(there):
            with suppress(LostAnswerError, GoneError):  # what has become of it is looked up
                await self._adapter.cancel(seating.venue, there.uid)
            there = await self._get_after_write(booking, seating)
        if not is_off(there):
            raise LostAnswerError(f"{booking.venue_name} did not say that it is cancelled.")
        cancelled = replace(there, status=BookingStatus.CANCELLED)
        return await self._rows.record(booking, cancelled, seating)

    async def look_again(self, booking: Booking) -> Booking:
        """The booking as the system has it now."""
        if booking.uid is None:
            return booking
        seating = await self._rows.seating_of(booking)
        there = await self._get(booking, seating)
        if is_as_known(booking, state_of(there, seating)):
            await self._rows.mark_checked(booking)
            return booking
        return await self._rows.record_news(booking, there, seating)

    async def _move_back(self, moved: Booking, seating: Seating) -> OutsideBooking:
        """To what it was before, where others left no room for what it is now.

        Raises:
            OutcomeUnknownError: nobody knows where it is now.
        """
        logger.warning("a booking is moved back", booking_id=str(moved.id), system=moved.system)
        try:
            uid = await self._adapter.change(seating.venue, moved.uid or "", seating, request_id=str(moved.id))
            return await self._read_back(moved, seating, uid=uid, lost=None)
        except AttemptError as error:
            detail = f"{moved.venue_name} has moved the booking to a time that others have taken. Please ask there."
            raise OutcomeUnknownError(detail) from error

    async def _check_room(self, seen: Booking, seating: Seating) -> Look | None:
        """The new time as it is listed. A booking that stays at its time takes its own place, so only the number of people matters
        then.
        """
        ours = await self._rivals.count_ours(seating)
        listed = await self._adapter.list_free(seating)
        if seating.starts_at != wall_clock_of(seen):
            listed = list_possible(listed, seating, after=self._clock.now())
        elif seating.party_size <= seen.party_size:
            return None
        wanted = find_listed(listed, seating)
        if wanted is None or seating.party_size > (wanted.largest_party or seating.party_size):
            raise refusal(seating)
        return Look(wanted, ours) if seating.starts_at != wall_clock_of(seen) else None

    async def _read_back(
        self, seen: Booking, seating: Seating, *, uid: str, lost: LostAnswerError | None
    ) -> OutsideBooking:
        """As the system has it after a write.

        Raises:
            LostAnswerError: it may be under way still.
            OutcomeUnknownError: it is something else than was asked for.
        """
        there = await self._get_after_write(replace(seen, uid=uid), seating)
        if _is_right(there, seating):
            return there
        if lost is not None:
            raise lost
        raise OutcomeUnknownError(f"{seen.venue_name} has written down something else than was asked for.")

    async def _get_after_write(self, booking: Booking, seating: Seating) -> OutsideBooking:
        """The same, where an error must not say that nothing happened."""
        try:
            return await self._get(booking, seating)
        except (DidNotHappenError, NoRoomError) as error:
            raise LostAnswerError(f"{booking.venue_name} did not read back to us what it has written down.") from error

    async def _get(self, booking: Booking, seating: Seating) -> OutsideBooking:
        """As the system has it; what it does not know any more is cancelled there."""
        if booking.uid is None:
            raise OutcomeUnknownError(f"Nobody knows yet whether {booking.venue_name} has this booking.")
        try:
            return await self._adapter.get(seating.venue, booking.uid)
        except GoneError:
            return OutsideBooking(
                uid=booking.uid,
                reference=booking.reference,
                status=BookingStatus.CANCELLED,
                raw_status="gone",
                starts_at=wall_clock_of(booking),
            )


def _is_right(there: OutsideBooking, seating: Seating) -> bool:
    return not is_off(there) and not find_difference(there, seating, name=None)
