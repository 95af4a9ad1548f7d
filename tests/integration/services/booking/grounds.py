"""Every booking system on its own ground: the real thing behind it, a venue that it serves, and what a test may do there.

A new adapter adds a function here; the contract (`test_contract.py`) then runs over it as well.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import ClassVar
from uuid import UUID

from core.booking import Booking, Venue, VenueKind
from services.booking.adapters.calcom import CalComAdapter
from services.booking.adapters.easyappointments import EasyAppointmentsAdapter
from services.booking.adapters.resdiary import ResDiaryAdapter, api_address
from services.booking.desk.desk import Desk
from services.booking.outside_client import OutsideClient
from services.booking.outside_sites import OutsideSites
from services.booking.ports import BookingSystem, Guest, Seating
from tests.integration.house import NOW, FixedClock, House
from tests.outside.calcom import KEY, CalComServer
from tests.outside.calcom_records import EventType
from tests.outside.easyappointments import TOKEN as EASY_TOKEN
from tests.outside.easyappointments import EasyServer
from tests.outside.easyappointments_records import Provider, Service
from tests.outside.keys import OneKey
from tests.outside.loopback import running
from tests.outside.resdiary import TOKEN, ResDiaryServer

WANTED = datetime.fromisoformat("2026-11-22T19:00")
"""A time that every ground has free for two; local to the venue."""
OTHER = datetime.fromisoformat("2026-11-22T12:00")
"""Another one of the same day, long enough before that a visit is over."""
DEADLINE = 1.0
"""For calls that are never answered; on a busy machine others take as long now and then."""
PATIENT = 5.0


class StoppedClock:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


class Ground(ABC):
    """One system, and a venue that it serves."""

    party_size: ClassVar[int] = 2

    def __init__(self, house: House, system: BookingSystem, venue: Venue) -> None:
        self.house = house
        self.system = system
        self.venue = venue

    @abstractmethod
    async def fill(self, starts_at: datetime) -> None:
        """Others take all that is free at a time."""

    @abstractmethod
    async def list_starts(self) -> list[datetime]:
        """When the place expects somebody, others included; local and naive."""

    def seating(self, starts_at: datetime = WANTED, *, party_size: int | None = None) -> Seating:
        return Seating(venue=self.venue, starts_at=starts_at, party_size=party_size or self.party_size)

    @property
    def guest(self) -> Guest:
        return self.house.guest

    async def book(self, starts_at: datetime = WANTED, *, key: str = "test:book") -> Booking:
        return await self.system.book(self.seating(starts_at), self.guest, key=key)


class LocalGround(Ground):
    async def fill(self, starts_at: datetime) -> None:
        await self.system.book(self.seating(starts_at, party_size=self.venue.capacity), self.guest, key="test:others")

    async def list_starts(self) -> list[datetime]:
        day = timedelta(days=400)
        async with self.house.unit_of_work() as unit:
            taken = await unit.bookings.list_taken(self.venue.id, since=NOW - day, until=NOW + day)
        return [each.starts_at.replace(tzinfo=None) for each in taken]


class ResDiaryGround(Ground):
    adapter: ResDiaryAdapter

    def __init__(self, house: House, system: BookingSystem, venue: Venue, server: ResDiaryServer) -> None:
        super().__init__(house, system, venue)
        self.server = server

    async def fill(self, starts_at: datetime) -> None:
        self.server.fill(starts_at)

    async def list_starts(self) -> list[datetime]:
        entries = self.server.standing
        return [datetime.fromisoformat(f"{entry.visit_date}T{entry.visit_time}") for entry in entries]


@asynccontextmanager
async def local_ground(house: House) -> AsyncGenerator[Ground]:
    yield LocalGround(house, house.system, await house.add_venue())


@asynccontextmanager
async def resdiary_ground(
    house: House, *, token: str = TOKEN, now: datetime = NOW, deadline: float = DEADLINE
) -> AsyncGenerator[ResDiaryGround]:
    venue = await house.add_venue(
        "The Hungry Unicorn", adapter="resdiary", adapter_settings={"restaurant": "TheHungryUnicorn"}
    )
    async with running(ResDiaryServer(today=NOW.date())) as server:
        client = OutsideClient(
            base_url=api_address(server.url),
            system="The Hungry Unicorn",
            headers={"Authorization": f"Bearer {token}"},
            deadline=deadline,
        )
        clock, adapter = StoppedClock(now), ResDiaryAdapter(client)
        desk = Desk(adapter, name="resdiary", unit_of_work=house.unit_of_work, clock=clock)
        try:
            ground = ResDiaryGround(house, desk, venue, server)
            ground.adapter = adapter
            yield ground
        finally:
            await client.aclose()


class SalonGround(Ground):
    """An appointment is for one."""

    party_size = 1

    def seating(
        self, starts_at: datetime = WANTED, *, party_size: int | None = None, instead_of: UUID | None = None
    ) -> Seating:
        return replace(super().seating(starts_at, party_size=party_size), service="haircut", instead_of=instead_of)


class CalComGround(SalonGround):
    def __init__(self, house: House, system: BookingSystem, venue: Venue, server: CalComServer) -> None:
        super().__init__(house, system, venue)
        self.server = server

    async def fill(self, starts_at: datetime) -> None:
        self.server.walk_in(self.instant(starts_at))

    @staticmethod
    def instant(starts_at: datetime) -> datetime:
        """London's clocks show UTC then."""
        return starts_at.replace(tzinfo=UTC)

    async def list_starts(self) -> list[datetime]:
        return [each.start.replace(tzinfo=None) for each in self.server.standing]


