"""The outbox: what a task's new state means for its caller, written in the transaction of the move."""

import json
from collections.abc import Sequence

from core.clock import Clock
from core.domain import Task, TaskStatus, WorkKind
from core.ids import make_id
from core.queue import Ring
from repositories.unit_of_work import UnitOfWork
from repositories.webhook import NewWebhookMessage
from services.task_view import instant_text, task_view
from services.webhook.address import check_webhook_url
from services.webhook.schedule import MAX_ATTEMPTS

TOLD = {
    TaskStatus.COMPLETED: "task.completed",
    TaskStatus.FAILED: "task.failed",
    TaskStatus.CANCELLED: "task.cancelled",
    TaskStatus.EXPIRED: "task.expired",
    TaskStatus.NEEDS_INPUT: "task.needs_input",
    TaskStatus.AWAITING_CONFIRMATION: "task.awaiting_confirmation",
    TaskStatus.NEEDS_PERSON: "task.needs_person",
}
"""The states that have a webhook type (DESIGN.md section 7)."""


class WebhookOutbox:
    """Composes messages; `services/webhook/webhook_service.py` sends them."""

    def __init__(self, *, clock: Clock, allow_private: bool) -> None:
        self._clock = clock
        self._allow_private = allow_private

    def check_url(self, url: str) -> None:
        """Raises InvalidFieldError where no message could ever be sent to this URL."""
        check_webhook_url(url, allow_private=self._allow_private)

    def is_told(self, task: Task) -> bool:
        """Whether anybody is told of the states of this task."""
        return task.webhook_url is not None

    async def tell(self, unit: UnitOfWork, tasks: Sequence[Task]) -> list[Ring]:
        """Store a message for every task whose state has a type and whose request named a URL."""
        messages = [self._compose(task, task.webhook_url) for task in tasks if task.webhook_url and task.status in TOLD]
        return [Ring.of(WorkKind.WEBHOOK, each) for each in await unit.webhooks.add_many(messages)]

    def _compose(self, task: Task, url: str) -> NewWebhookMessage:
        kind = TOLD[task.status]
        body = {"type": kind, "timestamp": instant_text(self._clock.now()), "data": task_view(task)}
        return NewWebhookMessage(
            id=make_id(),
            account_id=task.account_id,
            task_id=task.id,
            request_id=task.request_id,
            url=url,
            type=kind,
            body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
            max_attempts=MAX_ATTEMPTS,
        )
