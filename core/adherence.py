"""What became of the doses of a range of time, as values. docs/records.md says what counts as what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from core.reminder import Occurrence, Reminder


class DoseResult(StrEnum):
    """How a planned dose ended.

    `late`: taken after it had counted as missed, or said to be then. `missed`: the person was told and said nothing. `unknown`: nothing
    was said and the person was never told, for a fault of ours.
    """

    TAKEN = "taken"
    LATE = "late"
    SKIPPED = "skipped"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseFilter:
    """Which doses are counted: those planned `since`, which is in, and before `until`.

    With `as_needed` also what was taken of medicines that are taken as needed, which nothing plans.
    """

    user_id: UUID
    account_id: UUID
    since: datetime
    until: datetime
    reminder_id: UUID | None = None
    as_needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseCount:
    """How many doses of a reminder ended in one way on a local date."""

    reminder_id: UUID
    on: date
    result: DoseResult
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One dose that has ended, with the reminder that planned it, as it was in the phase of the dose."""

    occurrence: Occurrence
    reminder: Reminder
    result: DoseResult

    @property
    def is_planned(self) -> bool:
        """Whether a plan asked for it, rather than a need."""
        return self.reminder.regimen.as_needed is None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many doses ended in which way."""

    by_result: Mapping[DoseResult, int] = field(default_factory=dict[DoseResult, int])

    def of(self, result: DoseResult) -> int:
        """How many ended so."""
        return self.by_result.get(result, 0)

    @property
    def planned(self) -> int:
        """All that were planned and have ended."""
        return sum(self.by_result.values())

    @property
    def share(self) -> float | None:
        """What was taken in its time, of what was planned; None where nothing was."""
        return self.of(DoseResult.TAKEN) / self.planned if self.planned else None

    def __add__(self, other: "Counts") -> "Counts":
        return Counts({each: total for each in DoseResult if (total := self.of(each) + other.of(each))})


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineAdherence:
    """One medicine, by all its reminders. `days`: by local date, those without a dose left out.

    `as_needed`: how often it was taken as needed, which no plan asks for; it is in none of the counts.
    """

    medicine: str
    reminder_ids: tuple[UUID, ...]
    counts: Counts
    days: Mapping[date, Counts]
    as_needed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """What became of a person's doses in a range of time, by medicine in the order of the alphabet."""

    since: datetime
    until: datetime
    timezone: str
    medicines: tuple[MedicineAdherence, ...]

    @property
    def total(self) -> Counts:
        """All medicines together."""
        return sum((each.counts for each in self.medicines), Counts())

    @property
    def days(self) -> Mapping[date, Counts]:
        """All medicines together, by local date."""
        found: dict[date, Counts] = {}
        for medicine in self.medicines:
            for on, counts in medicine.days.items():
                found[on] = found.get(on, Counts()) + counts
        return dict(sorted(found.items()))
