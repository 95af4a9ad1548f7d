"""Dead letters: what has failed, and having it done again."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from api.schemas.common import Answer, Instant, IntentName, RequestBody
from api.schemas.tasks import EventAnswer, TaskError
from core.dead_letter import DeadLetter, DeadLetterFilter, Postmortem
from core.domain import Queue, TaskStatus, WorkKind
from core.errors import PROBLEM_PREFIX
from services.dead_letter_service import MOST_AT_ONCE, Redrive

_ID = "0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b22"
_NEW_ID = "0193a0c5-0000-7c3a-9a51-2f6d4f0e1b22"
_ERROR: dict[str, Any] = {
    "type": "urn:grandma:problem:temporarily-unavailable",
    "title": "The other side can't be reached at the moment",
    "detail": "The booking system did not answer.",
    "retryable": True,
}
_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "kind": "task",
    "account_id": "0193a0c4-0000-7aaa-8bbb-111111111111",
    "queue": "booking",
    "intent": "restaurant_booking",
    "status": "failed",
    "attempt": 5,
    "lost_leases": 0,
    "reason": _ERROR["type"],
    "error": _ERROR,
    "created_at": "2026-11-21T09:30:00Z",
    "at": "2026-11-21T09:41:00Z",
    "redriven_as": None,
}
_REDRIVE: dict[str, Any] = {
    "redriven": [{"id": _ID, "task_id": _NEW_ID}],
    "left": [{"id": _NEW_ID, "type": "urn:grandma:problem:not-found", "detail": f"There is no dead letter {_NEW_ID}."}],
    "more": False,
    "until": "2026-11-21T10:00:00Z",
}


ProblemType = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(lambda name: name if name.startswith("urn:") else PROBLEM_PREFIX + name),
]
"""The `type` of a problem; its last part will do."""


class DeadLetterAnswer(Answer):
    """Work that has failed, or that only a person can settle."""

    model_config = ConfigDict(title="DeadLetter", json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    kind: WorkKind
    account_id: UUID
    queue: Queue
    intent: str | None = Field(description="What a task wanted; the type of a webhook message; why people were told.")
    status: TaskStatus = Field(description="`failed` or `needs_person`.")
    attempt: int
    lost_leases: int = Field(description="How many workers in a row were lost while doing it.")
    reason: str | None
    error: TaskError | None
    created_at: datetime
    at: datetime = Field(description="When it died.")
    redriven_as: UUID | None = Field(
        description="The task that does it again; of a webhook message, what is sent in its place."
    )

    @classmethod
    def of(cls, letter: DeadLetter) -> "DeadLetterAnswer":
        """The public form of a dead letter."""
        return cls.model_validate(letter)


class DeadLetterPage(Answer):
    """A part of the list of dead letters."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "next_cursor": None}]})

    items: list[DeadLetterAnswer]
    next_cursor: str | None


class EffectAnswer(Answer):
    """What is known of something done outside."""

    model_config = ConfigDict(title="Effect")

    key: str
    state: str = Field(description="`intent`: begun, and nobody knows more; `done`; `unknown`.")
    response: dict[str, Any] | None
    at: datetime


class PostmortemAnswer(DeadLetterAnswer):
    """A dead letter with what it was about and what happened."""

    model_config = ConfigDict(
        title="Postmortem",
        json_schema_extra={
            "examples": [{**_EXAMPLE, "payload": {"details": {"party_size": 4}}, "events": [], "effects": []}]
        },
    )

    payload: dict[str, Any] = Field(description="What it was about; its shape depends on the kind.")
    events: list[EventAnswer] = Field(description="The history of a task.")
    effects: list[EffectAnswer] = Field(description="What a task has done outside, or begun.")

    @classmethod
    def of_all(cls, found: Postmortem) -> "PostmortemAnswer":
        """The public form of all there is to know."""
        return cls(
            **DeadLetterAnswer.of(found.letter).model_dump(),
            payload=dict(found.payload),
            events=[EventAnswer.of(event) for event in found.events],
            effects=[EffectAnswer.model_validate(effect) for effect in found.effects],
        )


class RedriveBody(RequestBody):
    """Which failed tasks to do again: those with these ids, or all that died since then and fit."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"ids": [_ID]}, {"since": "2026-11-21T09:00:00Z", "queue": "booking"}]}
    )

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)] | None = None
    since: Instant | None = None
    until: Instant | None = Field(None, description="Up to then; else until now.")
    queue: Queue | None = None
    intent: IntentName | None = None
    error: ProblemType | None = Field(None, description="The `type` of the problem, or its last part.")
    account_id: UUID | None = None

    @model_validator(mode="after")
    def _check_which(self) -> "RedriveBody":
        if (self.ids is None) == (self.since is None):
            raise ValueError("Either `ids` or `since` says what to redrive.")
        if self.ids is not None and len(self.model_fields_set) > 1:
            raise ValueError("Beside `ids` nothing else is said.")
        return self

    def to_filter(self) -> DeadLetterFilter:
        """All that fit."""
        narrowed = self.model_dump(exclude={"ids"})
        return DeadLetterFilter(kind=WorkKind.TASK, status=TaskStatus.FAILED, **narrowed)


class RedrivenAnswer(Answer):
    """A failed task and the one that does it again, or a webhook message that is being sent anew."""

    id: UUID
    task_id: UUID | None = Field(description="null for a webhook message, which stays the same.")


class LeftAnswer(Answer):
    """What was left as it is, and why."""

    id: UUID
    type: str
    detail: str


class RedriveAnswer(Answer):
    """What came of it. Asking again makes nothing new of what was redriven."""

    model_config = ConfigDict(title="Redrive", json_schema_extra={"examples": [_REDRIVE]})

    redriven: list[RedrivenAnswer]
    left: list[LeftAnswer]
    more: bool = Field(description=f"Whether there are more than {MOST_AT_ONCE} that fit: ask again with this `until`.")
    until: datetime = Field(description="What died later was left out.")

    @classmethod
    def of(cls, found: Redrive) -> "RedriveAnswer":
        """The public form of what came of redriving."""
        return cls.model_validate(found)
