"""What happens to a claimed task: route it, perform it, turn the outcome into a settlement, tell who should know."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import structlog
from pydantic import ValidationError

from core.clock import Clock
from core.domain import Message, Queue, Settlement, Task, TaskStatus, WorkKind
from core.errors import NotServedHereError
from core.new_notification import new_notification
from core.outcome import Asks, AsksToConfirm, Completed, Fails, HandsOver, Outcome, Tells, Waits
from core.queue import Ring
from repositories.task import TaskRepository
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.ability import Wish
from services.durable_work import Finished
from services.effect_ledger import TaskEffects
from services.task_router import ELSEWHERE_SECONDS, TaskRouter
from services.webhook.outbox import WebhookOutbox

logger = structlog.stdlib.get_logger(__name__)

ANSWER_WITHIN = timedelta(hours=24)
"""How long a question or a read-back waits for its answer before the task expires."""


TELL_WITHIN = timedelta(minutes=10)
"""When a task looks by itself what became of its messages."""


class TaskService:
    """The handler of tasks in the one mechanism of `services/durable_work.py`."""

    kind = WorkKind.TASK
    queues = (Queue.BOOKING, Queue.REMINDER, Queue.NOTIFICATION, Queue.ACTIVITY)

    def __init__(
        self, *, router: TaskRouter, unit_of_work: UnitOfWorkFactory, outbox: WebhookOutbox, clock: Clock
    ) -> None:
        self._router = router
        self._unit_of_work = unit_of_work
        self._outbox = outbox
        self._clock = clock

    def repository(self, unit: UnitOfWork) -> TaskRepository:
        return unit.tasks

    async def perform(self, work: Task) -> Finished[tuple[Message, ...]]:
        """Let the service of the task's intent fulfil it."""
        service = self._router.route(work.intent)
        effects = TaskEffects(unit_of_work=self._unit_of_work, task_id=work.id, epoch=work.epoch)
        try:
            details = service.details_model.model_validate(work.details)
        except ValidationError as error:
            detail = "The stored details of this task can't be read by its ability."
            raise NotServedHereError(detail, retry_after=ELSEWHERE_SECONDS) from error
        now = self._clock.now() + work.clock_offset
        outcome = await service.perform(Wish(task=work, details=details, effects=effects, now=now))
        settlement = to_settlement(work, outcome)
        if isinstance(outcome, Completed):
            return Finished(settlement, is_quiet=not self._outbox.is_told(work))
        return Finished(settlement, outcome.messages if isinstance(outcome, (Tells, HandsOver)) else ())

    async def review(self, unit: UnitOfWork, settlements: Sequence[Settlement]) -> Sequence[Settlement]:
        """Nothing is called failed while an effect of it stands, or may: a person decides then.

        A failed task can be redriven, and that would book a second time what was booked before the last crash.
        """
        failed = [each.id for each in settlements if each.status is TaskStatus.FAILED]
        touched = await unit.effects.list_touched(failed) | await unit.notifications.list_tasks_that_told(failed)
        return [
            replace(each, status=TaskStatus.NEEDS_PERSON)
            if each.status is TaskStatus.FAILED and each.id in touched
            else each
            for each in settlements
        ]

    async def record(
        self, unit: UnitOfWork, moved: Sequence[tuple[Task, tuple[Message, ...] | None]]
    ) -> Iterable[Ring]:
        """Write the webhook messages of the new states, and the messages to people that the tasks want out."""
        logger.info("tasks moved", moved=[f"{task.id} {task.status}" for task, _ in moved])
        notices = [
            new_notification(message, account_id=task.account_id, user_id=task.user_id, task_id=task.id)
            for task, messages in moved
            for message in messages or ()
        ]
        added = await unit.notifications.add_many(notices)
        rings = [Ring.of(WorkKind.NOTIFICATION, each) for each in added]
        rings += await self._ring_for_told(unit, [task for task, _ in moved])
        return [*rings, *await self._outbox.tell(unit, [task for task, _ in moved])]

    async def _ring_for_told(self, unit: UnitOfWork, moved: Sequence[Task]) -> list[Ring]:
        """For those that wait for messages which ended while nobody could ring for them: the task ran just then."""
        waiting = [task.id for task in moved if task.status is TaskStatus.QUEUED]
        told = await unit.notifications.list_tasks_told(waiting) if waiting else set[UUID]()
        woken = await unit.tasks.wake_many(told) if told else []
        return [Ring.of(WorkKind.TASK, task) for task in woken]


def to_settlement(task: Task, outcome: Outcome) -> Settlement:
    """The settlement that an outcome amounts to."""
    base = Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.COMPLETED)
    match outcome:
        case Completed(summary=summary, data=data, scheduled_for=scheduled_for):
            result = {"summary": summary, **data}
            return Settlement(
                id=task.id, epoch=task.epoch, status=base.status, result=result, scheduled_for=scheduled_for
            )
        case Asks(question=question, details=details):
            return replace(
                base,
                status=TaskStatus.NEEDS_INPUT,
                question=question,
                details=details,
                keeps_attempt=False,
                expires_in=ANSWER_WITHIN,
                confirmed=False,
                reason="the service asks",
            )
        case AsksToConfirm(question=question, details=details):
            return replace(
                base,
                status=TaskStatus.AWAITING_CONFIRMATION,
                question=question,
                details=details,
                keeps_attempt=False,
                expires_in=ANSWER_WITHIN,
                confirmed=False,
                reason="the service reads back",
            )
        case Waits(until=until, rests=rests, summary=summary):
            status = TaskStatus.SCHEDULED if rests else TaskStatus.RETRYING
            result = {"summary": summary} if summary else None
            return replace(base, status=status, due_at=until, keeps_attempt=False, reason="waits", result=result)
        case Tells():
            # Queued, since it does not rest: the last of the messages rings for it (ADR 0010).
            waiting = replace(base, status=TaskStatus.QUEUED, delay=TELL_WITHIN, keeps_attempt=False)
            return replace(waiting, reason="messages go out")
        case HandsOver(problem=problem, details=details):
            return replace(
                base,
                status=TaskStatus.NEEDS_PERSON,
                error=problem,
                details=details,
                reason="somebody was asked to do it",
            )
        case Fails(problem=problem):
            return replace(base, status=TaskStatus.FAILED, error=problem, reason=problem.type)
