"""The places of the run: one behind each kind of system, on a bad day; and what each of them has in the end."""

import asyncio
import random
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from core.booking import BookingStatus, VenueKind
from core.ids import make_id
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.outside.calcom import KEY, CalComServer
from tests.outside.calcom_records import EventType
from tests.outside.easyappointments import TOKEN as EASY_TOKEN
from tests.outside.easyappointments import EasyServer
from tests.outside.easyappointments_records import Provider
from tests.outside.loopback import Asked, LoopbackServer, Trouble, running
from tests.outside.resdiary import MOST_BOOKINGS, ResDiaryServer

SYSTEMS: Final[tuple[str, ...]] = ("resdiary", "calcom", "easyappointments", "local")
NAME: Final = "TheHungryUnicorn"
_ANSWER_SECONDS: Final = 0.02
_MEALS: Final = ("12:00", "12:30", "13:00", "13:30", "19:00", "19:30", "20:00", "20:30")
_WRITES: Final = {
    Trouble.SILENT_AFTER: 0.02,
    Trouble.SILENT_BEFORE: 0.01,
    Trouble.ERROR_AFTER: 0.02,
    Trouble.ERROR_BEFORE: 0.02,
    Trouble.BREAKS_OFF_AFTER: 0.02,
    Trouble.BREAKS_OFF_BEFORE: 0.02,
    Trouble.GARBLED_AFTER: 0.01,
    Trouble.AWAY: 0.02,
}
_READS: Final = {Trouble.AWAY: 0.03, Trouble.BREAKS_OFF_AFTER: 0.02, Trouble.BREAKS_OFF_BEFORE: 0.01}
_READING: Final = frozenset({"search", "get", "list", "free", "beside", "hold"})
"""Kinds of calls that book nothing."""


class Entry(NamedTuple):
    """A booking as the place has it; `begins` is local: "2027-03-01 19:00"."""

    guest: str
    uid: str
    begins: str
    party_size: int | None = None


class _BadDay(LoopbackServer):
    """Some of its calls go wrong, some before and some after they were carried out."""

    chance: random.Random
    troubled: int

    def make_trouble(self, kind: str) -> None:
        for trouble, share in (_READS if kind in _READING else _WRITES if kind == "create" else {}).items():
            if self.chance.random() < share:
                self.trouble(kind, trouble)
                self.troubled += 1
                return


class _BadResDiary(_BadDay, ResDiaryServer):
    def __init__(self, *, today: date, seed: int) -> None:
        super().__init__(name=NAME, today=today)
        self.chance, self.troubled, self.delay = random.Random(seed), 0, _ANSWER_SECONDS

    def kind_of(self, asked: Asked) -> str:
        kind = super().kind_of(asked)
        self.make_trouble(kind)
        return kind


class _BadCalCom(_BadDay, CalComServer):
    def __init__(self, *, seed: int) -> None:
        super().__init__(events=[EventType(zone="UTC")], now=datetime.now(UTC), left=1_000_000)
        self.chance, self.troubled, self.delay = random.Random(seed), 0, _ANSWER_SECONDS

    def kind_of(self, asked: Asked) -> str:
        self.now = datetime.now(UTC)
        kind = super().kind_of(asked)
        self.make_trouble(kind)
        return kind


class _BadEasy(_BadDay, EasyServer):
    def __init__(self, *, seed: int) -> None:
        super().__init__(providers=[Provider(zone="UTC", off=None)], now=datetime.now(UTC))
        self.chance, self.troubled, self.delay = random.Random(seed), 0, _ANSWER_SECONDS

    def kind_of(self, asked: Asked) -> str:
        kind = super().kind_of(asked)
        self.make_trouble(kind)
        return kind


class Place(Protocol):
    """Where guests book."""

    def text_for(self, number: int, *, today: date) -> str:
        """The sentence by which guest `number` asks for a time of their own, so that nobody has to be refused."""
        ...

    async def list_entries(self) -> Sequence[Entry]:
        """What the place has in the end."""
        ...


