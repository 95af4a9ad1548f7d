"""`python -m bench.booking_search`: "the earliest table for twenty next week", over 30 restaurants and 7 days.

The restaurants are at servers on loopback, each of whose answers takes 200 ms. They are asked through the real adapter, the
desk and the bulkheads, as a worker asks. Written to bench/BOOKING_SEARCH.md, as times of one answer and of what it would
take to ask one after the other.
"""

import asyncio
import json
import math
import statistics
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote

from bench.page import describe_machine
from bench.tables import table
from core.booking import DEFAULT_HOURS, Venue, VenueKind
from core.clock import SystemClock
from core.ids import make_id
from repositories.database import Database
from repositories.unit_of_work import unit_of_work_factory
from services.booking.adapters.resdiary import ResDiaryAdapter
from services.booking.behind_bulkheads import put_behind_bulkheads
from services.booking.desk.desk import Desk
from services.booking.free_times import Found, FreeTimes, Wanted
from services.booking.outside_client import OutsideClient
from services.booking.outside_sites import OutsideSites
from services.booking.ports import BookingSystem
from services.booking.visit import Visit
from services.bulkheads import Bulkheads
from tests.outside.keys import OneKey

ANSWER_SECONDS = 0.2
PLACES, DAYS, PARTY = 30, 7, 20
_CONCURRENCY = 8
"""The default of OUTSIDE_CONCURRENCY."""
_ROUNDS = 3
_MONDAY = date(2027, 3, 1)
_PAGE = Path(__file__).parent / "BOOKING_SEARCH.md"

