"""What contacts answer to messages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer

_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-dddd-7aaa-8bbb-eeeeeeeeeeee",
    "user_id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "contact_id": "0193a0c4-3333-7aaa-8bbb-444444444444",
    "sender": "Anna",
    "notification_id": "0193a0c4-9999-7aaa-8bbb-aaaaaaaaaaaa",
    "task_id": "0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b22",
    "text": "Glad to hear it!",
    "via": "sms",
    "received_at": "2026-11-21T09:35:00Z",
}


class ReplyAnswer(Answer):
    """What a contact answered. The person is told of it on their own channels, as a message with the topic `reply`."""

    model_config = ConfigDict(title="Reply", from_attributes=True, json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    user_id: UUID
    contact_id: UUID | None
    sender: str = Field(description="The contact, as the person can tell them apart.")
    notification_id: UUID = Field(description="The message that it answers.")
    task_id: UUID | None = Field(
        description="The task that had the message sent; its `result.replies` has this one too."
    )
    text: str
    via: str
    received_at: datetime


class ReplyPage(Answer):
    """A part of the list of replies."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "next_cursor": None}]})

    items: list[ReplyAnswer]
    next_cursor: str | None
