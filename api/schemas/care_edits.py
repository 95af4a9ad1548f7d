"""What carers have changed of somebody's reminders."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer
from core.care_edit import CareVerb

_EXAMPLE: dict[str, Any] = {
    "contact_id": "0193a0c4-3333-7aaa-8bbb-444444444444",
    "name": "Anna",
    "verb": "changed",
    "created_at": "2026-11-21T09:05:00Z",
}


class CareEditAnswer(Answer):
    """One change by a contact."""

    model_config = ConfigDict(title="CareEdit", from_attributes=True, json_schema_extra={"examples": [_EXAMPLE]})

    contact_id: UUID | None = Field(description="Null: the contact has been removed since.")
    name: str = Field(description="As the contact was called then.")
    verb: CareVerb
    created_at: datetime


class CareEditList(Answer):
    """What contacts have changed, oldest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE]}]})

    items: list[CareEditAnswer]
