"""A booking system that hangs holds up nothing but its own bookings, and each of those is made once in the end."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

from core.domain import Queue, Repeat, Task, TaskStatus, WorkKind
from core.outcome import Completed, Outcome
from core.queue import Ring
from services.ability import TaskDetails, Wish
from services.booking.behind_bulkheads import BulkheadedBookingSystem
from services.booking.ports import BookingSystem, Seating
from services.bulkheads import Bulkheads
from services.effect_ledger import Response
from tests.integration.services.notification.mail_server import HOST
from tests.integration.waiting import eventually
from tests.integration.workers.workshop import Workshop
from tests.outside.moments import local
from tests.unit.services.booking.venues import make_venue

SEATING = Seating(venue=make_venue(), party_size=2, starts_at=local(23, "19:00"))
MOST = 4
SLOTS = 8
"""Of the workshop's workers."""


class Bookings:
    """The server of a booking system: reads a key, and answers that it is booked once it is `open`."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.booked: Counter[str] = Counter()
        self.waiting: set[str] = set()
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        key = (await reader.readline()).decode().strip()
        self.waiting.add(key)
        await self.open.wait()
        self.waiting.discard(key)
        self.booked[key] += 1
        writer.write(b"booked\n")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def serving(*, hangs: bool) -> AsyncGenerator[Bookings]:
    bookings = Bookings()
    if not hangs:
        bookings.open.set()
    server = await asyncio.start_server(bookings.serve, HOST, 0)
    bookings.port = server.sockets[0].getsockname()[1]
    async with server:
        yield bookings
        bookings.open.set()


class Adapter:
    """Speaks to such a server."""

    def __init__(self, bookings: Bookings) -> None:
        self._port = bookings.port

    async def book(self, seating: object, guest: object, *, key: str) -> str:
        del seating, guest
        reader, writer = await asyncio.open_connection(HOST, self._port)
        writer.write(f"{key}\n".encode())
        answer = await reader.readline()
        writer.close()
        return answer.decode().strip()

    async def find(self, key: str) -> None:
        raise AssertionError(f"{key} was left standing by a task that only waited")


def let_book(workshop: Workshop, system: BookingSystem, *, tasks: list[Task]) -> None:
    """Have these tasks book there, and all others as before."""
    ids, before = {task.id for task in tasks}, workshop.service.script

    async def perform(wish: Wish[TaskDetails]) -> Outcome:
        if wish.task.id not in ids:
            return await before(wish)

        async def book(key: str) -> Response:
            return {"said": str(await system.book(SEATING, cast("Any", None), key=key))}

        async def find(key: str) -> Response | None:
            return cast("Any", await system.find(key))

        response = await wish.effects.once("book", book, find=find, repeat=Repeat.NEVER)
        return Completed(summary=str(response["said"]))

    workshop.service.script = perform


async def test_hanging_system_holds_up_nothing_but_its_own(workshop: Workshop) -> None:
    bulkheads = Bulkheads(most=MOST)
    stuck = await workshop.house.add_tasks(2 * SLOTS, intent="scripted", queue=Queue.ACTIVITY)
    lively = await workshop.house.add_tasks(SLOTS, intent="scripted", queue=Queue.ACTIVITY)
    async with serving(hangs=True) as hanging, serving(hangs=False) as healthy, workshop.working():
        for name, server, tasks in (("hanging", hanging, stuck), ("healthy", healthy, lively)):
            adapter = cast("BookingSystem", Adapter(server))
            system = BulkheadedBookingSystem(
                adapter, name=name, bulkheads=bulkheads, unit_of_work=workshop.house.unit_of_work
            )
            let_book(workshop, system, tasks=tasks)
        await workshop.queue.publish([Ring.of(WorkKind.TASK, task) for task in [*stuck, *lively]])

        await eventually(lambda: all_completed(workshop, lively), within=5)
        assert len(hanging.waiting) == MOST
        assert hanging.booked == {}
        await eventually(lambda: only_held_by(workshop, stuck, hanging.waiting))

        hanging.open.set()
        await eventually(lambda: all_completed(workshop, stuck))
    assert bulkheads.count()["hanging"].turned_away >= len(stuck) - MOST
    assert Counter(hanging.booked.values()) == {1: len(stuck)}
    assert Counter(healthy.booked.values()) == {1: len(lively)}
    assert {(await workshop.load(task)).attempt for task in [*stuck, *lively]} == {1}


async def all_completed(workshop: Workshop, tasks: list[Task]) -> bool:
    states = {(await workshop.load(task)).status for task in tasks}
    return states == {TaskStatus.COMPLETED}


async def only_held_by(workshop: Workshop, tasks: list[Task], keys: set[str]) -> bool:
    """Whether only the tasks whose calls are under way have written down what they are about to do, or spent an attempt."""
    for task in tasks:
        is_under_way = any(str(task.id) in key for key in keys)
        async with workshop.house.unit_of_work() as unit:
            has_intent = await unit.effects.has_any(task.id)
        if (has_intent, (await workshop.load(task)).attempt) != (is_under_way, int(is_under_way)):
            return False
    return True
