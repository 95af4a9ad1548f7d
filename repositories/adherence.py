"""What became of doses: counted where they are stored."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, func, literal, not_, or_, select, type_coerce
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from core.adherence import DoseCount, DoseFilter, DoseResult
from core.domain import TaskStatus
from core.reminder import Occurrence, OccurrenceOutcome, ReminderKind
from repositories.models import OccurrenceRow, ReminderRow
from repositories.rows import fields_of, table_of

_OCCURRENCES = table_of(OccurrenceRow)
_REMINDERS = table_of(ReminderRow)
_c = _OCCURRENCES.c
_UNANSWERED = case((_c.told_at.is_(None), literal(DoseResult.UNKNOWN.value)), else_=literal(DoseResult.MISSED.value))
RESULT = case(
    (
        and_(_c.outcome == OccurrenceOutcome.TAKEN, _c.status == TaskStatus.COMPLETED),
        literal(DoseResult.TAKEN.value),
    ),
    (_c.outcome == OccurrenceOutcome.TAKEN, literal(DoseResult.LATE.value)),
    (_c.outcome == OccurrenceOutcome.SKIPPED, literal(DoseResult.SKIPPED.value)),
    (_c.outcome == OccurrenceOutcome.MISSED, _UNANSWERED),
    (and_(_c.outcome.is_(None), _c.status == TaskStatus.FAILED), _UNANSWERED),
)
"""`services.records.results.result_of` in SQL, but for `_SAID_WHEN`; a test holds them together."""
_SAID_WHEN = and_(_c.outcome == OccurrenceOutcome.TAKEN, _c.taken_at.is_not(None), _c.taken_at != _c.answered_at)
"""Taken at another time than it was said: whether that was late, only the ladder of the reminder can say."""

_HAS_PLAN = or_(
    _REMINDERS.c.regimen.is_(None), not_(type_coerce(_REMINDERS.c.regimen, postgresql.JSONB()).has_key("as_needed"))
)
"""What is taken as needed has no plan, so nothing of it can be missed."""


class AdherenceRepository:
    """Questions about what became of doses."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count(self, which: DoseFilter) -> list[DoseCount]:
        """How many planned doses of medicines ended in which way, by reminder and local date.

        Without those that `list_said_when` has.
        """
        result = RESULT.label("result")
        statement = (
            select(_c.reminder_id, _c.local_date, result, func.count())
            .join_from(_OCCURRENCES, _REMINDERS, _REMINDERS.c.id == _c.reminder_id)
            .where(*_planned(which), func.coalesce(_SAID_WHEN, false()).is_(False))
            .group_by(_c.reminder_id, _c.local_date, result)
        )
        rows = (await self._session.execute(statement)).all()
        return [
            DoseCount(reminder_id=reminder_id, on=on, result=DoseResult(ended), number=number)
            for reminder_id, on, ended, number in rows
        ]

    async def list_ended(self, which: DoseFilter, *, limit: int) -> list[Occurrence]:
        """The planned doses of medicines that have ended, in the order in which they came."""
        statement = (
            select(_OCCURRENCES)
            .join_from(_OCCURRENCES, _REMINDERS, _REMINDERS.c.id == _c.reminder_id)
            .where(*_planned(which))
            .order_by(_c.scheduled_for, _c.id)
            .limit(limit)
        )
        rows = (await self._session.execute(statement)).mappings()
        return [Occurrence(**fields_of(row, Occurrence)) for row in rows]

    async def list_said_when(self, which: DoseFilter) -> list[Occurrence]:
        """The few doses of which it was said when they were taken."""
        statement = (
            select(_OCCURRENCES)
            .join_from(_OCCURRENCES, _REMINDERS, _REMINDERS.c.id == _c.reminder_id)
            .where(*_planned(which), _SAID_WHEN)
        )
        rows = (await self._session.execute(statement)).mappings()
        return [Occurrence(**fields_of(row, Occurrence)) for row in rows]

    async def list_completed(
        self, user_id: UUID, *, account_id: UUID, since: datetime, until: datetime, look_back: timedelta
    ) -> list[Occurrence]:
        """The planned doses of a user that ended behind `since` and up to `until`, in the order in which they came.

        Those planned longer than `look_back` before, or after, are left out: they are what the index finds.
        """
        which = DoseFilter(user_id=user_id, account_id=account_id, since=since - look_back, until=until + look_back)
        statement = (
            select(_OCCURRENCES)
            .join_from(_OCCURRENCES, _REMINDERS, _REMINDERS.c.id == _c.reminder_id)
            .where(*_planned(which), _c.completed_at > since, _c.completed_at <= until)
            .order_by(_c.scheduled_for, _c.id)
        )
        rows = (await self._session.execute(statement)).mappings()
        return [Occurrence(**fields_of(row, Occurrence)) for row in rows]


def _planned(which: DoseFilter) -> list[ColumnElement[bool]]:
    conditions = [
        _c.user_id == which.user_id,
        _c.account_id == which.account_id,
        _c.scheduled_for >= which.since,
        _c.scheduled_for < which.until,
        _REMINDERS.c.kind == ReminderKind.MEDICINE,
        RESULT.is_not(None),
    ]
    if not which.as_needed:
        conditions.append(_HAS_PLAN)
    return [*conditions, _c.reminder_id == which.reminder_id] if which.reminder_id else conditions