@dataclass
class _Restaurant:
    server: _BadResDiary

    def text_for(self, number: int, *, today: date) -> str:
        days, at = divmod(number // MOST_BOOKINGS, len(_MEALS))
        on = today + timedelta(days=1 + days)
        return f"Book a table for {2 + number % 7} at {NAME} on {on:%d %B %Y} at {_MEALS[at]}."

    async def list_entries(self) -> Sequence[Entry]:
        return [
            Entry(
                f"{each.customer.first_name} {each.customer.surname}",
                each.reference,
                f"{each.visit_date} {each.visit_time[:5]}",
                each.party_size,
            )
            for each in self.server.standing
        ]


def _haircut(salon: str, number: int, today: date) -> str:
    days, half_hours = divmod(number, 16)
    at = datetime.combine(today + timedelta(days=20 + days), time(9)) + timedelta(minutes=30 * half_hours)
    return f"Book me a haircut at {salon} on {at:%-d %B} at {at:%-I:%M%p}".replace(":00", "")


@dataclass
class _CalComSalon:
    server: _BadCalCom
    name = "Bella Salon"

    def text_for(self, number: int, *, today: date) -> str:
        return _haircut(self.name, number, today)

    async def list_entries(self) -> Sequence[Entry]:
        return [Entry(each.attendee["name"], each.uid, f"{each.start:%Y-%m-%d %H:%M}") for each in self.server.standing]


@dataclass
class _EasySalon:
    server: _BadEasy
    name = "Rosewood Hair"

    def text_for(self, number: int, *, today: date) -> str:
        return _haircut(self.name, number, today)

    async def list_entries(self) -> Sequence[Entry]:
        return [
            Entry(each.notes.partition("For ")[2].partition(".")[0], str(each.id), f"{each.start:%Y-%m-%d %H:%M}")
            for each in self.server.rows.values()
        ]


@dataclass
class _OwnBook:
    """The place whose book is our database: there it is what the rows say."""

    venue_id: UUID
    account_id: UUID
    unit_of_work: UnitOfWorkFactory
    name = "Copper Kettle"

    def text_for(self, number: int, *, today: date) -> str:
        days, at = divmod(number, len(_MEALS))
        on = today + timedelta(days=20 + days)
        return f"Book a table for {2 + number % 7} at {self.name} on {on:%d %B %Y} at {_MEALS[at]}."

    async def list_entries(self) -> Sequence[Entry]:
        async with self.unit_of_work() as unit:
            standing = await unit.bookings.list_standing(self.venue_id)
            users = {each.user_id: await unit.users.get(each.user_id, account_id=self.account_id) for each in standing}
        return [
            Entry(users[each.user_id].name, each.reference, f"{each.starts_at:%Y-%m-%d %H:%M}", each.party_size)
            for each in standing
            if each.status is BookingStatus.CONFIRMED
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """The systems outside."""

    resdiary: _BadResDiary
    calcom: _BadCalCom
    easyappointments: _BadEasy

    @property
    def troubled(self) -> Mapping[str, int]:
        """How many calls went wrong at each."""
        return {name: getattr(self, name).troubled for name in SYSTEMS[:-1]}

    def count(self, kind: str) -> Mapping[str, int]:
        """How many calls of a kind came to each."""
        return {name: getattr(self, name).count(kind) for name in SYSTEMS[:-1]}


@asynccontextmanager
async def open_servers(*, today: date, seed: int) -> AsyncGenerator[Servers]:
    """All of them, each on a port of its own."""
    async with AsyncExitStack() as stack:
        yield Servers(
            resdiary=await stack.enter_async_context(running(_BadResDiary(today=today, seed=seed))),
            calcom=await stack.enter_async_context(running(_BadCalCom(seed=seed + 1))),
            easyappointments=await stack.enter_async_context(running(_BadEasy(seed=seed + 2))),
        )


async def open_places(
    services: Services, servers: Servers, *, account_id: UUID, unit_of_work: UnitOfWorkFactory
) -> Mapping[str, Place]:
    """The venues; that of the settings is there already."""

    async def add(name: str, kind: VenueKind, adapter: str, **settings: str) -> UUID:
        given: dict[str, Any] = {"name": name, "kind": kind, "adapter": adapter, "adapter_settings": settings}
        given["timezone"] = "UTC"
        if kind is VenueKind.SALON:
            given["services"] = ("haircut",)
        return (await services.venues.add(given, venue_id=make_id(), account_id=account_id)).id

    mail = {"guest_email": "bookings@helper.example"}
    bella = await add(
        _CalComSalon.name, VenueKind.SALON, "calcom", base_url=servers.calcom.url, event_type="12", **mail
    )
    rosewood = await add(
        _EasySalon.name,
        VenueKind.SALON,
        "easyappointments",
        base_url=servers.easyappointments.url,
        service="1",
        provider="2",
        **mail,
    )
    await services.venue_secrets.put(bella, {"api_key": KEY}, account_id=account_id)
    await services.venue_secrets.put(rosewood, {"api_key": EASY_TOKEN}, account_id=account_id)
    own = await add(_OwnBook.name, VenueKind.RESTAURANT, "local")
    await asyncio.sleep(0)
    return {
        "resdiary": _Restaurant(servers.resdiary),
        "calcom": _CalComSalon(servers.calcom),
        "easyappointments": _EasySalon(servers.easyappointments),
        "local": _OwnBook(own, account_id, unit_of_work),
    }
