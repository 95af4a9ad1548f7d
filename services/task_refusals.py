"""Why something that a caller wants of a task is refused: its state does not allow it."""

from core.domain import FINAL, Task, TaskStatus
from core.errors import ConflictError


class TaskFinishedError(ConflictError):
    """A final task never moves again."""

    name = "task-finished"
    title = "The task is finished"


class TaskNotAskingError(ConflictError):
    """The task asks nothing, so there is nothing to reply to or confirm."""

    name = "task-not-asking"
    title = "The task is not waiting for this answer"


class TaskBusyError(ConflictError):
    """Something is being done for the task at this moment."""

    name = "task-busy"
    title = "The task is being carried out"
    retryable = True


class TaskNeedsPersonError(ConflictError):
    """Only a person can settle the task."""

    name = "task-needs-person"
    title = "A person has to settle this task"


class TaskNeedsNoPersonError(ConflictError):
    """The task is no matter for a person."""

    name = "task-needs-no-person"
    title = "The task does not need a person"


class TaskNotFailedError(ConflictError):
    """Only what has failed is done again."""

    name = "task-not-failed"
    title = "The task has not failed"


class TaskRedrivenError(ConflictError):
    """A newer task does it already."""

    name = "task-redriven"
    title = "The task was redriven before"


def check_not_final(task: Task) -> None:
    """Raises TaskFinishedError where a task never moves again."""
    if task.status in FINAL:
        raise TaskFinishedError(f"This task is {task.status} and does not change any more.")


def check_asks(task: Task, *asking: TaskStatus) -> None:
    """Raises TaskNotAskingError, or TaskFinishedError, where a task is in none of these states."""
    check_not_final(task)
    if task.status not in asking:
        raise TaskNotAskingError(f"This task is {task.status}; it is not waiting for this answer.")
