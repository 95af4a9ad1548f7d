"""The words of the product as frozen values: what a task is and how it lives.

Nothing here does I/O. Rows become these values in `repositories/`, model output in `services/intent_processor.py`,
stream entries in `core/queue.py`; inside the rooms only these travel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final, TypeAlias
from uuid import UUID

from pydantic import JsonValue

from core.letter import LetterAction, Urgency

Details: TypeAlias = Mapping[str, JsonValue]
"""The slots of a wish, JSON-ready; validated by the details model of its ability where it enters."""


class TaskStatus(StrEnum):
    """Where a piece of durable work stands (drawn in docs/task-life.md)."""

    NEEDS_INPUT = "needs_input"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    SCHEDULED = "scheduled"
    QUEUED = "queued"
    RUNNING = "running"
    RETRYING = "retrying"
    COMPLETED = "completed"
    FAILED = "failed"
    NEEDS_PERSON = "needs_person"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


FINAL = frozenset({TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELLED, TaskStatus.EXPIRED})
"""A row in one of these never moves again."""

UNDER_WAY = frozenset({TaskStatus.QUEUED, TaskStatus.RUNNING, TaskStatus.RETRYING})
"""The machine has the next move. In every other state a task rests."""

_STOP = {TaskStatus.CANCELLED, TaskStatus.EXPIRED}
_ASK = {TaskStatus.NEEDS_INPUT, TaskStatus.AWAITING_CONFIRMATION, TaskStatus.SCHEDULED}

TRANSITIONS: Mapping[TaskStatus, frozenset[TaskStatus]] = {
    TaskStatus.NEEDS_INPUT: frozenset({*_ASK, TaskStatus.QUEUED, TaskStatus.NEEDS_PERSON, *_STOP}),
    TaskStatus.AWAITING_CONFIRMATION: frozenset({*_ASK, TaskStatus.QUEUED, TaskStatus.NEEDS_PERSON, *_STOP}),
    TaskStatus.SCHEDULED: frozenset({TaskStatus.QUEUED, *_STOP}),
    TaskStatus.QUEUED: frozenset({TaskStatus.RUNNING, *_STOP}),
    TaskStatus.RUNNING: frozenset(
        {
            *_ASK,
            TaskStatus.QUEUED,
            TaskStatus.RETRYING,
            TaskStatus.COMPLETED,
            TaskStatus.FAILED,
            TaskStatus.NEEDS_PERSON,
            *_STOP,
        }
    ),
    TaskStatus.RETRYING: frozenset({TaskStatus.QUEUED, *_STOP}),
    TaskStatus.NEEDS_PERSON: frozenset({TaskStatus.COMPLETED, TaskStatus.FAILED, *_STOP}),
    TaskStatus.COMPLETED: frozenset(),
    TaskStatus.FAILED: frozenset(),
    TaskStatus.CANCELLED: frozenset(),
    TaskStatus.EXPIRED: frozenset(),
}
"""The only legal moves between different states; tests fold `task_events` over this table."""


class Queue(StrEnum):
    """One Redis stream per service family."""

    BOOKING = "booking"
    REMINDER = "reminder"
    NOTIFICATION = "notification"
    ACTIVITY = "activity"
    WEBHOOK = "webhook"


class WorkKind(StrEnum):
    """Which table a stream entry speaks of."""

    TASK = "task"
    REQUEST = "request"
    OCCURRENCE = "occurrence"
    NOTIFICATION = "notification"
    WEBHOOK = "webhook"


class ConfirmPolicy(StrEnum):
    """When a wish is read back before anything happens (DESIGN.md section 7)."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class RequestStatus(StrEnum):
    """A request as its caller sees it, derived from its own row and its tasks."""

    UNDERSTANDING = "understanding"
    OPEN = "open"
    RESTING = "resting"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One plain sentence to ask, the detail that it asks for, and the answers that would fit."""

    text: str
    slot: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why something went wrong, in words for people and a stable `type` for programs."""

    type: str
    title: str
    detail: str
    retryable: bool = False


class DegradedReason(StrEnum):
    """Why another provider than the configured one has understood something."""

    MODEL_FAILED = "model_failed"  # it was asked, and had no answer that could be used, or none in time
    MODEL_SPARED = "model_spared"  # it has failed before, and is left alone for a while
    BUDGET_SPENT = "budget_spent"  # what may be spent on models in a day is spent


