"""What must hold of tasks after every step (research: invariants of a durable queue), read from rows and events."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from core.domain import FINAL, TRANSITIONS, TaskStatus
from repositories.database import Database

_ROWS = text(
    """
    SELECT id, status, epoch, version, attempt, lost_leases, lease_until, due_at, expires_at, dispatched_at, result,
           now() AS now
    FROM tasks WHERE account_id = :account ORDER BY id
    """
)
_EVENTS = text(
    """
    SELECT task_id, seq, from_status, to_status, epoch, attempt, reason
    FROM task_events WHERE task_id IN (SELECT id FROM tasks WHERE account_id = :account) ORDER BY task_id, seq
    """
)
_ASKING = frozenset({TaskStatus.NEEDS_INPUT, TaskStatus.AWAITING_CONFIRMATION})
_WAITING = frozenset({TaskStatus.RETRYING, TaskStatus.SCHEDULED})
_GIVING_BACK = _ASKING | {TaskStatus.SCHEDULED}
_TAKEN_AWAY = frozenset({"lease lost", "interrupted"})


@dataclass(frozen=True)
class Row:
    """A task as the database has it."""

    id: UUID
    status: TaskStatus
    epoch: int
    version: int
    attempt: int
    lost_leases: int
    lease_until: datetime | None
    due_at: datetime | None
    expires_at: datetime | None
    dispatched_at: datetime | None
    result: Mapping[str, Any] | None
    now: datetime

    @property
    def is_final(self) -> bool:
        return self.status in FINAL

    @property
    def is_overdue(self) -> bool:
        """Whether a sweep has to move it."""
        instants = {TaskStatus.RUNNING: self.lease_until, **dict.fromkeys(_WAITING, self.due_at)}
        due = instants.get(self.status)
        return due is not None and due < self.now

    def is_held_at(self, epoch: int) -> bool:
        return self.status is TaskStatus.RUNNING and self.epoch == epoch


class Book:
    """Reads all tasks of an account, and compares them with what was read before."""

    def __init__(self, database: Database, account_id: UUID) -> None:
        self._database = database
        self._account = {"account": account_id}
        self._seen: dict[UUID, Row] = {}

    async def read(self) -> dict[UUID, Row]:
        async with self._database.transaction() as session:
            found = (await session.execute(_ROWS, self._account)).mappings().all()
        rows: list[dict[str, Any]] = [{**each, "status": TaskStatus(each["status"])} for each in found]
        return {each["id"]: Row(**each) for each in rows}

    async def check(self) -> dict[UUID, Row]:
        """All that must hold at any moment; answers the rows."""
        rows = await self.read()
        async with self._database.transaction() as session:
            events: dict[UUID, list[Any]] = defaultdict(list)
            for event in (await session.execute(_EVENTS, self._account)).all():
                events[event.task_id].append(event)
        assert rows.keys() >= self._seen.keys(), "a task is gone"
        for id_, row in rows.items():
            _check_history(row, events[id_])
            _check_somebody_moves_it(row)
            if id_ in self._seen:
                _check_progress(self._seen[id_], row)
        self._seen = rows
        return rows


def _check_history(row: Row, events: Sequence[Any]) -> None:
    """I2, I3: one chain of legal moves from birth to the present, with one end."""
    assert [event.seq for event in events] == list(range(1, row.version + 1)), "moves are missing"
    status, epoch, attempt = None, 0, 0
    for event in events:
        assert event.from_status == status, f"{event} does not begin where the last one ended"
        if status is not None:
            _check_move(TaskStatus(status), event, epoch, attempt)
        status, epoch, attempt = event.to_status, event.epoch, event.attempt
    assert (status, epoch) == (row.status, row.epoch) or row.status is TaskStatus.RUNNING, "the row moved in secret"


def _check_move(before: TaskStatus, event: Any, epoch: int, attempt: int) -> None:
    after = TaskStatus(event.to_status)
    assert after in TRANSITIONS[before] or after is before in _ASKING, f"{before} -> {after} is no legal move"
    raised = event.epoch - epoch
    spent = event.attempt - attempt
    if after is TaskStatus.RUNNING:
        assert (raised, spent) == (1, 1), f"a claim is a new epoch and a new attempt: {event}"
    elif event.reason in _TAKEN_AWAY:
        assert (raised, spent) == (1, -1 if event.reason == "interrupted" else 0), f"taken away: {event}"
    elif before is TaskStatus.RUNNING and event.reason and "worker-lost" in event.reason:
        assert (raised, spent) == (1, 0), f"a dead letter is settled by its sweeper: {event}"
    else:
        assert raised == 0, f"a stale write: {event}"
        assert spent == (-1 if before is TaskStatus.RUNNING and after in _GIVING_BACK else 0), f"attempts: {event}"


def _check_somebody_moves_it(row: Row) -> None:
    """I1: nothing waits for nobody; each state has what the sweep looks for."""
    if row.status is TaskStatus.RUNNING:
        assert row.lease_until is not None, "it runs without a lease"
    elif row.status in _WAITING:
        assert row.due_at is not None, "it waits for no time"
    elif row.status in _ASKING:
        assert row.expires_at is not None, "it asks for ever"
    elif row.status is TaskStatus.QUEUED:
        assert row.dispatched_at is None or row.dispatched_at <= row.now, "no sweep would find it lost"
    if row.status is not TaskStatus.RUNNING:
        assert row.lease_until is None, "a lease on what does not run"


def _check_progress(before: Row, now: Row) -> None:
    """I2, I3: nothing falls, and what is final stays as it is."""
    assert now.version >= before.version
    assert now.epoch >= before.epoch
    if before.is_final:
        assert (now.status, now.epoch, now.version, now.result) == (
            before.status,
            before.epoch,
            before.version,
            before.result,
        ), "a final row moved"
