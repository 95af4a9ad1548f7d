"""How many calls may be under way at the same time to each system outside (docs/adr/0017-bulkheads.md).

A system that hangs holds each of its calls for the whole time-out. Without a limit of its own it would soon hold every
slot of a queue, and the work for all others would wait behind it. So a system gets few calls to begin with, ever more
with every answer, and never more than `most`; whoever finds no room waits for a moment, and then comes back later.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

from anyio import CapacityLimiter, WouldBlock

from core.crowds import Crowd
from core.errors import NoRoomError, OutcomeUnknownError, PermanentError, TransientError, UnavailableError
from services.effect_ledger import DidNotHappenError, NotAnsweredError

FIRST_WINDOW = 4
PATIENCE_SECONDS = 0.25
"""So long somebody waits for room while holding a slot of the queue: enough for systems that answer quickly."""
LEAST_GAP_SECONDS = 0.001
LARGEST_GAP_SECONDS = 0.1
"""Those who were turned away come back one after the other, so much apart: a system that hangs is not asked in vain by
thousands at once, and one that recovers gets its work soon."""
SHARE_OF_SILENCE = 0.25
"""Nobody comes back before a system has been silent for so much longer: the history of what waits stays short."""
LONGEST_SECONDS = 60.0
SILENT_AFTER_SECONDS = 5.0
MOST_SYSTEMS = 10_000

_WEIGHT_OF_LAST = 0.3


class System(NamedTuple):
    """Something outside that may hang by itself.

    Attributes:
        kind: what it is called where everybody may read: a booking system, a channel, `webhook`.
        place: which of that kind; may be private.
    """

    kind: str
    place: str = ""


class Bulkheads:
    """The windows of one process; slow start after the manner of TCP. `kinds` are counted also while nothing calls them."""

    def __init__(self, *, most: int, kinds: Iterable[str] = (), now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._kinds = frozenset(kinds)
        self._now = now
        self._systems: dict[System, _Bulkhead] = {}
        self._turned_away: Counter[str] = Counter()

    @asynccontextmanager
    async def call(self, system: System, *, times: int = 1, is_steady: bool = False) -> AsyncGenerator[None]:
        """A place among the calls to this system, until the block is left. What the block raises tells whether the system answered.

        A system may have so many `times` as many calls under way as others. A steady one has as many from the start, and
        whoever does not answer changes nothing of it: it stands for several, of which one may hang.

        Raises:
            NoRoomError: enough calls are under way; nothing was begun.
        """
        bulkhead = self._systems.get(system) or self._add(system, times, is_steady=is_steady)
        ticket = object()
        if not await bulkhead.enter(ticket):
            self._turned_away[system.kind] += 1
            raise NoRoomError(
                "Enough calls are under way there at the moment.", retry_after=bulkhead.make_appointment()
            )
        try:
            yield
            bulkhead.widen()
        except Exception as error:
            bulkhead.judge(error)
            raise
        finally:
            bulkhead.leave(ticket)

    def is_silent(self, system: System) -> bool:
        """Whether it has not answered any call for so long that it probably hangs."""
        bulkhead = self._systems.get(system)
        return bulkhead is not None and bulkhead.silent_seconds > SILENT_AFTER_SECONDS

    def count(self) -> Mapping[str, Crowd]:
        """How full it is and how often somebody was turned away since the start, by kind of system."""
        under_way, full = Counter[str](), Counter[str]()
        for system, bulkhead in self._systems.items():
            under_way[system.kind] += bulkhead.under_way
            full[system.kind] += bulkhead.is_full
        return {
            kind: Crowd(under_way=under_way[kind], full=full[kind], turned_away=self._turned_away[kind])
            for kind in {*self._kinds, *under_way, *self._turned_away}
        }

    def _add(self, system: System, times: int, *, is_steady: bool) -> "_Bulkhead":
        if len(self._systems) >= MOST_SYSTEMS:
            self._systems = {known: bulkhead for known, bulkhead in self._systems.items() if bulkhead.under_way}
        most = self._most * times
        return self._systems.setdefault(system, _Bulkhead(most, most if is_steady else FIRST_WINDOW, self._now))


class _Bulkhead:
    """The calls to one system."""

    def __init__(self, most: int, first: int, now: Callable[[], float]) -> None:
        self._most = most
        self._first = min(first, most)
        self._now = now
        self._limiter = CapacityLimiter(self._first)
        self._began_at: dict[object, float] = {}
        self._call_seconds = 0.0
        self._next_at = 0.0
        self._silent_since: float | None = None

    @property
    def under_way(self) -> int:
        return len(self._began_at)

    @property
    def is_full(self) -> bool:
        return self._limiter.available_tokens <= 0

    @property
    def silent_seconds(self) -> float:
        """Since the first call after its last answer."""
        now = self._now()
        return now - (self._silent_since or now)

    async def enter(self, ticket: object) -> bool:
        """Whether there is room, after a short wait where that is likely to help; who waits longest goes first."""
        try:
            self._limiter.acquire_on_behalf_of_nowait(ticket)
        except WouldBlock:
            if not await self._wait(ticket):
                return False
        now = self._began_at[ticket] = self._now()
        self._silent_since = self._silent_since or now
        return True

    def leave(self, ticket: object) -> None:
        took = self._now() - self._began_at.pop(ticket)
        self._call_seconds += _WEIGHT_OF_LAST * (took - self._call_seconds)
        self._limiter.release_on_behalf_of(ticket)

    def widen(self) -> None:
        """It answered, whatever it said."""
        self._silent_since = None
        self._limiter.total_tokens = min(self._most, 2 * int(self._limiter.total_tokens))

    def judge(self, error: Exception) -> None:
        """A refusal is an answer as well. What went wrong on our side says nothing of the system, and who found no room asked nobody."""
        if isinstance(error, NoRoomError):
            return
        if isinstance(error, NotAnsweredError):
            self.narrow()
        elif isinstance(error, (DidNotHappenError, PermanentError)):
            self.widen()
        elif isinstance(error, (TransientError, OutcomeUnknownError, UnavailableError)):
            self.narrow()

    def narrow(self) -> None:
        """It did not answer."""
        self._limiter.total_tokens = self._first

    def make_appointment(self) -> float:
        """After how many seconds to come back: behind those who were turned away before."""
        now = self._now()
        gap = min(LARGEST_GAP_SECONDS, max(LEAST_GAP_SECONDS, self._likely_seconds() / self._limiter.total_tokens))
        self._next_at = min(now + LONGEST_SECONDS, max(self._next_at, now + PATIENCE_SECONDS) + gap)
        wait = max(self._next_at - now, min(LONGEST_SECONDS, SHARE_OF_SILENCE * self.silent_seconds))
        return wait * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, hides nothing

    async def _wait(self, ticket: object) -> bool:
        ahead = self._limiter.statistics().tasks_waiting + 1
        if max(self._oldest_seconds(), ahead * self._call_seconds / self._limiter.total_tokens) > PATIENCE_SECONDS:
            return False
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._limiter.acquire_on_behalf_of(ticket)
        except TimeoutError:
            return False
        return True

    def _likely_seconds(self) -> float:
        """How long a call takes: what was measured, or what the oldest has been taking already."""
        return max(self._call_seconds, self._oldest_seconds())

    def _oldest_seconds(self) -> float:
        return self._now() - next(iter(self._began_at.values()), self._now())
