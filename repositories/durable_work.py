"""Claim, renew, settle, sweep and hand back: written once, for every table of durable work.

Every change of state is a guarded UPDATE that answers with the rows it won. Only the database's clock decides leases.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any, ClassVar, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Float,
    FromClause,
    Interval,
    TableValuedAlias,
    Text,
    Update,
    and_,
    bindparam,
    case,
    column,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.dml import ReturningUpdate

from core.domain import FINAL, Settlement, TaskStatus, Work
from repositories.dispatch import DispatchRepository, is_among_given
from repositories.pause import account_is_paused
from repositories.rows import JsonRows
from repositories.sealed import owned

W = TypeVar("W", bound=Work)

_JSON = postgresql.JSONB(none_as_null=True)
_SETTLEMENT = tuple(field.name for field in fields(Settlement))
_GIVEN = {
    "id": postgresql.UUID(as_uuid=True),
    "epoch": BigInteger(),
    "version": BigInteger(),
    "status": Text(),
    "delay": Float(),
    "due_at": DateTime(timezone=True),
    "expires_in": Float(),
    "given_back": BigInteger(),
    "reason": Text(),
    "error": _JSON,
    "result": _JSON,
    "question": _JSON,
    "details": _JSON,
    "inferred": _JSON,
    "confirmed": Boolean(),
    "scheduled_for": DateTime(timezone=True),
    "clears_schedule": Boolean(),
}


_ASKING = (TaskStatus.NEEDS_INPUT, TaskStatus.AWAITING_CONFIRMATION)
_MAY_EXPIRE = tuple(status.value for status in (TaskStatus.QUEUED, TaskStatus.RETRYING, TaskStatus.SCHEDULED, *_ASKING))
_COMPLETED = ("id", "epoch", "result", "scheduled_for")


class Renewal(NamedTuple):
    """Which of the rows asked for are still held: with a new lease, or locked by somebody at the moment."""

    renewed: set[UUID]
    busy: set[UUID]


class DurableWorkRepository(DispatchRepository[W]):
    """The one mechanism over one table."""

    _most_lost_leases: ClassVar[int] = Work.most_lost_leases

    async def claim_many(
        self, ids: Collection[UUID], *, owner: str, lease: timedelta, but_paused: bool = False
    ) -> list[W]:
        """Take every queued row among `ids`; the others are somebody else's, finished or stopped.

        `but_paused`: not those of accounts that are paused.
        """
        name = "claim but paused" if but_paused else "claim"
        given = {"wanted": list(ids), "claimer": owner, "lease": lease}
        return await self._move_prepared(name, lambda: self._claim(but_paused=but_paused), given)

    async def renew_many(self, held: Mapping[UUID, int | None], *, owner: str, lease: timedelta) -> Renewal:
        """Prolong the leases of rows held at these epochs; None: at whatever epoch `owner` has just claimed it.

        Never waits for rows that somebody else is writing: those are `busy`, and it is seen next time whose they are.
        """
        c = self._table.c
        given = _values_of([{"id": str(each), "epoch": epoch} for each, epoch in held.items()])
        ours = or_(c.epoch == given.c.epoch, and_(given.c.epoch.is_(None), c.lease_owner == owner))
        rows = select(c.id).where(c.id == given.c.id, self._stands_at(TaskStatus.RUNNING), ours)
        seen = rows.cte("seen")
        free = rows.with_for_update(skip_locked=True, of=self._table).cte("free")
        renewed = (
            update(self._table)
            .where(c.id.in_(select(free.c.id)))
            .values(lease_until=func.now() + lease)
            .returning(c.id)
            .cte("renewed")
        )
        statement = select(seen.c.id, renewed.c.id.is_not(None)).outerjoin_from(
            seen, renewed, renewed.c.id == seen.c.id
        )
        found = (await self._session.execute(statement)).all()
        return Renewal({id_ for id_, is_renewed in found if is_renewed}, {id_ for id_, done in found if not done})

    async def settle_many(self, settlements: Sequence[Settlement]) -> list[W]:
        """Record how attempts ended, in one statement; rows that a newer epoch owns are not in the answer."""
        given = {"settlements": [self._to_json(each) for each in settlements]}
        return await self._move_prepared("settle", self._settle, given)

    async def complete_many(self, settlements: Sequence[Settlement]) -> set[UUID]:
        """Record attempts that fulfilled their wish, as `settle_many` does, and answer with the ids alone.

        For the many of which nobody wants to be told: no row is read back, no JSON is taken apart. Those of which
        somebody does want to be told after all stay as they are, and are not in the answer.
        """
        given = {f"{name}s": [getattr(each, name) for each in settlements] for name in _COMPLETED}
        given["results"] = [owned(self._table, each.id, {"result": each.result})["result"] for each in settlements]
        return set(await self._session.scalars(self._prepare("complete", self._complete), given))

    async def move_seen(self, seen: Work, settlement: Settlement) -> W | None:
        """Move a row that nobody has moved since it was `seen`; None when somebody has."""
        c = self._table.c
        given = _values_of([{**self._to_json(settlement), "version": seen.version}])
        moved = await self._move(self._write(given).where(c.id == given.c.id, c.version == given.c.version))
        return moved[0] if moved else None

    async def hand_back_many(self, held: Mapping[UUID, int]) -> list[W]:
        """Return running rows to the queue at once, without costing an attempt; a newer epoch keeps its row."""
        c = self._table.c
        given = _values_of([{"id": str(each), "epoch": epoch} for each, epoch in held.items()])
        released = self._released(attempt=c.attempt - 1, reason="interrupted")
        return await self._move(
            released.where(c.id == given.c.id, c.epoch == given.c.epoch, self._stands_at(TaskStatus.RUNNING))
        )

    async def queue_lost_leases(self, *, limit: int) -> list[W]:
        """Queue again what a dead or frozen worker holds, under a new epoch."""
        c = self._table.c
        worth_it = and_(c.lost_leases + 1 < self._most_lost_leases, c.attempt < c.max_attempts)
        rows = self._pick(and_(lease_is_over(self._table), worth_it), c.lease_until, limit)
        released = self._released(lost_leases=c.lost_leases + 1, reason="lease lost")
        return await self._move(released.where(c.id.in_(rows)))

    async def claim_exhausted(self, *, owner: str, lease: timedelta, limit: int) -> list[W]:
        """Take what lost its lease once too often, so that it can be settled as a dead letter."""
        c = self._table.c
        rows = self._pick(lease_is_over(self._table), c.lease_until, limit)
        statement = (
            update(self._table)
            .where(c.id.in_(rows), or_(c.lost_leases + 1 >= self._most_lost_leases, c.attempt >= c.max_attempts))
            .values(epoch=c.epoch + 1, lost_leases=c.lost_leases + 1, lease_owner=owner, lease_until=func.now() + lease)
        )
        return await self._move(statement)

    async def expire_many(self, *, limit: int) -> list[W]:
        """End what rested or waited past its time; a person gets what may have had an effect."""
        c = self._table.c
        rows = self._pick(is_over(self._table), c.expires_at, limit)
        may_stand = self._may_have_effect()
        expired = self._to(
            case((may_stand, TaskStatus.NEEDS_PERSON.value), else_=TaskStatus.EXPIRED.value),
            completed_at=case((may_stand, null()), else_=func.now()),
            expires_at=null(),
            due_at=null(),
            reason=case((c.status.in_(_ASKING), "nobody answered in time"), else_="not begun in time"),
        )
        return await self._move(expired.where(c.id.in_(rows)))

    # -------------------------------------------------------------- statements

    def _claim(self, *, but_paused: bool) -> Update:
        c = self._table.c
        allowed = ~account_is_paused(c.account_id) if but_paused else true()
        taken = {"epoch": c.epoch + 1, "attempt": c.attempt + 1, "expires_at": null(), "reason": null()}
        lease = {
            "lease_owner": bindparam("claimer", type_=Text()),
            "lease_until": func.now() + bindparam("lease", type_=Interval()),
        }
        in_time = or_(c.expires_at.is_(None), c.expires_at > func.now())
        return self._to(TaskStatus.RUNNING, **taken, **lease).where(
            is_among_given(c.id, "wanted"), self._stands_at(TaskStatus.QUEUED), in_time, allowed
        )

    def _settle(self) -> Update:
        c = self._table.c
        given = _values_in(sql_cast(bindparam("settlements", type_=JsonRows()), postgresql.JSONB()))
        held = and_(c.id == given.c.id, c.epoch == given.c.epoch)
        return self._write(given).where(held, self._stands_at(TaskStatus.RUNNING))

    def _complete(self) -> ReturningUpdate[tuple[UUID]]:
        c = self._table.c
        given = _given_columns({**_GIVEN, "result": c.result.type})
        ended = self._to(
            TaskStatus.COMPLETED,
            **dict.fromkeys(("lease_until", "lease_owner", "dispatched_at", "due_at", "expires_at"), null()),
            **dict.fromkeys(("reason", "error", "question"), null()),
            completed_at=func.now(),
            result=given.c.result,
            scheduled_for=func.coalesce(given.c.scheduled_for, c.scheduled_for),
        )
        held = and_(c.id == given.c.id, c.epoch == given.c.epoch)
        return ended.where(held, self._stands_at(TaskStatus.RUNNING), self._is_unheard()).returning(c.id)

    def _is_unheard(self) -> ColumnElement[bool]:
        """Whether nobody hears of the end of a row: only such rows are completed quietly."""
        return true()

    def _released(self, **values: Any) -> Update:
        freed = {"lease_until": null(), "lease_owner": null(), "dispatched_at": func.now()}
        return self._to(TaskStatus.QUEUED, epoch=self._table.c.epoch + 1, **freed, **values)

    def _write(self, given: TableValuedAlias) -> Update:
        c = self._table.c
        status = given.c.status
        final = status.in_([each.value for each in FINAL])
        values: dict[str, Any] = {
            "status": status,
            "version": c.version + 1,
            "updated_at": func.now(),
            "attempt": c.attempt - given.c.given_back,
            "lost_leases": case(
                (final, c.lost_leases), else_=0
            ),  # in a row: an attempt that ends by itself is no poison
            "lease_until": null(),
            "lease_owner": null(),
            # A queued row with a delay will be rung for by somebody; only after that does it count as lost on the way.
            "dispatched_at": case(
                (status == TaskStatus.QUEUED.value, func.coalesce(func.now() + _seconds(given.c.delay), func.now())),
                else_=null(),
            ),
            "due_at": func.coalesce(given.c.due_at, func.now() + _seconds(given.c.delay)),
            "expires_at": self._expiry(status, given.c.expires_in),
            "completed_at": case((final, func.now()), else_=null()),
            "reason": given.c.reason,
            "error": given.c.error,
        }
        if "details" in c:
            values["result"] = given.c.result
            values["question"] = given.c.question
            values["details"] = func.coalesce(given.c.details, c.details)
            values["inferred"] = func.coalesce(given.c.inferred, c.inferred)
            values["confirmed"] = func.coalesce(given.c.confirmed, c.confirmed)
            kept = func.coalesce(given.c.scheduled_for, c.scheduled_for)
            values["scheduled_for"] = case((given.c.clears_schedule, null()), else_=kept)
        return update(self._table).values(values)

    def _may_have_effect(self) -> ColumnElement[bool]:
        """Whether something was done outside for a row, or may have been, so that it can't just end."""
        return false()

    def _expiry(self, status: ColumnElement[str], seconds: ColumnElement[float]) -> ColumnElement[Any]:
        """When a row in this state expires: nobody answered, or it has never been claimed and should be by `start_by`."""
        c = self._table.c
        never_claimed = and_(status.in_(_MAY_EXPIRE), c.epoch == 0)
        deadline = case((never_claimed, c.start_by)) if "start_by" in c else null()
        return func.least(func.now() + _seconds(seconds), deadline)

    def _to_json(self, settlement: Settlement) -> dict[str, Any]:
        values = {name: getattr(settlement, name) for name in _SETTLEMENT}
        for name in ("error", "question"):
            values[name] = asdict(values[name]) if values[name] is not None else None
        values["id"] = str(settlement.id)
        values["delay"] = settlement.delay.total_seconds() if settlement.delay else None
        values["expires_in"] = settlement.expires_in.total_seconds() if settlement.expires_in else None
        values |= {
            name: instant.isoformat() if instant else None
            for name, instant in (("due_at", settlement.due_at), ("scheduled_for", settlement.scheduled_for))
        }
        values["given_back"] = 0 if values.pop("keeps_attempt") else 1
        said = {name: value for name, value in values.items() if value is not None}
        return owned(self._table, settlement.id, said)


