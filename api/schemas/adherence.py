"""What became of doses."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer
from core.adherence import Adherence, Counts, DoseResult, MedicineAdherence

_COUNTS: dict[str, Any] = {
    "planned": 14,
    "taken": 12,
    "late": 1,
    "skipped": 0,
    "missed": 1,
    "unknown": 0,
    "taken_share": 0.8571,
}
_EXAMPLE: dict[str, Any] = {
    "user_id": "0193a0c4-1111-7aaa-8bbb-222222222222",
    "timezone": "Europe/London",
    "since": "2026-11-16T00:00:00Z",
    "until": "2026-11-23T00:00:00Z",
    "medicines": [
        {
            **_COUNTS,
            "medicine": "blood pressure pills",
            "reminder_ids": ["0193a0c4-9999-7aaa-8bbb-aaaaaaaaaaaa"],
            "as_needed": 0,
            "days": [{"date": "2026-11-16", **_COUNTS, "planned": 2, "taken": 1, "missed": 0, "taken_share": 0.5}],
        }
    ],
    "total": _COUNTS,
}


class CountsAnswer(Answer):
    """How many doses ended in which way. `planned` is their sum; what is still to come or waits is not in it."""

    planned: int
    taken: int = Field(description="Said in its time.")
    late: int = Field(description="Taken, but said after it had counted as missed.")
    skipped: int
    missed: int = Field(description="Told, and nothing was said.")
    unknown: int = Field(description="Nothing was said, and the person was never told.")
    taken_share: float | None = Field(description="`taken` of `planned`, 0 to 1; null where nothing was planned.")

    @staticmethod
    def values_of(counts: Counts) -> dict[str, Any]:
        """The fields of this answer."""
        share = None if counts.share is None else round(counts.share, 4)
        by_result = {each.value: counts.of(each) for each in DoseResult}
        return {"planned": counts.planned, **by_result, "taken_share": share}


class DayCountsAnswer(CountsAnswer):
    """One local date."""

    date: date


class MedicineAnswer(CountsAnswer):
    """One medicine, by all its reminders."""

    medicine: str
    reminder_ids: list[UUID]
    as_needed: int = Field(description="How often it was taken as needed, which is in none of the counts.")
    days: list[DayCountsAnswer] = Field(description="Days without a dose are left out.")

    @classmethod
    def of(cls, found: MedicineAdherence) -> "MedicineAnswer":
        """The public form."""
        days = [DayCountsAnswer(date=on, **CountsAnswer.values_of(counts)) for on, counts in found.days.items()]
        return cls(
            medicine=found.medicine,
            reminder_ids=list(found.reminder_ids),
            as_needed=found.as_needed,
            days=days,
            **CountsAnswer.values_of(found.counts),
        )


class AdherenceAnswer(Answer):
    """What became of a person's doses between `since`, which is in, and `until`, which is not."""

    model_config = ConfigDict(title="Adherence", json_schema_extra={"examples": [_EXAMPLE]})

    user_id: UUID
    timezone: str
    since: datetime
    until: datetime
    medicines: list[MedicineAnswer]
    total: CountsAnswer

    @classmethod
    def of(cls, found: Adherence, *, user_id: UUID) -> "AdherenceAnswer":
        """The public form."""
        return cls(
            user_id=user_id,
            timezone=found.timezone,
            since=found.since,
            until=found.until,
            medicines=[MedicineAnswer.of(each) for each in found.medicines],
            total=CountsAnswer(**CountsAnswer.values_of(found.total)),
        )
