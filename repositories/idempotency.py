"""Idempotency keys."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import IdempotencyMismatchError, InFlightError
from core.idempotency import IdempotencyKey
from repositories.models import IdempotencyKeyRow
from repositories.rows import columns_of, json_rows, recordset, table_of

_KEYS = table_of(IdempotencyKeyRow)
_LOCK_NOT_AVAILABLE = "55P03"
_STORED = ("account_id", "scope", "key", "fingerprint", "resource_id")
_GIVEN = recordset({name: _KEYS.c[name].type for name in _STORED})
_CLAIM_MANY = (
    insert(_KEYS)
    .from_select(_STORED, select(*(_GIVEN.c[name] for name in _STORED)))
    .on_conflict_do_nothing()
    .returning(_KEYS.c.resource_id)
)


class IdempotencyRepository:
    """The first answer to an unsafe call."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def claim(self, key: IdempotencyKey, *, resource_id: UUID) -> UUID:
        """The id of what this key made: `resource_id` when the key is new, else that of the first call.

        Raises:
            IdempotencyMismatchError: the key was used with another body.
            InFlightError: the first call is still open.
        """
        statement = insert(_KEYS).values(**columns_of(key), resource_id=resource_id).on_conflict_do_nothing()
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

    async def _get_first(self, key: IdempotencyKey) -> UUID:
        mine = (_KEYS.c.account_id == key.account_id, _KEYS.c.scope == key.scope, _KEYS.c.key == key.key)
        first = (await self._session.execute(select(_KEYS).where(*mine))).mappings().one()
        if first["fingerprint"] != key.fingerprint:
            raise IdempotencyMismatchError(
                "This Idempotency-Key was used before with another body. Use a new key for a new request."
            )
        return first["resource_id"]
