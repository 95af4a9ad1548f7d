"""Changing a booking: another day, another time, more or fewer people, another service or stylist."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from pydantic import Field, JsonValue

from core.ability import Slot, SlotKind
from core.booking import STANDING, Booking, BookingStatus, VenueKind
from core.domain import Problem, Question, Queue, Repeat, Task
from core.errors import PROBLEM_PREFIX
from core.outcome import Asks, AsksToConfirm, Completed, Fails, Outcome
from core.when import Policy, TimeReading, find_times, to_local
from services.ability import BaseTaskService, TakesBack, TaskDetails, Tools, Wish
from services.booking.booking_change_cues import CUES
from services.booking.booking_meant import BookingFinder, Owner, Said, ask_which, is_over, no_bookings
from services.booking.by_phone import errand_to_change, hand_over
from services.booking.change_meant import Meant, Told, describe_new, sort_out
from services.booking.change_plan import NewValues, changes_anything, describe_change, find_changed_slot, plan_visit
from services.booking.fields import BookedName, Kind, LocalDate, LocalTime, PartySize, Service, Stylist, Which
from services.booking.menus import with_menu
from services.booking.obstacles import find_obstacle, find_party_doubt
from services.booking.place_clock import is_exact
from services.booking.placing import NotYetError, ask_instead, find_hindrance, system_of, to_response
from services.booking.ports import BookingSystem
from services.booking.refusals import ByPhoneError, ClosedError, FullError
from services.booking.shifts import SHIFTS
from services.booking.taking_back import undo_change
from services.booking.visit import Visit, article_of_booking, describe_booking
from services.booking.waiting import gone, id_of, is_pending, look_for_decision, wait_for
from services.effect_ledger import Response

_NEW = {"date", "time", "shift", "party_size", "service", "stylist"}
_KNOWN_BY = {"venue", "kind"}
_LOOSE = ("date", "time", "party_size", "service", "stylist")
_PARTS = {
    VenueKind.RESTAURANT: {"the day": "date", "the time": "time", "the number of people": "party_size"},
    VenueKind.SALON: {"the day": "date", "the time": "time", "what is done": "service", "the stylist": "stylist"},
}


class BookingChangeDetails(TaskDetails):
    """Which booking is meant (venue, kind, and what it has already), and what it should be changed to."""

    date: Annotated[LocalDate | None, Slot(kind=SlotKind.DATE, ask="To which day should I move it?")] = Field(
        default=None, description="The new day."
    )
    time: Annotated[LocalTime | None, Slot(kind=SlotKind.TIME, ask="To what time should I move it?")] = Field(
        default=None, description="The new time."
    )
    shift: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=tuple(SHIFTS))] = Field(
        default=None, description="How much earlier or later it should be, where no new time is said."
    )
    party_size: PartySize = Field(default=None, description="The new number of people.")
    venue: Annotated[str | None, Slot(kind=SlotKind.NAME, after=("at", "from"))] = Field(
        default=None, description="The name of the place where it is booked, as said."
    )
    service: Service = Field(default=None, description="What is to be done at a salon, now or instead.")
    stylist: Stylist = Field(default=None, description="Who is to do it, now or instead, as said.")
    kind: Kind = Field(default=None, description="Whether a table or a visit to a salon is meant.")
    person_name: BookedName = None
    which: Which = Field(default=None, description="The words for what it has already, by which it is known.")
    wanted: NewValues | None = Field(
        default=None, description="What should change, kept while it is asked which booking is meant."
    )
    booking_id: UUID | None = Field(default=None, description="The booking that was found to be meant.")
    seen_at: datetime | None = Field(default=None, description="As of when that booking was read back.")

    @property
    def known_by(self) -> set[str]:
        """Which details surely speak of the booking as it is, not as it should be."""
        return {*_KNOWN_BY, "date", "time"} if self.shift else _KNOWN_BY

    @property
    def said(self) -> Said:
        """What is surely said of the booking as it is."""
        return Said(**self.model_dump(include=self.known_by))

    @property
    def new(self) -> NewValues:
        """What the booking should become."""
        return self.wanted or NewValues(**self.model_dump(include=_NEW - self.known_by))

    @property
    def loose(self) -> dict[str, Any]:
        """What was said while it was asked which booking is meant."""
        said = self.model_dump(exclude_none=True, include=_NEW - {"shift"}) if self.wanted is not None else {}
        return {name: said[name] for name in _LOOSE if name in said}


class _Plan(NamedTuple):
    wish: Wish[BookingChangeDetails]
    booking: Booking
    visit: Visit
    system: BookingSystem


class BookingChangeService(BaseTaskService[BookingChangeDetails]):
    """Changes a booking after reading back which, and to what."""

    intent = "booking_change"
    queue = Queue.BOOKING
    summary = "change a booking"
    details_model = BookingChangeDetails
    cues = CUES
    can_be_told = True
    has_outside_effect = True
    reads_back_itself = True

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._finder = BookingFinder(tools.unit_of_work)

    def find_doubt(self, details: BookingChangeDetails) -> Question | None:
        return find_party_doubt(details.party_size)

    async def undo(self, done: Task) -> TakesBack | str:
        return undo_change(done)

    async def perform(self, wish: Wish[BookingChangeDetails]) -> Outcome:
        try:
            if not wish.is_confirmed:
                return await self._read_back(wish)
            changed = await wish.effects.once(
                "change",
                lambda key: self._change(wish, key),
                find=lambda _: self._find_changed(wish),
                repeat=Repeat.SAME_ID,
            )
            changed = await self._wait_for_place(changed, wish)
        except NotYetError as not_yet:
            return not_yet.outcome
        kept = {name: changed[name] for name in ("booking", "before") if name in changed}
        return Completed(summary=str(changed["said"]), data=kept)

    async def _read_back(self, wish: Wish[BookingChangeDetails]) -> Outcome:
        plan = await self._plan(wish)
        if hindrance := await find_hindrance(plan.visit, system=plan.system):
            return _ask(hindrance, plan.booking, plan.wish)
        return _to_confirm(plan)

    async def _change(self, wish: Wish[BookingChangeDetails], key: str) -> Response:
        plan = await self._plan(wish)
        if wish.details.seen_at not in {None, plan.booking.updated_at}:
            raise NotYetError(_to_confirm(plan))  # it is not what the person said yes to any more
        if obstacle := find_obstacle(plan.visit):
            raise NotYetError(_ask(obstacle.question, plan.booking, plan.wish))
        try:
            if plan.visit.is_past:
                raise FullError("That time has passed.")
            changed = await plan.system.change(plan.booking, plan.visit.seating, key=key)
        except (ClosedError, FullError) as refusal:
            question = await ask_instead(refusal, plan.visit, system=plan.system)
            raise NotYetError(_ask(question, plan.booking, plan.wish)) from refusal
        except ByPhoneError as by_phone:
            errand = errand_to_change(plan.booking, plan.visit, task=wish.task, now=wish.now)
            kept = _kept(plan.booking, plan.wish)
            raise NotYetError(await hand_over(errand, self._tools.unit_of_work, details=kept)) from by_phone
        before = {**to_response(plan.booking), "seen_at": changed.updated_at.isoformat()}
        return {**_to_response(changed, now=wish.now), "before": before}

    async def _wait_for_place(self, changed: Response, wish: Wish[BookingChangeDetails]) -> Response:
        """What has become of a change that the place has to confirm.

        Raises:
            NotYetError: it has not confirmed it, or said no.
        """
        booking = await self._finder.find(id_of(changed), owner=Owner(wish.task.user_id, wish.now))
        if booking is None or not is_pending(changed):
            return changed
        venue = await self._finder.venue_of(booking)
        system = system_of(self._tools.booking_systems, adapter=venue.adapter, place=venue.name)
        booking = await look_for_decision(booking, system=system)
        if booking.status is BookingStatus.CONFIRMED:
            return {**changed, **_to_response(booking, now=wish.now)}
        if booking.status is BookingStatus.PENDING:
            raise NotYetError(wait_for(booking, now=wish.now, real_now=wish.now - wish.task.clock_offset))
        await wish.effects.forget("change")
        raise NotYetError(gone(booking, now=wish.now))

    async def _plan(self, wish: Wish[BookingChangeDetails]) -> _Plan:
        """Which booking, and what it would become.

        Raises:
            NotYetError: one of the two is not certain; the outcome finds it out.
        """
        booking, wish = await self._find(wish)
        venue = await self._finder.venue_of(booking)
        venue = await with_menu(venue, self._tools.booking_systems)
        visit = plan_visit(booking, wish.details.new, venue=venue, now=wish.now)
        if isinstance(visit, Question):
            raise NotYetError(_ask(visit, booking, wish))
        if not changes_anything(booking, visit):
            raise NotYetError(_ask(_ask_what(booking, wish), booking, wish))
        system = system_of(self._tools.booking_systems, adapter=venue.adapter, place=venue.name)
        return _Plan(wish, booking, visit, system)

    async def _find(self, wish: Wish[BookingChangeDetails]) -> tuple[Booking, Wish[BookingChangeDetails]]:
        """The one booking that is meant, and the wish with nothing but what it should become."""
        owner, told = Owner(wish.task.user_id, wish.now), _told(wish)
        if wish.details.booking_id is not None:
            chosen = await self._finder.find(wish.details.booking_id, owner=owner)
            if chosen is not None and told.place.fits(chosen):
                return _check_stands(chosen, wish), _with_new(wish, told.new)
            if chosen is None and wish.is_confirmed:
                raise NotYetError(no_bookings())  # a yes to one booking is no yes to another one
        upcoming = await self._finder.list_upcoming(owner)
        if not upcoming:
            raise NotYetError(no_bookings())
        meant = sort_out(told, upcoming, read=lambda words: _read(words, wish))
        if len(meant.found) == 1:
            return meant.found[0], _with_new(wish, meant.new)
        raise NotYetError(_ask_which(meant, upcoming, wish))

    async def _find_changed(self, wish: Wish[BookingChangeDetails]) -> Response | None:
        """What an earlier attempt has changed: the booking that was touched since the wish, and is as it should be."""
        details = wish.details
        touched = await self._finder.list_touched(Owner(wish.task.user_id, wish.now), since=wish.task.created_at)
        standing = [
            each
            for each in touched
            if each.status in STANDING
            and (each.id == details.booking_id if details.booking_id else details.said.fits(each))
            and each.updated_at > each.created_at
        ]
        done: list[Booking] = []
        new = _told(wish).new
        for booking in standing:
            visit = plan_visit(booking, new, venue=await self._finder.venue_of(booking), now=wish.now)
            # So much later or earlier than it was says nothing about where it should be now.
            if new.shift or (isinstance(visit, Visit) and not changes_anything(booking, visit)):
                done.append(booking)
        return _to_response(done[0], now=wish.now) if len(done) == 1 else None


def _told(wish: Wish[BookingChangeDetails]) -> Told:
    """What was said so far, with the exact instant of "in six hours" where that is what is new."""
    details, exact, new = wish.details, wish.task.scheduled_for, wish.details.new
    if details.wanted is None and details.shift is None and is_exact(wish, details.date, details.time):
        new = new.model_copy(update={"starts_at": exact})
    hints = (Said(service=details.service), Said(stylist=details.stylist)) if details.wanted is None else ()
    which = None if details.booking_id else details.which
    return Told(place=details.said, which=which, hints=hints, loose=details.loose, new=new, exact=exact)


def _with_new(wish: Wish[BookingChangeDetails], new: NewValues) -> Wish[BookingChangeDetails]:
    return replace(wish, details=wish.details.model_copy(update={"wanted": new}))


def _read(words: str, wish: Wish[BookingChangeDetails]) -> TimeReading:
    return find_times(words, now=wish.now, timezone=wish.task.timezone, policy=Policy.BOOKING)


def _check_stands(booking: Booking, wish: Wish[BookingChangeDetails]) -> Booking:
    spoken = describe_booking(booking, now=wish.now)
    if booking.status is BookingStatus.CANCELLED:
        detail, name = f"Your {spoken} is cancelled, so it can't be changed any more.", "booking-cancelled"
    elif is_over(booking, now=wish.now):
        detail, name = f"Your {spoken} has begun already, so it can't be changed any more.", "in-the-past"
    else:
        return booking
    raise NotYetError(
        Fails(problem=Problem(type=PROBLEM_PREFIX + name, title="It is too late for that", detail=detail))
    )


def _kept(booking: Booking, wish: Wish[BookingChangeDetails], *, without: str | None = None) -> dict[str, JsonValue]:
    """The booking, and what should change, but the detail in doubt."""
    new = wish.details.new
    kept: dict[str, JsonValue] = new.model_dump(mode="json", exclude_none=True, exclude={"shift", "starts_at"})
    if new.is_reckoned:
        start = new.start_of(booking)
        kept |= {"date": start.date().isoformat(), "time": start.strftime("%H:%M")}
    return {name: value for name, value in kept.items() if name != without} | {"booking_id": str(booking.id)}


def _ask(question: Question, booking: Booking, wish: Wish[BookingChangeDetails]) -> Asks:
    return Asks(question=question, details=_kept(booking, wish, without=question.slot))


def _ask_what(booking: Booking, wish: Wish[BookingChangeDetails]) -> Question:
    """What should change; where the answer was only of what kind, to what."""
    parts = _PARTS[booking.kind]
    if slot := parts.get(wish.details.which or ""):
        return BookingChangeService.question_for(slot)
    *first, last = parts
    text = f"What should I change about your {describe_booking(booking, now=wish.now)}: {', '.join(first)} or {last}?"
    return Question(text=text, slot="which", options=tuple(parts))


def _ask_which(meant: Meant, upcoming: Sequence[Booking], wish: Wish[BookingChangeDetails]) -> Asks:
    """Which of several; where none fits, what there is. What was said on the way is kept, and said to be."""
    doubt = "You have" if meant.found else "I can't find that booking. You have"
    if meant.changed:
        today = to_local(wish.now, wish.task.timezone).date()
        doubt = f"So it should be {describe_new(meant.changed, today=today)}. {doubt}"
    question = ask_which(meant.found or upcoming, now=wish.now, doubt=doubt, asked="Which one shall I change?")
    include = {*wish.details.known_by, *meant.known} if meant.found else set[str]()
    if wish.details.wanted is not None:
        include -= {*_LOOSE} - meant.known.keys()
    known = wish.details.model_dump(mode="json", exclude_none=True, include=include)
    return Asks(question=question, details={**known, "wanted": meant.new.model_dump(mode="json", exclude_none=True)})


def _to_confirm(plan: _Plan) -> AsksToConfirm:
    wish, booking, visit = plan.wish, plan.booking, plan.visit
    spoken = describe_booking(booking, now=wish.now)
    question = Question(
        text=f"Shall I change your {spoken} {describe_change(booking, visit)}?", slot=find_changed_slot(booking, visit)
    )
    return AsksToConfirm(question=question, details={**_kept(booking, wish), "seen_at": booking.updated_at.isoformat()})


def _to_response(booking: Booking, *, now: datetime) -> Response:
    said = f"It is changed: you have {article_of_booking(booking)}{describe_booking(booking, now=now)} now."
    return {"said": said, "booking": to_response(booking)}