UNLIKELY_POISON: Final = 10
"""`most_lost_leases` of work that runs no ability: its workers died of something else, and silence harms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A row of durable work: what claiming, renewing and settling need to know of any kind.

    `epoch` is the fencing token; `attempt` counts executions, the current one included; `lane` says on which of its
    queue's streams it goes. What loses so many leases in a row is taken for poison (`most_lost_leases`).
    """

    most_lost_leases: ClassVar[int] = 3

    id: UUID
    account_id: UUID
    queue: Queue
    status: TaskStatus
    epoch: int
    version: int
    attempt: int
    max_attempts: int
    lost_leases: int
    created_at: datetime
    updated_at: datetime
    lane: int = 0

    @property
    def log_fields(self) -> dict[str, str]:
        """The ids that every log line about this work carries."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Work):
    """A stored TaskRequest with a life of its own.

    Attributes:
        clock_offset: how far the caller's clock is ahead of ours.
        confirmed: whether a yes was given to exactly these details.
        start_by: it expires unless an attempt has begun before this instant.
    """

    request_id: UUID
    user_id: UUID
    intent: str
    details: Details
    confidence: float
    provider: str
    inferred: tuple[str, ...]
    degraded: bool
    degraded_reason: DegradedReason | None
    confirm: ConfirmPolicy
    confirmed: bool
    timezone: str
    clock_offset: timedelta = timedelta(0)
    question: Question | None
    scheduled_for: datetime | None
    start_by: datetime | None = None
    result: Mapping[str, JsonValue] | None
    error: Problem | None
    completed_at: datetime | None
    redrive_of: UUID | None
    undo_of: UUID | None
    webhook_url: str | None
    metadata: Mapping[str, JsonValue]

    @property
    def log_fields(self) -> dict[str, str]:
        return {"task_id": str(self.id), "request_id": str(self.request_id)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Work):
    """One thing a user said. As durable work it is `queued` until it has been understood."""

    user_id: UUID
    text: str
    timezone: str
    spoken_at: datetime
    clock_offset: timedelta = timedelta(0)
    confirm: ConfirmPolicy
    start_by: datetime | None = None
    webhook_url: str | None
    metadata: Mapping[str, JsonValue]

    @property
    def log_fields(self) -> dict[str, str]:
        return {"request_id": str(self.id)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEvent:
    """One move in the life of a task; `seq` rises by one and equals the task's version after the move."""

    seq: int
    type: str
    from_status: TaskStatus | None
    to_status: TaskStatus
    at: datetime
    attempt: int
    epoch: int
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """What a list of tasks is narrowed to."""

    status: TaskStatus | None = None
    intent: str | None = None
    user_id: UUID | None = None
    request_id: UUID | None = None


class Repeat(StrEnum):
    """Whether sending an effect again is the smaller harm."""

    NEVER = "never_repeat"
    SAME_ID = "repeat_same_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something to tell one person.

    Attributes:
        key: unique for ever; a second message under it is none.
        to: the person's name, to be shown in the log.
        contact_id: who of the user's contacts it is; None: the user.
        channels: where to send it, in order of preference; the first that takes it is enough.
        topic: why, for the log and for consent: "message", "dose", "missed", "taken", "activity", "help", "emergency".
        repeat: whether it may go out again where nobody knows if it went out.
        urgency: None: what its topic has (core/notification.py).
        actions: what can be done about it at a touch, the most wanted first.
    """

    key: str
    to: str
    contact_id: UUID | None = None
    channels: tuple[str, ...]
    subject: str
    text: str
    topic: str
    repeat: Repeat
    urgency: Urgency | None = None
    actions: tuple[LetterAction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How one attempt ended, ready to be written; matches no row once a newer epoch owns the work.

    `delay` counts from the database's own clock; `keeps_attempt` False hands the attempt back. What is None of the task's
    own fields stays as it was; `clears_schedule` takes an exact instant away.
    """

    id: UUID
    epoch: int
    status: TaskStatus
    delay: timedelta | None = None
    due_at: datetime | None = None
    expires_in: timedelta | None = None
    keeps_attempt: bool = True
    reason: str | None = None
    result: Mapping[str, JsonValue] | None = None
    error: Problem | None = None
    question: Question | None = None
    details: Details | None = None
    inferred: tuple[str, ...] | None = None
    confirmed: bool | None = None
    scheduled_for: datetime | None = None
    clears_schedule: bool = False


class EffectState(StrEnum):
    """What the ledger knows of an outside effect."""

    INTENT = "intent"
    DONE = "done"
    UNKNOWN = "unknown"
