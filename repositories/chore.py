"""What there is to sweep: one look over all tables of durable work, since most of the time there is next to nothing."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Interval,
    Select,
    SmallInteger,
    Table,
    Text,
    bindparam,
    column,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import Queue, TaskStatus, WorkKind
from core.lanes import LANES
from repositories.dispatch import DISPATCHED, is_due
from repositories.durable_work import is_over, lease_is_over
from repositories.models import NotificationRow, OccurrenceRow, RequestRow, TaskRow, WebhookMessageRow
from repositories.rows import table_of

_TABLES = {
    WorkKind.TASK: table_of(TaskRow),
    WorkKind.REQUEST: table_of(RequestRow),
    WorkKind.OCCURRENCE: table_of(OccurrenceRow),
    WorkKind.NOTIFICATION: table_of(NotificationRow),
    WorkKind.WEBHOOK: table_of(WebhookMessageRow),
}


class Chore(StrEnum):
    """Why a sweep has to look at a table more closely."""

    DUE = "due"
    LEASES_LOST = "leases lost"
    OVER = "over"
    LONG_QUEUED = "long queued"
    """Something is queued and was dispatched some time ago; whether it was lost on the way, its stream knows."""


class ChoreRepository:
    """Questions about what a sweep would find."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_chores(self, *, long: timedelta) -> set[tuple[WorkKind, Chore]]:
        """Of which kinds of work there is what to do. `long`: since when something queued counts as long queued.

        Each part reads the first entry of the index by which the chore itself finds its rows.
        """
        found = (await self._session.execute(_LOOK, {"long": long, **_PLACES})).one()
        return {place for place, is_wanted in zip(_ASKED, found, strict=True) if is_wanted}


_ASKED = [(kind, chore) for kind in _TABLES for chore in Chore]
_PLACES = {
    "queues": [str(queue) for queue in Queue for _ in LANES],
    "lanes": [lane for _ in Queue for lane in LANES],
}


def _look_at(work: Table, chore: Chore) -> ColumnElement[bool]:
    if chore is Chore.LONG_QUEUED:
        return _is_long_queued(work)
    condition = {Chore.DUE: is_due, Chore.LEASES_LOST: lease_is_over, Chore.OVER: is_over}[chore]
    return exists(select(work.c.id).where(condition(work)))


def _is_long_queued(work: Table) -> ColumnElement[bool]:
    """Stream by stream, as the index has it."""
    place = (
        func.unnest(
            bindparam("queues", type_=postgresql.ARRAY(Text())),
            bindparam("lanes", type_=postgresql.ARRAY(SmallInteger())),
        )
        .table_valued(column("queue", Text()), column("lane", SmallInteger()), name="place")
        .render_derived()
    )
    c = work.c
    since = func.now() - bindparam("long", type_=Interval())
    there = (c.status == TaskStatus.QUEUED, c.queue == place.c.queue, c.lane == place.c.lane, since > DISPATCHED)
    first = select(c.id).where(*there).limit(1).lateral("first")
    return exists(select(first.c.id).select_from(place.join(first, true())))


_LOOK: Select[*tuple[Any, ...]] = select(
    *(_look_at(_TABLES[kind], chore).label(f"look_{number}") for number, (kind, chore) in enumerate(_ASKED))
)
