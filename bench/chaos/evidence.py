"""What the checker judges: the history of a run and what stood in PostgreSQL and Redis at its end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bench.chaos.history import AnyEvent
from core.domain import FINAL, TaskStatus

RELIABLE = frozenset({"good", "late"})
SILENT = frozenset({"hang", "half-close"})
"""Never answer: an address that is silent is tried now and then, so what is to be told there waits its turn."""
"""Receivers that take every message in the end; of the others a record of the tries is enough."""

ENDED = FINAL | {TaskStatus.NEEDS_PERSON}
"""Where a task of a chaos run may stand at the end: nobody is there to resolve what needs a person."""


class TaskEnd(NamedTuple):
    """A task at the end. `result_epoch` is the epoch of the attempt that wrote its result, by that attempt's own word."""

    id: str
    account: str
    kind: str
    status: TaskStatus
    epoch: int
    version: int
    created_at: float
    completed_at: float | None = None
    receiver: str | None = None
    result_epoch: int | None = None


class Move(NamedTuple):
    """One row of `task_events`."""

    task: str
    seq: int
    from_status: TaskStatus | None
    to_status: TaskStatus
    epoch: int
    at: float


class MessageEnd(NamedTuple):
    """A webhook message at the end, with the number of its recorded tries."""

    id: str
    task: str
    news: str
    version: int
    receiver: str
    status: TaskStatus
    tries: int


class OccurrenceEnd(NamedTuple):
    """A due time at the end. `notices`: when each message that tells of it was stored, by the database's clock."""

    id: str
    reminder: str
    due_at: float
    status: TaskStatus
    notices: tuple[float, ...]


class NoticeEnd(NamedTuple):
    """A message of a task to one of the family at the end."""

    id: str
    task: str
    to: str
    status: TaskStatus


class StreamEnd(NamedTuple):
    """A stream at the end."""

    name: str
    length: int
    pending: int
    consumers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything there is to judge.

    Attributes:
        effectful: kinds of tasks that can't be completed without their effect.
        telling: kinds that can't be without a message to the family.
        asking: kinds that can't be without an answer to their question.
        workers: how many were alive at the end.
        leftovers: keys without an expiry in Redis that are no stream of ours.
        quiet: the account beside the flooding ones.
        most_running: how many tasks of one account may run at a time.
    """

    events: Sequence[AnyEvent]
    tasks: Sequence[TaskEnd]
    moves: Sequence[Move]
    messages: Sequence[MessageEnd] = ()
    occurrences: Sequence[OccurrenceEnd] = ()
    notices: Sequence[NoticeEnd] = ()
    streams: Sequence[StreamEnd] = ()
    leftovers: Sequence[str] = ()
    effectful: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    workers: int = 0
    quiet: str = "quiet"
    most_running: int = 0


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that was broken."""

    invariant: str
    what: str
    subject: str = field(default="")
