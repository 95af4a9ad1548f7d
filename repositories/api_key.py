"""API keys: of each only the digest is stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import RowMapping, Text, and_, any_, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.api_key import ApiKey
from core.caller import Maker
from core.errors import NotFoundError
from core.people import Account
from core.roles import MATRIX, Permission, Role
from repositories.models import AccountRow, ApiKeyRow, MemberRow
from repositories.rows import fetch_page, fields_of, table_of

_ACCOUNTS, _KEYS, _MEMBERS = table_of(AccountRow), table_of(ApiKeyRow), table_of(MemberRow)

_MAY_HAVE_KEYS = tuple(
    role for role in Role if Permission.KEYS_MANAGE in MATRIX[role] and not role.is_for_certain_people
)
_MAKERS_ROLE = (
    select(_MEMBERS.c.role)
    .where(
        _MEMBERS.c.id == _KEYS.c.made_by,
        _MEMBERS.c.account_id == _KEYS.c.account_id,
        _MEMBERS.c.role.in_(_MAY_HAVE_KEYS),
    )
    .correlate(_KEYS)
    .scalar_subquery()
)
"""What the member is whose key it is; nothing where they are gone, or may have no keys any more."""

_LIVE = (
    _KEYS.c.revoked_at.is_(None),
    or_(_KEYS.c.expires_at.is_(None), _KEYS.c.expires_at > func.now()),
    or_(_KEYS.c.made_by.is_(None), _MAKERS_ROLE.is_not(None)),
)
_OPENED = (
    select(
        _ACCOUNTS,
        _KEYS.c.digest,
        _KEYS.c.id.label("key_id"),
        _KEYS.c.scopes,
        _KEYS.c.made_by,
        _MAKERS_ROLE.label("makers_role"),
    )
    .join(_KEYS, _KEYS.c.account_id == _ACCOUNTS.c.id)
    .where(_KEYS.c.digest == any_(bindparam("digests", type_=postgresql.ARRAY(Text()))), *_LIVE)
)
_USED = (
    update(_KEYS)
    .where(_KEYS.c.id == any_(bindparam("ids", type_=postgresql.ARRAY(postgresql.UUID(as_uuid=True)))))
    .values(last_used_at=func.greatest(_KEYS.c.last_used_at, bindparam("at", type_=_KEYS.c.last_used_at.type)))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApiKey:
    """A key about to be stored. `scopes` None: all of its account; `made_by` None: the account's own."""

    id: UUID
    account_id: UUID
    name: str
    digest: str
    last_four: str
    scopes: tuple[str, ...] | None = None
    expires_at: datetime | None = None
    replaces: UUID | None = None
    made_by: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedByKey:
    """What a live key opens. `maker`: whose it is, as things stand now."""

    account: Account
    key_id: UUID
    scopes: tuple[str, ...] | None
    maker: Maker | None = None


class ApiKeyRepository:
    """Questions about keys."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find_opened(self, digests: Collection[str]) -> dict[str, OpenedByKey]:
        """What live keys with these SHA-256 open."""
        found = (await self._session.execute(_OPENED, {"digests": [*digests]})).mappings()
        return {
            row["digest"]: OpenedByKey(
                account=Account(**fields_of(row, Account)),
                key_id=row["key_id"],
                scopes=_to_scopes(row),
                maker=_to_maker(row),
            )
            for row in found
        }

    async def add(self, key: NewApiKey) -> ApiKey:
        """Store the digest of a new key."""
        values = {
            "id": key.id,
            "account_id": key.account_id,
            "name": key.name,
            "digest": key.digest,
            "last_four": key.last_four,
            "scopes": None if key.scopes is None else [*key.scopes],
            "expires_at": key.expires_at,
            "replaces": key.replaces,
            "made_by": key.made_by,
        }
        row = (await self._session.execute(insert(_KEYS).values(values).returning(*_KEYS.c))).mappings().one()
        return _to_key(row)

    async def get(self, key_id: UUID, *, account_id: UUID) -> ApiKey:
        """Raises NotFoundError where the account has no such key."""
        statement = select(_KEYS).where(_KEYS.c.id == key_id, _KEYS.c.account_id == account_id)
        return _found((await self._session.execute(statement)).mappings().one_or_none(), key_id)

    async def hold(self, key_id: UUID, *, account_id: UUID) -> tuple[ApiKey, bool]:
        """As `get`, locked until the transaction ends, and whether it is live."""
        statement = select(_KEYS, and_(*_LIVE).label("is_live"))
        statement = statement.where(_KEYS.c.id == key_id, _KEYS.c.account_id == account_id).with_for_update()
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _found(row, key_id), bool(row and row["is_live"])

    async def count_live(self, account_id: UUID) -> int:
        """How many live keys the account has."""
        statement = select(func.count()).where(_KEYS.c.account_id == account_id, *_LIVE)
        return await self._session.scalar(statement) or 0

    async def list_page(self, *, account_id: UUID, before: UUID | None, limit: int) -> list[ApiKey]:
        """Keys of the account, newest first, the revoked ones too."""
        statement = select(_KEYS).where(_KEYS.c.account_id == account_id)
        rows = await fetch_page(self._session, statement, table=_KEYS, before=before, limit=limit)
        return [_to_key(row) for row in rows]

    async def end(self, key_id: UUID, *, account_id: UUID, after: timedelta) -> None:
        """Have the key expire after that span, if it does not do so before."""
        until = func.least(_KEYS.c.expires_at, func.now() + after)
        mine = (_KEYS.c.id == key_id, _KEYS.c.account_id == account_id)
        await self._session.execute(update(_KEYS).where(*mine).values(expires_at=until))

    async def revoke(self, key_id: UUID, *, account_id: UUID) -> ApiKey:
        """Have the key open nothing from now on; raises NotFoundError where the account has no such key."""
        mine = update(_KEYS).where(_KEYS.c.id == key_id, _KEYS.c.account_id == account_id)
        revoked = mine.values(revoked_at=func.coalesce(_KEYS.c.revoked_at, func.now())).returning(*_KEYS.c)
        return _found((await self._session.execute(revoked)).mappings().one_or_none(), key_id)

    async def revoke_all_of(self, member_id: UUID, *, account_id: UUID) -> None:
        """Have every key of this member open nothing from now on."""
        theirs = update(_KEYS).where(_KEYS.c.made_by == member_id, _KEYS.c.account_id == account_id)
        await self._session.execute(theirs.where(_KEYS.c.revoked_at.is_(None)).values(revoked_at=func.now()))

    async def note_uses(self, used_at: Mapping[UUID, datetime]) -> None:
        """Write down when keys were last used; of a group the newest instant is written for all."""
        if used_at:
            await self._session.execute(_USED, {"ids": [*used_at], "at": max(used_at.values())})


def _found(row: RowMapping | None, key_id: UUID) -> ApiKey:
    if row is None:
        raise NotFoundError(f"There is no key {key_id}.")
    return _to_key(row)


def _to_key(row: RowMapping) -> ApiKey:
    return ApiKey(**fields_of(row, ApiKey, scopes=_to_scopes(row)))


def _to_maker(row: RowMapping) -> Maker | None:
    return None if row["made_by"] is None else Maker(member_id=row["made_by"], role=row["makers_role"])


def _to_scopes(row: RowMapping) -> tuple[str, ...] | None:
    return None if row["scopes"] is None else tuple(row["scopes"])