class EasyGround(SalonGround):
    def __init__(self, house: House, system: BookingSystem, venue: Venue, server: EasyServer) -> None:
        super().__init__(house, system, venue)
        self.server = server

    async def fill(self, starts_at: datetime) -> None:
        self.server.walk_in(starts_at)

    async def list_starts(self) -> list[datetime]:
        return [each.start for each in self.server.rows.values()]


@asynccontextmanager
async def calcom_ground(house: House) -> AsyncGenerator[CalComGround]:
    async with running(CalComServer(events=[EventType(closes=time(23))])) as server:
        settings = {"base_url": server.url, "event_type:haircut": "12", "guest_email": "bookings@helper.example"}
        venue = await house.add_venue(
            "Silver Scissors", kind=VenueKind.SALON, services=("haircut",), adapter="calcom", adapter_settings=settings
        )
        sites = OutsideSites(system="Cal.com", allow_private=True)
        adapter = CalComAdapter(sites=sites, secrets=OneKey(KEY))
        desk = Desk(adapter, name="calcom", unit_of_work=house.unit_of_work, clock=FixedClock())
        yield CalComGround(house, desk, venue, server)
        await adapter.aclose()


@asynccontextmanager
async def easyappointments_ground(house: House, *, minutes: int = 30) -> AsyncGenerator[EasyGround]:
    always = EasyServer(services=[Service(duration=minutes)], providers=[Provider(closes=time(23), off=None)])
    async with running(always) as server:
        settings = {"service": "1", "provider": "2", "guest_email": "bookings@helper.example"}
        venue = await house.add_venue(
            "Golden Comb",
            kind=VenueKind.SALON,
            services=("haircut",),
            adapter="easyappointments",
            adapter_settings={"base_url": server.url, **settings},
        )
        sites = OutsideSites(system="Easy!Appointments", allow_private=True)
        adapter = EasyAppointmentsAdapter(sites=sites, secrets=OneKey(EASY_TOKEN))
        desk = Desk(adapter, name="easyappointments", unit_of_work=house.unit_of_work, clock=FixedClock())
        yield EasyGround(house, desk, venue, server)
        await adapter.aclose()


GROUNDS: Mapping[str, Callable[[House], AbstractAsyncContextManager[Ground]]] = {
    "calcom": calcom_ground,
    "easyappointments": easyappointments_ground,
    "local": local_ground,
    "resdiary": partial(resdiary_ground, deadline=PATIENT),
}
