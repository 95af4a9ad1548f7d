"""A reply to a task that has found something and is over: what it offered becomes a task of its own, which is replied to."""

from dataclasses import replace
from uuid import UUID

from core.clock import Clock
from core.domain import Task, TaskStatus
from repositories.task import NewTask
from repositories.unit_of_work import UnitOfWorkFactory
from services.durable_work import DurableWork
from services.first_tasks import FirstTasks, add_tasks, make_tasks
from services.task_router import TaskRouter
from services.webhook.outbox import WebhookOutbox


class TakingUp:
    """Makes the task that takes up an offer; of one offer there is one such task, however often it is asked for."""

    def __init__(
        self,
        *,
        router: TaskRouter,
        unit_of_work: UnitOfWorkFactory,
        outbox: WebhookOutbox,
        clock: Clock,
        work: DurableWork,
    ) -> None:
        self._router = router
        self._unit_of_work = unit_of_work
        self._outbox = outbox
        self._clock = clock
        self._work = work

    async def find(self, finished: Task) -> Task | None:
        """The task that is meant by a reply to a finished one; None where nothing is offered any more."""
        if finished.status is not TaskStatus.COMPLETED or not self._router.knows(finished.intent):
            return None
        wish = self._router.route(finished.intent).take_up(finished, now=self._clock.now())
        if wish is None or not self._router.knows(wish.intent):
            return None
        async with self._unit_of_work() as unit:
            await unit.tasks.get_locked(finished.id, account_id=finished.account_id)
            task_id = _id_after(finished.id)
            if known := await unit.tasks.find(task_id, account_id=finished.account_id):
                return known
            request = await unit.requests.get(finished.request_id, account_id=finished.account_id)
            made = make_tasks(request, [wish], router=self._router)
            [stored], rings = await add_tasks(unit, [_with_id(made, task_id)], outbox=self._outbox)
        await self._work.publish(rings)
        return stored


def _with_id(made: FirstTasks, task_id: UUID) -> FirstTasks:
    [task] = made.tasks
    renamed: NewTask = replace(task, id=task_id)
    return replace(made, tasks=[renamed])


def _id_after(task_id: UUID) -> UUID:
    """The id that belongs to what is made of a task, right behind it in the order of ids."""
    return UUID(int=task_id.int + 1)
