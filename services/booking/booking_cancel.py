"""Cancelling a booking."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from core.ability import Slot, SlotKind
from core.booking import STANDING, Booking, BookingStatus
from core.domain import Problem, Question, Queue, Repeat, Task
from core.errors import PROBLEM_PREFIX
from core.outcome import Asks, AsksToConfirm, Completed, Fails, Outcome
from services.ability import BaseTaskService, TakesBack, TaskDetails, Tools, Wish
from services.booking.booking_cancel_cues import CUES
from services.booking.booking_meant import BookingFinder, Owner, Said, ask_which, choose, is_over, no_bookings
from services.booking.by_phone import errand_to_cancel, hand_over
from services.booking.fields import BookedName, Kind, LocalDate, LocalTime, PartySize, Service, Stylist, Which
from services.booking.placing import NotYetError, system_of, to_response
from services.booking.refusals import ByPhoneError, StaleError
from services.booking.taking_back import undo_cancelling
from services.booking.visit import describe_booking
from services.effect_ledger import Response

_KNOWN_BY = {"venue", "kind", "date", "time", "party_size", "service", "stylist"}


class BookingCancelDetails(TaskDetails):
    """By what the booking to cancel is known."""

    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE)] = Field(default=None, description="Its day.")
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME)] = Field(default=None, description="When it begins.")
    party_size: PartySize = Field(default=None, description="For how many people it is.")
    venue: Annotated[str | None, Slot(kind=SlotKind.NAME, after=("at", "from"))] = Field(
        default=None, description="The name of the place, as said."
    )
    service: Service = Field(default=None, description="What is to be done at a salon: haircut, manicure, …")
    stylist: Stylist = Field(default=None, description="Who is to do it, as said.")
    kind: Kind = Field(default=None, description="Whether a table or a visit to a salon is meant.")
    person_name: BookedName = None
    which: Which = Field(default=None, description="The answer to the question which of several bookings is meant.")
    booking_id: UUID | None = Field(default=None, description="The booking that was found to be meant.")
    seen_at: datetime | None = Field(default=None, description="As of when that booking was read back.")

    @property
    def said(self) -> Said:
        """What is said of the booking."""
        return Said(**self.model_dump(include=_KNOWN_BY))


class BookingCancelService(BaseTaskService[BookingCancelDetails]):
    """Cancels a booking after reading back which."""

    intent = "booking_cancel"
    queue = Queue.BOOKING
    summary = "cancel a booking"
    details_model = BookingCancelDetails
    cues = CUES
    can_be_told = True
    has_outside_effect = True
    reads_back_itself = True

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._finder = BookingFinder(tools.unit_of_work)

    async def undo(self, done: Task) -> TakesBack | str:
        return undo_cancelling(done)

    async def perform(self, wish: Wish[BookingCancelDetails]) -> Outcome:
        try:
            if not wish.is_confirmed:
                return _next_step(await self._find(wish), wish)
            cancelled = await wish.effects.once(
                "cancel",
                lambda key: self._cancel(wish, key),
                find=lambda _: self._find_cancelled(wish),
                repeat=Repeat.SAME_ID,
            )
        except NotYetError as not_yet:
            return not_yet.outcome
        return Completed(summary=str(cancelled["said"]), data={"booking": cancelled["booking"]})

    async def _cancel(self, wish: Wish[BookingCancelDetails], key: str) -> Response:
        booking = await self._find(wish)
        if booking.status in STANDING:
            if wish.details.seen_at not in {None, booking.updated_at}:
                raise NotYetError(_read_back(booking, wish))  # it is not what the person said yes to any more
            venue = await self._finder.venue_of(booking)
            system = system_of(self._tools.booking_systems, adapter=venue.adapter, place=venue.name)
            try:
                booking = await system.cancel(booking, key=key)
            except ByPhoneError as by_phone:
                errand = errand_to_cancel(booking, venue, task=wish.task, now=wish.now)
                kept = {"booking_id": str(booking.id)}
                raise NotYetError(await hand_over(errand, self._tools.unit_of_work, details=kept)) from by_phone
        if booking.status is BookingStatus.UNKNOWN:
            raise StaleError("It is not certain yet whether this was booked, so nothing was cancelled.")
        return _to_response(booking, now=wish.now)

    async def _find(self, wish: Wish[BookingCancelDetails]) -> Booking:
        """The one booking that is meant.

        Raises:
            NotYetError: it is not certain which; the outcome finds it out.
        """
        owner, said = Owner(wish.task.user_id, wish.now), wish.details.said
        if wish.details.booking_id is not None:
            chosen = await self._finder.find(wish.details.booking_id, owner=owner)
            if chosen is not None and said.fits(chosen):
                return _check_ahead(chosen, wish)
            if chosen is None and wish.is_confirmed:
                raise NotYetError(no_bookings())  # a yes to one booking is no yes to another one
        upcoming = await self._finder.list_upcoming(owner)
        if not upcoming:
            raise NotYetError(no_bookings())
        found = [each for each in upcoming if said.fits(each)]
        found = choose(found or upcoming, wish.details.which) if wish.details.which else found
        if len(found) == 1:
            return found[0]
        raise NotYetError(_ask(found, upcoming, wish))

    async def _find_cancelled(self, wish: Wish[BookingCancelDetails]) -> Response | None:
        """What an earlier attempt has cancelled."""
        owner, details = Owner(wish.task.user_id, wish.now), wish.details
        touched = await self._finder.list_touched(owner, since=wish.task.created_at)
        gone = [
            each
            for each in touched
            if each.status is BookingStatus.CANCELLED
            and (each.id == details.booking_id if details.booking_id else details.said.fits(each))
        ]
        return _to_response(gone[0], now=wish.now) if len(gone) == 1 else None


def _check_ahead(booking: Booking, wish: Wish[BookingCancelDetails]) -> Booking:
    if not is_over(booking, now=wish.now):
        return booking
    detail = f"Your {describe_booking(booking, now=wish.now)} has begun already, so it can't be cancelled any more."
    problem = Problem(type=PROBLEM_PREFIX + "in-the-past", title="It is too late for that", detail=detail)
    raise NotYetError(Fails(problem=problem))


def _next_step(booking: Booking, wish: Wish[BookingCancelDetails]) -> Outcome:
    if booking.status is BookingStatus.CANCELLED:
        done = _to_response(booking, now=wish.now)
        return Completed(summary=str(done["said"]), data={"booking": done["booking"]})
    return _read_back(booking, wish)


def _read_back(booking: Booking, wish: Wish[BookingCancelDetails], *, doubt: str = "") -> AsksToConfirm:
    question = Question(text=f"{doubt}Shall I cancel your {describe_booking(booking, now=wish.now)}?")
    return AsksToConfirm(
        question=question, details={"booking_id": str(booking.id), "seen_at": booking.updated_at.isoformat()}
    )


def _ask(found: Sequence[Booking], upcoming: Sequence[Booking], wish: Wish[BookingCancelDetails]) -> Outcome:
    """Which of several; where none fits, what there is."""
    asked, unknown = "Which one shall I cancel?", "I can't find that booking. "
    if found:
        question = ask_which(found, now=wish.now, doubt="You have", asked=asked)
        return Asks(
            question=question, details=wish.details.model_dump(mode="json", exclude_none=True, include=_KNOWN_BY)
        )
    if len(upcoming) == 1:
        return _read_back(upcoming[0], wish, doubt=unknown)
    return Asks(question=ask_which(upcoming, now=wish.now, doubt=f"{unknown}You have", asked=asked), details={})


def _to_response(booking: Booking, *, now: datetime) -> Response:
    return {"said": f"Your {describe_booking(booking, now=now)} is cancelled.", "booking": to_response(booking)}
