"""Handles again what people wrote and nobody has answered, for a process died or went wrong. Every worker may run it."""

import asyncio
import random

import structlog

from core.errors import UnavailableError
from services.notification.incoming_again import AGAIN_BATCH, IncomingAgain
from workers.cancelling import uninterrupted

logger = structlog.stdlib.get_logger(__name__)

PAUSE_SECONDS = 15.0


class Listener:
    """The loop of one process for texts that were left."""

    def __init__(self, *, again: IncomingAgain) -> None:
        self._again = again

    async def run_for_ever(self) -> None:
        """Look four times a minute, at once again while there is much to do."""
        while True:
            looked = await self.handle_once()
            pause = PAUSE_SECONDS if looked < AGAIN_BATCH else 0.0
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - keeps workers from marching in step

    async def handle_once(self) -> int:
        """One batch; answers how many there were. What fails is logged and tried again later."""
        try:
            return await uninterrupted(self._again.handle_batch())
        except UnavailableError as error:
            logger.warning("texts wait", error=error.detail)
        except Exception:
            logger.exception("texts went wrong")
        return 0
