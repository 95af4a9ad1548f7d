"""An account with a user, venues and claimed tasks, as the booking tests need them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from core.booking import DEFAULT_HOURS, Venue, VenueKind
from core.domain import ConfirmPolicy, Queue, Task, TaskStatus
from core.ids import make_id
from core.outcome import Asks, Completed, Outcome
from core.people import Account, NewUser
from repositories.request import NewRequest
from repositories.task import NewTask
from repositories.unit_of_work import UnitOfWorkFactory
from services.ability import Tools, Wish
from services.booking.adapters.local import LocalBookingSystem
from services.booking.ports import BookingSystem, Guest
from services.booking.restaurant_booking import RestaurantBookingDetails, RestaurantBookingService
from services.effect_ledger import TaskEffects

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""A Friday morning in London."""

DINNER: Mapping[str, Any] = {"venue": "Olive Garden", "date": "2026-11-22", "time": "19:00", "party_size": 4}


class FixedClock:
    def now(self) -> datetime:
        return NOW


@dataclass
class House:
    unit_of_work: UnitOfWorkFactory
    account_id: UUID = field(default_factory=make_id)
    user_id: UUID = field(default_factory=make_id)

    @staticmethod
    async def build(unit_of_work: UnitOfWorkFactory) -> "House":
        house = House(unit_of_work)
        async with unit_of_work() as unit:
            await unit.accounts.add_if_absent(
                Account(
                    id=house.account_id,
                    name=str(house.account_id),
                    default_user_id=house.user_id,
                    signing_secret="sealed",
                )
            )
            await unit.users.add(
                NewUser(
                    id=house.user_id, account_id=house.account_id, name="Rose", timezone="Europe/London", preferences={}
                )
            )
        return house

    async def add_neighbour(self) -> "House":
        """Another person of the same account."""
        neighbour = House(self.unit_of_work, account_id=self.account_id)
        user = NewUser(
            id=neighbour.user_id, account_id=self.account_id, name="Edna", timezone="Europe/London", preferences={}
        )
        async with self.unit_of_work() as unit:
            await unit.users.add(user)
        return neighbour

    @property
    def system(self) -> LocalBookingSystem:
        return LocalBookingSystem(unit_of_work=self.unit_of_work, clock=FixedClock())

    @property
    def guest(self) -> Guest:
        return Guest(account_id=self.account_id, user_id=self.user_id, task_id=None)

    def service(self, system: BookingSystem | None = None) -> RestaurantBookingService:
        systems = {"local": system or self.system}
        return RestaurantBookingService(
            tools=Tools(clock=FixedClock(), unit_of_work=self.unit_of_work, booking_systems=dict(systems), abilities=())
        )

    async def add_venue(self, name: str = "Olive Garden", **changed: Any) -> Venue:
        values: dict[str, Any] = {
            "id": make_id(),
            "kind": VenueKind.RESTAURANT,
            "timezone": "Europe/London",
            "location": None,
            "cuisine": None,
            "hours": DEFAULT_HOURS,
            "capacity": 40,
            "services": (),
            "staff": (),
            "adapter": "local",
        }
        venue = Venue(name=name, account_id=self.account_id, created_at=NOW, **{**values, **changed})
        async with self.unit_of_work() as unit:
            return await unit.venues.add(venue)

    def new_request(self, request_id: UUID, **changed: Any) -> NewRequest:
        """A request about to be stored."""
        request = NewRequest(
            id=request_id,
            account_id=self.account_id,
            user_id=self.user_id,
            text="Book a table",
            timezone="Europe/London",
            spoken_at=NOW,
            confirm=ConfirmPolicy.AUTO,
            webhook_url=None,
            metadata={},
        )
        return replace(request, **changed)

    async def add_task(self, details: Mapping[str, Any] = DINNER, **changed: Any) -> Task:
        """A stored task, queued unless told otherwise."""
        request_id = make_id()
        async with self.unit_of_work() as unit:
            await unit.requests.add(self.new_request(request_id), understood=True)
            task = replace(_new_task(self, request_id, details), **changed)
            return (await unit.tasks.add_many([task]))[0]

    async def add_tasks(self, count: int, *, request_id: UUID | None = None, **changed: Any) -> list[Task]:
        """As many tasks of one request, queued in one transaction."""
        request_id = request_id or make_id()
        async with self.unit_of_work() as unit:
            await unit.requests.add(self.new_request(request_id), understood=True)
            tasks = [replace(_new_task(self, request_id, {}), **changed) for _ in range(count)]
            return await unit.tasks.add_many([replace(task, id=make_id()) for task in tasks])

    async def claim_task(self, details: Mapping[str, Any] = DINNER, **changed: Any) -> Task:
        """A task that a worker called "test" holds for five minutes."""
        task = await self.add_task(details, **changed)
        async with self.unit_of_work() as unit:
            return (await unit.tasks.claim_many([task.id], owner="test", lease=timedelta(minutes=5)))[0]

    def wish(self, task: Task, *, now: datetime = NOW) -> Wish[RestaurantBookingDetails]:
        effects = TaskEffects(unit_of_work=self.unit_of_work, task_id=task.id, epoch=task.epoch)
        return Wish(task=task, details=RestaurantBookingDetails.model_validate(task.details), effects=effects, now=now)

    async def perform(self, *, now: datetime = NOW, **changed: Any) -> Outcome:
        """Let the service fulfil the usual dinner with some details changed; None leaves one out."""
        details = {name: value for name, value in {**DINNER, **changed}.items() if value is not None}
        return await self.service().perform(self.wish(await self.claim_task(details), now=now))

    async def ask(self, *, now: datetime = NOW, **changed: Any) -> Asks:
        outcome = await self.perform(now=now, **changed)
        assert isinstance(outcome, Asks), outcome
        return outcome

    async def book(self, *, now: datetime = NOW, **changed: Any) -> Completed:
        outcome = await self.perform(now=now, **changed)
        assert isinstance(outcome, Completed), outcome
        return outcome


def _new_task(house: House, request_id: UUID, details: Mapping[str, Any]) -> NewTask:
    return NewTask(
        id=make_id(),
        account_id=house.account_id,
        user_id=house.user_id,
        request_id=request_id,
        queue=Queue.BOOKING,
        status=TaskStatus.QUEUED,
        intent="restaurant_booking",
        details=details,
        confidence=1.0,
        provider="rules",
        inferred=(),
        confirm=ConfirmPolicy.AUTO,
        timezone="Europe/London",
        max_attempts=5,
        metadata={},
    )
