"""Occurrences: the due times of reminders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    RowMapping,
    Select,
    SmallInteger,
    and_,
    bindparam,
    case,
    column,
    delete,
    func,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import FINAL, Queue, TaskStatus
from core.errors import NotFoundError
from core.ids import make_id
from core.reminder import Due, Occurrence, OccurrenceFilter, OccurrenceOutcome, OccurrenceStatus, Reminder
from repositories.dispatch import is_among
from repositories.durable_work import DurableWorkRepository
from repositories.models import OccurrenceRow
from repositories.rows import fetch_page, fields_of, json_rows, recordset, table_of

_OCCURRENCES = table_of(OccurrenceRow)
_MAX_ATTEMPTS = 20
_c = _OCCURRENCES.c
_OPEN = and_(_c.outcome.is_(None), _c.status.not_in([TaskStatus.CANCELLED, TaskStatus.FAILED]))
_WITH_STATUS: Mapping[OccurrenceStatus, ColumnElement[bool]] = {
    OccurrenceStatus.TAKEN: _c.outcome == OccurrenceOutcome.TAKEN,
    OccurrenceStatus.SKIPPED: _c.outcome == OccurrenceOutcome.SKIPPED,
    OccurrenceStatus.MISSED: or_(
        _c.outcome == OccurrenceOutcome.MISSED, and_(_c.outcome.is_(None), _c.status == TaskStatus.FAILED)
    ),
    OccurrenceStatus.REMINDED: _c.outcome == OccurrenceOutcome.REMINDED,
    OccurrenceStatus.CANCELLED: and_(_c.outcome.is_(None), _c.status == TaskStatus.CANCELLED),
    OccurrenceStatus.PLANNED: and_(_OPEN, _c.told_at.is_(None)),
    OccurrenceStatus.SNOOZED: and_(_OPEN, _c.told_at.is_not(None), _c.snoozed_until.is_not(None)),
    OccurrenceStatus.DUE: and_(_OPEN, _c.told_at.is_not(None), _c.snoozed_until.is_(None)),
}
"""`status_of` in SQL; a test holds them together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNote:
    """What one step of a ladder did.

    Attributes:
        told_at: when the person was told on their own channels, where this step did that.
        ladder_from: from when the rungs count.
        rung: how many of them are behind it.
        step: what is kept of a rung.
    """

    id: UUID
    told_at: datetime | None
    ladder_from: datetime | None
    rung: int
    step: Mapping[str, str | None] | None = None


_STEPS = recordset(
    {
        "id": postgresql.UUID(as_uuid=True),
        "told_at": DateTime(timezone=True),
        "ladder_from": DateTime(timezone=True),
        "rung": SmallInteger(),
        "step": postgresql.JSONB(none_as_null=True),
    }
)


def _next_due(*conditions: ColumnElement[bool]) -> Select[datetime | None]:
    counted = and_(_c.outcome.is_(None), _c.status == TaskStatus.CANCELLED)
    return select(func.min(_c.scheduled_for)).where(*conditions, ~counted)


_GIVEN = (
    func.unnest(
        bindparam("reminders", type_=postgresql.ARRAY(postgresql.UUID(as_uuid=True))),
        bindparam("instants", type_=postgresql.ARRAY(DateTime(timezone=True))),
    )
    .table_valued(column("reminder_id", postgresql.UUID(as_uuid=True)), column("after", DateTime(timezone=True)))
    .render_derived("given")
)
_NEXT_DUE = select(
    _GIVEN.c.reminder_id,
    _GIVEN.c.after,
    _next_due(_c.reminder_id == _GIVEN.c.reminder_id, _c.scheduled_for > _GIVEN.c.after)
    .correlate(_GIVEN)
    .scalar_subquery(),
)


