"""What somebody looks back on, as it was stored long ago: due times and their answers, reminders, bookings, notes, venues."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from core.domain import Repeat
from core.ids import make_id
from core.retention import HISTORY
from tests.integration.services.archive import Archive, id_from

KEEP_HISTORY = timedelta(days=365)
LONG_AGO = timedelta(days=400)
_STATES = {"queue": "reminder", "max_attempts": 20}


def ago(age: timedelta) -> datetime:
    return datetime.now(UTC) - age


@dataclass
class Past:
    """Everything it adds is over; `age` says for how long."""

    archive: Archive

    async def purge(self, *, batch: int = 100) -> int:
        """One round; answers how many batches it took."""
        return await self.archive.purge(batch=batch, keep_history=KEEP_HISTORY)

    async def count(self) -> dict[str, int]:
        """Rows by table."""
        return {table: await self.archive.ask(f"SELECT count(*) FROM {table}") for table in HISTORY}

    async def ids(self, table: str) -> set[UUID]:
        return await self.archive.list_ids(f"SELECT id FROM {table}")

    async def add_reminder(self, *, age: timedelta = LONG_AGO, **columns: Any) -> UUID:
        values = {"kind": "medicine", "subject": "aspirin", "timezone": "UTC", "status": "ended", "times": '["08:00"]'}
        values |= {"starts_on": date(2020, 1, 1), "created_at": ago(age), "updated_at": ago(age)}
        return await self.insert("reminders", age, **{**values, **columns})

    async def add_dose(self, reminder_id: UUID, *, age: timedelta = LONG_AGO, **columns: Any) -> UUID:
        """A due time that was told and answered."""
        at = ago(age)
        values = {**_STATES, "status": "completed", "reminder_id": reminder_id, "outcome": "taken", "slot": "08:00"}
        values |= {"local_date": at.date(), **dict.fromkeys(("scheduled_for", "told_at", "answered_at"), at)}
        values |= {"completed_at": at, "created_at": at, "updated_at": at}
        dose_id = await self.insert("occurrences", age, **{**values, **columns})
        await self.archive.run(
            "INSERT INTO occurrence_answers (id, occurrence_id, answer, corrects, answered_via) "
            "VALUES (:own, :id, 'taken', false, 'api')",
            own=id_from(age),
            id=dose_id,
        )
        return dose_id

    async def add_booking(self, venue_id: UUID, *, age: timedelta = LONG_AGO, **columns: Any) -> UUID:
        values = {"venue_id": venue_id, "effect_key": make_id().hex, "reference": "R", "status": "confirmed"}
        values |= {"party_size": 2, "starts_at": ago(age) - timedelta(hours=2), "ends_at": ago(age)}
        values |= {"created_at": ago(age), "updated_at": ago(age)}
        return await self.insert("bookings", age, **{**values, **columns})

    async def add_note(self, *, age: timedelta = LONG_AGO, **columns: Any) -> UUID:
        values = {"kind": "activity", "text": "a walk", "created_at": ago(age)}
        return await self.insert("notes", age, **{**values, **columns})

    async def add_venue(self, *, age: timedelta = LONG_AGO, **columns: Any) -> UUID:
        """One that was removed so long ago."""
        venue_id = (await self.archive.house.add_venue(name=make_id().hex)).id
        given = ", ".join(f"{name} = :{name}" for name in ("id", "removed_at", *columns))
        new_id = id_from(age)
        values = {"id": new_id, "removed_at": ago(age), **columns}
        await self.archive.run(f"UPDATE venues SET {given} WHERE id = :old", old=venue_id, **values)
        return new_id

    async def add_message(self, *, table: str = "notifications", **columns: Any) -> UUID:
        """A message that ended a moment ago."""
        at = ago(timedelta(0))
        values: dict[str, Any] = {"status": "completed", "completed_at": at, "max_attempts": 10}
        if table == "notifications":
            values |= {"queue": "notification", "key": make_id().hex, "topic": "message", "recipient": "Anna"}
            values |= {"channels": "[]", "subject": "", "text": "Hello", "repeat": Repeat.NEVER.value}
        else:
            values |= {"queue": "webhook", "url": "https://receiver.example", "type": "booking.changed", "body": "{}"}
        return await self.insert(table, timedelta(0), **{**values, **columns})

    async def insert(self, table: str, age: timedelta, **columns: Any) -> UUID:
        """A row with an id of its time."""
        house = self.archive.house
        values = {"id": id_from(age), "account_id": house.account_id, "user_id": house.user_id, **columns}
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        await self.archive.run(f"INSERT INTO {table} ({names}) VALUES ({marks})", **values)
        return values["id"]
