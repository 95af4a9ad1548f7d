"""Tasks and their history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Interval, RowMapping, case, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import (
    ConfirmPolicy,
    DegradedReason,
    Details,
    Question,
    Queue,
    Task,
    TaskEvent,
    TaskFilter,
    TaskStatus,
)
from core.errors import NotFoundError
from core.lanes import MAIN_LANE, Lanes
from repositories.durable_work import DurableWorkRepository
from repositories.effect import may_have_acted
from repositories.models import TaskEventRow, TaskRow, WebhookEndpointRow
from repositories.notification import may_have_told
from repositories.rows import fetch_page, fields_of, json_rows, recordset, table_of, to_problem, to_question
from repositories.sealed import read_sealed

_TASKS = table_of(TaskRow)
_EVENTS = table_of(TaskEventRow)
_ENDPOINTS = table_of(WebhookEndpointRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task about to be stored in its first state. `result`: of one that is completed by what is said at once."""

    id: UUID
    account_id: UUID
    user_id: UUID
    request_id: UUID
    queue: Queue
    status: TaskStatus
    intent: str
    details: Details
    confidence: float
    provider: str
    inferred: tuple[str, ...]
    degraded: bool = False
    degraded_reason: DegradedReason | None = None
    confirm: ConfirmPolicy
    confirmed: bool = False
    timezone: str
    clock_offset: timedelta = timedelta(0)
    max_attempts: int
    question: Question | None = None
    expires_in: timedelta | None = None
    scheduled_for: datetime | None = None
    start_by: datetime | None = None
    webhook_url: str | None = None
    redrive_of: UUID | None = None
    undo_of: UUID | None = None
    result: Mapping[str, JsonValue] | None = None
    metadata: Mapping[str, JsonValue]
    lane: int = MAIN_LANE


_STORED = tuple(field.name for field in fields(NewTask) if field.name != "expires_in")
_GIVEN = recordset({**{name: _TASKS.c[name].type for name in _STORED}, "expires_in": Interval()})
_ADD = (
    insert(_TASKS)
    .from_select(
        [*_STORED, "expires_at", "dispatched_at", "completed_at"],
        select(
            *(_GIVEN.c[name] for name in _STORED),
            func.least(func.now() + _GIVEN.c.expires_in, _GIVEN.c.start_by),
            case((_GIVEN.c.status == TaskStatus.QUEUED, func.now())),
            case((_GIVEN.c.status == TaskStatus.COMPLETED, func.now())),
        ),
    )
    .returning(_TASKS.c.id, _TASKS.c.created_at)
)


