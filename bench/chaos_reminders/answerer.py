"""`python -m bench.chaos_reminders.answerer`: somebody who takes each dose of which they were told, and may die of it.

Answers half of what is due, by the id of its reminder; the other half is left to the ladder.
"""

import asyncio
import os
from pathlib import Path
from typing import Final

from bench.chaos.clock import SteppedClock
from core.config import load_settings
from core.errors import ConflictError, UnavailableError
from core.failpoints import Failpoint, arm, reach
from core.keys import with_development_keys
from core.reminder import Occurrence, OccurrenceFilter, OccurrenceStatus
from services.factory import open_services
from services.services import Services

_PAUSE_SECONDS: Final = 0.1


async def answer_for_ever() -> None:
    """Look what was told, and say that it was taken."""
    settings = with_development_keys(load_settings(env_file=None))
    arm(settings.environment)
    clock = SteppedClock(Path(os.environ["BENCH_CLOCK"]))
    async with open_services(settings, owner=f"answerer {os.getpid()}", clock=clock) as services:
        account = await services.accounts.ensure_default()
        while True:
            try:
                narrowed = OccurrenceFilter(status=OccurrenceStatus.DUE)
                found = await services.occurrences.list_page(narrowed, account_id=account.id, before=None, limit=200)
                for state in found:
                    await _answer(services, state.occurrence)
            except UnavailableError:
                pass  # the stores are being broken as well
            await asyncio.sleep(_PAUSE_SECONDS)


async def _answer(services: Services, occurrence: Occurrence) -> None:
    if occurrence.reminder_id.int % 2 == 0:
        return
    reach(Failpoint.AFTER_READ)
    try:
        await services.occurrences.take(occurrence.id, account_id=occurrence.account_id)
    except ConflictError:
        return
    reach(Failpoint.AFTER_COMMIT)


if __name__ == "__main__":
    asyncio.run(answer_for_ever())
