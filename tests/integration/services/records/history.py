"""Doses of the past as rows, whatever became of them, and what they add up to, counted by hand."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from core.domain import FINAL, Queue, TaskStatus
from core.ids import make_id
from core.reminder import NewReminder, Reminder, ReminderKind
from repositories.database import Database
from repositories.models import OccurrenceRow
from tests.integration.house import House

FATES: dict[str, tuple[TaskStatus, str | None, bool]] = {
    # what it counts as, or why it does not: the row's state, its outcome, whether the person was told
    "taken": (TaskStatus.COMPLETED, "taken", True),
    "taken early": (TaskStatus.COMPLETED, "taken", False),
    "late": (TaskStatus.EXPIRED, "taken", True),
    "late, given up before": (TaskStatus.FAILED, "taken", False),
    "skipped": (TaskStatus.COMPLETED, "skipped", True),
    "missed": (TaskStatus.EXPIRED, "missed", True),
    "missed, given up": (TaskStatus.FAILED, None, True),
    "unknown": (TaskStatus.EXPIRED, "missed", False),
    "unknown, given up": (TaskStatus.FAILED, None, False),
    "- cancelled": (TaskStatus.CANCELLED, None, True),
    "- planned": (TaskStatus.SCHEDULED, None, False),
    "- waiting": (TaskStatus.SCHEDULED, None, True),
    "- told": (TaskStatus.COMPLETED, "reminded", True),
}


class Lived(NamedTuple):
    medicine: str
    kind: ReminderKind
    at: datetime
    on: date
    fate: str

    @property
    def counts_as(self) -> str | None:
        """The word of the answer; None where it is not counted."""
        known = self.fate.split(",")[0].removesuffix(" early")
        return None if self.fate.startswith("-") or self.kind is not ReminderKind.MEDICINE else known


@dataclass
class History:
    house: House
    database: Database
    lived: list[Lived] = field(default_factory=list[Lived])

    async def add_reminder(self, subject: str = "aspirin", **changed: Any) -> Reminder:
        base = NewReminder(
            id=make_id(),
            account_id=self.house.account_id,
            user_id=self.house.user_id,
            task_id=None,
            kind=ReminderKind.MEDICINE,
            subject=subject,
            timezone="Europe/London",
            times=("08:00",),
            recurrence="FREQ=DAILY",
            starts_on=date(2026, 1, 1),
        )
        async with self.house.unit_of_work() as unit:
            added = await unit.reminders.add(replace(base, **changed))
        assert added is not None
        return added

    async def live(self, reminder: Reminder, at: datetime, fate: str, **values: Any) -> UUID:
        """One dose and what became of it; answers its id."""
        status, outcome, told = FATES[fate]
        on = at.astimezone(ZoneInfo(reminder.timezone)).date()
        answered = at + timedelta(minutes=5) if outcome in {"taken", "skipped"} else None
        row: dict[str, Any] = {
            "id": make_id(),
            "account_id": reminder.account_id,
            "user_id": reminder.user_id,
            "reminder_id": reminder.id,
            "queue": Queue.REMINDER,
            "status": status,
            "max_attempts": 20,
            "local_date": on,
            "slot": f"{at.astimezone(ZoneInfo(reminder.timezone)):%H:%M}",
            "scheduled_for": at,
            "completed_at": at + timedelta(hours=1) if status in FINAL else None,
            "told_at": at + timedelta(seconds=1) if told else None,
            "outcome": outcome,
            "answered_at": answered,
            "answered_via": "words" if answered else None,
            **values,
        }
        async with self.database.transaction() as session:
            await session.execute(insert(OccurrenceRow).values(row))
        self.lived.append(Lived(reminder.subject, reminder.kind, at, on, fate))
        return row["id"]

    async def live_at_random(self, *, seed: int, days: int = 40, end: datetime) -> None:
        """Some weeks of several medicines and a plain reminder, with every fate."""
        chance = random.Random(seed)
        kinds = [("Aspirin", ReminderKind.MEDICINE), ("aspirin", ReminderKind.MEDICINE)]
        kinds += [("insulin", ReminderKind.MEDICINE), ("call my son", ReminderKind.REMINDER)]
        for number, (subject, kind) in enumerate(kinds):
            reminder = await self.add_reminder(subject, kind=kind)
            for day in range(days):
                if chance.random() < 0.8:
                    at = end - timedelta(days=day, hours=number + 1)
                    await self.live(reminder, at, chance.choice(list(FATES)))

    def count(self, *, since: datetime, until: datetime) -> dict[str, Counter[str]]:
        """What became of the doses of each medicine, from what the test itself wrote down."""
        found: dict[str, Counter[str]] = {}
        for each in self.lived:
            if each.counts_as and since <= each.at < until:
                found.setdefault(each.medicine.casefold(), Counter())[each.counts_as] += 1
        return found
