"""Keeps the plans of reminders filled. Every worker may run it: a reminder is planned by one of them at a time."""

import asyncio
import random

import structlog

from core.errors import UnavailableError
from services.reminder.planner import PLAN_BATCH, ReminderPlanner
from workers.cancelling import uninterrupted

logger = structlog.stdlib.get_logger(__name__)

PAUSE_SECONDS = 30.0
"""Plans reach a day further than they must, so there is no hurry."""


class Planner:
    """The planning loop of one process."""

    def __init__(self, *, plans: ReminderPlanner) -> None:
        self._plans = plans

    async def run_for_ever(self) -> None:
        """Plan twice a minute, at once again while there is much to do."""
        while True:
            planned = await self.plan_once()
            pause = PAUSE_SECONDS if planned < PLAN_BATCH else 0.0
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - keeps workers from marching in step

    async def plan_once(self) -> int:
        """One batch; answers how many reminders it planned. What fails is logged and tried again next time."""
        try:
            return await uninterrupted(self._plans.plan_batch())
        except UnavailableError as error:
            logger.warning("planning waits", error=error.detail)
        except Exception:
            logger.exception("planning went wrong")
        return 0