class TaskRepository(DurableWorkRepository[Task]):
    """Questions about tasks."""

    def __init__(self, session: AsyncSession, lanes: Lanes) -> None:
        super().__init__(session, TaskRow, to_task)
        self._lanes = lanes

    async def add_many(self, tasks: Sequence[NewTask]) -> list[Task]:
        """Store new tasks; those that are queued count as dispatched, so publish them after the commit."""
        if not tasks:
            return []
        placed = [replace(task, lane=self._lane_of(task)) for task in tasks]
        stored = (await self._session.execute(_ADD, {"rows": json_rows(placed, of=_TASKS)})).all()
        at = {row.id: row.created_at for row in stored}
        return sorted((_as_stored(task, at[task.id]) for task in placed), key=lambda task: task.id)

    def _is_unheard(self) -> ColumnElement[bool]:
        """Of no task whose account has an open endpoint: which of them wants to hear of it is seen when it is told."""
        return ~exists().where(_ENDPOINTS.c.account_id == _TASKS.c.account_id, _ENDPOINTS.c.enabled)

    async def get(self, task_id: UUID, *, account_id: UUID) -> Task:
        """Raises NotFoundError where the account has no such task."""
        found = await self.find(task_id, account_id=account_id)
        if found is None:
            raise NotFoundError(f"There is no task {task_id}.")
        return found

    async def find(self, task_id: UUID, *, account_id: UUID) -> Task | None:
        """The task, where the account has it."""
        statement = select(_TASKS).where(_TASKS.c.id == task_id, _TASKS.c.account_id == account_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return to_task(row) if row else None

    async def get_locked(self, task_id: UUID, *, account_id: UUID) -> Task:
        """As `get`, holding the row until the transaction ends."""
        statement = select(_TASKS).where(_TASKS.c.id == task_id, _TASKS.c.account_id == account_id).with_for_update()
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no task {task_id}.")
        return to_task(row)

    async def list_of_request(self, request_id: UUID) -> list[Task]:
        """The tasks of one request, in the order they were said."""
        statement = select(_TASKS).where(_TASKS.c.request_id == request_id).order_by(_TASKS.c.id)
        return [to_task(row) for row in (await self._session.execute(statement)).mappings()]

    async def list_of_requests(self, request_ids: Collection[UUID]) -> dict[UUID, list[Task]]:
        """As `list_of_request`, for several; those without tasks are not in the answer."""
        statement = select(_TASKS).where(_TASKS.c.request_id.in_(request_ids)).order_by(_TASKS.c.id)
        found: dict[UUID, list[Task]] = {}
        for row in (await self._session.execute(statement)).mappings():
            task = to_task(row)
            found.setdefault(task.request_id, []).append(task)
        return found

    async def has_recent(self, user_id: UUID, intent: str, *, within: timedelta) -> bool:
        """Whether the user has had a task of this intent of late."""
        c = _TASKS.c
        since = func.now() - within
        mine = select(c.id).where(c.user_id == user_id, c.intent == intent, c.created_at > since)
        return await self._session.scalar(mine.limit(1)) is not None

    async def list_page(self, narrowed: TaskFilter, *, account_id: UUID, before: UUID | None, limit: int) -> list[Task]:
        """Tasks of the account, newest first."""
        statement = select(_TASKS).where(_TASKS.c.account_id == account_id)
        for name, value in asdict(narrowed).items():
            if value is not None:
                statement = statement.where(_TASKS.c[name] == value)
        rows = await fetch_page(self._session, statement, table=_TASKS, before=before, limit=limit)
        return [to_task(row) for row in rows]

    async def list_events(self, task_id: UUID, *, after: int = 0) -> list[TaskEvent]:
        """The moves of a task behind `after`, oldest first."""
        statement = select(_EVENTS).where(_EVENTS.c.task_id == task_id, _EVENTS.c.seq > after).order_by(_EVENTS.c.seq)
        return [_to_event(row) for row in (await self._session.execute(statement)).mappings()]

    async def find_redrive(self, task_id: UUID) -> Task | None:
        """The task that was made from this one, if any."""
        statement = select(_TASKS).where(_TASKS.c.redrive_of == task_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return to_task(row) if row else None

    async def find_last_done(self, user_id: UUID, *, account_id: UUID, intents: Collection[str]) -> Task | None:
        """The task of these intents that was completed last for the user; None where none was within a day."""
        c = _TASKS.c
        statement = (
            select(_TASKS)
            .where(c.user_id == user_id, c.account_id == account_id, c.intent.in_(intents))
            .where(c.status == TaskStatus.COMPLETED, c.completed_at > func.now() - timedelta(days=1))
            .order_by(c.completed_at.desc(), c.id.desc())
            .limit(1)
        )
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return to_task(row) if row else None

    async def is_done_within(self, task_id: UUID, span: timedelta) -> bool:
        """Whether the task ended no longer ago, by the database's clock."""
        c = _TASKS.c
        statement = select(c.completed_at > func.now() - span).where(c.id == task_id)
        return bool(await self._session.scalar(statement))

    async def find_undo(self, task_id: UUID) -> Task | None:
        """The task that takes this one back, if any."""
        row = (await self._session.execute(select(_TASKS).where(_TASKS.c.undo_of == task_id))).mappings().one_or_none()
        return to_task(row) if row else None

    async def mark_undo(self, task_id: UUID, *, undo_of: UUID) -> None:
        """Write that a task takes back another one, whose row is held, and which nothing takes back yet."""
        await self._session.execute(update(_TASKS).where(_TASKS.c.id == task_id).values(undo_of=undo_of))

    async def may_have_effect(self, task_id: UUID) -> bool:
        """Whether something was done outside for the task, or may have been."""
        return bool(await self._session.scalar(select(self._may_have_effect()).where(_TASKS.c.id == task_id)))

    async def wake_many(self, ids: Collection[UUID]) -> list[Task]:
        """Those of these that wait, queued, for the other side; publish them after the commit."""
        c = _TASKS.c
        woken = update(_TASKS).where(c.id.in_(ids), c.status == TaskStatus.QUEUED).values(dispatched_at=func.now())
        return [to_task(row) for row in (await self._session.execute(woken.returning(*_TASKS.c))).mappings()]

    async def hasten(self, task_id: UUID) -> None:
        """Have a task that waits look at once again at what it waits for."""
        waits = (_TASKS.c.id == task_id, _TASKS.c.status == TaskStatus.SCHEDULED)
        await self._session.execute(update(_TASKS).where(*waits).values(due_at=func.now()))

    async def hasten_about(self, other: Task) -> None:
        """Have the tasks that wait to tell what becomes of this one look at it again at once."""
        c = _TASKS.c
        waits = (c.request_id == other.request_id, c.status == TaskStatus.SCHEDULED)
        waiting = (await self._session.execute(select(c.id, c.details).where(*waits))).mappings()
        about = [row["id"] for row in waiting if read_sealed(row, "details").get("about") == str(other.id)]
        if about:
            await self._session.execute(update(_TASKS).where(*waits, c.id.in_(about)).values(due_at=func.now()))

    async def count_by_state(self) -> list[tuple[str, TaskStatus, int, int]]:
        """For every intent and state: how many tasks, and how many attempts they took."""
        c = _TASKS.c
        statement = select(c.intent, c.status, func.count(), func.sum(c.attempt)).group_by(c.intent, c.status)
        found = (await self._session.execute(statement)).all()
        return [(intent, status, rows, int(attempts)) for intent, status, rows, attempts in found]

    def _may_have_effect(self) -> ColumnElement[bool]:
        return or_(may_have_acted(_TASKS.c.id), may_have_told(_TASKS.c.id))

    def _lane_of(self, task: NewTask) -> int:
        is_queued = task.status is TaskStatus.QUEUED
        return self._lanes.choose(task.queue, task.account_id) if is_queued else MAIN_LANE


def to_task(row: RowMapping) -> Task:
    """A row of `tasks` as the value that travels."""
    question, error = to_question(read_sealed(row, "question")), to_problem(read_sealed(row, "error"))
    return Task(**fields_of(row, Task, question=question, error=error))


def _as_stored(task: NewTask, at: datetime) -> Task:
    """What `get` would answer of a task that was stored just now, without reading it."""
    return Task(
        **{name: getattr(task, name) for name in _STORED},
        epoch=0,
        version=1,
        attempt=0,
        lost_leases=0,
        error=None,
        created_at=at,
        updated_at=at,
        completed_at=at if task.status is TaskStatus.COMPLETED else None,
    )


def _to_event(row: RowMapping) -> TaskEvent:
    source = TaskStatus(row["from_status"]) if row["from_status"] else None
    return TaskEvent(**fields_of(row, TaskEvent, from_status=source, to_status=TaskStatus(row["to_status"])))
