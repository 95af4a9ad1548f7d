"""A place that has no system: somebody is asked to phone it, and nothing is called booked before they have said so."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import text

from core.booking import Booking, BookingStatus, Venue, VenueKind
from core.domain import Task, TaskStatus
from core.ids import make_id
from core.outcome import Completed, HandsOver, Outcome
from core.people import NewContact
from repositories.database import Database
from services.ability import AnyTaskService, Tools, Wish
from services.booking.adapters.phone import PhoneBookingSystem
from services.booking.booking_cancel import BookingCancelService
from services.booking.booking_change import BookingChangeService
from services.booking.salon_booking import SalonBookingService
from services.booking.settled import Agreed, settle_bookings
from services.booking.visit import local_start
from services.effect_ledger import TaskEffects
from services.task_service import to_settlement
from tests.integration.house import NOW, FixedClock, House
from tests.integration.services.booking.wishes import list_all

HAIRCUT = {"venue": "Bella Salon", "service": "haircut", "date": "2026-11-28", "time": "14:00"}


@dataclass
class Phoning:
    house: House
    venue: Venue

    @property
    def system(self) -> PhoneBookingSystem:
        return PhoneBookingSystem(unit_of_work=self.house.unit_of_work, clock=FixedClock())

    async def perform(
        self, ability: type[AnyTaskService], details: dict[str, Any], **changed: Any
    ) -> tuple[Task, Outcome]:
        task = await self.house.claim_task(details, intent=ability.intent, **changed)
        tools = Tools(
            clock=FixedClock(),
            unit_of_work=self.house.unit_of_work,
            booking_systems={"phone": self.system},
            abilities=(),
        )
        service = ability(tools=tools)
        effects = TaskEffects(unit_of_work=self.house.unit_of_work, task_id=task.id, epoch=task.epoch)
        known = service.details_model.model_validate(task.details)
        outcome = await service.perform(Wish(task=task, details=known, effects=effects, now=NOW))
        async with self.house.unit_of_work() as unit:
            await unit.tasks.settle_many([to_settlement(task, outcome)])
            return await unit.tasks.get(task.id, account_id=self.house.account_id), outcome

    async def book(self) -> tuple[Task, HandsOver]:
        task, outcome = await self.perform(SalonBookingService, HAIRCUT)
        assert isinstance(outcome, HandsOver), outcome
        return task, outcome

    async def resolve(self, task: Task, status: TaskStatus, **agreed: Any) -> None:
        async with self.house.unit_of_work() as unit:
            await settle_bookings(unit, replace(task, status=status), Agreed(**agreed))

    async def booked(self) -> Booking:
        await self.resolve((await self.book())[0], TaskStatus.COMPLETED)
        return await self.only_booking()

    async def only_booking(self) -> Booking:
        [booking] = await list_all(self.house)
        return booking


@pytest.fixture
async def phoning(house: House) -> Phoning:
    venue = await house.add_venue(
        "Bella Salon",
        kind=VenueKind.SALON,
        services=("haircut",),
        adapter="phone",
        adapter_settings={"phone": "+44 20 7946 0001"},
    )
    anna = NewContact(
        id=make_id(),
        account_id=house.account_id,
        user_id=house.user_id,
        name="Anna",
        relation="carer",
        channels=("mailto:anna@example.org",),
        topics=(),
        consent_source="test",
    )
    async with house.unit_of_work() as unit:
        await unit.contacts.add(anna)
    return Phoning(house, venue)


async def test_carer_is_asked_to_phone_and_nothing_is_called_booked(phoning: Phoning) -> None:
    task, outcome = await phoning.book()
    assert task.status is TaskStatus.NEEDS_PERSON
    assert outcome.problem.detail == (
        "I have asked Anna to phone Bella Salon for a haircut on Saturday 28 November at 2 in the afternoon. "
        "It is not booked yet."
    )
    assert (await phoning.only_booking()).status is BookingStatus.PENDING


async def test_script_says_who_when_what_and_where_to_call_back(phoning: Phoning) -> None:
    async with phoning.house.unit_of_work() as unit:
        needs = {"phone": "+44 20 7946 0007", "preferences": {"access_needs": ["no steps"]}}
        await unit.users.change(phoning.house.user_id, needs, account_id=phoning.house.account_id)
    [message] = (await phoning.book())[1].messages
    assert (message.to, message.channels) == ("Anna", ("mailto:anna@example.org",))
    assert message.text.splitlines() == [
        "Please phone Bella Salon on +44 20 7946 0001 for Rose, and ask for a haircut on Saturday 28 November at 2 in the "
        "afternoon. If they can't, ask for the nearest time that they can.",
        "In the name of: Rose.",
        "They should know: Needs: no steps.",
        "They can call back on +44 20 7946 0007.",
        "Then please record what they said, so that it is known to be settled.",
    ]


async def test_where_nobody_can_be_asked_the_person_hears_the_number(phoning: Phoning) -> None:
    lonely = await phoning.house.add_neighbour()
    _, outcome = await Phoning(lonely, phoning.venue).perform(SalonBookingService, HAIRCUT)
    assert isinstance(outcome, HandsOver)
    assert "+44 20 7946 0001" in outcome.problem.detail
    assert outcome.messages == ()


async def test_it_is_booked_once_the_carer_says_so(phoning: Phoning) -> None:
    task, _ = await phoning.book()
    await phoning.resolve(task, TaskStatus.COMPLETED)
    assert (await phoning.only_booking()).status is BookingStatus.CONFIRMED


async def test_other_time_that_was_agreed_is_the_one_that_counts(phoning: Phoning) -> None:
    task, _ = await phoning.book()
    await phoning.resolve(task, TaskStatus.COMPLETED, time=dt.time(15, 30))
    assert local_start(await phoning.only_booking()).time() == dt.time(15, 30)


async def test_reference_that_they_gave_is_kept(phoning: Phoning) -> None:
    task, _ = await phoning.book()
    await phoning.resolve(task, TaskStatus.COMPLETED, reference="K7PQ2ZX")
    booking = await phoning.only_booking()
    assert (booking.status, booking.reference) == (BookingStatus.CONFIRMED, "K7PQ2ZX")
    assert local_start(booking).time() == dt.time(14)


async def test_refusal_leaves_nothing_booked_and_the_person_is_told(phoning: Phoning, database: Database) -> None:
    task, _ = await phoning.book()
    await phoning.resolve(task, TaskStatus.FAILED)
    assert (await phoning.only_booking()).status is BookingStatus.REJECTED
    async with database.transaction() as session:
        await session.execute(text("UPDATE bookings SET updated_at = updated_at - interval '1 hour'"))
    async with phoning.house.unit_of_work() as unit:
        [news] = await unit.watched_bookings.pick_news(limit=10)
    assert news.known_status is BookingStatus.PENDING


async def test_booking_is_cancelled_by_telephone_as_well(phoning: Phoning) -> None:
    booking = await phoning.booked()
    task, outcome = await phoning.perform(BookingCancelService, {"booking_id": str(booking.id)}, confirmed=True)
    assert isinstance(outcome, HandsOver)
    assert "and cancel your haircut" in outcome.problem.detail
    assert (await phoning.only_booking()).status is BookingStatus.CONFIRMED
    await phoning.resolve(task, TaskStatus.COMPLETED)
    assert (await phoning.only_booking()).status is BookingStatus.CANCELLED


async def test_booking_is_moved_by_telephone_and_stays_where_it_was_until_then(phoning: Phoning) -> None:
    booking = await phoning.booked()
    wish = {"booking_id": str(booking.id), "time": "16:00"}
    task, outcome = await phoning.perform(BookingChangeService, wish, confirmed=True)
    assert isinstance(outcome, HandsOver)
    assert local_start(await phoning.only_booking()).hour == 14
    await phoning.resolve(task, TaskStatus.COMPLETED)
    assert local_start(await phoning.only_booking()).hour == 16


async def test_change_that_could_not_be_had_changes_nothing(phoning: Phoning) -> None:
    booking = await phoning.booked()
    wish = {"booking_id": str(booking.id), "time": "16:00"}
    task, _ = await phoning.perform(BookingChangeService, wish, confirmed=True)
    await phoning.resolve(task, TaskStatus.FAILED)
    assert await phoning.only_booking() == booking


async def test_closed_place_is_not_phoned(phoning: Phoning) -> None:
    _, outcome = await phoning.perform(SalonBookingService, {**HAIRCUT, "time": "03:00"})
    assert not isinstance(outcome, (HandsOver, Completed))
    assert await list_all(phoning.house) == []
