"""A wish that was said twice: whoever has a booking at that place on that day, or elsewhere within two hours, is asked before
there is another one.
"""

from core.booking import Booking
from core.domain import Question
from core.outcome import AsksToConfirm
from repositories.booking import NewStay
from repositories.unit_of_work import UnitOfWork
from services.ability import TaskDetails
from services.booking.hours import find_stay
from services.booking.ports import Guest, Seating
from services.booking.room import length_of
from services.booking.visit import Visit, article_of_booking, describe_booking, local_start, tell_standing
from services.booking.wording import describe_moment


async def find_double(unit: UnitOfWork, seating: Seating, guest: Guest) -> Booking | None:
    """What the guest has there on that day, or anywhere at about that time; None where another one is wanted as well.

    Sure until the transaction ends.
    """
    stay = find_stay(seating.venue, seating.starts_at, length_of(seating)) if guest.only_once else None
    if stay is None:
        return None
    wanted = NewStay(
        user_id=guest.user_id,
        venue_id=seating.venue.id,
        task_id=guest.task_id,
        starts_at=stay.starts_at,
        ends_at=stay.ends_at,
    )
    return await unit.bookings.find_beside(wanted)


def ask_for_another(standing: Booking, visit: Visit, details: TaskDetails) -> AsksToConfirm:
    """Whether it should be booked beside what there is; a yes is kept in `another`."""
    asked = "Shall I book another one?"
    if (visit.venue.id, visit.starts_at, visit.party_size, visit.service) != (
        standing.venue_id,
        local_start(standing),
        standing.party_size,
        standing.service,
    ):
        place = f" at {visit.venue.name}" if visit.venue.id != standing.venue_id else ""
        moment = describe_moment(visit.starts_at, today=visit.today)
        asked = f"Shall I book {visit.wanted}{place} on {moment} as well?"
    spoken = f"{article_of_booking(standing)}{describe_booking(standing, now=visit.now)}"
    told = tell_standing(standing, spoken, already=True)
    kept = details.model_dump(mode="json", exclude_none=True)
    return AsksToConfirm(question=Question(text=f"{told} {asked}", slot="time"), details={**kept, "another": True})
