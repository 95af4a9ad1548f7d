"""Purges what is old (ADR 0018). Every worker runs it: whoever has the turn deletes a batch, the others look on."""

import asyncio
import random

import structlog

from core.errors import UnavailableError
from services.retention import Retention
from workers.cancelling import uninterrupted

logger = structlog.stdlib.get_logger(__name__)

AWAY_SECONDS = 5.0


class Cleaner:
    """The purging loop of one process."""

    def __init__(self, *, retention: Retention) -> None:
        self._retention = retention

    async def run_for_ever(self) -> None:
        """Purge batch by batch, with the pauses that retention asks for."""
        while True:
            pause = await self.clean_once()
            # Never sooner than asked for: it would not be due.
            await asyncio.sleep(pause * random.uniform(1.0, 1.2))  # noqa: S311 - keeps workers from marching in step

    async def clean_once(self) -> float:
        """One batch; answers in how many seconds to come again. What fails is logged and tried again then."""
        try:
            return await uninterrupted(self._retention.purge_batch())
        except UnavailableError as error:
            logger.warning("purging waits", error=error.detail)
        except Exception:
            logger.exception("purging went wrong")
        return AWAY_SECONDS
