"""Medicines that are taken as needed."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.common import Answer
from api.schemas.occurrences import SaidBody
from api.schemas.reminders import Instant
from services.reminder.as_needed import Allowance

_EXAMPLE: dict[str, Any] = {"allowed": False, "next_at": "2026-11-22T14:15:00Z", "left": 2, "taken": 2}


class NeededBody(SaidBody):
    """That one was taken."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}, {"taken_at": "2026-11-22T10:15:00Z"}]})

    taken_at: Instant | None = Field(default=None, description="When; now where absent.")


class AllowanceAnswer(Answer):
    """What the rule of a medicine says now: its own gap and number, as they were given to us; no advice."""

    model_config = ConfigDict(title="Allowance", json_schema_extra={"examples": [_EXAMPLE]})

    allowed: bool = Field(description="Whether one may be taken now by the rule.")
    next_at: datetime = Field(description="From when on one may be taken by the rule.")
    left: int | None = Field(description="How many more within 24 hours; null: the rule has no number.")
    taken: int = Field(description="How many were taken in the last 24 hours.")

    @classmethod
    def of(cls, allowance: Allowance) -> "AllowanceAnswer":
        """The public form."""
        return cls(allowed=allowance.is_allowed, next_at=allowance.next_at, left=allowance.left, taken=allowance.taken)
