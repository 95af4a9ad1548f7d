"""What a person found out about a task that only a person could settle."""

from dataclasses import dataclass, field, replace

from core.domain import Problem, Settlement, Task, TaskStatus
from core.errors import PROBLEM_PREFIX
from services.booking.settled import Agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How it ended (completed, failed or cancelled), and why in a sentence. `agreed` is what was booked instead, if it was."""

    outcome: TaskStatus
    note: str
    agreed: Agreed = field(default_factory=Agreed)


def settlement_of(task: Task, found: Resolution) -> Settlement:
    """The end of the task."""
    settlement = Settlement(id=task.id, epoch=task.epoch, status=found.outcome, reason="resolved by a person")
    if found.outcome is TaskStatus.COMPLETED:
        return replace(settlement, result={"summary": found.note, "resolved_by": "person"})
    problem = Problem(type=PROBLEM_PREFIX + "resolved", title="A person settled this", detail=found.note)
    return replace(settlement, error=problem)