def lease_is_over(work: FromClause) -> ColumnElement[bool]:
    """What a dead or frozen worker holds."""
    return and_(work.c.status == TaskStatus.RUNNING, work.c.lease_until < func.now())


def is_over(work: FromClause) -> ColumnElement[bool]:
    """What has rested or waited past its time."""
    c = work.c
    return and_(c.expires_at <= func.now(), c.completed_at.is_(None), c.status != TaskStatus.RUNNING)


def _seconds(amount: ColumnElement[Any]) -> ColumnElement[Any]:
    return amount * literal(timedelta(seconds=1), Interval())


def _values_of(rows: Sequence[Mapping[str, Any]]) -> TableValuedAlias:
    """A batch of rows as one JSON parameter: one statement, one plan, whatever their number."""
    return _values_in(sql_cast(bindparam("rows", rows, type_=JsonRows(), unique=True), postgresql.JSONB()))


def _values_in(rows: ColumnElement[Any]) -> TableValuedAlias:
    columns = [column(name, kind) for name, kind in _GIVEN.items()]
    given = func.jsonb_to_recordset(rows).table_valued(*columns, name="given")
    return given.render_derived(with_types=True)


def _given_columns(kinds: Mapping[str, Any]) -> TableValuedAlias:
    """A batch of completed attempts: an array for each column, bound under the column's name in the plural."""
    columns = [column(name, kinds[name]) for name in _COMPLETED]
    arrays = [bindparam(f"{name}s", type_=postgresql.ARRAY(kinds[name])) for name in _COMPLETED]
    return func.unnest(*arrays).table_valued(*columns, name="given").render_derived()