HasRoom = Callable[[str, date], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is measured: who has room when, at how many servers the places are, and who never answers."""

    title: str
    has_room: HasRoom
    servers: int = 1
    hanging: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How long it took, in seconds, and what was found."""

    seconds: float
    calls: int
    found: Found


class SlowDiary:
    """A server of restaurants that takes its time; counts what it was asked."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.calls = 0
        self.open: set[asyncio.Task[None]] = set()

    def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        serving = asyncio.create_task(self.serve(reader, writer))
        self.open.add(serving)
        serving.add_done_callback(self.open.discard)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one call after the other, until the other side leaves."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._serve(reader, writer)
        writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _read_head(reader):
            path, length = head
            body = await reader.readexactly(length)
            self.calls += 1
            name = unquote(path.split("/Restaurant/")[1].split("/")[0])
            await (asyncio.Event().wait() if name in self._case.hanging else asyncio.sleep(ANSWER_SECONDS))
            answer = json.dumps(
                self._answer(name, date.fromisoformat(parse_qs(body.decode())["VisitDate"][0]))
            ).encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                + f"content-length: {len(answer)}\r\n\r\n".encode()
                + answer
            )
            await writer.drain()

    def _answer(self, name: str, on: date) -> object:
        slot = {"time": "12:30:00", "available": True, "max_party_size": PARTY, "current_bookings": 0}
        return {"visit_date": on.isoformat(), "available_slots": [slot] if self._case.has_room(name, on) else []}


async def _stop(server: asyncio.Server, diary: SlowDiary) -> None:
    server.close()
    for each in [*diary.open]:
        each.cancel()
    await asyncio.gather(*diary.open, return_exceptions=True)


async def _read_head(reader: asyncio.StreamReader) -> tuple[str, int] | None:
    try:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    except asyncio.IncompleteReadError:
        return None
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    return lines[0].split(" ")[1], int(headers.get("content-length", 0))


async def measure(case: Case) -> Figures:
    """One search."""
    async with _systems(case) as (systems, diaries):
        visits = [_visit(number, system) for number, system in zip(range(PLACES), _around(systems), strict=False)]
        wanted = Wanted(date=_MONDAY, until=_MONDAY + timedelta(days=DAYS - 1), is_earliest=True)
        began = time.perf_counter()
        found = await FreeTimes(systems).find(visits, wanted)
        seconds = time.perf_counter() - began
    return Figures(seconds=seconds, calls=sum(diary.calls for diary in diaries), found=found)


@asynccontextmanager
async def _systems(case: Case) -> AsyncGenerator[tuple[dict[str, BookingSystem], Sequence[SlowDiary]]]:
    systems: dict[str, BookingSystem] = {}
    diaries: list[SlowDiary] = []
    unit_of_work = unit_of_work_factory(Database("postgresql+asyncpg://nobody@127.0.0.1/none", pool_size=1))
    async with AsyncExitStack() as stack:
        for number in range(case.servers):
            diary = SlowDiary(case)
            diaries.append(diary)
            server = await asyncio.start_server(diary.answer, "127.0.0.1", 0)
            stack.push_async_callback(_stop, server, diary)
            port = server.sockets[0].getsockname()[1]
            client = OutsideClient(base_url=f"http://127.0.0.1:{port}", system="the restaurant system", headers={})
            stack.push_async_callback(client.aclose)
            name, sites = f"diary-{number}", OutsideSites(system="the restaurant system", allow_private=True)
            adapter = ResDiaryAdapter(sites=sites, secrets=OneKey("key"), operator=_Anybodys(client))
            systems[name] = Desk(adapter, name=name, unit_of_work=unit_of_work, clock=SystemClock())
        yield put_behind_bulkheads(systems, Bulkheads(most=_CONCURRENCY), unit_of_work=unit_of_work), diaries


class _Anybodys:
    """A server that serves every venue."""

    def __init__(self, client: OutsideClient) -> None:
        self.client = client
        self.token = "key"

    async def owns(self, venue: Venue) -> bool:
        return bool(venue)


def _around(systems: dict[str, BookingSystem]) -> list[str]:
    return [*systems] * math.ceil(PLACES / len(systems))


def _visit(number: int, system: str) -> Visit:
    now = datetime.now(UTC)
    venue = Venue(
        id=make_id(),
        account_id=make_id(),
        name=f"Place {number}",
        kind=VenueKind.RESTAURANT,
        timezone="Europe/London",
        location=None,
        cuisine=None,
        hours=DEFAULT_HOURS,
        capacity=60,
        services=(),
        staff=(),
        adapter=system,
        created_at=now,
    )
    return Visit(venue=venue, on=_MONDAY, at=datetime.min.time(), now=now, party_size=PARTY)


def _after(days: int) -> HasRoom:
    return lambda _, on: on >= _MONDAY + timedelta(days=days)


CASES = (
    Case(title="room on the first day, one server", has_room=_after(0)),
    Case(title="room on the last day only, one server", has_room=_after(DAYS - 1)),
    Case(title="no room at all, one server", has_room=lambda _, __: False),
    Case(title="room on the last day only, 30 servers", has_room=_after(DAYS - 1), servers=PLACES),
    Case(
        title="the same, and one of the servers never answers",
        has_room=_after(DAYS - 1),
        servers=PLACES,
        hanging=frozenset({"Place 7"}),
    ),
)


def _write_page(rows: Sequence[tuple[str, Figures]]) -> None:
    lines = [
        (
            title,
            f"{figures.seconds:.2f} s",
            str(figures.calls),
            f"{figures.seconds / ANSWER_SECONDS:.1f}",
            f"{PLACES * DAYS * ANSWER_SECONDS / figures.seconds:.0f}",
            str(len(figures.found.options)),
            ", ".join(figures.found.silent) or "none",
        )
        for title, figures in rows
    ]
    head = (
        "",
        "until it can be said",
        "calls",
        "times one answer",
        "times faster than in turn",
        "offers",
        "not reached",
    )
    _PAGE.write_text(
        f"# The earliest table for twenty next week\n\nWritten by `python -m bench.booking_search`. {PLACES} restaurants, "
        f"{DAYS} days, {ANSWER_SECONDS * 1000:.0f} ms for every answer, OUTSIDE_CONCURRENCY {_CONCURRENCY} (its default); the "
        f"median of {_ROUNDS} searches. Asking one after the other would take {PLACES * DAYS * ANSWER_SECONDS:.0f} s.\n\n"
        f"{table(head, lines)}\n\n{describe_machine()}\n"
    )


async def main() -> None:
    """Measure every case, and write the page."""
    rows: list[tuple[str, Figures]] = []
    for case in CASES:
        searches = [await measure(case) for _ in range(_ROUNDS)]
        middle = statistics.median_low([each.seconds for each in searches])
        chosen = next(each for each in searches if each.seconds == middle)
        rows.append((case.title, chosen))
        print(f"{case.title}: {chosen.seconds:.2f} s, {chosen.calls} calls")
    _write_page(rows)


if __name__ == "__main__":
    asyncio.run(main())
