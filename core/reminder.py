"""Reminders and their due times as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from core.domain import FINAL, UNLIKELY_POISON, Work
from core.escalation import Escalation
from core.regimen import PLAIN, Regimen


class ReminderKind(StrEnum):
    """What is reminded of."""

    MEDICINE = "medicine"
    REMINDER = "reminder"
    VISIT = "visit"  # of a booking, which it follows; `at` is when the visit begins


class ReminderStatus(StrEnum):
    """Whether a reminder still makes due times."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    CANCELLED = "cancelled"


class OccurrenceOutcome(StrEnum):
    """How a due time ended. `reminded`: it was told, and asked for no answer."""

    TAKEN = "taken"
    SKIPPED = "skipped"
    MISSED = "missed"
    REMINDED = "reminded"


class OccurrenceStatus(StrEnum):
    """A due time as its caller sees it: derived from the row, and from its outcome once there is one."""

    PLANNED = "planned"
    DUE = "due"
    SNOOZED = "snoozed"
    TAKEN = "taken"
    SKIPPED = "skipped"
    MISSED = "missed"
    REMINDED = "reminded"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReminder:
    """A reminder about to be stored.

    Wall-clock times are local to `timezone`. Either `at` is set (one exact instant), or `times` are: on `starts_on`
    only where there is no `recurrence` (RFC 5545 RRULE without DTSTART), else on every day that it gives; or the
    `regimen` says when (phases, an interval), or that there are no due times (as needed).

    Attributes:
        subject: the medicine, or what to be reminded of.
        starts_on: the first day.
        ends_on: the last day, if there is one.
        booking_id: of what it reminds, where it is the reminder of a visit.
        critical: told before everything else that is due.
        escalation: who is told when, as long as nobody answers; None: as its person or else everybody has it.
        chain_at: of an interval since taken, when its newest dose comes; the one after it is known with its answer.
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    task_id: UUID | None
    booking_id: UUID | None = None
    kind: ReminderKind
    subject: str
    dosage: str | None = None
    person_name: str | None = None
    location: str | None = None
    timezone: str
    times: tuple[str, ...] = ()
    recurrence: str | None = None
    starts_on: date
    ends_on: date | None = None
    at: datetime | None = None
    critical: bool = False
    regimen: Regimen = PLAIN
    chain_at: datetime | None = None
    escalation: Escalation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(NewReminder):
    """A stored reminder. All its due times up to the instant `planned_until` are stored as occurrences."""

    status: ReminderStatus
    planned_until: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One due time of a reminder; (reminder, local date, slot) is its identity, whatever the clocks do.

    Attributes:
        slot: the wall-clock time "HH:MM" of the plan, or "at" for one exact instant; of what comes after elapsed time
            "HH:MM again" where the clock shows that time for the second time that day.
        at: the instant.
        phase: which phase of the regimen it belongs to, from 0 on, where there are any. A day has one phase, so it is
            no part of the identity: an edit of the phases must not give the dose of 8 a second time.
    """

    on: date
    slot: str
    at: datetime
    phase: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence(Work):
    """One due time as durable work, with what its reminder says.

    Attributes:
        told_at: when the person was first told.
        answered_via: one of `AnsweredVia`.
        answered_by: "person", the id of a contact, or None where nobody has said who.
        taken_at: when the medicine was taken, where it was.
        stock_used: how much it took off the stock, where somebody counts it.
        ladder_from: from when the rungs of its ladder count.
        rung: how many of them are behind it.
        steps: what each rung did: `tell`, `at`, `skipped` (why nobody was told).
    """

    most_lost_leases = UNLIKELY_POISON

    reminder_id: UUID
    user_id: UUID
    local_date: date
    slot: str
    phase: int | None = None
    critical: bool = False
    scheduled_for: datetime
    due_at: datetime | None
    told_at: datetime | None
    snoozed_until: datetime | None
    outcome: OccurrenceOutcome | None
    answered_at: datetime | None
    answered_via: str | None
    answered_by: str | None = None
    taken_at: datetime | None = None
    stock_used: Decimal | None = None
    ladder_from: datetime | None = None
    rung: int = 0
    steps: tuple[Mapping[str, str | None], ...] = ()

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is told of it."""
        return self.status in FINAL

    @property
    def log_fields(self) -> dict[str, str]:
        return {"occurrence_id": str(self.id), "reminder_id": str(self.reminder_id)}


DueTimes = Sequence[Due]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderFilter:
    """What a list of reminders is narrowed to."""

    status: ReminderStatus | None = None
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceFilter:
    """What a list of due times is narrowed to; `since` is in, `until` is not."""

    user_id: UUID | None = None
    reminder_id: UUID | None = None
    status: OccurrenceStatus | None = None
    since: datetime | None = None
    until: datetime | None = None
