"""What one wish was understood as, before it is stored as a task."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.domain import DegradedReason, Details, Message, Question
from core.outcome import Completed


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRequest:
    """What one wish was understood as.

    Attributes:
        id: of the task that it becomes, where another wish of the same breath names it.
        inferred: the details that were not said in so many words.
        scheduled_for: the exact instant of a span from now ("in 20 seconds"), which `details` show to the minute.
        degraded_reason: why the provider that should have answered did not, so that another one did.
        is_disputed: whether two readings of the words differ, so that the person hears it before it is done or kept.
        done: how it was fulfilled already: its task is stored completed, and no worker performs it.
        messages: what people are told of it; stored with its task.
    """

    id: UUID | None = None
    intent: str
    details: Details
    confidence: float
    provider: str
    missing: tuple[str, ...] = ()
    question: Question | None = None
    inferred: tuple[str, ...] = ()
    scheduled_for: datetime | None = None
    degraded_reason: DegradedReason | None = None
    is_disputed: bool = False
    done: Completed | None = None
    messages: tuple[Message, ...] = ()
