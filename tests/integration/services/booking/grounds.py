"""Every booking system on its own ground: the real thing behind it, a venue that it serves, and what a test may do there.

A new adapter adds a function here; the contract (`test_contract.py`) then runs over it as well.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import ClassVar
from uuid import UUID

from core.booking import MAY_STAND, Booking, Venue, VenueKind
from services.booking.adapters.calcom import CalComAdapter
from services.booking.adapters.easyappointments import EasyAppointmentsAdapter
from services.booking.adapters.phone import PhoneBookingSystem
from services.booking.adapters.resdiary import ResDiaryAdapter
from services.booking.desk.desk import Desk
from services.booking.outside_sites import OutsideSites
from services.booking.ports import BookingSystem, Capability, Guest, Seating
from services.booking.visit import local_start
from tests.integration.house import NOW, FixedClock, House
from tests.outside.calcom import KEY, CalComServer
from tests.outside.calcom_records import EventType
from tests.outside.easyappointments import TOKEN as EASY_TOKEN
from tests.outside.easyappointments import EasyServer, failed
from tests.outside.easyappointments_records import Provider, Service
from tests.outside.keys import OneKey
from tests.outside.loopback import Answered, answer_json, running
from tests.outside.played import PlayedServer
from tests.outside.resdiary import TOKEN, ResDiaryServer

WANTED = datetime.fromisoformat("2026-11-22T19:00")
"""A time that every ground has free for two; local to the venue."""
OTHER = datetime.fromisoformat("2026-11-22T12:00")
"""Another one of the same day, long enough before that a visit is over."""
DEADLINE = 4.0
"""Seconds for a call. Those that are never answered wait it out; on a busy machine others take more than one now and then."""


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

    def can(self, capability: Capability) -> bool:
        """Whether the system says that it can do this by itself."""
        return capability in self.system.capabilities

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


class PhoneGround(Ground):
    """Nobody but a person knows what is free there."""

    async def fill(self, starts_at: datetime) -> None:
        raise NotImplementedError(f"Who has booked at {starts_at} is not known here.")

    async def list_starts(self) -> list[datetime]:
        """What somebody is to ask for, or has got."""
        async with self.house.unit_of_work() as unit:
            rows = await unit.bookings.list_touched(self.house.user_id, since=NOW - timedelta(days=9000))
        return [local_start(each) for each in rows if each.status in MAY_STAND]


class OutsideGround(Ground):
    """A system at a server, whose calls a test can have go wrong."""

    move: ClassVar[str] = "change"
    """The kind of call by which it changes a booking."""
    refusal: ClassVar[Answered]
    """How it refuses what it finds wrong."""

    @property
    @abstractmethod
    def played(self) -> PlayedServer:
        """The server."""

    @abstractmethod
    def crowd(self, starts_at: datetime) -> None:
        """As `fill`, at once."""

    @abstractmethod
    def cancel_there(self, booked: Booking) -> None:
        """The place cancels it."""

    async def fill(self, starts_at: datetime) -> None:
        self.crowd(starts_at)


class ResDiaryGround(OutsideGround):
    adapter: ResDiaryAdapter
    refusal = answer_json({"detail": [{"loc": ["body", "PartySize"], "msg": "Input should be valid"}]}, status=422)

    def __init__(self, house: House, system: BookingSystem, venue: Venue, server: ResDiaryServer) -> None:
        super().__init__(house, system, venue)
        self.server = server

    @property
    def played(self) -> PlayedServer:
        return self.server

    def crowd(self, starts_at: datetime) -> None:
        self.server.fill(starts_at)

    def cancel_there(self, booked: Booking) -> None:
        self.server.entries[booked.uid or ""].status = "cancelled"

    async def list_starts(self) -> list[datetime]:
        entries = self.server.standing
        return [datetime.fromisoformat(f"{entry.visit_date}T{entry.visit_time}") for entry in entries]


@asynccontextmanager
async def local_ground(house: House) -> AsyncGenerator[Ground]:
    yield LocalGround(house, house.system, await house.add_venue())


@asynccontextmanager
async def phone_ground(house: House) -> AsyncGenerator[Ground]:
    venue = await house.add_venue("Bella Roma", adapter="phone", adapter_settings={"phone": "+44 20 7946 0001"})
    system = PhoneBookingSystem(unit_of_work=house.unit_of_work, clock=FixedClock())
    yield PhoneGround(house, system, venue)


@asynccontextmanager
async def resdiary_ground(house: House, *, token: str = TOKEN, now: datetime = NOW) -> AsyncGenerator[ResDiaryGround]:
    async with running(ResDiaryServer(today=NOW.date())) as server:
        settings = {"base_url": server.url, "restaurant": "TheHungryUnicorn"}
        venue = await house.add_venue("The Hungry Unicorn", adapter="resdiary", adapter_settings=settings)
        sites = OutsideSites(system="The Hungry Unicorn", allow_private=True, deadline=DEADLINE)
        clock, adapter = StoppedClock(now), ResDiaryAdapter(sites=sites, secrets=OneKey(token))
        desk = Desk(adapter, name="resdiary", unit_of_work=house.unit_of_work, clock=clock)
        try:
            ground = ResDiaryGround(house, desk, venue, server)
            ground.adapter = adapter
            yield ground
        finally:
            await adapter.aclose()


class SalonGround(OutsideGround):
    """An appointment is for one."""

    party_size = 1

    def seating(
        self, starts_at: datetime = WANTED, *, party_size: int | None = None, instead_of: UUID | None = None
    ) -> Seating:
        return replace(super().seating(starts_at, party_size=party_size), service="haircut", instead_of=instead_of)


class CalComGround(SalonGround):
    move = "reschedule"
    refusal = answer_json(
        {"status": "error", "error": {"code": "BadRequestException", "message": "attendee.email must be an email"}},
        status=400,
    )

    def __init__(self, house: House, system: BookingSystem, venue: Venue, server: CalComServer) -> None:
        super().__init__(house, system, venue)
        self.server = server

    @property
    def played(self) -> PlayedServer:
        return self.server

    def crowd(self, starts_at: datetime) -> None:
        self.server.walk_in(self.instant(starts_at))

    def cancel_there(self, booked: Booking) -> None:
        self.server.host_cancels(booked.uid or "")

    @staticmethod
    def instant(starts_at: datetime) -> datetime:
        """London's clocks show UTC then."""
        return starts_at.replace(tzinfo=UTC)

    async def list_starts(self) -> list[datetime]:
        return [each.start.replace(tzinfo=None) for each in self.server.standing]


