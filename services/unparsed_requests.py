"""The handler of requests that are stored but not understood yet, in the one mechanism."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.domain import Queue, Request, Settlement, TaskStatus, WorkKind
from core.queue import Ring
from repositories.request import RequestRepository
from repositories.unit_of_work import UnitOfWork
from services.durable_work import Finished
from services.first_tasks import add_tasks, make_tasks
from services.intent_processor import IntentProcessor, Understanding, situation_of
from services.task_router import TaskRouter
from services.webhook.outbox import WebhookOutbox


class UnparsedRequests:
    """Understands what a remote model was to understand when it was said."""

    kind = WorkKind.REQUEST
    queues = (Queue.ACTIVITY,)

    def __init__(self, *, processor: IntentProcessor, router: TaskRouter, outbox: WebhookOutbox) -> None:
        self._processor = processor
        self._router = router
        self._outbox = outbox

    def repository(self, unit: UnitOfWork) -> RequestRepository:
        return unit.requests

    async def perform(self, work: Request) -> Finished[Understanding]:
        """Understand a stored request; the last chance is taken offline, since nothing remote can spoil that."""
        is_last = work.lost_leases + 1 >= work.most_lost_leases or work.attempt >= work.max_attempts
        understand = self._processor.understand_offline if is_last else self._processor.understand
        understood = await understand(work.text, situation=situation_of(work))
        return Finished(Settlement(id=work.id, epoch=work.epoch, status=TaskStatus.COMPLETED), understood)

    async def review(self, unit: UnitOfWork, settlements: Sequence[Settlement]) -> Sequence[Settlement]:
        """No request just ends: one whose attempts are spent gets an honest answer."""
        del unit
        return [
            replace(each, status=TaskStatus.COMPLETED) if each.status is TaskStatus.FAILED else each
            for each in settlements
        ]

    async def record(self, unit: UnitOfWork, moved: Sequence[tuple[Request, Understanding | None]]) -> Iterable[Ring]:
        """Store the tasks of what was understood, and what it cost."""
        rings: list[Ring] = []
        for request, understood in moved:
            if request.status is TaskStatus.COMPLETED:
                known = understood or self._processor.give_up()
                tasks = make_tasks(request, known.wishes, router=self._router)
                rings += (await add_tasks(unit, [tasks], outbox=self._outbox))[1]
                if known.calls:
                    await unit.requests.add_usage(request.id, known.usage)
        return rings
