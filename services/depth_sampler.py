"""Looks about once a second at how much each account has queued, so that nothing has to be counted per row."""

import asyncio
import time

import structlog

from core.errors import UnavailableError
from core.lanes import NOISY_ABOVE, Lanes
from repositories.unit_of_work import UnitOfWorkFactory

logger = structlog.stdlib.get_logger(__name__)

PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 15.0
COST_FACTOR = 50.0
"""After a look that took long it rests so much longer, so that looking takes two hundredths of the time."""
FRESH_SECONDS = 0.2
FRESH_COST_FACTOR = 10.0


class DepthSampler:
    """One per process; keeps its `Lanes` fresh. Accounts with less than `at_least` rows in a queue are not told apart."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, lanes: Lanes, at_least: int = NOISY_ABOVE // 2) -> None:
        self._unit_of_work = unit_of_work
        self._lanes = lanes
        self._at_least = at_least
        self._looking = asyncio.Lock()
        self._looked_at = float("-inf")
        self._cost = 0.0

    async def run_for_ever(self) -> None:
        """Look, rest, look again; where the database is away, what was known stays."""
        while True:
            try:
                await self.sample_once()
            except UnavailableError as error:
                logger.warning("counting what is queued waits", error=error.detail)
            except Exception:
                logger.exception("counting what is queued went wrong")
            await asyncio.sleep(min(LONGEST_PAUSE_SECONDS, max(PAUSE_SECONDS, self._cost * COST_FACTOR)))

    async def refresh(self) -> None:
        """Look now, unless that was done a moment ago: before somebody is refused for what may be done by now."""
        asked_at = time.monotonic()
        async with self._looking:
            if asked_at > self._looked_at + max(FRESH_SECONDS, self._cost * FRESH_COST_FACTOR):
                await self._sample()

    async def sample_once(self) -> None:
        """Look once."""
        async with self._looking:
            await self._sample()

    async def _sample(self) -> None:
        started = time.monotonic()
        added = self._lanes.start_sample()
        sampled = None
        try:
            async with self._unit_of_work() as unit:
                sampled = await unit.depths.sample(at_least=self._at_least)
        finally:
            if sampled is None:
                self._lanes.end_sample(added, None)
            else:
                self._lanes.end_sample(added, sampled.by_share, total=sampled.total)
            self._looked_at = time.monotonic()
            self._cost = self._looked_at - started
