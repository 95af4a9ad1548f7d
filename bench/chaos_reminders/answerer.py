"""`python -m bench.chaos_reminders.answerer`: somebody who takes each dose of which they were told, and may die of it.

Told is who has the message, not who would find it at the API: what is answered before its message has left is not sent any
more, and would look like a dose that was lost.

Answers half of what is due, by the id of its reminder; the other half is left to the ladder.
"""

import asyncio
import os
from pathlib import Path
from typing import Final
from uuid import UUID

from bench.chaos.clock import SteppedClock
from core.config import load_settings
from core.errors import ConflictError, UnavailableError
from core.failpoints import Failpoint, arm, reach
from core.keys import with_development_keys
from core.notification import NotificationFilter, NotificationStatus
from core.reminder import Occurrence, OccurrenceFilter, OccurrenceStatus
from services.factory import open_services
from services.services import Services

_PAUSE_SECONDS: Final = 0.1
_MOST: Final = 2_000


def is_answered(reminder_id: UUID) -> bool:
    """Whether the dose of this reminder is one of the half that is answered."""
    return reminder_id.int % 2 == 1


async def answer_for_ever() -> None:
    """Look what was told, and say that it was taken."""
    settings = with_development_keys(load_settings(env_file=None))
    arm(settings.environment)
    clock = SteppedClock(Path(os.environ["BENCH_CLOCK"]))
    async with open_services(settings, owner=f"answerer {os.getpid()}", clock=clock) as services:
        account = await services.accounts.ensure_default()
        while True:
            try:
                for occurrence in await _list_told(services, account.id):
                    await _answer(services, occurrence)
            except UnavailableError:
                pass  # the stores are being broken as well
            await asyncio.sleep(_PAUSE_SECONDS)


async def _list_told(services: Services, account_id: UUID) -> list[Occurrence]:
    """What is due and whose message has left."""
    sent = await services.notifications.list_page(
        NotificationFilter(status=NotificationStatus.SENT), account_id=account_id, before=None, limit=_MOST
    )
    told = {each.occurrence_id for each in sent}
    due = await services.occurrences.list_page(
        OccurrenceFilter(status=OccurrenceStatus.DUE), account_id=account_id, before=None, limit=_MOST
    )
    return [each.occurrence for each in due if each.occurrence.id in told]


async def _answer(services: Services, occurrence: Occurrence) -> None:
    if not is_answered(occurrence.reminder_id):
        return
    reach(Failpoint.AFTER_READ)
    try:
        await services.occurrences.take(occurrence.id, account_id=occurrence.account_id)
    except ConflictError:
        return
    reach(Failpoint.AFTER_COMMIT)


if __name__ == "__main__":
    asyncio.run(answer_for_ever())
