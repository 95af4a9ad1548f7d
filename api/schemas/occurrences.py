"""Occurrences: the due times of reminders."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer, RequestBody
from core.reminder import OccurrenceStatus, ReminderKind
from services.reminder.ladder import SNOOZE
from services.reminder.occurrence_answers import OccurrenceState

_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-bbbb-7aaa-8bbb-cccccccccccc",
    "reminder_id": "0193a0c4-9999-7aaa-8bbb-aaaaaaaaaaaa",
    "user_id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "kind": "medicine",
    "subject": "blood pressure pills",
    "dosage": "2 tablets",
    "status": "taken",
    "date": "2026-11-22",
    "slot": "08:00",
    "timezone": "Europe/London",
    "scheduled_for": "2026-11-22T08:00:00Z",
    "told_at": "2026-11-22T08:00:01Z",
    "snoozed_until": None,
    "answered_at": "2026-11-22T08:02:10Z",
    "answered_via": "api",
    "late": False,
}


class SnoozeBody(RequestBody):
    """How long to wait."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"minutes": 15}]})

    minutes: int = Field(default=SNOOZE // timedelta(minutes=1), ge=1, le=120)


class OccurrenceAnswer(Answer):
    """One due time of a reminder."""

    model_config = ConfigDict(title="Occurrence", json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    reminder_id: UUID
    user_id: UUID
    kind: ReminderKind
    subject: str
    dosage: str | None
    status: OccurrenceStatus
    date: date
    slot: str = Field(description='The time of day of the plan, or "at" for one exact instant.')
    timezone: str
    scheduled_for: datetime
    told_at: datetime | None = Field(description="When the person was first told.")
    snoozed_until: datetime | None
    answered_at: datetime | None
    answered_via: str | None = Field(description='"api" or "words".')
    late: bool = Field(description="Whether it was taken after it had counted as missed.")

    @classmethod
    def of(cls, state: OccurrenceState) -> "OccurrenceAnswer":
        """The public form of a due time."""
        occurrence, reminder = state.occurrence, state.reminder
        return cls(
            id=occurrence.id,
            reminder_id=occurrence.reminder_id,
            user_id=occurrence.user_id,
            kind=reminder.kind,
            subject=reminder.subject,
            dosage=reminder.dosage,
            status=state.status,
            date=occurrence.local_date,
            slot=occurrence.slot,
            timezone=reminder.timezone,
            scheduled_for=occurrence.scheduled_for,
            told_at=occurrence.told_at,
            snoozed_until=occurrence.snoozed_until,
            answered_at=occurrence.answered_at,
            answered_via=occurrence.answered_via,
            late=state.is_late,
        )


class OccurrencePage(Answer):
    """A part of the list of due times."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "next_cursor": None}]})

    items: list[OccurrenceAnswer]
    next_cursor: str | None
