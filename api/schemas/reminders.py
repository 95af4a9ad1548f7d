"""Reminders."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import MISSING, ConfigDict, Field, StringConstraints, model_validator

from api.schemas.common import Answer, Name, RequestBody, Timezone
from api.schemas.plans import Day, Instant, Recurrence, Times
from api.schemas.regimens import AsNeededBody, CycleBody, IntervalBody, PhaseAnswer, PhaseBody, TieAnswer, TieBody
from core.escalation import Escalation
from core.reminder import Due, Reminder, ReminderKind, ReminderStatus
from core.when import to_local

Subject = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Phases = Annotated[tuple[PhaseBody, ...], Field(max_length=24)]
Ties = Annotated[tuple[TieBody, ...], Field(max_length=8)]

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
    "critical": False,
    "escalation": None,
    "cycle": None,
    "interval": None,
    "phases": [],
    "as_needed": None,
    "tied_to": [],
    "status": "active",
    "created_at": "2026-11-21T09:30:00Z",
    "updated_at": "2026-11-21T09:30:00Z",
}


_PARTS = ("cycle", "interval", "as_needed")
_LISTS = ("phases", "tied_to")


class _Plan(RequestBody):
    """What a body says of a regimen, as the rooms within know it."""

    def plan_fields(self, names: set[str]) -> dict[str, Any]:
        """The named fields with their values."""
        values: dict[str, Any] = {}
        for name in names:
            said = getattr(self, name)
            if name in _PARTS:
                values[name] = said.value() if said else None
            elif name in _LISTS:
                values[name] = tuple(each.value() for each in said or ())
            else:
                values[name] = said
        return values


class ReminderBody(_Plan):
    """A reminder. It comes in one of these ways, and it is never guessed which:

    at `times` (or `tied_to` meals and bedtime) on the days of `recurrence`, or on `starts_on` alone; the same with a
    `cycle` of days on and off; after an `interval` from the one of `times` on; in `phases`; `at` one exact instant; or only
    `as_needed`, which has no due times.
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
                {
                    "kind": "medicine",
                    "subject": "prednisolone",
                    "phases": [
                        {"days": 7, "times": ["08:00", "20:00"], "recurrence": "FREQ=DAILY"},
                        {"times": ["08:00"], "recurrence": "FREQ=DAILY"},
                    ],
                },
                {
                    "kind": "medicine",
                    "subject": "paracetamol",
                    "as_needed": {"min_gap_minutes": 240, "max_per_day": 4},
                },
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
    critical: bool = Field(default=False, description="Told before everything else that is due at the same time.")
    escalation: Escalation | None = Field(
        default=None,
        description="Who is told when, as long as nobody answers; absent: as the user has it, or the usual.",
    )
    cycle: CycleBody | None = None
    interval: IntervalBody | None = None
    phases: Phases = ()
    as_needed: AsNeededBody | None = None
    tied_to: Ties = ()

    @model_validator(mode="after")
    def _check_plan(self) -> "ReminderBody":
        kinds = [self.at, self.times or self.tied_to, self.phases, self.as_needed]
        if sum(bool(each) for each in kinds) != 1:
            raise ValueError(
                "A reminder has one of `times` (with or without `tied_to`), `phases`, `as_needed` and `at`."
            )
        if self.at is not None and (self.recurrence or self.starts_on or self.ends_on or self.cycle or self.interval):
            raise ValueError("What comes `at` one instant has no recurrence, starts_on, ends_on, cycle or interval.")
        if (self.phases or self.as_needed) and (self.recurrence or self.cycle or self.interval):
            raise ValueError("`phases` and `as_needed` go without `recurrence`, `cycle` and `interval`.")
        if self.interval and (self.recurrence or self.cycle or self.tied_to):
            raise ValueError(
                "An `interval` goes with one time in `times`, without `recurrence`, `cycle` and `tied_to`."
            )
        says_how_often = self.at or self.recurrence or self.starts_on or self.interval or self.phases or self.as_needed
        if self.kind is ReminderKind.MEDICINE and not says_how_often:
            raise ValueError("Say how often: `recurrence`, such as FREQ=DAILY, or `starts_on` for a single day.")
        return self


