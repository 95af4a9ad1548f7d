"""Who phones a place that has no booking system, what they are told to say, and what the person hears of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.booking import Booking, Venue
from core.domain import Details, Message, Problem, Repeat, Task
from core.errors import PROBLEM_PREFIX
from core.outcome import HandsOver
from core.people import Contact, User
from repositories.unit_of_work import UnitOfWorkFactory
from services.asking import find_helper
from services.booking.change_plan import describe_change
from services.booking.visit import Visit, describe_booking
from services.booking.wording import describe_moment

TOPIC = "help"
_PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What somebody shall do by telephone, in words.

    Attributes:
        script: what to ask for, behind "and": "ask for a haircut on Saturday 28 November at 2 in the afternoon".
        said: the same for the person, behind "phone Bella Salon": "for a haircut on …".
        caution: what is not so yet: "It is not booked yet."
        name: in whose name it is or shall be.
    """

    task_id: UUID
    user_id: UUID
    venue: Venue
    script: str
    said: str
    caution: str
    name: str | None = None
    wishes: str | None = None


def errand_to_book(booking: Booking, visit: Visit, task: Task) -> Errand:
    """To ask for what is wanted."""
    wanted = f"{visit.wanted} on {describe_moment(visit.starts_at, today=visit.today)}"
    return Errand(
        task_id=task.id,
        user_id=task.user_id,
        venue=visit.venue,
        script=f"ask for {wanted}. If they can't, ask for the nearest time that they can",
        said=f"for {wanted}",
        caution="It is not booked yet.",
        name=booking.name,
        wishes=booking.special_requests,
    )


def errand_to_cancel(booking: Booking, venue: Venue, *, task: Task, now: datetime) -> Errand:
    """To give back what is booked, or not to ask for it."""
    spoken = describe_booking(booking, now=now)
    return Errand(
        task_id=task.id,
        user_id=task.user_id,
        venue=venue,
        script=f"cancel the {spoken}",
        said=f"and cancel your {spoken}",
        caution="It is not cancelled yet.",
        name=booking.name,
    )


def errand_to_change(booking: Booking, visit: Visit, *, task: Task, now: datetime) -> Errand:
    """To make a booking something else."""
    spoken, change = describe_booking(booking, now=now), describe_change(booking, visit)
    return Errand(
        task_id=task.id,
        user_id=task.user_id,
        venue=visit.venue,
        script=f"ask them to change the {spoken} {change}. If they can't, leave it as it is",
        said=f"and change your {spoken} {change}",
        caution="It is not changed yet.",
        name=booking.name,
    )


async def hand_over(errand: Errand, unit_of_work: UnitOfWorkFactory, *, details: Details | None = None) -> HandsOver:
    """The task in the hands of a carer, who is told what to say; where there is nobody, it says so."""
    venue = errand.venue
    async with unit_of_work() as unit:
        user = await unit.users.get(errand.user_id, account_id=venue.account_id)
        helper = find_helper(await unit.contacts.list_of_user(errand.user_id, account_id=venue.account_id))
    if helper is None:
        number = f" Their number is {_number_of(venue)}." if _number_of(venue) else ""
        detail = f"{venue.name} can only be phoned, and there is nobody whom I may ask to.{number} {errand.caution}"
        return HandsOver(problem=_problem(detail), details=details)
    detail = f"I have asked {helper.name} to phone {venue.name} {errand.said}. {errand.caution}"
    return HandsOver(problem=_problem(detail), messages=(_message(errand, user, helper),), details=details)


def _message(errand: Errand, user: User, helper: Contact) -> Message:
    who = user.known_name or "the person you look after"
    lines = [
        f"Please phone {errand.venue.name}{_on_number(errand.venue)} for {who}, and {errand.script}.",
        f"In the name of: {errand.name}." if errand.name else "",
        f"They should know: {errand.wishes}" if errand.wishes else "",
        f"They can call back on {user.phone}." if user.phone else "",
        "Then please record what they said, so that it is known to be settled.",
    ]
    return Message(
        key=f"task:{errand.task_id}:phone:{helper.id}",
        to=helper.name,
        contact_id=helper.id,
        channels=helper.channels,
        subject=f"Please phone {errand.venue.name} for {who}",
        text="\n".join(filter(None, lines)),
        topic=TOPIC,
        repeat=Repeat.SAME_ID,
    )


def _problem(detail: str) -> Problem:
    return Problem(type=PROBLEM_PREFIX + "by-phone", title="Somebody has to phone the place", detail=detail)


def _number_of(venue: Venue) -> str:
    return venue.adapter_settings.get(_PHONE, "")


def _on_number(venue: Venue) -> str:
    return f" on {_number_of(venue)}" if _number_of(venue) else ""
