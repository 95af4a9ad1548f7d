"""From wishes to tasks in their first state: stored, and whoever should know told, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain import Queue, Request, Task, TaskStatus, WorkKind
from core.ids import make_id
from core.new_notification import NewNotification, new_notification
from core.queue import Ring
from core.task_request import TaskRequest
from repositories.request import NewRequest
from repositories.task import NewTask
from repositories.unit_of_work import UnitOfWork
from services.admission import admit
from services.task_router import TaskRouter
from services.webhook.outbox import WebhookOutbox


@dataclass(frozen=True, slots=True)
class FirstTasks:
    """Tasks about to be stored, and what people are told of them at once."""

    tasks: Sequence[NewTask] = ()
    notices: Sequence[NewNotification] = ()


def make_tasks(request: NewRequest | Request, wishes: Sequence[TaskRequest], *, router: TaskRouter) -> FirstTasks:
    """The tasks of a request, in the order of its wishes."""
    tasks = [_make_task(request, wish, router) for wish in wishes]
    notices = [
        new_notification(message, account_id=task.account_id, user_id=task.user_id, task_id=task.id)
        for task, wish in zip(tasks, wishes, strict=True)
        for message in wish.messages
    ]
    return FirstTasks(tasks, notices)


async def add_tasks(
    unit: UnitOfWork, firsts: Sequence[FirstTasks], *, outbox: WebhookOutbox
) -> tuple[list[Task], list[Ring]]:
    """Store tasks and the messages about them; the answer says what has to be published after the commit."""
    stored = await unit.tasks.add_many([task for first in firsts for task in first.tasks])
    rings = [Ring.of(WorkKind.TASK, task) for task in stored if task.status is TaskStatus.QUEUED]
    notices = await unit.notifications.add_many([notice for first in firsts for notice in first.notices])
    rings += [Ring.of(WorkKind.NOTIFICATION, notice) for notice in notices]
    return stored, [*rings, *await outbox.tell(unit, stored)]


def _make_task(request: NewRequest | Request, wish: TaskRequest, router: TaskRouter) -> NewTask:
    service = router.route(wish.intent)
    first = admit(wish, service=service, confirm=request.confirm)
    return NewTask(
        id=wish.id or make_id(),
        account_id=request.account_id,
        user_id=request.user_id,
        request_id=request.id,
        queue=service.queue,
        status=first.status,
        intent=wish.intent,
        details=wish.details,
        confidence=wish.confidence,
        provider=wish.provider,
        inferred=wish.inferred,
        degraded=wish.degraded_reason is not None,
        degraded_reason=wish.degraded_reason,
        scheduled_for=wish.scheduled_for,
        start_by=request.start_by,
        confirm=request.confirm,
        timezone=request.timezone,
        clock_offset=request.clock_offset,
        max_attempts=service.max_attempts,
        question=first.question,
        expires_in=first.expires_in,
        result={"summary": wish.done.summary, **wish.done.data} if wish.done else None,
        webhook_url=request.webhook_url,
        metadata=request.metadata,
    )


def make_again(failed: Task) -> NewTask:
    """The same once more, for a failed task."""
    return NewTask(
        id=make_id(),
        account_id=failed.account_id,
        user_id=failed.user_id,
        request_id=failed.request_id,
        queue=Queue(failed.queue),
        status=TaskStatus.QUEUED,
        intent=failed.intent,
        details=failed.details,
        confidence=failed.confidence,
        provider=failed.provider,
        inferred=failed.inferred,
        degraded=failed.degraded,
        degraded_reason=failed.degraded_reason,
        scheduled_for=failed.scheduled_for,
        confirmed=failed.confirmed,
        confirm=failed.confirm,
        timezone=failed.timezone,
        clock_offset=failed.clock_offset,
        max_attempts=failed.max_attempts,
        webhook_url=failed.webhook_url,
        redrive_of=failed.id,
        metadata=failed.metadata,
    )
