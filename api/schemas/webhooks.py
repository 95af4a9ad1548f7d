"""Webhooks."""

from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.common import Answer
from api.schemas.tasks import TASK_EXAMPLE, TaskAnswer


class SigningSecretAnswer(Answer):
    """The secret with which this account's webhooks are signed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}]})

    secret: str


class TaskMessage(Answer):
    """What a `webhook_url` receives, signed by Standard Webhooks."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"type": "task.completed", "timestamp": "2026-11-21T09:30:00.041Z", "data": TASK_EXAMPLE}]
        }
    )

    type: Literal[
        "task.completed",
        "task.failed",
        "task.cancelled",
        "task.expired",
        "task.needs_input",
        "task.awaiting_confirmation",
        "task.needs_person",
    ]
    timestamp: str = Field(description="When it happened.")
    data: TaskAnswer
