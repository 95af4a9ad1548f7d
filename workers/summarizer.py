"""Makes the summaries for family that are due. Every worker may run it: a contact's turn is taken by one of them at a time."""

import asyncio
import random

import structlog

from core.errors import UnavailableError
from services.durable_work import DurableWork
from services.records.summaries import SUMMARY_BATCH, SummaryMaker
from workers.cancelling import uninterrupted

logger = structlog.stdlib.get_logger(__name__)

PAUSE_SECONDS = 30.0


class Summarizer:
    """The loop of summaries of one process."""

    def __init__(self, *, summaries: SummaryMaker, work: DurableWork) -> None:
        self._summaries = summaries
        self._work = work

    async def run_for_ever(self) -> None:
        """Look twice a minute, at once again while there is much to do."""
        while True:
            looked = await self.summarize_once()
            pause = PAUSE_SECONDS if looked < SUMMARY_BATCH else 0.0
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - keeps workers from marching in step

    async def summarize_once(self) -> int:
        """One batch; answers for how many contacts it looked. What fails is logged and tried again next time."""
        try:
            return await uninterrupted(self._make())
        except UnavailableError as error:
            logger.warning("summaries wait", error=error.detail)
        except Exception:
            logger.exception("summaries went wrong")
        return 0

    async def _make(self) -> int:
        looked, rings = await self._summaries.make_batch()
        await self._work.publish(rings)
        return looked
