"""What operators see and do."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.common import Answer, Instant, RequestBody
from core.domain import Queue, TaskStatus
from core.pause import Pause
from services.model_budget import Spending
from services.status_service import Overview, QueueState

_PAUSE_EXAMPLE: dict[str, Any] = {
    "queue": "booking",
    "account_id": None,
    "reason": "The booking system is being mended.",
    "since": "2026-11-21T09:30:00Z",
    "until": None,
}
_QUEUE_EXAMPLE: dict[str, Any] = {
    "queue": "booking",
    "paused": _PAUSE_EXAMPLE,
    "waiting": 12,
    "waiting_main": 2,
    "waiting_bulk": 10,
    "in_flight": 0,
    "oldest_seconds": 4.2,
    "queued": 12,
    "running": 0,
    "scheduled": 3,
    "retrying": 1,
    "dead_letters": 0,
    "needs_person": 0,
}


class PauseBody(RequestBody):
    """Why something is paused, and for how long; without a body neither is said."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"reason": "The booking system is being mended.", "until": "2099-11-21T12:00:00Z"}]
        }
    )

    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    until: Instant | None = Field(None, description="When it is over by itself; else when it is resumed.")


class PauseAnswer(Answer):
    """What is paused: a queue or an account."""

    model_config = ConfigDict(title="Pause", json_schema_extra={"examples": [_PAUSE_EXAMPLE]})

    queue: Queue | None
    account_id: UUID | None
    reason: str | None
    since: datetime
    until: datetime | None

    @classmethod
    def of(cls, pause: Pause) -> "PauseAnswer":
        """The public form of a pause."""
        return cls.model_validate(pause)


class QueueAnswer(Answer):
    """How a queue stands. `waiting` is what to scale by: entries that no worker has read yet."""

    model_config = ConfigDict(title="QueueState", json_schema_extra={"examples": [_QUEUE_EXAMPLE]})

    queue: Queue
    paused: PauseAnswer | None
    waiting: int = Field(description="Entries that no worker has read yet: the lag.")
    waiting_main: int
    waiting_bulk: int = Field(description="Those of accounts that have very much to do.")
    in_flight: int = Field(description="Entries that a worker has read and not finished.")
    oldest_seconds: float = Field(description="How long the oldest of those waiting has waited; 0 where none is.")
    queued: int = Field(description="Rows that are to be done now, on their stream or not.")
    running: int
    scheduled: int
    retrying: int
    dead_letters: int = Field(description="Failed and not redriven.")
    needs_person: int

    @classmethod
    def of(cls, state: QueueState) -> "QueueAnswer":
        """The public form of a queue's state."""
        rows = state.rows
        return cls(
            queue=state.queue,
            paused=PauseAnswer.of(state.pause) if state.pause else None,
            waiting=state.waiting + state.waiting_bulk,
            waiting_main=state.waiting,
            waiting_bulk=state.waiting_bulk,
            in_flight=state.in_flight,
            oldest_seconds=round(state.oldest_seconds, 3),
            queued=rows[TaskStatus.QUEUED],
            running=rows[TaskStatus.RUNNING],
            scheduled=rows[TaskStatus.SCHEDULED],
            retrying=rows[TaskStatus.RETRYING],
            dead_letters=rows[TaskStatus.FAILED],
            needs_person=rows[TaskStatus.NEEDS_PERSON],
        )


class QueueList(Answer):
    """All queues, also those in which nothing is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_QUEUE_EXAMPLE], "paused_accounts": []}]})

    items: list[QueueAnswer]
    paused_accounts: list[PauseAnswer]

    @classmethod
    def of(cls, overview: Overview) -> "QueueList":
        """The public form of how all queues stand."""
        return cls(
            items=[QueueAnswer.of(state) for state in overview.queues],
            paused_accounts=[PauseAnswer.of(pause) for pause in overview.paused_accounts],
        )


class SpendingAnswer(Answer):
    """What language models have cost today, as far as prices are known, in US dollars."""

    model_config = ConfigDict(
        title="Spending",
        json_schema_extra={"examples": [{"spent": 12.5, "limit": 100.0, "alert_at": 75.0, "is_spent": False}]},
    )

    spent: float
    limit: float | None = Field(description="Beyond this the built-in grammar answers until midnight UTC.")
    alert_at: float | None
    is_spent: bool

    @classmethod
    def of(cls, spending: Spending) -> "SpendingAnswer":
        """The public form of a day's spending."""
        return cls.model_validate(spending)
