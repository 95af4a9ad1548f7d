"""Reminders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import FINAL
from core.errors import NotFoundError
from core.escalation import escalation_json, read_escalation
from core.regimen import read_regimen, regimen_json
from core.reminder import NewReminder, Reminder, ReminderFilter, ReminderKind, ReminderStatus
from repositories.dispatch import is_among_given
from repositories.models import OccurrenceRow, ReminderRow
from repositories.rows import columns_of, fetch_page, fields_of, table_of
from repositories.sealed import owned, read_sealed

_REMINDERS = table_of(ReminderRow)
_OCCURRENCES = table_of(OccurrenceRow)
_AMONG = select(_REMINDERS).where(is_among_given(_REMINDERS.c.id, "wanted"))


class ReminderRepository:
    """Questions about reminders."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(
        self,
        reminder: NewReminder,
        *,
        planned_until: datetime | None = None,
        status: ReminderStatus = ReminderStatus.ACTIVE,
    ) -> Reminder | None:
        """Store a reminder; None where its task, or its booking, has one already, which stays as it is."""
        values = {**columns_of(reminder), "regimen": regimen_json(reminder.regimen)}
        values["escalation"] = escalation_json(reminder.escalation)
        values |= {"planned_until": planned_until, "status": status}
        statement = insert(_REMINDERS).values(owned(_REMINDERS, reminder.id, values)).on_conflict_do_nothing()
        row = (await self._session.execute(statement.returning(*_REMINDERS.c))).mappings().one_or_none()
        return _to_reminder(row) if row else None

    async def hold_user(self, user_id: UUID) -> None:
        """Let no other transaction that asks for the same go on until this one ends: twice said is once stored."""
        await self._session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"reminders {user_id}", 0)))
        )

    async def find_of_booking(self, booking_id: UUID) -> Reminder | None:
        """The reminder of the visit, holding its row until the transaction ends."""
        statement = select(_REMINDERS).where(_REMINDERS.c.booking_id == booking_id).with_for_update()
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_reminder(row) if row else None

    async def find_by_task(self, task_id: UUID) -> Reminder | None:
        """The reminder that this task made."""
        statement = select(_REMINDERS).where(_REMINDERS.c.task_id == task_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_reminder(row) if row else None

    async def get(self, reminder_id: UUID, *, account_id: UUID) -> Reminder:
        """Raises NotFoundError where the account has no such reminder."""
        statement = select(_REMINDERS).where(*_mine(reminder_id, account_id))
        return _found((await self._session.execute(statement)).mappings().one_or_none(), reminder_id)

    async def get_locked(self, reminder_id: UUID, *, account_id: UUID) -> Reminder:
        """As `get`, holding the row until the transaction ends."""
        statement = select(_REMINDERS).where(*_mine(reminder_id, account_id)).with_for_update()
        return _found((await self._session.execute(statement)).mappings().one_or_none(), reminder_id)

    async def list_by_id(self, ids: Collection[UUID]) -> dict[UUID, Reminder]:
        """Those of these that there are."""
        found = await self._session.execute(_AMONG, {"wanted": list(ids)})
        return {row["id"]: _to_reminder(row) for row in found.mappings()}

    async def list_page(
        self, narrowed: ReminderFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[Reminder]:
        """Reminders of the account, newest first."""
        statement = select(_REMINDERS).where(_REMINDERS.c.account_id == account_id)
        for name, value in asdict(narrowed).items():
            if value is not None:
                statement = statement.where(_REMINDERS.c[name] == value)
        rows = await fetch_page(self._session, statement, table=_REMINDERS, before=before, limit=limit)
        return [_to_reminder(row) for row in rows]

    async def list_of_user(self, user_id: UUID, *, account_id: UUID, limit: int = 500) -> list[Reminder]:
        """The reminders that a user has asked for and that are active or paused, newest first; none of visits."""
        c = _REMINDERS.c
        living = c.status.in_([ReminderStatus.ACTIVE, ReminderStatus.PAUSED])
        statement = select(_REMINDERS).where(c.user_id == user_id, c.account_id == account_id, living)
        statement = statement.where(c.kind != ReminderKind.VISIT)
        rows = (await self._session.execute(statement.order_by(c.id.desc()).limit(limit))).mappings()
        return [_to_reminder(row) for row in rows]

    async def change(self, reminder_id: UUID, changes: Mapping[str, Any]) -> Reminder:
        """Write the named columns of a reminder that is held."""
        c = _REMINDERS.c
        if "regimen" in changes:
            changes = {**changes, "regimen": regimen_json(changes["regimen"])}
        if "escalation" in changes:
            changes = {**changes, "escalation": escalation_json(changes["escalation"])}
        statement = update(_REMINDERS).where(c.id == reminder_id)
        written = owned(_REMINDERS, reminder_id, changes)
        statement = statement.values({**written, "version": c.version + 1, "updated_at": func.now()})
        return _to_reminder((await self._session.execute(statement.returning(*c))).mappings().one())

    async def pick_to_plan(self, *, before: datetime, limit: int) -> Sequence[Reminder]:
        """Active reminders that are planned no further than `before`, held; others' picks are left out."""
        c = _REMINDERS.c
        statement = (
            select(_REMINDERS)
            .where(c.status == ReminderStatus.ACTIVE, c.planned_until < before)
            .order_by(c.planned_until)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_to_reminder(row) for row in (await self._session.execute(statement)).mappings()]

    async def pick_chains(self, *, now: datetime, limit: int) -> Sequence[Reminder]:
        """Active reminders of an interval since taken whose newest dose has come and ended, held; others' picks left out."""
        c = _REMINDERS.c
        waits = exists().where(
            _OCCURRENCES.c.reminder_id == c.id,
            _OCCURRENCES.c.outcome.is_(None),
            _OCCURRENCES.c.status.not_in(list(FINAL)),
        )
        statement = (
            select(_REMINDERS)
            .where(c.status == ReminderStatus.ACTIVE, c.chain_at <= now, ~waits)
            .order_by(c.chain_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_to_reminder(row) for row in (await self._session.execute(statement)).mappings()]

    async def mark_planned(self, reminder_id: UUID, until: datetime | None, *, status: ReminderStatus) -> None:
        """Write how far a reminder is planned; changes nothing that its person said, so the version stays."""
        statement = update(_REMINDERS).where(_REMINDERS.c.id == reminder_id)
        await self._session.execute(statement.values(planned_until=until, status=status))

    async def mark_chained(self, reminder_id: UUID, at: datetime) -> None:
        """Write when the newest dose of an interval since taken comes; the version stays, as in `mark_planned`."""
        statement = update(_REMINDERS).where(_REMINDERS.c.id == reminder_id)
        await self._session.execute(statement.values(planned_until=None, chain_at=at, status=ReminderStatus.ACTIVE))


def _mine(reminder_id: UUID, account_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (_REMINDERS.c.id == reminder_id, _REMINDERS.c.account_id == account_id)


def _found(row: RowMapping | None, reminder_id: UUID) -> Reminder:
    if row is None:
        raise NotFoundError(f"There is no reminder {reminder_id}.")
    return _to_reminder(row)


def _to_reminder(row: RowMapping) -> Reminder:
    read = {"regimen": read_regimen(read_sealed(row, "regimen")), "escalation": read_escalation(row["escalation"])}
    return Reminder(**fields_of(row, Reminder, **read))
