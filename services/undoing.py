"""Taking a task back, for callers: a new task that does the opposite."""

from uuid import UUID

from core.domain import ConfirmPolicy, Queue, Task, TaskStatus, WorkKind
from core.errors import ConflictError
from core.ids import make_id
from core.queue import Ring
from repositories.task import NewTask
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.undo import TOO_LATE, UNDO_WITHIN, UndoService, describe_undoing
from services.durable_work import DurableWork
from services.task_router import TaskRouter


class TaskNotDoneError(ConflictError):
    """Nothing was done that could be taken back."""

    name = "task-not-done"
    title = "The task is not completed"


class UndoTooLateError(ConflictError):
    """It was done too long ago."""

    name = "undo-too-late"
    title = "It is too late to take that back"


class UndoneAlreadyError(ConflictError):
    """Another task takes it back, or has tried to."""

    name = "undone-already"
    title = "The task was taken back before"


class UndoImpossibleError(ConflictError):
    """What was done can't be taken back."""

    name = "undo-impossible"
    title = "That can't be taken back"


class Undoing:
    """Makes the tasks that take others back; of each task there is one."""

    def __init__(self, *, router: TaskRouter, unit_of_work: UnitOfWorkFactory, work: DurableWork) -> None:
        self._router = router
        self._unit_of_work = unit_of_work
        self._work = work

    async def undo(self, task_id: UUID, *, account_id: UUID) -> Task:
        """Take back what a completed task has done.

        Raises:
            TaskNotDoneError, UndoTooLateError, UndoneAlreadyError, UndoImpossibleError: nothing is taken back.
        """
        async with self._unit_of_work() as unit:
            done = await unit.tasks.get_locked(task_id, account_id=account_id)
            if done.status is TaskStatus.SCHEDULED:
                raise TaskNotDoneError("It is not done yet, so there is nothing to take back: POST …/cancel stops it.")
            if done.status is not TaskStatus.COMPLETED:
                raise TaskNotDoneError(f"Only what is done can be taken back; this task is {done.status}.")
            if undoing := await unit.tasks.find_undo(done.id):
                raise UndoneAlreadyError(f"{describe_undoing(undoing)} See task {undoing.id}.")
            if not await unit.tasks.is_done_within(done.id, UNDO_WITHIN):
                raise UndoTooLateError(TOO_LATE)
        taken = await self._router.route(done.intent).undo(done)
        if isinstance(taken, str):
            raise UndoImpossibleError(taken)
        async with self._unit_of_work() as unit:
            await unit.tasks.get_locked(task_id, account_id=account_id)
            if undoing := await unit.tasks.find_undo(done.id):
                raise UndoneAlreadyError(f"{describe_undoing(undoing)} See task {undoing.id}.")
            [task] = await unit.tasks.add_many([_opposite_of(done)])
        await self._work.publish([Ring.of(WorkKind.TASK, task)])
        return task


def _opposite_of(done: Task) -> NewTask:
    return NewTask(
        id=make_id(),
        account_id=done.account_id,
        user_id=done.user_id,
        request_id=done.request_id,
        queue=Queue(UndoService.queue),
        status=TaskStatus.QUEUED,
        intent=UndoService.intent,
        details={"task_id": str(done.id)},
        confidence=1.0,
        provider=done.provider,
        inferred=(),
        confirm=ConfirmPolicy.NEVER,
        timezone=done.timezone,
        clock_offset=done.clock_offset,
        max_attempts=UndoService.max_attempts,
        webhook_url=done.webhook_url,
        undo_of=done.id,
        metadata=done.metadata,
    )
