"""What becomes of messages that a channel took: delivered, or not after all, and then the next channel's turn."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import structlog

from core.clock import Clock
from core.delivery_report import DeliveryReport, DeliveryState
from core.domain import FINAL, Problem, TaskStatus, WorkKind
from core.errors import PROBLEM_PREFIX
from core.ids import make_id
from core.new_notification import NewNotification
from core.notification import Notification
from core.queue import Ring
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.notification.channels import scheme_of
from services.notification.late_failure import tell_sender
from services.notification.news import tell_failed
from services.notification.tries import TryOutcome, next_channel

logger = structlog.stdlib.get_logger(__name__)

_SETTLED = FINAL | {TaskStatus.NEEDS_PERSON}
Publish = Callable[[Sequence[Ring]], Awaitable[None]]


class Deliveries:
    """Takes the reports of channels, once each and in any order."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock, publish: Publish) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._publish = publish

    async def report(self, notification_id: UUID, report: DeliveryReport) -> None:
        """Write down what a channel says; what could not be delivered goes by the next channel at once."""
        now = self._clock.now()
        problem = undelivered(report.reason) if report.state is DeliveryState.UNDELIVERED else None
        rings: list[Ring] = []
        async with self._unit_of_work() as unit:
            noted = await unit.delivery_reports.note(notification_id, report, problem=problem, at=now)
            # What is still being tried goes on when its attempt is settled (`notification_service.py`).
            if noted is not None and problem is not None and noted.status in _SETTLED:
                rings = await go_on(unit, noted)
                if not rings:
                    await tell_failed(unit, [noted.id], now=now)
                    await tell_sender(unit, [noted.id])
        await self._publish(rings)
        if noted is not None:
            logger.info("delivery reported", **noted.log_fields, state=report.state.value, channel=report.channel)

    async def mark_answered(self, notification_id: UUID) -> None:
        """Whom it was for has answered: a fact of its own, whatever became of the message."""
        async with self._unit_of_work() as unit:
            await unit.delivery_reports.mark_answered(notification_id, at=self._clock.now())


async def go_on(unit: UnitOfWork, lost: Notification, *, position: int | None = None) -> list[Ring]:
    """Store the message that takes the place of one that did not arrive, by the channels that are left; none: no rings.

    `position` is that of the channel which lost it, where the row does not say so yet. Certainly not delivered is not
    unknown: this holds for messages that must not be said twice as well.
    """
    left = _channels_left(lost, position)
    if not left or lost.answered_at is not None:
        return []
    following = NewNotification(
        id=make_id(),
        key=f"{lost.id}:next",
        account_id=lost.account_id,
        user_id=lost.user_id,
        contact_id=lost.contact_id,
        task_id=lost.task_id,
        occurrence_id=lost.occurrence_id,
        topic=lost.topic,
        recipient=lost.recipient,
        channels=left,
        subject=lost.subject,
        text=lost.text,
        repeat=lost.repeat,
        urgency=lost.urgency,
        actions=lost.actions,
        follows_id=lost.id,
    )
    return [Ring.of(WorkKind.NOTIFICATION, each) for each in await unit.notifications.add_many([following])]


def undelivered(reason: str | None) -> Problem:
    """Why a message has failed that its channel had taken."""
    return Problem(
        type=PROBLEM_PREFIX + "not-delivered",
        title="The message was not delivered",
        detail=reason or "The channel could not deliver it.",
        retryable=False,
    )


def sent_by(message: Notification) -> int | None:
    """The position of the channel that took a message, as far as its history says so."""
    known = [each.get("position") for each in message.history if each.get("state") == "sent"]
    last = known[-1] if known else None
    return last if isinstance(last, int) else None


def _channels_left(lost: Notification, position: int | None) -> tuple[str, ...]:
    """Those that have not refused it, beginning with the one whose turn it is."""
    at = position if position is not None else sent_by(lost)
    if at is None:
        schemes = [scheme_of(each) for each in lost.channels]
        at = schemes.index(lost.channel) if lost.channel in schemes else 0
    tried = [*lost.tried, {"position": at, "outcome": TryOutcome.REFUSED.value}]
    left: list[int] = []
    while (following := next_channel(len(lost.channels), tried, without=left)) is not None:
        left.append(following)
    return tuple(lost.channels[each] for each in left)
