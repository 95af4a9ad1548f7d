"""Tasks."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, WithJsonSchema

from api.schemas.common import Answer, RequestBody, Words
from core.domain import DegradedReason, TaskEvent, TaskStatus
from services.booking.fields import LocalDate, LocalTime
from services.booking.settled import Agreed
from services.resolution import Resolution

TASK_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b22",
    "request_id": "0193a0c4-8f5d-7b11-8c70-6a1f0e9d3c44",
    "user_id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "intent": "restaurant_booking",
    "details": {"party_size": 4, "venue": "Olive Garden", "date": "2026-11-22", "time": "19:00"},
    "confidence": 0.94,
    "provider": "rules",
    "degraded": False,
    "degraded_reason": None,
    "status": "completed",
    "question": None,
    "asks_for": None,
    "options": [],
    "attempt": 1,
    "max_attempts": 5,
    "scheduled_for": None,
    "start_by": None,
    "result": {"summary": "Your table for 4 at Olive Garden is booked for Sunday 22 November at 7 in the evening."},
    "error": None,
    "redrive_of": None,
    "undo_of": None,
    "created_at": "2026-11-21T09:30:00Z",
    "updated_at": "2026-11-21T09:30:00.041Z",
    "completed_at": "2026-11-21T09:30:00.041Z",
    "metadata": {},
    "version": 3,
}

_RESULT: dict[str, Any] = {
    "title": "Result",
    "type": "object",
    "description": "What came of it. What there is beside `summary` depends on the intent.",
    "required": ["summary"],
    "properties": {"summary": {"type": "string", "description": "One plain sentence fit to be read aloud."}},
    "additionalProperties": True,
}


class TaskError(Answer):
    """Why a task failed, or why it is being tried again."""

    type: str
    title: str
    detail: str
    retryable: bool


class TaskAnswer(Answer):
    """A task: one wish with a life of its own."""

    model_config = ConfigDict(json_schema_extra={"examples": [TASK_EXAMPLE]}, title="Task")

    id: UUID
    request_id: UUID
    user_id: UUID
    intent: str
    details: dict[str, Any] = Field(description="What was understood; its shape depends on the intent.")
    confidence: float = Field(ge=0, le=1)
    provider: str = Field(description="Who understood it.")
    degraded: bool = Field(description="Whether the provider that should have understood it did not.")
    degraded_reason: DegradedReason | None = Field(description="Why it did not.")
    status: TaskStatus
    question: str | None = Field(description="One plain sentence to put to the person.")
    asks_for: str | None = Field(description="The detail that the question asks for.")
    options: list[str] = Field(description="Answers that would fit.")
    attempt: int
    max_attempts: int
    scheduled_for: datetime | None
    start_by: datetime | None = Field(description="It expires unless it has been begun by then.")
    result: Annotated[dict[str, Any], WithJsonSchema(_RESULT)] | None
    error: TaskError | None
    redrive_of: UUID | None
    undo_of: UUID | None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    metadata: dict[str, Any]
    version: int = Field(description="Rises with every move; drop what is older than what you have.")


class TaskPage(Answer):
    """A part of the list of tasks."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [TASK_EXAMPLE], "next_cursor": None}]})

    items: list[TaskAnswer]
    next_cursor: str | None


_EVENT_EXAMPLE: dict[str, Any] = {
    "seq": 3,
    "type": "task.completed",
    "from": "running",
    "to": "completed",
    "at": "2026-11-21T09:30:00.041Z",
    "attempt": 1,
    "reason": None,
}


class EventAnswer(Answer):
    """One move in the life of a task."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EVENT_EXAMPLE]})

    seq: int
    type: str = Field(examples=["task.completed"])
    from_: TaskStatus | None = Field(serialization_alias="from")
    to: TaskStatus
    at: datetime
    attempt: int
    reason: str | None

    @classmethod
    def of(cls, event: TaskEvent) -> "EventAnswer":
        """The public form of an event."""
        return cls(
            seq=event.seq,
            type=event.type,
            from_=event.from_status,
            to=event.to_status,
            at=event.at,
            attempt=event.attempt,
            reason=event.reason,
        )


class EventList(Answer):
    """The history of a task."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EVENT_EXAMPLE]}]})

    items: list[EventAnswer]


class ReplyBody(RequestBody):
    """An answer to a task's question."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "four people, please"}]})

    text: Words


class Outcome(StrEnum):
    """How a person settles a task."""

    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ResolveBody(RequestBody):
    """What a person found out."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"outcome": "completed", "note": "I phoned them: the table is booked."}]}
    )

    outcome: Outcome
    note: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    date: LocalDate | None = Field(None, description="Where it was booked for another day than asked for: that day.")
    time: LocalTime | None = Field(
        None, description="Where it was booked for another time: that time, local to the place."
    )

    reference: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)] | None = Field(
        None, description="What they call the booking there, if they said: it is shown with the booking from then on."
    )

    def resolution(self) -> Resolution:
        """The same for the services."""
        agreed = Agreed(date=self.date, time=self.time, reference=self.reference)
        return Resolution(outcome=TaskStatus(self.outcome), note=self.note, agreed=agreed)
