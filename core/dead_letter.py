"""Dead letters: work of any kind that has failed, or that only a person can settle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from core.access_record import Owner
from core.domain import Problem, Queue, TaskEvent, TaskStatus, WorkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """One of them, without what it was about.

    Attributes:
        user_id: whom it is about; None: nobody in particular.
        intent: what a task wanted, what a message is about (its type or topic).
        status: `failed` or `needs_person`.
        redriven_as: the task that does it again.
        at: when it died.
    """

    id: UUID
    kind: WorkKind
    account_id: UUID
    user_id: UUID | None
    queue: Queue
    intent: str | None
    status: TaskStatus
    attempt: int
    lost_leases: int
    reason: str | None
    error: Problem | None
    created_at: datetime
    at: datetime
    redriven_as: UUID | None

    @property
    def owner(self) -> Owner:
        """Whose it is."""
        return Owner(self.account_id, self.user_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterFilter:
    """What a list of dead letters is narrowed to; `error` is the type of the problem."""

    kind: WorkKind | None = None
    status: TaskStatus | None = None
    queue: Queue | None = None
    intent: str | None = None
    error: str | None = None
    account_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    redriven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the ledger says of an outside effect of a task."""

    key: str
    state: str
    response: Mapping[str, JsonValue] | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmortem:
    """All there is to know of a dead letter."""

    letter: DeadLetter
    payload: Mapping[str, JsonValue]
    events: Sequence[TaskEvent]
    effects: Sequence[Effect]