class ReminderChange(_Plan):
    """Fields of a reminder to be changed; absent ones stay. What says when it comes takes the place of what said so before:
    `times`, `tied_to`, `phases`, `as_needed` and `at` rule each other out.
    """

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
    critical: bool | MISSING = MISSING
    escalation: Escalation | None = None
    cycle: CycleBody | None = None
    interval: IntervalBody | None = None
    phases: Phases | None = None
    as_needed: AsNeededBody | None = None
    tied_to: Ties | None = None

    @model_validator(mode="after")
    def _check_plan(self) -> "ReminderChange":
        said = {name for name in self.model_fields_set if getattr(self, name) not in (None, ())}
        others = {"times", "recurrence", "starts_on", "ends_on", "cycle", "interval", "phases", "as_needed", "tied_to"}
        if "at" in said and others & self.model_fields_set:
            raise ValueError("What comes `at` one instant has no times, recurrence, starts_on or ends_on.")
        for name in ("phases", "as_needed"):
            if name in said and (others - {name, "starts_on", "ends_on"}) & said:
                raise ValueError(f"`{name}` go without `times`, `recurrence` and the like; say one of them.")
        if "interval" in said and said & {"recurrence", "cycle", "tied_to"}:
            raise ValueError(
                "An `interval` goes with one time in `times`, without `recurrence`, `cycle` and `tied_to`."
            )
        return self


class ReminderMove(RequestBody):
    """Reminders that come by the wall clock of one zone, and the zone by whose clock they are to come."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"from_timezone": "Europe/London", "to_timezone": "America/New_York"}]}
    )

    user_id: UUID | None = Field(default=None, description="Whose; the account's default user where absent.")
    from_timezone: Timezone
    to_timezone: Timezone


class ReminderList(Answer):
    """Reminders, all of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE]}]})

    items: list["ReminderAnswer"]


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
    critical: bool
    escalation: Escalation | None = Field(description="Null: as the user has it, or the usual.")
    cycle: CycleBody | None
    interval: IntervalBody | None
    phases: list[PhaseAnswer]
    as_needed: AsNeededBody | None
    tied_to: list[TieAnswer]
    status: ReminderStatus
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, reminder: Reminder) -> "ReminderAnswer":
        """The reminder with its regimen spread out."""
        values = {field: getattr(reminder, field) for field in cls.model_fields if hasattr(reminder, field)}
        return cls.model_validate({**values, **asdict(reminder.regimen)})


class ReminderPage(Answer):
    """A part of the list of reminders."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "next_cursor": None}]})

    items: list[ReminderAnswer]
    next_cursor: str | None


_DUE_EXAMPLE: dict[str, Any] = {
    "at": "2026-11-22T08:00:00Z",
    "local": "2026-11-22T08:00:00+00:00",
    "date": "2026-11-22",
    "slot": "08:00",
    "phase": None,
}


class DueAnswer(Answer):
    """One due time to come: the instant, and what the wall clock shows then."""

    model_config = ConfigDict(
        title="Due",
        from_attributes=True,
        json_schema_extra={"examples": [_DUE_EXAMPLE]},
    )

    at: datetime = Field(description="The instant, in UTC.")
    local: str = Field(description="What the clock on the wall shows then, with its offset.")
    date: str
    slot: str = Field(description='The time of the plan, or "at" for one exact instant.')
    phase: int | None = Field(description="Which of the `phases` it belongs to, from 0 on.")

    @classmethod
    def of(cls, due: Due, *, timezone: str) -> "DueAnswer":
        """A due time as a caller sees it."""
        local = to_local(due.at, timezone).isoformat(timespec="seconds")
        return cls(at=due.at, local=local, date=due.on.isoformat(), slot=due.slot, phase=due.phase)


class DueList(Answer):
    """The next due times of a reminder."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_DUE_EXAMPLE]}]})

    items: list[DueAnswer]