class EasyGround(SalonGround):
    refusal = failed("Not all required fields are provided: {start: …}")

    def __init__(self, house: House, system: BookingSystem, venue: Venue, server: EasyServer) -> None:
        super().__init__(house, system, venue)
        self.server = server

    @property
    def played(self) -> PlayedServer:
        return self.server

    def crowd(self, starts_at: datetime) -> None:
        self.server.walk_in(starts_at)

    def cancel_there(self, booked: Booking) -> None:
        self.server.staff_deletes(int(booked.uid or "0"))

    async def list_starts(self) -> list[datetime]:
        return [each.start for each in self.server.rows.values()]


@asynccontextmanager
async def calcom_ground(house: House) -> AsyncGenerator[CalComGround]:
    async with running(CalComServer(events=[EventType(closes=time(23))])) as server:
        settings = {"base_url": server.url, "event_type:haircut": "12", "guest_email": "bookings@helper.example"}
        venue = await house.add_venue(
            "Silver Scissors", kind=VenueKind.SALON, services=("haircut",), adapter="calcom", adapter_settings=settings
        )
        sites = OutsideSites(system="Cal.com", allow_private=True, deadline=DEADLINE)
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
        sites = OutsideSites(system="Easy!Appointments", allow_private=True, deadline=DEADLINE)
        adapter = EasyAppointmentsAdapter(sites=sites, secrets=OneKey(EASY_TOKEN))
        desk = Desk(adapter, name="easyappointments", unit_of_work=house.unit_of_work, clock=FixedClock())
        yield EasyGround(house, desk, venue, server)
        await adapter.aclose()


OUTSIDE: Mapping[str, Callable[[House], AbstractAsyncContextManager[OutsideGround]]] = {
    "calcom": calcom_ground,
    "easyappointments": easyappointments_ground,
    "resdiary": resdiary_ground,
}
"""Those that can be cut off in the middle of a call."""
GROUNDS: Mapping[str, Callable[[House], AbstractAsyncContextManager[Ground]]] = {
    **OUTSIDE,
    "local": local_ground,
    "phone": phone_ground,
}
