"""What can wait: messages to family in quiet hours, and more of them than anybody reads; what was held goes out as one.

Only what nobody has asked for by name is held here, and never what is urgent: doses, missed doses, emergencies. What the
person has told somebody waits as their task does (`services/notification/telling.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from core.clock import Clock
from core.domain import FINAL, TaskStatus
from core.letter import Urgency
from core.notification import Notification, NotificationStatus
from core.profile import read_profile
from core.quiet_hours import quiet_until
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory

WINDOW: Final = timedelta(hours=1)
_AFTER_LEADER: Final = timedelta(seconds=30)
_WHILE_OTHERS_LOOK: Final = timedelta(seconds=2)
_ENDED: Final = FINAL | {TaskStatus.NEEDS_PERSON}
_CAN_WAIT: Final = frozenset({Urgency.LOW, Urgency.NORMAL})


@dataclass(frozen=True, slots=True)
class Held:
    """Not now: looked at again at this instant."""

    until: datetime


class Holding:
    """Decides what waits. `per_hour`: so many messages that can wait somebody gets within an hour; 0: as many as there are."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock, per_hour: int) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._per_hour = per_hour

    async def consider(self, work: Notification) -> Held | Sequence[Notification]:
        """Whether a message waits; where not, the others that were held for the same person and go along with it."""
        if work.contact_id is None or work.task_id is not None or work.urgency not in _CAN_WAIT or work.follows_id:
            return ()
        now = self._clock.now()
        async with self._unit_of_work() as unit:
            user = await unit.users.get(work.user_id, account_id=work.account_id)
            until = quiet_until(now, read_profile(user.preferences).quiet_hours, timezone=user.timezone)
            if until is not None:
                return Held(until)
            if was_held(work):
                return await self._gather(unit, work, now=now)
            if not self._per_hour or work.sending is not None:
                return ()
            sent = await unit.notifications.count_sent(work.contact_id, since=now - WINDOW)
            return Held(now + WINDOW) if sent >= self._per_hour else ()

    async def _gather(self, unit: UnitOfWork, work: Notification, *, now: datetime) -> Held | Sequence[Notification]:
        """The oldest of those that wait takes all others along; the others give it the time to."""
        if work.carried_by is not None:
            [*leader] = await unit.notifications.list_by_ids([work.carried_by])
            if leader and leader[0].status not in _ENDED:
                return Held(now + WINDOW)
        others = await unit.notifications.list_held(work)
        if any(each.id < work.id for each in others):
            return Held(now + _AFTER_LEADER)
        if any(each.status is TaskStatus.RUNNING for each in others):
            return Held(now + _WHILE_OTHERS_LOOK)
        return await unit.notifications.carry(work, until=now + WINDOW)


def was_held(work: Notification) -> bool:
    """Whether a message has waited for quiet hours to end, or for fewer messages."""
    return any(each.get("state") == NotificationStatus.HELD.value for each in work.history)


def digest(work: Notification, carried: Sequence[Notification]) -> Notification:
    """The message with all that goes along with it, as one."""
    if not carried:
        return work
    texts = [each.text for each in (work, *carried)]
    return replace(work, subject=f"{work.subject} (and {len(carried)} more)", text="\n\n".join(dict.fromkeys(texts)))
