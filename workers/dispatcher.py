"""Sweeps: puts on the streams whatever is due and not on its way (DESIGN.md section 6). Every worker may run it."""

import asyncio
import random

import structlog

from core.errors import UnavailableError
from services.durable_work import DurableWork

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
            pause = PAUSE_SECONDS if moved < PAUSE_SECONDS * 1000 else 0.0
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - keeps workers from marching in step

    async def sweep_once(self) -> int:
        """One sweep; answers how many rows moved. A step that fails is logged and tried again in the next sweep."""
        moved = 0
        for step in self._work.list_sweeps():
            try:
                moved += await step()
            except UnavailableError as error:
                logger.warning("sweeping waits", error=error.detail)
            except Exception:
                logger.exception("sweeping went wrong")
        return moved
