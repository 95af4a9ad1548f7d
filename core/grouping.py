"""Does together what is asked for at the same time.

Whatever waits when a group has been dealt with is the next group: alone, a caller waits for nobody; the more callers
there are, the more of them share one transaction.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeAlias, TypeVar

from core.errors import UnavailableError

SLOW_SECONDS = 1.0

T = TypeVar("T")
R = TypeVar("R")
Handle: TypeAlias = Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]]


def sparing(handle: Handle[T, R]) -> Handle[T, R]:
    """What `handle` does, each by itself where a group can't be dealt with, so that one item fails no others.

    Where something is away that all need, that is not tried for each.
    """

    async def handle_sparingly(group: Sequence[T]) -> Sequence[R | Exception]:
        try:
            return await handle(group)
        except UnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - it belongs to the caller whose item it is
            return [error] if len(group) == 1 else [(await handle_sparingly([each]))[0] for each in group]

    return handle_sparingly


class Grouping(Generic[T, R]):
    """One kind of thing that is done in groups of up to `most`, one group after the other; behind one that takes longer
    than SLOW_SECONDS, others begin.

    `handle` answers a group with one result each, in their order; an exception among the results is raised to its own
    caller, one that `handle` raises goes to the whole group. It runs apart from its callers: one of them who is
    cancelled neither stops it nor is waited for.
    """

    def __init__(self, handle: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]], *, most: int) -> None:
        self._handle = handle
        self._most = most
        self._waiting: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._taker: asyncio.Task[None] | None = None
        self._working: set[asyncio.Task[None]] = set()

    async def do(self, item: T) -> R:
        """What `handle` says of this item."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._taker is None:
            self._appoint()
        return await done

    def _appoint(self) -> None:
        # A context of its own: what is logged about a group doesn't carry the ids of the caller who began it.
        self._taker = asyncio.get_running_loop().create_task(self._work(), context=Context())
        self._working.add(self._taker)
        self._taker.add_done_callback(self._working.discard)

    async def _work(self) -> None:
        """Take groups as long as somebody waits and nobody else was appointed."""
        myself = asyncio.current_task()
        try:
            while self._waiting and self._taker is myself:
                await asyncio.sleep(0)  # who is about to ask in this turn of the loop still comes along
                relief = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._relieve, myself)
                await self._deal_with(self._take())
                relief.cancel()
        finally:
            if self._taker is myself:
                self._taker = None

    def _relieve(self, slow: asyncio.Task[None] | None) -> None:
        """Have somebody else take the next group: one that hangs must not hold up everybody."""
        if self._taker is slow:
            self._taker = None
            if self._waiting:
                self._appoint()

    def _take(self) -> list[tuple[T, asyncio.Future[R]]]:
        """The next group, without those who have gone away meanwhile."""
        group: list[tuple[T, asyncio.Future[R]]] = []
        while self._waiting and len(group) < self._most:
            item, done = self._waiting.popleft()
            if not done.done():
                group.append((item, done))
        return group

    async def _deal_with(self, group: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        if not group:
            return
        try:
            results = await self._handle([item for item, _ in group])
        except Exception as error:  # noqa: BLE001 - it belongs to the callers
            results = [error] * len(group)
        for (_, done), result in zip(group, results, strict=True):
            if done.done():
                continue
            if isinstance(result, Exception):
                done.set_exception(result)
            else:
                done.set_result(result)
