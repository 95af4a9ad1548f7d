"""From wishes to tasks in their first state: stored, and their callers told, in one transaction."""

from collections.abc import Sequence

from core.domain import Request, Task, TaskRequest, TaskStatus, WorkKind
from core.ids import make_id
from core.queue import Ring
from repositories.request import NewRequest
from repositories.task import NewTask
from repositories.unit_of_work import UnitOfWork
from services.admission import admit
from services.task_router import TaskRouter
from services.webhook.outbox import WebhookOutbox


def make_tasks(request: NewRequest | Request, wishes: Sequence[TaskRequest], *, router: TaskRouter) -> list[NewTask]:
    """The tasks of a request, in the order of its wishes."""
    return [_make_task(request, wish, router) for wish in wishes]


async def add_tasks(
    unit: UnitOfWork, tasks: Sequence[NewTask], *, outbox: WebhookOutbox
) -> tuple[list[Task], list[Ring]]:
    """Store tasks and the messages about them; the answer says what has to be published after the commit."""
    stored = await unit.tasks.add_many(tasks)
    rings = [Ring.of(WorkKind.TASK, task) for task in stored if task.status is TaskStatus.QUEUED]
    return stored, [*rings, *await outbox.tell(unit, stored)]


def _make_task(request: NewRequest | Request, wish: TaskRequest, router: TaskRouter) -> NewTask:
    service = router.route(wish.intent)
    first = admit(wish, service=service, confirm=request.confirm)
    return NewTask(
        id=make_id(),
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
        webhook_url=request.webhook_url,
        metadata=request.metadata,
    )
