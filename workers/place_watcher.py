"""Looks what places do with bookings. Every worker that books may run it: a booking is looked at by one at a time."""

import asyncio
import random

import structlog

from core.errors import UnavailableError
from services.booking.place_watch import LOOK_BATCH, PlaceWatch
from services.durable_work import DurableWork
from workers.cancelling import uninterrupted

logger = structlog.stdlib.get_logger(__name__)

PAUSE_SECONDS = 10.0


class PlaceWatcher:
    """The watching loop of one process."""

    def __init__(self, *, watch: PlaceWatch, work: DurableWork) -> None:
        self._watch = watch
        self._work = work

    async def run_for_ever(self) -> None:
        """Look every few seconds, at once again while there is much to do."""
        while True:
            looked = await self.look_once()
            pause = PAUSE_SECONDS if looked < LOOK_BATCH else 0.0
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - keeps workers from marching in step

    async def look_once(self) -> int:
        """One batch, and telling what was found; answers how many were looked at. What fails is tried again next time."""
        try:
            looked = await self._watch.look_batch()
            await uninterrupted(self._tell())
        except UnavailableError as error:
            logger.warning("watching waits", error=error.detail)
        except Exception:
            logger.exception("watching went wrong")
        else:
            return looked
        return 0

    async def _tell(self) -> None:
        await self._work.publish(await self._watch.tell_batch())
