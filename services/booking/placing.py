"""How a booking ability brings its booking about: once, after a last look, asking where it can't be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from core.booking import Booking, BookingStatus
from core.domain import ConfirmPolicy, Question, Repeat
from core.errors import PermanentError
from core.outcome import Asks, AsksToConfirm, Outcome
from core.when import to_local
from repositories.unit_of_work import UnitOfWorkFactory
from services.ability import Wish
from services.admission import SURE_ENOUGH
from services.booking.by_phone import errand_to_book, hand_over
from services.booking.day_walk import ALL_DAY
from services.booking.doubles import ask_for_another
from services.booking.free_times import choose_around
from services.booking.guests import find_guest
from services.booking.hours import is_open
from services.booking.obstacles import find_obstacle, when_closed, when_full
from services.booking.place_clock import is_in_doubt, read_back_visit
from services.booking.ports import BY_PHONE, BookingSystem, Capability, Guest
from services.booking.refusals import ClosedError, FullError, TwiceError
from services.booking.visit import Visit
from services.booking.waiting import gone, look_for_decision, wait_for
from services.effect_ledger import DidNotHappenError, Response

AnyWish: TypeAlias = Wish[Any]

MOST_TIMES = 3
_STEP = "book"


class NotYetError(DidNotHappenError):
    """Nothing was done: the attempt ends with this outcome instead."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("The person has to be asked first.")
        self.outcome = outcome


def system_of(systems: Mapping[str, BookingSystem], *, adapter: str, place: str) -> BookingSystem:
    """The system that keeps the bookings of a place.

    Raises:
        PermanentError: it is not set up.
    """
    try:
        return systems[adapter]
    except KeyError as error:
        raise PermanentError(f"{place} keeps its bookings in a system that is not set up here.") from error


async def book_once(visit: Visit, wish: AnyWish, *, system: BookingSystem, unit_of_work: UnitOfWorkFactory) -> Response:
    """Book what is wanted, in the room that was kept for it, if any; what an earlier attempt booked is found first.

    Raises:
        NotYetError: it can't be; the outcome asks for something else.
    """
    visit = _with_room_kept(visit, wish)
    try:
        booked = await wish.effects.once(
            _STEP,
            lambda key: _book(visit, wish, _Means(system, unit_of_work), key=key),
            find=lambda key: _find(system, key),
            repeat=Repeat.NEVER,
        )
    except TwiceError as twice:
        raise NotYetError(ask_for_another(twice.standing, visit, wish.details)) from twice
    except (ClosedError, FullError) as refusal:
        question = await ask_instead(refusal, visit, system=system)
        raise NotYetError(ask(wish, question)) from refusal
    # What the ledger keeps may be long past: the person may have cancelled it meanwhile, or the place.
    async with unit_of_work() as unit:
        asked_for = await unit.bookings.get(UUID(str(booked["id"])), account_id=wish.task.account_id)
    if asked_for.system == BY_PHONE and asked_for.status is BookingStatus.PENDING:
        raise NotYetError(await hand_over(errand_to_book(asked_for, visit, wish.task), unit_of_work))
    return await _decided(await look_for_decision(asked_for, system=system), visit, wish, system=system)


async def read_back_first(visit: Visit, wish: AnyWish, *, system: BookingSystem) -> Asks | AsksToConfirm:
    """What would be booked, as a question, with the room kept meanwhile; or the question that leads to something that can be."""
    visit = _with_room_kept(visit, wish)
    if hindrance := await find_hindrance(visit, system=system):
        return ask(wish, hindrance)
    try:
        await system.hold(visit.seating, _holder_of(wish), key=visit.held or "")
    except (ClosedError, FullError) as refusal:
        return ask(wish, await ask_instead(refusal, visit, system=system))
    is_asked_for = Capability.NEEDS_CONFIRMATION in system.capabilities
    question = Question(text=read_back_visit(wish, visit, is_asked_for=is_asked_for), slot="time")
    return AsksToConfirm(question=question, details=wish.details.model_dump(mode="json", exclude_none=True))


async def find_hindrance(visit: Visit, *, system: BookingSystem) -> Question | None:
    """What would keep this from being booked just now, so that nothing is read back that can't be."""
    if obstacle := find_obstacle(visit):
        return obstacle.question
    free = await _list_around(visit, system=system)
    if visit.starts_at in free:
        return None
    is_closed = not visit.is_past and not is_open(visit.venue, visit.starts_at)
    return when_closed(visit).question if is_closed else when_full(visit, free).question


