"""Reminders."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import MISSING, AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from api.schemas.common import Answer, Name, RequestBody, Timezone
from core.reminder import ReminderKind, ReminderStatus
from services.reminder.recurrence import check_rule

_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)


def _only_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("This is text in ISO 8601, such as 2026-11-21 or 2026-11-21T09:30:00Z.")
    return value


def _check_day(value: date) -> date:
    if not _EARLIEST <= value <= _LATEST:
        raise ValueError(f"A day lies between {_EARLIEST} and {_LATEST}.")
    return value


def check_instant(value: datetime) -> datetime:
    """Refuses instants without offset, and those that no zone can show."""
    if value.tzinfo is None:
        raise ValueError("An instant has an offset, such as 2026-11-21T09:30:00Z.")
    if not datetime(2000, 1, 1, tzinfo=UTC) <= value <= datetime(2200, 1, 1, tzinfo=UTC):
        raise ValueError("An instant lies between the years 2000 and 2200.")
    return value


def _check_times(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


Clock = Annotated[
    str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), Field(examples=["08:00"], description="HH:MM.")
]
Times = Annotated[
    tuple[Clock, ...],
    Field(max_length=24, description="Times of day on the wall clock of `timezone`."),
    AfterValidator(_check_times),
]
Recurrence = Annotated[
    str,
    StringConstraints(min_length=6, max_length=200),
    AfterValidator(check_rule),
    Field(
        description="RRULE of RFC 5545 without DTSTART; its days, each with all of `times`.", examples=["FREQ=DAILY"]
    ),
]
Day = Annotated[date, BeforeValidator(_only_text), AfterValidator(_check_day)]
Instant = Annotated[datetime, BeforeValidator(_only_text), AfterValidator(check_instant)]
Subject = Annotated[str, StringConstraints(min_length=1, max_length=500)]

_EXAMPLE: dict[str, Any] = {
    "id": "0193a0c4-9999-7aaa-8bbb-aaaaaaaaaaaa",
    "user_id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "task_id": None,
    "booking_id": None,
    "kind": "medicine",
    "subject": "blood pressure pills",
    "dosage": "2 tablets",
    "person_name": None,
    "location": None,
    "timezone": "Europe/London",
    "times": ["08:00"],
    "recurrence": "FREQ=DAILY",
    "starts_on": "2026-11-22",
    "ends_on": None,
    "at": None,
    "status": "active",
    "created_at": "2026-11-21T09:30:00Z",
    "updated_at": "2026-11-21T09:30:00Z",
}


class ReminderBody(RequestBody):
    """A reminder: at `times`, on the days of `recurrence` or on `starts_on` alone; or `at` one exact instant.

    The frequency of a medicine is never guessed: it has `recurrence`, `starts_on` or `at`.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "medicine",
                    "subject": "blood pressure pills",
                    "dosage": "2 tablets",
                    "times": ["08:00"],
                    "recurrence": "FREQ=DAILY",
                },
                {"subject": "Call the plumber", "times": ["15:00"], "starts_on": "2027-03-01"},
            ]
        }
    )

    user_id: UUID | None = Field(default=None, description="Whom to remind; the account's default user where absent.")
    kind: Literal[ReminderKind.MEDICINE, ReminderKind.REMINDER] = ReminderKind.REMINDER
    subject: Subject = Field(description="The medicine, or what to be reminded of.")
    dosage: Name | None = None
    person_name: Name | None = None
    location: Name | None = None
    timezone: Timezone | None = Field(default=None, description="The user's where absent.")
    times: Times = ()
    recurrence: Recurrence | None = None
    starts_on: Day | None = Field(default=None, description="The first day; where absent the first that is to come.")
    ends_on: Day | None = Field(default=None, description="The last day.")
    at: Instant | None = Field(default=None, description="One exact instant, instead of times of day.")

    @model_validator(mode="after")
    def _check_plan(self) -> "ReminderBody":
        if (self.at is None) == (not self.times):
            raise ValueError("A reminder has either `times` or `at`.")
        if self.at is not None and (self.recurrence or self.starts_on or self.ends_on):
            raise ValueError("What comes `at` one instant has no recurrence, starts_on or ends_on.")
        if self.kind is ReminderKind.MEDICINE and not (self.at or self.recurrence or self.starts_on):
            raise ValueError("Say how often: `recurrence`, such as FREQ=DAILY, or `starts_on` for a single day.")
        return self


class ReminderChange(RequestBody):
    """Fields of a reminder to be changed; absent ones stay. `times` take the place of `at`, and `at` that of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"times": ["09:00"]}]})

    subject: Subject | MISSING = MISSING
    dosage: Name | None = None
    person_name: Name | None = None
    location: Name | None = None
    timezone: Timezone | MISSING = MISSING
    times: Annotated[Times, Field(min_length=1)] | MISSING = MISSING
    recurrence: Recurrence | None = None
    starts_on: Day | MISSING = MISSING
    ends_on: Day | None = None
    at: Instant | MISSING = MISSING

    @model_validator(mode="after")
    def _check_plan(self) -> "ReminderChange":
        others = {"times", "recurrence", "starts_on", "ends_on"} & self.model_fields_set
        if "at" in self.model_fields_set and others:
            raise ValueError("What comes `at` one instant has no times, recurrence, starts_on or ends_on.")
        return self


class ReminderAnswer(Answer):
    """A reminder. Wall-clock values are local to `timezone`."""

    model_config = ConfigDict(title="Reminder", from_attributes=True, json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    user_id: UUID
    task_id: UUID | None
    booking_id: UUID | None = Field(description="The booking that it follows, where it is the reminder of a visit.")
    kind: ReminderKind
    subject: str
    dosage: str | None
    person_name: str | None
    location: str | None
    timezone: str
    times: list[str]
    recurrence: str | None
    starts_on: date
    ends_on: date | None
    at: datetime | None
    status: ReminderStatus
    created_at: datetime
    updated_at: datetime


class ReminderPage(Answer):
    """A part of the list of reminders."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "next_cursor": None}]})

    items: list[ReminderAnswer]
    next_cursor: str | None


_DUE_EXAMPLE: dict[str, Any] = {"at": "2026-11-22T08:00:00Z", "date": "2026-11-22", "slot": "08:00"}


class DueAnswer(Answer):
    """One due time to come: the instant, and what the wall clock shows then."""

    model_config = ConfigDict(
        title="Due",
        from_attributes=True,
        json_schema_extra={"examples": [_DUE_EXAMPLE]},
    )

    at: datetime
    date: str
    slot: str = Field(description='The time of the plan, or "at" for one exact instant.')


class DueList(Answer):
    """The next due times of a reminder."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_DUE_EXAMPLE]}]})

    items: list[DueAnswer]
