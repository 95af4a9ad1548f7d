"""The desk: books in an outside system as if it were a careful one (docs/bookings.md draws the steps).

    check ─► write down `unknown` ─► (hold) ─► ask once ─► write down the uid ─► read back ─► confirmed, or pending
                                                  │ no clear answer
                                                  └► look it up; else a person decides

The row is written before the system is asked, under the lock of the venue's row, so whoever comes after a crash knows
whether it may have been asked; its id goes along as the request id. A system that can't be asked what became of a lost
answer is sent a booking once: that it is about to leave is written down right before its first byte. Whoever comes after a
crash sends what surely was not sent; of what was, nobody knows, and a person decides.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from core.booking import Booking, BookingStatus, Venue
from core.clock import Clock
from core.errors import AttemptError, NoRoomError, OutcomeUnknownError
from core.failpoints import Failpoint, reach
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.desk.aftercare import Aftercare
from services.booking.desk.checks import check_sane, find_difference, find_listed, is_off, list_possible, refusal
from services.booking.desk.rivals import Look, Rivals
from services.booking.desk.rows import DeskRows, Order
from services.booking.ports import BookingAdapter, Capability, FreeTime, Guest, Hold, OfferedService, Seating
from services.booking.refusals import (
    ClosedError,
    FullError,
    GoneError,
    LostAnswerError,
    NotReachedError,
    RefusedBookingError,
)
from services.effect_ledger import DidNotHappenError

logger = structlog.stdlib.get_logger(__name__)

SETTLING = timedelta(seconds=30)
"""So long a call that got no answer may still be under way in a system: what it does not know sooner may come yet."""

KEPT_FOR = timedelta(minutes=6)
"""A time that is held is free again after so long, whatever has become of who held it."""


class _OvertakenError(FullError):
    """Others came between the look and the booking, and left no room that is surely ours; it is given back."""


class _TakenOverError(LostAnswerError):
    """Another attempt, taken for dead, has sent what this one was about to send."""


class Desk:
    """A `BookingSystem` over one outside system, called `name`."""

    def __init__(
        self,
        adapter: BookingAdapter,
        *,
        name: str,
        unit_of_work: UnitOfWorkFactory,
        clock: Clock,
        settling: timedelta = SETTLING,
    ) -> None:
        self._adapter = adapter
        self._name = name
        self._clock = clock
        self._settling = settling
        self._rows = DeskRows(system=name, unit_of_work=unit_of_work)
        self._rivals = Rivals(adapter, rows=self._rows)
        self._aftercare = Aftercare(adapter, rows=self._rows, rivals=self._rivals, clock=clock)

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Those of the adapter."""
        return self._adapter.capabilities

    async def list_free(self, seating: Seating, *, limit: int, after: datetime | None = None) -> Sequence[datetime]:
        """Free times on the day of `seating`, nearest to the wanted one first, local and naive."""
        listed = await self._adapter.list_free(seating)
        possible = {each.starts_at for each in list_possible(listed, seating, after=after or self._clock.now())}
        return sorted(possible, key=lambda start: (abs(start - seating.starts_at), start))[:limit]

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        """Book; the same key answers with the booking that it made before.

        Raises:
            TwiceError: the guest wants it `only_once`, and there is another one.
            FullError, ClosedError, RefusedBookingError: it can't be had.
            LostAnswerError: it may be booked; `find` will tell.
            OutcomeUnknownError: it may be booked, and the system can't tell.
        """
        try:
            return await self._book(seating, guest, key=key)
        except _OvertakenError:  # there may be room all the same, now that ours is given back
            return await self._book(seating, guest, key=key)

    async def _book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        # Where one chair is all there is, what is there already may be the person's own.
        earlier = await self._rows.find_earlier(seating, guest, key=key)
        if earlier is not None and earlier.status is not BookingStatus.UNKNOWN:
            return earlier
        if earlier is not None:
            await self._give_back_left(earlier, seating)
        try:
            look = await self._check_free(seating)
        except (ClosedError, FullError):
            if earlier is None:
                raise
            if (found := await self.find(key)) is not None:
                return found
            await self._check_not_kept_for_us(key)
            await self._rows.forget(earlier)  # else it would be looked for ever after, at a time that nobody wants
            raise
        order = await self._rows.write_down(seating, guest, key=key)
        if order.row.status is not BookingStatus.UNKNOWN:
            return order.row
        reach(Failpoint.AFTER_ASKED)
        uid = await self._ask_for(order, look.listed)
        reach(Failpoint.AFTER_ANSWER)
        return await self._finish(order, uid, look=look)

    async def find(self, key: str) -> Booking | None:
        """What this key booked; None: surely nothing.

        Raises:
            LostAnswerError: it is too early to tell.
            OutcomeUnknownError: the system can't tell.
        """
        asked = await self._rows.find_asked(key)
        if asked is None:
            return None
        row, age = asked
        if row.status is not BookingStatus.UNKNOWN:
            return row
        order = await self._rows.order_of(row)
        uid = row.uid or await self._find_there(order)
        if uid is not None:
            return await self._finish(order, uid)
        if self._can_tell and age < self._settling:
            left = (self._settling - age).total_seconds()
            raise LostAnswerError(f"{row.venue_name} may still be working on it.", retry_after=left)
        return None

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        """Make a booking what `seating` says; what an earlier attempt has changed already is found first."""
        del key
        return await self._aftercare.change(seen, seating)

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        """Give the room back; a booking that is cancelled already stays so."""
        del key
        return await self._aftercare.cancel(booking)

    async def hold(self, seating: Seating, guest: Guest, *, key: str) -> datetime | None:
        """Nothing is kept for so long as a person takes to answer; what the system can keep is kept while it is booked."""
        del seating, guest, key
        return None

    async def look_again(self, booking: Booking) -> Booking:
        """The booking as the system has it now: decided, moved or cancelled by the place."""
        return await self._aftercare.look_again(booking)

    async def list_services(self, venue: Venue) -> Sequence[OfferedService]:
        """What its system says that a place does; nothing where it doesn't say."""
        return await self._adapter.list_services(venue) if Capability.SERVICES in self.capabilities else ()

    # -------------------------------------------------------------- inside

    @property
    def _has_lookup(self) -> bool:
        return Capability.LOOKUP in self._adapter.capabilities

    @property
    def _can_tell(self) -> bool:
        """Whether it can be found out what became of a lost answer; else a booking is sent once, whoever tries."""
        return bool({Capability.LOOKUP, Capability.IDEMPOTENT} & self._adapter.capabilities)

    async def _claim_sending(self, row: Booking) -> None:
        if not await self._rows.claim_sending(row):
            raise _TakenOverError("Another attempt has sent it already.", retry_after=self._settling.total_seconds())
        reach(Failpoint.AFTER_SENDING)

    async def _check_free(self, seating: Seating) -> Look:
        """The wanted time as the system lists it at this moment."""
        check_sane(seating, now=self._clock.now())
        ours = await self._rivals.count_ours(seating)
        listed = list_possible(await self._adapter.list_free(seating), seating, after=self._clock.now())
        wanted = find_listed(listed, seating)
        if wanted is None:
            raise refusal(seating)
        return Look(wanted, ours)

    async def _check_not_kept_for_us(self, key: str) -> None:
        """Raises NotReachedError where an attempt that died before it could note it may be what hides the time from us."""
        asked = await self._rows.find_asked(key)
        if Capability.HOLD in self._adapter.capabilities and asked is not None and asked[1] < KEPT_FOR:
            left = (KEPT_FOR - asked[1]).total_seconds()
            raise NotReachedError("An earlier attempt may keep that time, for a few minutes.", retry_after=left)

    async def _give_back_left(self, earlier: Booking, seating: Seating) -> None:
        """What an attempt that died still keeps would look taken by somebody else."""
        if Capability.HOLD in self._adapter.capabilities and (uid := await self._rows.find_hold(earlier)):
            with suppress(AttemptError):  # it is given back already, or expires by itself
                await self._adapter.release(seating.venue, Hold(uid=uid, expires_at=self._clock.now()))

    async def _ask_for(self, order: Order, listed: FreeTime) -> str:
        """Ask for it once; the uid that it has there."""
        hold: Hold | None = None
        try:
            if Capability.HOLD in self._adapter.capabilities:
                hold = await self._adapter.hold(order.seating)
                await self._rows.keep_hold(order.row, hold.uid)
            return await self._adapter.create(
                order.seating,
                order.person,
                request_id=str(order.row.id),
                hold=hold,
                before_sending=None if self._can_tell else lambda: self._claim_sending(order.row),
            )
        except _TakenOverError:
            raise
        except (DidNotHappenError, NoRoomError):
            await self._rows.forget(order.row)
            raise
        except LostAnswerError as lost:
            uid = await self._look_up(order)
            if uid is not None:
                return uid
            if self._can_tell:
                raise
            raise OutcomeUnknownError(await self._describe_lost(order.seating, listed)) from lost
        finally:
            if hold is not None:
                # It would hide the time from us as well, when we ask again or give it up. It expires by itself, too.
                with suppress(AttemptError):
                    await self._adapter.release(order.seating.venue, hold)

    async def _look_up(self, order: Order) -> str | None:
        """The uid of what there is just after a lost answer; None proves nothing yet."""
        if not self._has_lookup:
            return None
        with suppress(DidNotHappenError, NoRoomError):
            return await self._find_there(order)
        return None

    async def _describe_lost(self, seating: Seating, listed: FreeTime) -> str:
        """What a person should know who has to find out."""
        lost = f"{seating.venue.name} gave no clear answer, so the booking may have been made or not. Please ask there."
        with suppress(AttemptError):
            now = find_listed(await self._adapter.list_free(seating), seating)
            if now and now.booked is not None and listed.booked is not None and now.booked > listed.booked:
                return f"{lost} Their list shows one booking more at that time than before, so it was probably made."
        return lost

    async def _find_there(self, order: Order) -> str | None:
        """The uid of what the system has under the request id; None: nothing at this moment.

        Raises:
            OutcomeUnknownError: it can't tell.
        """
        venue = order.seating.venue
        if self._has_lookup:
            found = await self._adapter.find(order.seating, request_id=str(order.row.id))
            for twin in found[1:]:
                await self._take_back(order, twin.uid)
            return found[0].uid if found else None
        if self._can_tell or not await self._rows.was_sent(order.row):
            return None
        raise OutcomeUnknownError(f"{venue.name} may have booked it, and can't be asked by us. Please ask there.")

    async def _finish(self, order: Order, uid: str, *, look: Look | None = None) -> Booking:
        """Read back what the system has written down; only what is right is booked.

        With the `look` before it, what others have booked meanwhile is looked at as well.
        It stands there: only what says no, or was taken back, may leave here as something that did not happen.
        """
        venue = order.seating.venue
        if not await self._rows.claim(order.row, uid):
            # Another attempt, taken for dead, was only slow: one of the two bookings goes.
            await self._take_back(order, uid)
            raise LostAnswerError("It was booked by another attempt meanwhile.")
        reach(Failpoint.AFTER_UID)
        try:
            there = await self._adapter.get(venue, uid)
        except GoneError as gone:
            raise OutcomeUnknownError(f"{venue.name} took the booking and does not know it now.") from gone
        except (DidNotHappenError, NoRoomError) as error:
            raise LostAnswerError(f"{venue.name} did not read the booking back to us.") from error
        if is_off(there):
            await self._rows.reject(order.row, there)
            raise FullError("The place has said no.")
        if difference := find_difference(there, order.seating, name=order.person.name):
            await self._take_back(order, there.uid)
            await self._rows.forget(order.row)
            detail = f"{venue.name} did not write down {difference} as it was given, so the booking was taken back."
            raise RefusedBookingError(detail)
        if look is not None and await self._rivals.were_faster(order.seating, look):
            await self._take_back(order, there.uid)
            await self._rows.forget(order.row)
            raise _OvertakenError("Somebody else was faster.")
        if order.is_repeated and self._has_lookup:
            await self._drop_twins(order, keep=there.uid)
        return await self._rows.record(order.row, there, order.seating)

    async def _drop_twins(self, order: Order, *, keep: str) -> None:
        """Cancel what an earlier call brought about very late."""
        try:
            found = await self._adapter.find(order.seating, request_id=str(order.row.id))
        except (DidNotHappenError, NoRoomError) as error:
            raise LostAnswerError(f"{order.row.venue_name} did not say what else it has booked.") from error
        for twin in found:
            if twin.uid != keep:
                await self._take_back(order, twin.uid)

    async def _take_back(self, order: Order, uid: str) -> None:
        """Cancel what should not stand.

        Raises:
            OutcomeUnknownError: nobody knows whether it still does.
        """
        logger.warning("a booking is taken back", booking_id=str(order.row.id), system=self._name)
        venue = order.seating.venue
        try:
            await self._adapter.cancel(venue, uid)
            if is_off(await self._adapter.get(venue, uid)):
                return
        except GoneError:
            return
        except AttemptError as error:
            raise OutcomeUnknownError(f"{venue.name} has a wrong booking of ours, and could not be told so.") from error
        raise OutcomeUnknownError(f"{venue.name} has a wrong booking of ours, and keeps it.")
