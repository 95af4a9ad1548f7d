"""What is paused, as a worker knows it: looked at in every sweep, about twice a second (ADR 0016)."""

import asyncio
import time
from contextlib import suppress
from uuid import UUID

import structlog

from core.domain import Queue
from repositories.unit_of_work import UnitOfWorkFactory

logger = structlog.stdlib.get_logger(__name__)

LOOKED_AFTER_SECONDS = 10.0
"""How long after a pause of an account its rows are looked for, at least: another worker may know of its end a little
later."""


class Pauses:
    """One per process. Until it has looked for the first time every queue counts as paused."""

    def __init__(self, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work
        self._queues: frozenset[Queue] | None = None
        self._accounts: frozenset[UUID] = frozenset()
        self.may_park_until = float("inf")
        """Until when, by the monotonic clock, rows may be parked of an account whose pause is over."""
        self._looked = asyncio.Event()

    async def look(self) -> int:
        """Look once; answers 0, for nothing moves by it."""
        async with self._unit_of_work() as unit:
            lasting = await unit.pauses.list_lasting()
        queues = frozenset(each.queue for each in lasting if each.queue is not None)
        accounts = frozenset(each.account_id for each in lasting if each.account_id is not None)
        if queues != (self._queues or frozenset()) or accounts != self._accounts:
            logger.warning("pauses changed", queues=sorted(queues), accounts=[str(each) for each in accounts])
        if self._queues is None or self._accounts - accounts:
            self.may_park_until = time.monotonic() + LOOKED_AFTER_SECONDS
        self._queues, self._accounts = queues, accounts
        self._looked.set()
        self._looked = asyncio.Event()
        return 0

    def is_paused(self, queue: Queue) -> bool:
        """Whether nothing of the queue is begun now."""
        return self._queues is None or queue in self._queues

    async def wait_until_open(self, queue: Queue, *, patience: float) -> bool:
        """Whether the queue may be read; waits for the next look where it may not."""
        if self.is_paused(queue):
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._looked.wait()
        return not self.is_paused(queue)

    @property
    def has_accounts(self) -> bool:
        """Whether any account is paused."""
        return bool(self._accounts)
