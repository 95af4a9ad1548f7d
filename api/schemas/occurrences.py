"""Occurrences: the due times of reminders."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from api.schemas.common import Answer, RequestBody
from api.schemas.reminders import Instant
from core.dose_answer import AnsweredVia, DoseAnswer, RecordedAnswer, Said
from core.escalation import Tell
from core.reminder import OccurrenceOutcome, OccurrenceStatus, ReminderKind
from services.reminder.occurrence_state import OccurrenceState
from services.reminder.occurrence_view import occurrence_view

OCCURRENCE_EXAMPLE: dict[str, Any] = {
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
    "answered_by": "person",
    "answered_via": "sms",
    "taken_at": "2026-11-22T08:02:10Z",
    "late": False,
    "steps": [],
    "version": 6,
}


class SaidBody(RequestBody):
    """Who answers, where that is one of the person's contacts."""

    contact_id: UUID | None = Field(default=None, description="The contact who says so; the person where absent.")

    @property
    def said(self) -> Said:
        """Where the answer comes from."""
        return Said(via=AnsweredVia.API, by=str(self.contact_id) if self.contact_id else None)


class SnoozeBody(SaidBody):
    """How long to wait."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"minutes": 15}]})

    minutes: int | None = Field(default=None, ge=1, le=120, description="As long as its ladder says where absent.")


class SkipBody(SaidBody):
    """That a dose is left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})


class TakenBody(SaidBody):
    """That a dose was taken."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}, {"taken_at": "2026-11-22T07:45:00Z"}]})

    taken_at: Instant | None = Field(default=None, description="When it was taken; now where absent.")
    again: bool = Field(default=False, description="Another one was taken, though one was a short while ago.")


class CorrectBody(SaidBody):
    """What is right, in the place of the answer that stands."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"answer": "skipped"}, {"answer": "taken", "taken_at": "2026-11-22T07:45:00Z"}]}
    )

    answer: Literal[OccurrenceOutcome.TAKEN, OccurrenceOutcome.SKIPPED, OccurrenceOutcome.MISSED] = Field(
        description="`missed`: it was not taken after all."
    )
    taken_at: Instant | None = Field(
        default=None, description="When it was taken. Where absent, the time that stands, else now."
    )

    @model_validator(mode="after")
    def _check_time(self) -> "CorrectBody":
        if self.taken_at is not None and self.answer is not OccurrenceOutcome.TAKEN:
            raise ValueError("What was not taken has no `taken_at`.")
        return self


class LadderStep(Answer):
    """What one rung of a ladder did."""

    tell: Tell
    at: datetime
    skipped: str | None = Field(description="Why nobody was told; null where somebody was.")


class OccurrenceAnswer(Answer):
    """One due time of a reminder."""

    model_config = ConfigDict(title="Occurrence", json_schema_extra={"examples": [OCCURRENCE_EXAMPLE]})

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
    answered_by: str | None = Field(
        description='"person", the id of a contact, or null where the caller has not said who.'
    )
    answered_via: AnsweredVia | None
    taken_at: datetime | None = Field(description="When it was taken, where it was.")
    late: bool = Field(description="Whether it was taken after it had counted as missed.")
    steps: list[LadderStep] = Field(description="What the rungs of its ladder did so far.")
    version: int = Field(description="Rises with every move; of messages that cross, the highest counts.")

    @classmethod
    def of(cls, state: OccurrenceState) -> "OccurrenceAnswer":
        """The public form of a due time."""
        return cls.model_validate(occurrence_view(state))


class OccurrencePage(Answer):
    """A part of the list of due times."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [OCCURRENCE_EXAMPLE], "next_cursor": None}]})

    items: list[OccurrenceAnswer]
    next_cursor: str | None


_HISTORY: dict[str, Any] = {
    "answer": "taken",
    "corrects": False,
    "taken_at": "2026-11-22T08:02:10Z",
    "snoozed_until": None,
    "answered_by": "person",
    "answered_via": "sms",
    "at": "2026-11-22T08:02:10Z",
}


class GivenAnswer(Answer):
    """One answer to a due time."""

    model_config = ConfigDict(json_schema_extra={"examples": [_HISTORY]})

    answer: DoseAnswer
    corrects: bool = Field(description="Whether it took the place of an answer before.")
    taken_at: datetime | None
    snoozed_until: datetime | None
    answered_by: str | None = Field(description='"person", the id of a contact, or null.')
    answered_via: AnsweredVia
    at: datetime

    @classmethod
    def of(cls, given: RecordedAnswer) -> "GivenAnswer":
        """The public form of an answer."""
        return cls(
            answer=given.answer,
            corrects=given.corrects,
            taken_at=given.taken_at,
            snoozed_until=given.snoozed_until,
            answered_by=given.answered_by,
            answered_via=given.answered_via,
            at=given.created_at,
        )


class GivenAnswers(Answer):
    """Every answer to a due time, oldest first; the last one stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_HISTORY]}]})

    items: list[GivenAnswer]
