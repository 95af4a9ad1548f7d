"""How many rows stand where in each queue: of what is under way or dead, never of all."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, Text, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import Queue, TaskStatus
from repositories.models import NotificationRow, OccurrenceRow, RequestRow, TaskRow, WebhookMessageRow
from repositories.rows import table_of

_NOTIFICATIONS = table_of(NotificationRow)
_TASKS = table_of(TaskRow)
_WORK = [table_of(each) for each in (NotificationRow, OccurrenceRow, RequestRow, TaskRow, WebhookMessageRow)]
_TOGETHER = (
    (TaskStatus.QUEUED,),
    (TaskStatus.RUNNING,),
    (TaskStatus.SCHEDULED, TaskStatus.RETRYING),
    (TaskStatus.FAILED, TaskStatus.NEEDS_PERSON),
)
"""States that share a partial index, so that counting reads that and nothing else."""

COUNTED = tuple(status for together in _TOGETHER for status in together)


class QueueCount(NamedTuple):
    """Rows of one queue in one state."""

    queue: Queue
    status: TaskStatus
    rows: int


class QueueCountRepository:
    """Questions about how much there is."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count(self) -> list[QueueCount]:
        """For each queue and each of the COUNTED states how many rows there are, zeros left out.

        A failed task that was redriven is not counted: its successor is. Nor is a message of a task that has failed or is
        in doubt: it can't be settled by itself, its task is.
        """
        parts = [_count(work, states) for work in _WORK for states in _TOGETHER]
        redriven = select(_TASKS.c.queue, _text(TaskStatus.FAILED), -func.count()).where(
            _TASKS.c.redrive_of.is_not(None)
        )
        parts.append(redriven.group_by(_TASKS.c.queue))
        counted = union_all(*parts).subquery()
        total = func.sum(counted.c.rows)
        statement = select(counted.c.queue, counted.c.status, total).group_by(counted.c.queue, counted.c.status)
        found = (await self._session.execute(statement)).all()
        return [QueueCount(Queue(queue), TaskStatus(status), max(0, int(rows))) for queue, status, rows in found]


def _count(work: Table, states: Sequence[TaskStatus]) -> Select[Any, Any, int]:
    c = work.c
    if len(states) == 1:  # such an index does not hold the state itself
        counted = select(c.queue, _text(states[0]).label("status"), func.count().label("rows")).where(
            c.status == states[0]
        )
        return counted.group_by(c.queue)
    counted = select(c.queue, c.status.label("status"), func.count().label("rows")).where(c.status.in_(states))
    if work is _NOTIFICATIONS and TaskStatus.FAILED in states:
        counted = counted.where(c.task_id.is_(None))
    return counted.group_by(c.queue, c.status)


def _text(status: TaskStatus) -> ColumnElement[Any]:
    return literal(str(status), Text())
