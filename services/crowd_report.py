"""Tells about once a second how full the systems outside are, as long as there is something to tell."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import structlog

from core.crowds import LASTS_SECONDS, Crowd, CrowdBoard
from core.errors import UnavailableError
from services.bulkheads import Bulkheads

logger = structlog.stdlib.get_logger(__name__)

PAUSE_SECONDS = LASTS_SECONDS / 10


class CrowdReport:
    """The report of one process, `owner`."""

    def __init__(self, *, bulkheads: Bulkheads, board: CrowdBoard, owner: str) -> None:
        self._bulkheads = bulkheads
        self._board = board
        self._owner = owner
        self._told: Mapping[str, Crowd] = {}

    async def run_for_ever(self) -> None:
        """Tell and rest; where Redis is away, what was not told is told later."""
        while True:
            try:
                await self.tell_once()
            except UnavailableError as error:
                logger.debug("telling how full it is outside waits", error=error.detail)
            except Exception:
                logger.exception("telling how full it is outside went wrong")
            await asyncio.sleep(PAUSE_SECONDS)

    async def tell_once(self) -> None:
        """Tell, unless that would be what was told before and nothing is under way."""
        crowds = self._bulkheads.count()
        if crowds == self._told and not any(crowd.under_way for crowd in crowds.values()):
            return
        await self._board.write(self._owner, {kind: self._since(kind, crowd) for kind, crowd in crowds.items()})
        self._told = crowds

    def _since(self, kind: str, crowd: Crowd) -> Crowd:
        return replace(crowd, turned_away=crowd.turned_away - self._told.get(kind, Crowd()).turned_away)
