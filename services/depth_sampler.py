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


class DepthSampler:
    """One per process; keeps its `Lanes` fresh."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, lanes: Lanes) -> None:
        self._unit_of_work = unit_of_work
        self._lanes = lanes

    async def run_for_ever(self) -> None:
        """Look, rest, look again; where the database is away, what was known stays."""
        while True:
            started = time.monotonic()
            try:
                await self.sample_once()
            except UnavailableError as error:
                logger.warning("counting what is queued waits", error=error.detail)
            except Exception:
                logger.exception("counting what is queued went wrong")
            cost = time.monotonic() - started
            await asyncio.sleep(min(LONGEST_PAUSE_SECONDS, max(PAUSE_SECONDS, cost * COST_FACTOR)))

    async def sample_once(self) -> None:
        """Look once."""
        added = self._lanes.start_sample()
        sampled = None
        try:
            async with self._unit_of_work() as unit:
                sampled = (await unit.depths.sample(at_least=NOISY_ABOVE // 2)).by_share
        finally:
            self._lanes.end_sample(added, sampled)