class OccurrenceRepository(DurableWorkRepository[Occurrence]):
    """Questions about due times."""

    _most_lost_leases = Occurrence.most_lost_leases

    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, OccurrenceRow, _to_occurrence)

    @property
    def _urgent(self) -> ColumnElement[bool]:
        return _c.critical

    async def add_due(self, reminder: Reminder, due: Sequence[Due]) -> int:
        """Store due times, to be queued when they come; those that are stored stay. Answers how many are new."""
        return await self._add([{**_row_of(reminder, each), "due_at": each.at} for each in due])

    async def add_needed(self, reminder: Reminder, due: Due) -> Occurrence:
        """A dose that nothing planned, held until the transaction ends; the one of the same second where there is one."""
        await self._add([{**_row_of(reminder, due), "due_at": None}])
        c = (_c.reminder_id == reminder.id, _c.local_date == due.on, _c.slot == due.slot)
        statement = select(_OCCURRENCES).where(*c).with_for_update()
        return _to_occurrence((await self._session.execute(statement)).mappings().one())

    async def add_counted(self, reminder: Reminder, due: Sequence[Due]) -> None:
        """Store due times that nobody will be told of, since what was told that day stands for them."""
        now = await self._session.scalar(select(func.now()))
        ended = {"status": TaskStatus.CANCELLED, "completed_at": now, "reason": "counted as done that day"}
        await self._add([{**_row_of(reminder, each), **ended} for each in due])

    async def mark_critical(self, reminder_id: UUID, *, critical: bool) -> None:
        """Write whether the due times of a reminder that have not ended are told before all others."""
        statement = update(_OCCURRENCES).where(_c.reminder_id == reminder_id, _c.status.not_in(list(FINAL)))
        await self._session.execute(statement.values(critical=critical))

    async def remove_many(self, ids: Collection[UUID]) -> None:
        """Delete due times."""
        await self._session.execute(delete(_OCCURRENCES).where(_c.id.in_(ids)))

    async def _add(self, rows: Sequence[Mapping[str, Any]]) -> int:
        if not rows:
            return 0
        statement = insert(_OCCURRENCES).on_conflict_do_nothing(constraint="uq_occurrences_dose").returning(_c.id)
        return len((await self._session.execute(statement, list(rows))).all())

    async def remove_untold(self, reminder_id: UUID, *, after: datetime | None = None) -> None:
        """Delete the due times, later than `after`, that nobody was told of and that have not ended."""
        statement = delete(_OCCURRENCES).where(
            _c.reminder_id == reminder_id, _c.told_at.is_(None), _c.status.not_in(list(FINAL))
        )
        if after is not None:
            statement = statement.where(_c.scheduled_for > after)
        await self._session.execute(statement)

    async def cancel_open(self, reminder_id: UUID) -> None:
        """End the due times that were told and not answered."""
        cancelled = self._to(
            TaskStatus.CANCELLED,
            completed_at=func.now(),
            due_at=None,
            lease_until=None,
            lease_owner=None,
            reason="the reminder was stopped",
        )
        await self._move(cancelled.where(_c.reminder_id == reminder_id, _c.status.not_in(list(FINAL))))

    async def get(self, occurrence_id: UUID, *, account_id: UUID) -> Occurrence:
        """Raises NotFoundError where the account has no such due time."""
        return await self._one(occurrence_id, account_id, is_held=False)

    async def get_locked(self, occurrence_id: UUID, *, account_id: UUID) -> Occurrence:
        """As `get`, holding the row until the transaction ends."""
        return await self._one(occurrence_id, account_id, is_held=True)

    async def get_any_locked(self, occurrence_id: UUID) -> Occurrence:
        """As `get_locked`, whosever it is: for who holds something that we have signed."""
        statement = select(_OCCURRENCES).where(_c.id == occurrence_id).with_for_update()
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no occurrence {occurrence_id}.")
        return _to_occurrence(row)

    async def list_page(
        self, narrowed: OccurrenceFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[Occurrence]:
        """Due times of the account, the last stored first."""
        statement = select(_OCCURRENCES).where(_c.account_id == account_id, *_conditions(narrowed))
        rows = await fetch_page(self._session, statement, table=_OCCURRENCES, before=before, limit=limit)
        return [_to_occurrence(row) for row in rows]

    async def list_between(
        self, user_id: UUID, *, account_id: UUID, since: datetime, until: datetime
    ) -> list[Occurrence]:
        """The due times of a user from `since` until before `until`, in the order in which they come."""
        narrowed = OccurrenceFilter(user_id=user_id, since=since, until=until)
        statement = select(_OCCURRENCES).where(_c.account_id == account_id, *_conditions(narrowed))
        statement = statement.order_by(_c.scheduled_for, _c.id).limit(500)
        return [_to_occurrence(row) for row in (await self._session.execute(statement)).mappings()]

    async def list_of_reminder(self, reminder_id: UUID, *, since: datetime) -> list[Occurrence]:
        """The due times of a reminder from `since` on, in the order in which they come."""
        statement = select(_OCCURRENCES).where(_c.reminder_id == reminder_id, _c.scheduled_for >= since)
        statement = statement.order_by(_c.scheduled_for, _c.id)
        return [_to_occurrence(row) for row in (await self._session.execute(statement)).mappings()]

    async def find_newest(self, reminder_id: UUID) -> Occurrence | None:
        """The due time of a reminder that was answered, missed or is open, and comes last; none that was cancelled."""
        cancelled = and_(_c.outcome.is_(None), _c.status == TaskStatus.CANCELLED)
        statement = select(_OCCURRENCES).where(_c.reminder_id == reminder_id, ~cancelled)
        statement = statement.order_by(_c.scheduled_for.desc(), _c.id.desc()).limit(1)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_occurrence(row) if row else None

    async def note_steps(self, notes: Sequence[StepNote]) -> None:
        """Write what steps of the ladder did, in one statement; a telling ends a "later", the first one counts."""
        if not notes:
            return
        told = _STEPS.c.told_at
        written = {
            "told_at": func.coalesce(_c.told_at, told),
            "snoozed_until": case((told.is_not(None), null()), else_=_c.snoozed_until),
            "ladder_from": _STEPS.c.ladder_from,
            "rung": _STEPS.c.rung,
            "steps": case((_STEPS.c.step.is_(None), _c.steps), else_=_c.steps.op("||")(_STEPS.c.step)),
        }
        await self._session.execute(
            update(_OCCURRENCES).where(_c.id == _STEPS.c.id).values(written), {"rows": json_rows(notes)}
        )

    async def find_next_due(self, reminder_id: UUID, *, after: datetime) -> datetime | None:
        """When the reminder is due next behind an instant, as far as that is planned; what was counted as done is no dose."""
        return await self._session.scalar(_next_due(_c.reminder_id == reminder_id, _c.scheduled_for > after))

    async def list_next_due(self, after: Collection[tuple[UUID, datetime]]) -> dict[tuple[UUID, datetime], datetime]:
        """`find_next_due` of many reminders, each behind an instant; those that are planned no further are not in the answer."""
        given = {"reminders": [each for each, _ in after], "instants": [each for _, each in after]}
        found = await self._session.execute(_NEXT_DUE, given)
        return {(reminder_id, at): next_at for reminder_id, at, next_at in found if next_at is not None}

    async def mark_ended(self, ids: Collection[UUID], outcome: OccurrenceOutcome) -> None:
        """Write how due times ended that nobody answered."""
        statement = update(_OCCURRENCES).where(is_among(_c.id, ids), _c.outcome.is_(None))
        await self._session.execute(statement.values(outcome=outcome, snoozed_until=None))

    async def write(self, occurrence_id: UUID, **values: Any) -> Occurrence:
        """Write columns of a due time that is held."""
        statement = (
            update(_OCCURRENCES)
            .where(_c.id == occurrence_id)
            .values({**values, "version": _c.version + 1, "updated_at": func.now()})
        )
        return _to_occurrence((await self._session.execute(statement.returning(*_c))).mappings().one())

    async def _one(self, occurrence_id: UUID, account_id: UUID, *, is_held: bool) -> Occurrence:
        statement = select(_OCCURRENCES).where(_c.id == occurrence_id, _c.account_id == account_id)
        held = statement.with_for_update() if is_held else statement
        row = (await self._session.execute(held)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no occurrence {occurrence_id}.")
        return _to_occurrence(row)


def status_of(occurrence: Occurrence) -> OccurrenceStatus:
    """A due time as its caller sees it: its outcome once there is one, else how far it has come."""
    if occurrence.outcome is not None:
        return OccurrenceStatus(occurrence.outcome.value)
    if occurrence.status is TaskStatus.CANCELLED:
        return OccurrenceStatus.CANCELLED
    if occurrence.status is TaskStatus.FAILED:
        return OccurrenceStatus.MISSED
    if occurrence.told_at is None:
        return OccurrenceStatus.PLANNED
    return OccurrenceStatus.SNOOZED if occurrence.snoozed_until else OccurrenceStatus.DUE


def _conditions(narrowed: OccurrenceFilter) -> list[ColumnElement[bool]]:
    found = [_WITH_STATUS[narrowed.status]] if narrowed.status else []
    if narrowed.user_id:
        found.append(_c.user_id == narrowed.user_id)
    if narrowed.reminder_id:
        found.append(_c.reminder_id == narrowed.reminder_id)
    if narrowed.since:
        found.append(_c.scheduled_for >= narrowed.since)
    if narrowed.until:
        found.append(_c.scheduled_for < narrowed.until)
    return found


def _row_of(reminder: Reminder, due: Due) -> dict[str, Any]:
    return {
        "id": make_id(),
        "account_id": reminder.account_id,
        "user_id": reminder.user_id,
        "reminder_id": reminder.id,
        "queue": Queue.REMINDER,
        "status": TaskStatus.SCHEDULED,
        "max_attempts": _MAX_ATTEMPTS,
        "local_date": due.on,
        "slot": due.slot,
        "phase": due.phase,
        "critical": reminder.critical,
        "scheduled_for": due.at,
    }


def _to_occurrence(row: RowMapping) -> Occurrence:
    return Occurrence(**fields_of(row, Occurrence))
