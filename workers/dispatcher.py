"""Sweeps: puts on the streams whatever is due and not on its way (DESIGN.md section 6). Every worker may run it."""

import asyncio
import random

import structlog

from core.errors import UnavailableError
from services.durable_work import SWEEP_BATCH, DurableWork
from workers.cancelling import uninterrupted

logger = structlog.stdlib.get_logger(__name__)

PAUSE_SECONDS = 0.5


class Dispatcher:
    """The sweeping loop of one process."""

    def __init__(self, *, work: DurableWork) -> None:
        self._work = work

    async def run_for_ever(self) -> None:
        """Sweep about twice a second, at once again while there is much to do."""
        while True:
            moved = await self.sweep_once()
            pause = PAUSE_SECONDS if moved < SWEEP_BATCH else 0.0
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - keeps workers from marching in step

    async def sweep_once(self) -> int:
        """One sweep; answers how many rows moved. A step that fails is logged and tried again in the next sweep."""
        moved = 0
        away = ""
        for step in self._work.list_sweeps():
            try:
                moved += await uninterrupted(step())
            except UnavailableError as error:
                away = error.detail
            except Exception:
                logger.exception("sweeping went wrong")
        if away:
            logger.warning("sweeping waits", error=away)
        return moved
