"""Notes: what the person did, or wants bought."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer
from core.note import NoteKind

_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-bbbb-7aaa-8bbb-cccccccccccc",
    "user_id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "task_id": "0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b22",
    "kind": "shopping",
    "text": "milk and eggs",
    "quantity": None,
    "created_at": "2026-11-21T09:30:00Z",
}


class NoteAnswer(Answer):
    """Something noted."""

    model_config = ConfigDict(title="Note", from_attributes=True, json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    user_id: UUID
    task_id: UUID | None
    kind: NoteKind
    text: str
    quantity: str | None = Field(description="As said.")
    created_at: datetime


class NotePage(Answer):
    """A part of the list of notes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "next_cursor": None}]})

    items: list[NoteAnswer]
    next_cursor: str | None
