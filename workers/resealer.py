"""Seals stored data anew where the first of ENCRYPTION_KEYS did not seal it: after an upgrade, and after a new key (ADR 0030)."""

import asyncio
import random

import structlog

from core.errors import UnavailableError
from services.resealing import Resealing

logger = structlog.stdlib.get_logger(__name__)

PAUSE_SECONDS = 600.0


class Resealer:
    """The sealing loop of one process. Several don't get in each other's way: one seals, the others look on."""

    def __init__(self, *, resealing: Resealing) -> None:
        self._resealing = resealing

    async def run_for_ever(self) -> None:
        """Look now and then whether anything is to be sealed, and do it."""
        while True:
            await self.reseal_once()
            await asyncio.sleep(PAUSE_SECONDS * random.uniform(1.0, 1.2))  # noqa: S311 - keeps workers from marching in step

    async def reseal_once(self) -> None:
        """What fails is logged and tried again the next time."""
        try:
            if await self._resealing.is_due():
                await self._resealing.run()
        except UnavailableError as error:
            logger.warning("sealing waits", error=error.detail)
        except Exception:
            logger.exception("sealing went wrong")
