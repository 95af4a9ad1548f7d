"""Idempotency keys."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, delete, func, or_, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import AnswerLostError, IdempotencyMismatchError, InFlightError
from core.idempotency import GuardedCall, IdempotencyKey
from repositories.dispatch import is_among
from repositories.models import IdempotencyKeyRow
from repositories.models.idempotency_key import REQUESTS_SCOPE
from repositories.rows import json_rows, recordset, table_of

KEPT_FOR = timedelta(hours=24)
"""So long an answer is kept, at the least."""

_KEYS = table_of(IdempotencyKeyRow)
_FORMER = _KEYS.alias("former")
_ID = "[0-9a-f]{8}(?:-?[0-9a-f]{4}){4}-?[0-9a-f]{8}"
"""An id in a path, in any of the forms in which it may be written there."""
_LOCK_NOT_AVAILABLE = "55P03"
_STORED = ("account_id", "scope", "key", "fingerprint", "resource_id")
_GIVEN = recordset({**{name: _KEYS.c[name].type for name in _STORED}, "former": Text()})


def _was_used_before(account_id: Any, scope: Any, former: Any) -> ColumnElement[bool]:
    """Whether a version that stored keys as they came, for the whole account, has done something under this one."""
    c = _FORMER.c
    found = select(c.key).where(c.account_id == account_id, c.scope == scope, c.key == former)
    is_done = or_(c.open_until.is_(None), c.is_sealed)
    return found.where(is_done, c.created_at > func.now() - KEPT_FOR).exists()


_CLAIM_MANY = (
    insert(_KEYS)
    .from_select(
        _STORED,
        select(*(_GIVEN.c[name] for name in _STORED)).where(
            ~_was_used_before(_GIVEN.c.account_id, _GIVEN.c.scope, _GIVEN.c.former)
        ),
    )
    .on_conflict_do_nothing()
    .returning(_KEYS.c.resource_id)
)


class KeptRow(NamedTuple):
    """What is there under a key; `is_over`: no answer is to be expected any more."""

    fingerprint: str
    answer: str | None
    is_over: bool


class IdempotencyRepository:
    """The first answer to an unsafe call."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def claim(self, key: IdempotencyKey, *, resource_id: UUID) -> UUID:
        """The id of what this key made: `resource_id` when the key is new, else that of the first call.

        Raises:
            IdempotencyMismatchError: the key was used with another body.
            InFlightError: the first call is still open.
            AnswerLostError: a version before this one made something under it, for whoever it was.
        """
        await self._refuse_former(key)
        statement = insert(_KEYS).values(**_stored(key), resource_id=resource_id).on_conflict_do_nothing()
        try:
            await self._session.execute(text("SET LOCAL lock_timeout = '2s'"))
            won = await self._session.scalar(statement.returning(_KEYS.c.resource_id))
            await self._session.execute(text("SET LOCAL lock_timeout = '3s'"))
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
                raise InFlightError(
                    "The first request with this Idempotency-Key is not finished; try again."
                ) from error
            raise
        return won or await self._get_first(key)

    async def open(self, call: GuardedCall, *, lease: timedelta) -> KeptRow | None:
        """Take a key for a call whose answer will be kept; the row that is there already where the key is taken.

        One that nobody sealed and whose time is over is taken over: nothing was done under it. Raises AnswerLostError as
        `claim` does.
        """
        await self._refuse_former(call.key)
        c = _KEYS.c
        new = insert(_KEYS).values(
            **_stored(call.key), resource_id=call.token, open_until=func.now() + lease, is_sealed=False
        )
        stale = and_(c.open_until < func.now(), ~c.is_sealed, c.answer.is_(None))
        taken = new.on_conflict_do_update(
            index_elements=[c.account_id, c.scope, c.key],
            set_={name: new.excluded[name] for name in ("fingerprint", "resource_id", "open_until", "created_at")},
            where=stale,
        )
        if await self._session.scalar(taken.returning(c.resource_id)) is not None:
            return None
        is_over = func.coalesce(c.open_until < func.now(), True).label("is_over")
        row = (await self._session.execute(select(c.fingerprint, c.answer, is_over).where(_is(call.key)))).one()
        return KeptRow(*row)

    async def has_written(self) -> bool:
        """Whether this transaction has changed anything so far."""
        return bool(await self._session.scalar(select(func.pg_current_xact_id_if_assigned().is_not(None))))

    async def seal(self, call: GuardedCall) -> None:
        """Commit the key with the effect; raises InFlightError where another call has taken it over."""
        c = _KEYS.c
        mine = update(_KEYS).where(_is(call.key), c.resource_id == call.token).values(is_sealed=True)
        if await self._session.scalar(mine.returning(c.resource_id)) is None:
            raise InFlightError("This call took too long, and another one with its Idempotency-Key has taken over.")

    async def keep(self, call: GuardedCall, answer: str) -> None:
        """The answer, for whoever sends the call again; and drop some that were kept for long enough, or are superseded."""
        c = _KEYS.c
        if call.key.supersedes:
            scope = (c.account_id == call.key.account_id, c.scope == call.key.scope, c.key != call.key.key)
            await self._session.execute(update(_KEYS).where(*scope, c.answer.is_not(None)).values(answer=None))
        kept = update(_KEYS).where(_is(call.key), c.resource_id == call.token)
        await self._session.execute(kept.values(is_sealed=True, answer=answer, open_until=func.now()))
        old = (
            select(c.resource_id)
            .where(c.open_until < func.now() - KEPT_FOR)
            .limit(100)
            .with_for_update(skip_locked=True)
        )
        await self._session.execute(delete(_KEYS).where(c.resource_id.in_(old), c.open_until.is_not(None)))

    async def release(self, call: GuardedCall) -> None:
        """The call came to nothing: the key is free again. Where its effect is committed all the same, no answer is to be expected."""
        c = _KEYS.c
        mine = (_is(call.key), c.resource_id == call.token)
        await self._session.execute(delete(_KEYS).where(*mine, ~c.is_sealed))
        await self._session.execute(update(_KEYS).where(*mine).values(open_until=func.now()))

    async def unseal(self, call: GuardedCall) -> None:
        """Commit with the undoing of the effect that there is none: the key is free when the call ends."""
        mine = (_is(call.key), _KEYS.c.resource_id == call.token)
        await self._session.execute(update(_KEYS).where(*mine).values(is_sealed=False))

    async def forget_things(self, ids: Collection[UUID], *, account_id: UUID) -> None:
        """Drop the keys under which these things were made, and those of calls whose path names one."""
        c = _KEYS.c
        texts = postgresql.ARRAY(Text())
        named = func.regexp_matches(c.scope, _ID, "gi", type_=texts).column_valued("named")
        in_path = select(named).where(is_among(cast(named[1], postgresql.UUID(as_uuid=True)), ids)).exists()
        theirs = delete(_KEYS).where(c.account_id == account_id)
        await self._session.execute(theirs.where(is_among(c.resource_id, ids)))
        await self._session.execute(theirs.where(c.scope != REQUESTS_SCOPE, in_path))

    async def forget_answers(self, account_id: UUID) -> None:
        """Drop what the account was answered, whoever it was about: who sends such a call again hears that it was made."""
        c = _KEYS.c
        kept = update(_KEYS).where(c.account_id == account_id, c.answer.is_not(None))
        await self._session.execute(kept.values(answer=None))

    async def claim_many(self, wanted: Mapping[UUID, IdempotencyKey]) -> set[UUID]:
        """Those of these resources whose key is new; keys that are used, or that somebody is about to use, are not.

        Raises:
            DBAPIError: (lock not available) who is about to use one takes longer than a moment.
        """
        # Always in one order, so that two of these can't wait for each other.
        ordered = sorted(wanted.items(), key=lambda each: (each[1].account_id, each[1].scope, each[1].key))
        rows = json_rows((key for _, key in ordered), resource_id=[resource_id for resource_id, _ in ordered])
        await self._session.execute(text("SET LOCAL lock_timeout = '100ms'"))
        won = set(await self._session.scalars(_CLAIM_MANY, {"rows": rows}))
        await self._session.execute(text("SET LOCAL lock_timeout = '3s'"))
        return won

    async def _refuse_former(self, key: IdempotencyKey) -> None:
        if key.former is None:
            return
        used = _was_used_before(key.account_id, key.scope, key.former)
        if await self._session.scalar(select(used)):
            raise AnswerLostError

    async def _get_first(self, key: IdempotencyKey) -> UUID:
        first = (await self._session.execute(select(_KEYS).where(_is(key)))).mappings().one()
        if key.fingerprint and first["fingerprint"] != key.fingerprint:
            raise IdempotencyMismatchError(
                "This Idempotency-Key was used before with another body. Use a new key for a new request."
            )
        return first["resource_id"]


def _stored(key: IdempotencyKey) -> dict[str, Any]:
    """What is stored of a key."""
    return {
        "account_id": key.account_id,
        "scope": key.scope,
        "key": key.key,
        "fingerprint": key.fingerprint,
    }


def _is(key: IdempotencyKey) -> ColumnElement[bool]:
    return and_(_KEYS.c.account_id == key.account_id, _KEYS.c.scope == key.scope, _KEYS.c.key == key.key)
