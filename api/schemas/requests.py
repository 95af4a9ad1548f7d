"""Requests."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from api.schemas.common import Answer, Metadata, RequestBody, StorableBody, Timezone, Words
from api.schemas.tasks import TASK_EXAMPLE, TaskAnswer
from core.domain import ConfirmPolicy, DegradedReason, RequestStatus

_SENTENCE = "Book me a table for 4 at Olive Garden tomorrow 7pm."


def _only_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("An instant is text in ISO 8601, such as 2026-11-21T09:30:00.")
    return value


def _check_span(value: datetime) -> datetime:
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    if not datetime(2000, 1, 1, tzinfo=UTC) <= aware <= datetime(2100, 1, 1, tzinfo=UTC):
        raise ValueError("The year must lie between 2000 and 2100.")
    return value


_Instant = Annotated[datetime, BeforeValidator(_only_text), AfterValidator(_check_span)]
Now = Annotated[
    _Instant,
    Field(description="The caller's clock, where ALLOW_CLIENT_CLOCK=1; local to `timezone` without an offset."),
]


class SubmitBody(StorableBody):
    """One thing a user says."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": _SENTENCE, "webhook_url": "https://example.com/hooks/grandma", "confirm": "auto"}]
        }
    )

    text: Words = Field(description="Plain words.", examples=[_SENTENCE])
    user_id: UUID | None = Field(None, description="The person helped; the account's default user where absent.")
    timezone: Timezone | None = Field(None, description="The speaker's zone; the user's where absent.")
    now: Now | None = None
    webhook_url: str | None = Field(None, description="Gets the `task.*` messages of this request's tasks.")
    confirm: ConfirmPolicy = Field(ConfirmPolicy.AUTO, description="When a wish is read back before it is carried out.")
    start_by: _Instant | None = Field(
        None,
        description="Tasks that have not been begun by then expire instead; local to `timezone` without an offset.",
    )
    metadata: Metadata = Field(default_factory=dict)


class RequestAnswer(Answer):
    """What was said, and the tasks that follow from it."""

    model_config = ConfigDict(
        title="Request",
        json_schema_extra={
            "examples": [
                {
                    "id": "0193a0c4-8f5d-7b11-8c70-6a1f0e9d3c44",
                    "text": _SENTENCE,
                    "status": "done",
                    "tasks": [TASK_EXAMPLE],
                }
            ]
        },
    )

    id: UUID
    text: str
    status: RequestStatus
    tasks: list[TaskAnswer]


class ParseBody(RequestBody):
    """A sentence to be understood without anything being stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": _SENTENCE, "timezone": "Europe/London"}]})

    text: Words
    now: Now | None = None
    timezone: Timezone | None = None


class ParsedAnswer(Answer):
    """What one wish is understood as."""

    intent: str
    confidence: float
    details: dict[str, object]
    missing: list[str] = Field(description="Details without which nothing can be done.")
    question: str | None = Field(description="What would be asked next.")
    provider: str
    degraded: bool = Field(description="Whether the provider that should have understood it did not.")
    degraded_reason: DegradedReason | None = Field(description="Why it did not.")


class ParseAnswer(ParsedAnswer):
    """What a sentence is understood as; `others` are further wishes in it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "intent": "restaurant_booking",
                    "confidence": 0.94,
                    "details": TASK_EXAMPLE["details"],
                    "missing": [],
                    "question": None,
                    "provider": "rules",
                    "degraded": False,
                    "degraded_reason": None,
                    "others": [],
                }
            ]
        }
    )

    others: list[ParsedAnswer]