def needs_read_back(wish: AnyWish) -> bool:
    """Whether the person has to hear it before it is done: something was inferred, or every effect is read back."""
    if wish.is_confirmed:
        return False
    is_unsure = bool(wish.task.inferred) or wish.task.confidence < SURE_ENOUGH
    return is_unsure or wish.task.confirm is ConfirmPolicy.ALWAYS


async def ask_instead(refusal: ClosedError | FullError, visit: Visit, *, system: BookingSystem) -> Question:
    """The question that offers what is possible instead."""
    if isinstance(refusal, ClosedError):
        return when_closed(visit).question
    return when_full(visit, await _list_around(visit, system=system)).question


async def _list_around(visit: Visit, *, system: BookingSystem) -> Sequence[datetime]:
    """The wanted time, where it is free, and the nearest ones before and after it."""
    free = await system.list_free(visit.seating, limit=ALL_DAY, after=visit.now)
    return choose_around(free, visit.starts_at)


async def _decided(booking: Booking, visit: Visit, wish: AnyWish, *, system: BookingSystem) -> Response:
    """What the place has decided.

    Raises:
        NotYetError: it has not, or it said no.
    """
    match booking.status:
        case BookingStatus.CONFIRMED:
            return to_response(booking)
        case BookingStatus.PENDING | BookingStatus.UNKNOWN:
            real_now = wish.now - wish.task.clock_offset
            waits = wait_for(booking, now=wish.now, real_now=real_now)
            raise NotYetError(waits)
        case BookingStatus.CANCELLED:
            await wish.effects.forget(_STEP)
            raise NotYetError(gone(booking, now=wish.now))
        case BookingStatus.REJECTED:
            question = await ask_instead(FullError("The place has said no."), visit, system=system)
            await wish.effects.forget(_STEP)  # what is wanted instead is another booking
            raise NotYetError(ask(wish, question))


def _with_room_kept(visit: Visit, wish: AnyWish) -> Visit:
    """The same, where room may be kept for the person since it was read back; there, one thing at a time."""
    return replace(visit, held=f"user:{wish.task.user_id}:{visit.venue.id}")


def _holder_of(wish: AnyWish) -> Guest:
    return Guest(account_id=wish.task.account_id, user_id=wish.task.user_id, task_id=wish.task.id)


class _Means(NamedTuple):
    system: BookingSystem
    unit_of_work: UnitOfWorkFactory


async def _book(visit: Visit, wish: AnyWish, means: _Means, *, key: str) -> Response:
    """Book after a last look. The look is inside the effect, so that what an earlier attempt booked is found first."""
    if obstacle := find_obstacle(visit):
        raise NotYetError(ask(wish, obstacle.question))
    if visit.is_past:
        raise FullError("That time has passed.")
    if is_in_doubt(wish, visit):
        raise NotYetError(await read_back_first(visit, wish, system=means.system))
    guest = await find_guest(wish, means.unit_of_work)
    return to_response(await means.system.book(visit.seating, guest, key=key))


async def _find(system: BookingSystem, key: str) -> Response | None:
    booking = await system.find(key)
    return to_response(booking) if booking else None


def ask(wish: AnyWish, question: Question) -> Asks:
    """Ask, keeping all that is known but the detail in doubt."""
    doubtful = {question.slot} if question.slot else set[str]()
    return Asks(question=question, details=wish.details.model_dump(mode="json", exclude_none=True, exclude=doubtful))


def to_response(booking: Booking) -> Response:
    """A booking as results show it."""
    local = to_local(booking.starts_at, booking.timezone)
    return {
        "id": str(booking.id),
        "reference": booking.reference,
        "kind": str(booking.kind),
        "status": str(booking.status),
        "venue": booking.venue_name,
        "venue_id": str(booking.venue_id),
        "date": local.date().isoformat(),
        "time": local.strftime("%H:%M"),
        "party_size": booking.party_size,
        "service": booking.service,
        "stylist": booking.stylist,
        "special_requests": booking.special_requests,
        "starts_at": booking.starts_at.isoformat().replace("+00:00", "Z"),
    }
