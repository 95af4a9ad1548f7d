"""Wishes for any booking ability, performed without a worker; and a salon to have them at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from core.booking import Booking, BookingFilter, Venue, VenueKind, Weekday
from core.domain import ConfirmPolicy, Task
from core.outcome import Asks, AsksToConfirm, Completed, Outcome
from services.ability import AnyTaskService, Tools, Wish
from services.booking.ports import BookingSystem, Seating
from services.booking.visit import local_start
from services.effect_ledger import TaskEffects
from tests.integration.house import NOW, FixedClock, House

HAIRCUT: Mapping[str, Any] = {
    "venue": "Bella Salon",
    "service": "haircut",
    "stylist": "Maria",
    "date": "2026-11-28",
    "time": "14:00",
}


def service_of(house: House, ability: type[AnyTaskService], system: BookingSystem | None = None) -> AnyTaskService:
    tools = Tools(
        clock=FixedClock(),
        unit_of_work=house.unit_of_work,
        booking_systems={"local": system or house.system},
        abilities=(),
    )
    return ability(tools=tools)


async def claim(house: House, ability: type[AnyTaskService], details: Mapping[str, Any], **changed: Any) -> Task:
    return await house.claim_task(details, intent=ability.intent, **changed)


def wish_of(house: House, ability: type[AnyTaskService], task: Task, *, now: datetime = NOW) -> Wish[Any]:
    effects = TaskEffects(unit_of_work=house.unit_of_work, task_id=task.id, epoch=task.epoch)
    details = service_of(house, ability).details_model.model_validate(task.details)
    return Wish(task=task, details=details, effects=effects, now=now)


async def perform(
    house: House, ability: type[AnyTaskService], details: Mapping[str, Any], *, now: datetime = NOW, **changed: Any
) -> Outcome:
    """One attempt at a new task; a task that is `confirmed` has had its yes."""
    task = await claim(house, ability, details, **changed)
    return await service_of(house, ability).perform(wish_of(house, ability, task, now=now))


async def at_once(house: House, ability: type[AnyTaskService], details: Mapping[str, Any], **given: Any) -> Outcome:
    """As for a caller who has confirmed beforehand."""
    return await perform(house, ability, details, confirm=ConfirmPolicy.NEVER, **given)


async def asks(house: House, ability: type[AnyTaskService], details: Mapping[str, Any], **given: Any) -> Asks:
    outcome = await perform(house, ability, details, **given)
    assert isinstance(outcome, Asks), outcome
    return outcome


async def reads_back(
    house: House, ability: type[AnyTaskService], details: Mapping[str, Any], **given: Any
) -> AsksToConfirm:
    outcome = await perform(house, ability, details, **given)
    assert isinstance(outcome, AsksToConfirm), outcome
    return outcome


async def after_yes(house: House, ability: type[AnyTaskService], details: Mapping[str, Any], **given: Any) -> Completed:
    """What comes of it when the person says yes to what is read back."""
    asked = await reads_back(house, ability, details, **given)
    outcome = await perform(house, ability, asked.details or {}, confirmed=True, **given)
    assert isinstance(outcome, Completed), outcome
    return outcome


def booking_of(outcome: Outcome) -> dict[str, Any]:
    assert isinstance(outcome, Completed), outcome
    return cast("dict[str, Any]", outcome.data["booking"])


async def add_salon(house: House, name: str = "Bella Salon", **changed: Any) -> Venue:
    """Open daily from nine to six, two chairs; Maria does everything, Joan all but colour."""
    values: dict[str, Any] = {
        "kind": VenueKind.SALON,
        "hours": dict.fromkeys(Weekday, (("09:00", "18:00"),)),
        "capacity": 2,
        "services": ("haircut", "wash and set", "colour"),
        "staff": ("Maria", "Joan"),
        "service_minutes": {"haircut": 30, "colour": 120},
        "staff_services": {"Joan": ("haircut", "wash and set")},
    }
    return await house.add_venue(name, **{**values, **changed})


async def put_booking(
    house: House,
    venue: Venue,
    starts_at: str,
    *,
    party_size: int = 1,
    service: str | None = None,
    stylist: str | None = None,
) -> Booking:
    """A booking that stands, from a local time like "2026-11-28T14:00" on."""
    seating = Seating(
        venue=venue,
        party_size=party_size,
        starts_at=datetime.fromisoformat(starts_at),
        service=service,
        stylist=stylist,
    )
    return await house.system.book(seating, house.guest, key=f"test:{venue.id}:{starts_at}:{party_size}:{stylist}")


async def put_dinner(
    house: House, starts_at: str = "2026-11-22T19:00", *, name: str = "Olive Garden", party_size: int = 4
) -> Booking:
    async with house.unit_of_work() as unit:
        known = await unit.venues.list_by_name(name, account_id=house.account_id)
    return await put_booking(
        house, known[0] if known else await house.add_venue(name), starts_at, party_size=party_size
    )


async def change(house: House, booking: Booking, **changed: Any) -> Booking:
    """Somebody else changes a booking."""
    async with house.unit_of_work() as unit:
        venue = await unit.venues.get(booking.venue_id, account_id=house.account_id)
    as_it_is: dict[str, Any] = {
        "party_size": booking.party_size,
        "starts_at": local_start(booking),
        "service": booking.service,
        "stylist": booking.stylist,
    }
    return await house.system.change(booking, Seating(venue=venue, **{**as_it_is, **changed}), key="test")


async def list_all(house: House) -> list[Booking]:
    async with house.unit_of_work() as unit:
        narrowed = BookingFilter(user_id=house.user_id)
        return await unit.bookings.list_page(narrowed, account_id=house.account_id, before=None, limit=200)


async def look_at(house: House, booking: Booking) -> Booking:
    async with house.unit_of_work() as unit:
        return await unit.bookings.get(booking.id, account_id=house.account_id)
