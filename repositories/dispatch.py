"""On the way to a stream: what is due or was lost is queued and placed, what is paused is parked; over every table of
durable work.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    FromClause,
    RowMapping,
    Select,
    SmallInteger,
    Table,
    Text,
    Update,
    and_,
    any_,
    bindparam,
    case,
    column,
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy import values as sql_values
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from core.domain import Queue, TaskStatus, Work
from core.lanes import BULK_LANES, MAIN_LANE, Share
from repositories.models.durable_work import DurableWorkMixin
from repositories.pause import account_is_paused

W = TypeVar("W", bound=Work)

DISPATCHED: ColumnElement[datetime] = literal_column(
    "coalesce(dispatched_at, '-infinity'::timestamptz)", DateTime(timezone=True)
)
"""As in the index; a row that never was dispatched comes before every head."""

_IDS = postgresql.ARRAY(postgresql.UUID(as_uuid=True))

_PARKED: ColumnElement[datetime] = literal_column("'infinity'::timestamptz", DateTime(timezone=True))
"""When a row of a paused account counts as dispatched: behind every head, so that no sweep looks at it."""


_MOST = bindparam("most", type_=BigInteger())
_PREPARED: dict[tuple[str, str], ReturningUpdate[*tuple[Any, ...]]] = {}


class Dispatch(NamedTuple):
    """A row that has to go onto its stream."""

    id: UUID
    queue: Queue
    lane: int


class DispatchRepository(Generic[W]):
    """What stands between a row and its stream. `to_value` turns a row into the frozen value of its kind."""

    def __init__(
        self, session: AsyncSession, model: type[DurableWorkMixin], to_value: Callable[[RowMapping], W]
    ) -> None:
        self._session = session
        self._table = cast("Table", model.__dict__["__table__"])
        self._to_value = to_value

    async def queue_due(self, *, limit: int, noisy: Collection[Share] = (), noisy_above: int | None = None) -> list[W]:
        """Queue what is scheduled or retrying and due.

        That of the `noisy` goes on their bulk lanes, and what is more than `noisy_above` rows of an account in a queue.
        Where some of a table is urgent, that comes first and alone has the main lane: all else may come in thousands in
        the same second, whoever's it is, and is passed there.
        """
        given = {
            "most": limit,
            "noisy_queues": [str(queue) for queue, _ in noisy],
            "noisy_accounts": [account_id for _, account_id in noisy],
            "noisy_above": noisy_above,
        }
        return await self._move_prepared("queue due", self._queue_due, given)

    async def queue_lost_dispatches(
        self, before: Mapping[tuple[Queue, int], datetime], *, limit: int
    ) -> list[Dispatch]:
        """Mark as dispatched again what is queued but can't be on its stream any more, up to `limit` for each stream.

        `before` is the age of the head of the stream of a queue's lane: what was dispatched earlier and is still queued
        was lost on the way.
        """
        places = list(before.items())
        given = {
            "queues": [str(queue) for (queue, _), _ in places],
            "lanes": [lane for (_, lane), _ in places],
            "heads": [at for _, at in places],
            "most": limit,
        }
        moved = await self._session.execute(self._prepare("queue lost", self._queue_lost), given)
        return [Dispatch(*row) for row in moved.all()]

    async def park_many(self, ids: Collection[UUID]) -> int:
        """Put aside those of these queued rows whose account is paused; answers how many there were."""
        c = self._table.c
        parked = update(self._table).where(
            is_among(c.id, ids), self._stands_at(TaskStatus.QUEUED), account_is_paused(c.account_id)
        )
        return len((await self._session.execute(parked.values(dispatched_at=_PARKED).returning(c.id))).all())

    async def unpark_many(self, places: Collection[tuple[Queue, int]], *, limit: int) -> list[Dispatch]:
        """Mark as dispatched what was put aside and whose account is not paused any more, up to `limit` for each place."""
        c = self._table.c
        given = sql_values(column("queue", Text()), column("lane", SmallInteger()))
        place = given.data([(str(queue), lane) for queue, lane in places]).alias("place")
        over = and_(
            c.status == TaskStatus.QUEUED,
            c.queue == place.c.queue,
            c.lane == place.c.lane,
            DISPATCHED == _PARKED,
            ~account_is_paused(c.account_id),
        )
        moved = await self._session.execute(self._dispatch_picked(place, select(c.id).where(over).limit(limit)))
        return [Dispatch(*row) for row in moved.all()]

    async def forget_dispatches(self, ids: Collection[UUID]) -> None:
        """Say that these did not reach their stream, so that the next sweep takes them at once."""
        c = self._table.c
        statement = update(self._table).where(is_among(c.id, ids), self._stands_at(TaskStatus.QUEUED))
        await self._session.execute(statement.values(dispatched_at=null()))

    @property
    def _urgent(self) -> ColumnElement[bool] | None:
        """Which rows go before all others of their queue; None: there are none such in this table."""
        return None

    # -------------------------------------------------------------- statements

    def _queue_due(self) -> Update:
        c = self._table.c
        due = select(c.id, c.queue, c.account_id, c.due_at).where(is_due(self._table))
        urgent = self._urgent
        order = (c.due_at,) if urgent is None else (urgent.desc(), c.due_at)
        picked = due.order_by(*order).limit(_MOST).with_for_update(skip_locked=True).cte("picked")
        place = func.row_number().over(
            partition_by=(picked.c.queue, picked.c.account_id), order_by=(picked.c.due_at, picked.c.id)
        )
        placed = select(picked.c.id, place.label("place")).cte("placed")
        is_much = func.coalesce(placed.c.place > bindparam("noisy_above", type_=BigInteger()), false())
        is_bulk = or_(is_much, _is_noisy(c.queue, c.account_id)) if urgent is None else ~urgent
        queued = self._to(
            TaskStatus.QUEUED,
            lane=case((is_bulk, _bulk_lane_of(c.account_id)), else_=MAIN_LANE),
            due_at=null(),
            dispatched_at=func.now(),
            reason="due",
        )
        return queued.where(c.id == placed.c.id)

    def _queue_lost(self) -> ReturningUpdate[*tuple[Any, ...]]:
        c = self._table.c
        given = func.unnest(
            bindparam("queues", type_=postgresql.ARRAY(Text())),
            bindparam("lanes", type_=postgresql.ARRAY(SmallInteger())),
            bindparam("heads", type_=postgresql.ARRAY(DateTime(timezone=True))),
        ).table_valued(
            column("queue", Text()), column("lane", SmallInteger()), column("at", DateTime(timezone=True)), name="head"
        )
        head = given.render_derived()
        lost = and_(
            c.status == TaskStatus.QUEUED, c.queue == head.c.queue, c.lane == head.c.lane, head.c.at > DISPATCHED
        )
        return self._dispatch_picked(head, select(c.id).where(lost).order_by(DISPATCHED).limit(_MOST))

    def _dispatch_picked(self, places: FromClause, rows: Select[UUID]) -> ReturningUpdate[*tuple[Any, ...]]:
        """Mark as dispatched what `rows` picks at each of the places."""
        c = self._table.c
        found = rows.with_for_update(skip_locked=True).lateral("found")
        picked = select(found.c.id).select_from(places.join(found, true())).cte("picked")
        statement = update(self._table).where(c.id.in_(select(picked.c.id))).values(dispatched_at=func.now())
        return statement.returning(c.id, c.queue, c.lane)

    async def _move(self, statement: Update) -> list[W]:
        return await self._run_move(statement.returning(*self._table.c), {})

    async def _move_prepared(self, name: str, build: Callable[[], Update], given: Mapping[str, Any]) -> list[W]:
        """`_move` with what is built once under a `name`; its bound parameters are `given`."""
        return await self._run_move(self._prepare(name, lambda: build().returning(*self._table.c)), given)

    async def _run_move(self, statement: ReturningUpdate[*tuple[Any, ...]], given: Mapping[str, Any]) -> list[W]:
        rows = await self._session.execute(statement, given)
        return [self._to_value(row) for row in rows.mappings()]

    def _prepare(
        self, name: str, build: Callable[[], ReturningUpdate[*tuple[Any, ...]]]
    ) -> ReturningUpdate[*tuple[Any, ...]]:
        """What runs for every batch is built once for each table: building it anew costs more than running it."""
        key = (self._table.name, name)
        if key not in _PREPARED:
            _PREPARED[key] = build()
        return _PREPARED[key]

    def _to(self, status: TaskStatus | ColumnElement[str], **values: Any) -> Update:
        return update(self._table).values(
            {"status": status, "version": self._table.c.version + 1, "updated_at": func.now(), **values}
        )

    def _stands_at(self, status: TaskStatus) -> ColumnElement[bool]:
        """The state of rows that are looked up by id.

        Written so that no partial index over the state fits: through it, the server would read all that is queued
        or running, dead entries included, to find the few that were named.
        """
        return sql_cast(self._table.c.status, Text()).concat("") == str(status)

    def _pick(self, condition: ColumnElement[bool], order: ColumnElement[Any], limit: int) -> Any:
        """A bounded batch that no other sweeper is looking at; a CTE, so that it is evaluated once."""
        rows = select(self._table.c.id).where(condition).order_by(order).limit(limit)
        return select(rows.with_for_update(skip_locked=True).cte("picked").c.id)


def _bulk_lane_of(account_id: ColumnElement[UUID]) -> ColumnElement[int]:
    """`core.lanes.bulk_lane_of` in SQL."""
    return 1 + func.get_byte(func.uuid_send(account_id), 15) % BULK_LANES


def _is_noisy(queue: ColumnElement[Queue], account_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether a row is of one of the accounts given as noisy in its queue: two array parameters, as in `is_among`."""
    given = func.unnest(
        bindparam("noisy_queues", type_=postgresql.ARRAY(Text())), bindparam("noisy_accounts", type_=_IDS)
    ).table_valued(column("queue", Text()), column("account_id", postgresql.UUID(as_uuid=True)), name="noisy")
    of_each = given.render_derived()
    return tuple_(queue, account_id).in_(select(of_each.c.queue, of_each.c.account_id))


def is_due(work: FromClause) -> ColumnElement[bool]:
    """What is scheduled or retrying, and due."""
    waiting = work.c.status.in_([TaskStatus.SCHEDULED, TaskStatus.RETRYING])
    return and_(waiting, work.c.due_at <= func.now())


def is_among(id_: ColumnElement[UUID], ids: Collection[UUID]) -> ColumnElement[bool]:
    """One array parameter: the statement is the same however many there are."""
    return id_ == any_(literal(list(ids), _IDS))


def is_among_given(id_: ColumnElement[UUID], name: str) -> ColumnElement[bool]:
    """`is_among` with the ids as a bound parameter."""
    return id_ == any_(bindparam(name, type_=_IDS))
