"""Which endpoints hear of due times, in the transaction that moves them: once for each move, however often it is tried."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from core.events import EventType
from repositories.unit_of_work import UnitOfWork
from services.reminder.occurrence_state import OccurrenceState
from services.reminder.occurrence_view import occurrence_view
from services.webhook.outbox import Happening, announce


class ReminderEvent(StrEnum):
    """What may happen to a due time: it was told for the first time, it was taken, nobody answered in time."""

    DUE = "reminder.due"
    TAKEN = "reminder.taken"
    MISSED = "reminder.missed"


async def tell_endpoints(
    unit: UnitOfWork, event: ReminderEvent, states: Sequence[OccurrenceState], *, now: datetime
) -> None:
    """Tell the accounts' endpoints that want to hear of it."""
    happenings = [
        Happening(
            type=EventType(event),
            account_id=state.occurrence.account_id,
            data=occurrence_view(state),
            at=now,
            user_id=state.occurrence.user_id,
        )
        for state in states
    ]
    await announce(unit, happenings)
