"""Purging what is over: bounded batches, each in the order of ids, which is that of time (ADR 0018)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    delete,
    extract,
    func,
    or_,
    select,
    text,
    true,
    tuple_,
    union_all,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from core.booking import BookingStatus
from core.reminder import ReminderStatus
from core.retention import Stage
from repositories.dispatch import is_among
from repositories.history import PASTS
from repositories.idempotency import KEPT_FOR
from repositories.models import (
    AccessRecordRow,
    Base,
    BookingRow,
    IdempotencyKeyRow,
    IncomingMessageRow,
    NotificationRow,
    OccurrenceRow,
    ReminderRow,
    RequestRow,
    RetentionRow,
    TaskRow,
    WebhookMessageRow,
)
from repositories.models.idempotency_key import REQUESTS_SCOPE
from repositories.rows import columns_of, fields_of, table_of

_BOOKINGS, _REMINDERS, _OCCURRENCES = table_of(BookingRow), table_of(ReminderRow), table_of(OccurrenceRow)
_MESSAGES, _NOTIFICATIONS = table_of(WebhookMessageRow), table_of(NotificationRow)
_REQUESTS, _TASKS, _KEYS = table_of(RequestRow), table_of(TaskRow), table_of(IdempotencyKeyRow)
_RETENTION = table_of(RetentionRow)
_INCOMING, _ACCESSES = table_of(IncomingMessageRow), table_of(AccessRecordRow)
_UNDOING = _TASKS.alias("undoing")

_FIRST_ID = UUID(int=0)
_GIVE_WAY = text("SET LOCAL lock_timeout = '500ms'")
"""Shorter than a deadlock takes to be found: whatever we are in the way of, we are the ones to give up."""

_NEEDED_BY = (
    (_MESSAGES.c.task_id, true()),
    (_NOTIFICATIONS.c.task_id, true()),
    (_BOOKINGS.c.task_id, (_BOOKINGS.c.status == BookingStatus.CONFIRMED) & (_BOOKINGS.c.ends_at > func.now())),
    (_REMINDERS.c.task_id, _REMINDERS.c.status.in_([ReminderStatus.ACTIVE, ReminderStatus.PAUSED])),
    (_UNDOING.c.undo_of, _UNDOING.c.completed_at.is_(None)),
)
"""What keeps a finished task: what points at it, and when. Messages have their own stage, and go before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Where purging stands: the last id looked at in the stage, and counts by table.

    `purged` counts all that was ever deleted, `purged_before` what that was when the round began.
    """

    stage: Stage
    position: UUID | None
    purged: Mapping[str, int]
    purged_before: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Purged:
    """What a batch deleted, by table, and the last id it looked at; None where it has seen the last one."""

    rows: Mapping[str, int]
    position: UUID | None


class RetentionRepository:
    """Deletes what was over longer than `keep` ago; what is locked, not final, or needed by what goes on stays."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def take_turn(self) -> tuple[Turn, float] | None:
        """Hold the turn until the transaction ends, with the seconds until it is due; None while somebody else has it."""
        wait = func.greatest(extract("epoch", _RETENTION.c.due_at - func.clock_timestamp()), 0).label("wait")
        row = (
            (await self._session.execute(select(_RETENTION, wait).with_for_update(skip_locked=True))).mappings().first()
        )
        return (Turn(**fields_of(row, Turn)), float(row["wait"])) if row else None

    async def pass_on(self, turn: Turn, *, pause: timedelta) -> None:
        """Say where to go on, not before a pause; the turn must be held."""
        due_at = func.clock_timestamp() + pause
        await self._session.execute(update(_RETENTION).values(**columns_of(turn), due_at=due_at))

    async def count_purged(self) -> Mapping[str, int]:
        """How many rows were deleted so far, by table; what went along with a row is not counted."""
        return await self._session.scalar(select(_RETENTION.c.purged)) or {}

    async def purge(self, stage: Stage, *, after: UUID | None, keep: timedelta, limit: int) -> Purged:
        """One batch of a stage, of at most `limit` rows of its table."""
        await self._session.execute(_GIVE_WAY)
        match stage:
            case Stage.REQUESTS:
                return await self._purge_requests(after, keep, limit)
            case Stage.KEYS:
                return await self._purge_keys(keep, limit)
            case Stage.ACCESS_RECORDS:
                old = select(_ACCESSES.c.id).where(_ACCESSES.c.id < _first_id_since(_now_minus(keep)))
                ids = set(await self._session.scalars(old.order_by(_ACCESSES.c.id).limit(limit)))
                return _all_of(_ACCESSES, await self._delete(_ACCESSES, _ACCESSES.c.id, ids), limit)
            case Stage.WEBHOOK_MESSAGES | Stage.NOTIFICATIONS:
                return await self._purge_messages(stage, after, keep, limit)
            case _:
                return await self._purge_history(stage, after, keep, limit)

    async def _purge_messages(self, stage: Stage, after: UUID | None, keep: timedelta, limit: int) -> Purged:
        table = _MESSAGES if stage is Stage.WEBHOOK_MESSAGES else _NOTIFICATIONS
        old = table.c.completed_at < _now_minus(keep)
        ids, position = await self._hold(table, old, after, keep, limit)
        if stage is not Stage.NOTIFICATIONS:
            return Purged({table.name: await self._delete(table, table.c.id, ids)}, position)
        ids -= await self._list_awaited(ids)
        rows = {table.name: await self._delete(table, table.c.id, ids)}
        if written := await self._purge_incoming(keep, limit):
            rows[_INCOMING.name] = written
        return Purged(rows, position)

    async def _purge_incoming(self, keep: timedelta, limit: int) -> int:
        """What people wrote goes with what they were told."""
        old = select(_INCOMING.c.id).where(_INCOMING.c.id < _first_id_since(_now_minus(keep)))
        ids = set(await self._session.scalars(old.order_by(_INCOMING.c.id).limit(limit)))
        return await self._delete(_INCOMING, _INCOMING.c.id, ids)

    async def _purge_keys(self, keep: timedelta, limit: int) -> Purged:
        """Keys of what is not purged itself, as people and venues are, and answers that nobody asks for any more."""
        c = _KEYS.c
        of_a_thing = c.open_until.is_(None) & (c.scope != REQUESTS_SCOPE)
        is_old = or_(of_a_thing & (c.created_at < _now_minus(keep)), c.open_until < _now_minus(KEPT_FOR))
        keys = tuple_(c.account_id, c.scope, c.key)
        held = select(c.account_id, c.scope, c.key).where(is_old).limit(limit).with_for_update(skip_locked=True)
        deleted = delete(_KEYS).where(keys.in_(held)).returning(c.key).cte("deleted")
        return _all_of(_KEYS, await self._session.scalar(select(func.count()).select_from(deleted)) or 0, limit)

    async def _purge_requests(self, after: UUID | None, keep: timedelta, limit: int) -> Purged:
        """Requests go whole: with all their tasks and all that hangs on these, or not at all."""
        old = _REQUESTS.c.completed_at < _now_minus(keep)
        ids, position = await self._hold(_REQUESTS, old, after, keep, limit)
        ids -= await self._list_busy(ids)
        ids -= await self._list_needed(ids, keep)
        # In one statement, not a cascade for each request: their history goes by a trigger once a statement.
        tasks = await self._delete(_TASKS, _TASKS.c.request_id, ids)
        requests = await self._delete(_REQUESTS, _REQUESTS.c.id, ids)
        keys = await self._delete(_KEYS, _KEYS.c.resource_id, ids)
        return Purged({_REQUESTS.name: requests, _TASKS.name: tasks, _KEYS.name: keys}, position)

    async def _purge_history(self, stage: Stage, after: UUID | None, keep: timedelta, limit: int) -> Purged:
        """What people look back on: rows that nothing has come of for so long, and that nothing holds back."""
        table, past, since = Base.metadata.tables[stage.value], PASTS[stage], _now_minus(keep)
        ids, position = await self._hold(table, past.is_over(since), after, keep, limit)
        if ids and (keeps := past.keeps(since)):
            own = select(table.c.id).where(is_among(table.c.id, ids))
            ids -= await self._list_ids([own.where(each) for each in keeps])
        return Purged({table.name: await self._delete(table, table.c.id, ids)}, position)

    async def _hold(
        self, table: Table, is_old: ColumnElement[bool], after: UUID | None, keep: timedelta, limit: int
    ) -> tuple[set[UUID], UUID | None]:
        """Lock the old rows among the next ones, but for those that somebody has locked."""
        id_ = table.c.id
        seen = (
            select(id_)
            .where(id_ > (after or _FIRST_ID), id_ < _first_id_since(_now_minus(keep)))
            .order_by(id_)
            .limit(limit)
            .cte("seen")
        )
        old = select(id_).where(id_.in_(select(seen.c.id)), is_old)
        held = old.with_for_update(skip_locked=True, of=table).cte("held")
        statement = select(seen.c.id, held.c.id.is_not(None)).outerjoin_from(seen, held, held.c.id == seen.c.id)
        found = (await self._session.execute(statement)).all()
        position = max(id_ for id_, _ in found) if len(found) == limit else None
        return {id_ for id_, is_held in found if is_held}, position

    async def _list_busy(self, request_ids: Collection[UUID]) -> set[UUID]:
        """Lock the tasks of these requests; the requests of those that somebody else has locked are answered.

        What is locked here is looked at by the statements that follow: what is written by then, they see.
        """
        of_these = is_among(_TASKS.c.request_id, request_ids)
        held = select(_TASKS.c.id).where(of_these).with_for_update(skip_locked=True).cte("held")
        others = _TASKS.alias("others")
        statement = (
            select(others.c.request_id)
            .outerjoin_from(others, held, held.c.id == others.c.id)
            .where(is_among(others.c.request_id, request_ids), held.c.id.is_(None))
        )
        return set(await self._session.scalars(statement))

    async def _list_needed(self, request_ids: Collection[UUID], keep: timedelta) -> set[UUID]:
        """Requests with a task that is not over for so long, or that something needs which goes on."""
        c = _TASKS.c
        own = select(c.request_id).where(is_among(c.request_id, request_ids))
        young = own.where(c.completed_at.is_(None) | (c.completed_at >= _now_minus(keep)))
        needed = [own.join_from(_TASKS, by.table, by == c.id).where(goes_on) for by, goes_on in _NEEDED_BY]
        return await self._list_ids([young, *needed])

    async def _list_awaited(self, notification_ids: Collection[UUID]) -> set[UUID]:
        """Messages of tasks and due times that are not over: these look at what became of them."""
        c = _NOTIFICATIONS.c
        own = select(c.id).where(is_among(c.id, notification_ids))
        return await self._list_ids(
            [
                own.join_from(_NOTIFICATIONS, owner, owner.c.id == points_at).where(owner.c.completed_at.is_(None))
                for owner, points_at in ((_TASKS, c.task_id), (_OCCURRENCES, c.occurrence_id))
            ]
        )

    async def _list_ids(self, parts: Sequence[Select[Any]]) -> set[UUID]:
        return set(await self._session.scalars(union_all(*parts)))

    async def _delete(self, table: Table, column: ColumnElement[UUID], ids: Collection[UUID]) -> int:
        if not ids:
            return 0
        deleted = delete(table).where(is_among(column, ids)).returning(column).cte("deleted")
        return await self._session.scalar(select(func.count()).select_from(deleted)) or 0


def _all_of(table: Table, rows: int, limit: int) -> Purged:
    """A batch of what is always looked for from the beginning; one that was full is not the last."""
    return Purged({table.name: rows} if rows else {}, _FIRST_ID if rows == limit else None)


def _now_minus(keep: timedelta) -> ColumnElement[datetime]:
    return func.now() - keep


def _first_id_since(instant: ColumnElement[datetime]) -> ColumnElement[UUID]:
    """The smallest UUIDv7 of an instant: its milliseconds in 12 hexadecimal digits, then zeros."""
    milliseconds = sql_cast(extract("epoch", instant) * 1000, BigInteger())
    digits = func.rpad(func.lpad(func.to_hex(milliseconds), 12, "0"), 32, "0")
    return sql_cast(digits, postgresql.UUID(as_uuid=True))
