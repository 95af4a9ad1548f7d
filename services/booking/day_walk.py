"""Asks many places about many days at once: the earliest days first, within bounds, and without waiting for whoever hangs.

The walk is over as soon as enough days are settled that have room; a day is settled when every place has answered for it,
or has shown that it won't. Who could not be asked is named, so that whoever hears the answer knows what it leaves out.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import NamedTuple, TypeAlias
from uuid import UUID

import structlog

from core.errors import AttemptError, NoRoomError, TransientError
from services.booking.ports import BookingSystem
from services.booking.refusals import ClosedError, FullError
from services.booking.visit import Visit

logger = structlog.stdlib.get_logger(__name__)

Allows: TypeAlias = Callable[[time], bool]
"""Whether a time of day will do."""

MOST_AT_ONCE = 64
"""Calls of one walk that are under way at the same time; each system has its own limit besides."""
ALL_DAY = 96
"""More free times than a day can have."""
_PAUSE_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """So many seconds a place may take for one answer, and a whole walk: one that has found room, and one that has not.

    Whoever listens waits less than two where there is something to offer.
    """

    answer: float = 1.5
    found: float = 1.8
    walk: float = 5.0


class Walked(NamedTuple):
    """What is free, by the number of days after the first one; the places that could not be asked, and why, the last time."""

    free: Mapping[int, Sequence[Visit]]
    silent: tuple[str, ...]
    error: Exception | None


class DayWalk:
    """Walks days and places in parallel."""

    def __init__(self, systems: Mapping[str, BookingSystem], *, patience: Patience | None = None) -> None:
        self._systems = systems
        self._patience = patience or Patience()

    async def walk(self, visits: Sequence[Visit], *, days: int, allows: Allows, enough: int = 1) -> Walked:
        """The free times that are allowed on `days` days from that of each visit on, until `enough` days have any."""
        board = _Board(visits, days=days, allows=allows, enough=enough)
        looks = deque((day, visit) for day in range(days) for visit in visits)
        try:
            await self._ask_all(looks, board)
        except ExceptionGroup as group:
            raise group.exceptions[0] from group
        return board.read()

    async def _ask_all(self, looks: deque[tuple[int, Visit]], board: "_Board") -> None:
        """At the time-out whoever has not answered is left out."""
        if not looks:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience.walk), asyncio.TaskGroup() as group:
                number = min(MOST_AT_ONCE, len(looks))
                askers = [group.create_task(self._ask_on(looks, board)) for _ in range(number)]
                await self._wait(board)
                for asker in askers:
                    asker.cancel()

    async def _wait(self, board: "_Board") -> None:
        """Until nothing more needs to be known, or there is something to offer and the time for that is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience.found):
                await board.decided.wait()
        if not board.has_room:
            await board.decided.wait()

    async def _ask_on(self, looks: deque[tuple[int, Visit]], board: "_Board") -> None:
        while looks:
            day, visit = looks.popleft()
            if not board.is_silent(visit):
                try:
                    board.put(day, await self._ask(replace(visit, on=visit.on + timedelta(days=day))))
                except (AttemptError, TimeoutError) as error:
                    logger.info("a place was not asked", venue_id=str(visit.venue.id), error=type(error).__name__)
                    board.give_up(visit, error)
            board.settle(day, visit)

    async def _ask(self, visit: Visit) -> Sequence[Visit]:
        system = self._systems.get(visit.venue.adapter)
        if system is None:
            raise TransientError(f"{visit.venue.name} keeps its bookings in a system that is not set up here.")
        while True:
            try:
                async with asyncio.timeout(self._patience.answer):
                    free = await system.list_free(visit.seating, limit=ALL_DAY, after=visit.now)
            except (ClosedError, FullError):
                return []
            except NoRoomError as error:
                if (error.retry_after or 0.0) > self._patience.answer:
                    raise  # it is left alone for a while, or very many wait
                await asyncio.sleep(error.retry_after or _PAUSE_SECONDS)
            else:
                return [replace(visit, on=each.date(), at=each.time()) for each in free]


class _Board:
    """What is known so far; `decided` once nothing more needs to be known."""

    def __init__(self, visits: Sequence[Visit], *, days: int, allows: Allows, enough: int) -> None:
        self.decided = asyncio.Event()
        self._names = {visit.venue.id: visit.venue.name for visit in visits}
        self._allows = allows
        self._enough = enough
        self._left = {day: {visit.venue.id for visit in visits} for day in range(days)}
        self._free: dict[int, list[Visit]] = {day: [] for day in range(days)}
        self._silent: dict[UUID, Exception] = {}

    @property
    def has_room(self) -> bool:
        """Whether there is anything to offer."""
        return any(self._free.values())

    def is_silent(self, visit: Visit) -> bool:
        return visit.venue.id in self._silent

    def put(self, day: int, free: Sequence[Visit]) -> None:
        self._free[day] += [each for each in free if self._allows(each.at)]

    def give_up(self, visit: Visit, error: Exception) -> None:
        """Nobody waits for what else this place was asked."""
        self._silent[visit.venue.id] = error
        for left in self._left.values():
            left.discard(visit.venue.id)

    def settle(self, day: int, visit: Visit) -> None:
        self._left[day].discard(visit.venue.id)
        settled = 0
        for each, left in self._left.items():
            if left:
                return
            settled += bool(self._free[each])
            if settled == self._enough:
                break
        self.decided.set()

    def read(self) -> Walked:
        """Of days later than the last one that counts nothing is told, since not all places were asked."""
        with_room = [day for day, free in self._free.items() if free][: self._enough]
        last = with_room[-1] if len(with_room) == self._enough else len(self._left) - 1
        open_still = {place for day, left in self._left.items() if day <= last for place in left}
        silent = {place: self._silent.get(place) for place in (*self._silent, *open_still)}
        error = next((each for each in silent.values() if each), None)
        return Walked({day: self._free[day] for day in with_room}, tuple(self._names[place] for place in silent), error)
