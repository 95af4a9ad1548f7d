"""Accounts and the keys that open them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping, Text, any_, bindparam, func, or_, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.people import Account
from repositories.models import AccountRow, ApiKeyRow
from repositories.rows import columns_of, fields_of, table_of

_ACCOUNTS = table_of(AccountRow)
_KEYS = table_of(ApiKeyRow)


_OF_KEYS = (
    select(_ACCOUNTS, _KEYS.c.digest)
    .join(_KEYS, _KEYS.c.account_id == _ACCOUNTS.c.id)
    .where(
        _KEYS.c.digest == any_(bindparam("digests", type_=postgresql.ARRAY(Text()))),
        _KEYS.c.revoked_at.is_(None),
        or_(_KEYS.c.expires_at.is_(None), _KEYS.c.expires_at > func.now()),
    )
)
_NAMED = select(_ACCOUNTS).where(_ACCOUNTS.c.name == bindparam("named"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApiKey:
    """A key about to be stored; only its digest is."""

    id: UUID
    account_id: UUID
    name: str
    digest: str
    last_four: str


class AccountRepository:
    """Questions about accounts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_if_absent(self, account: Account) -> bool:
        """Store an account; False where one of this name exists already."""
        statement = (
            insert(_ACCOUNTS).values(columns_of(account)).on_conflict_do_nothing(index_elements=[_ACCOUNTS.c.name])
        )
        return (await self._session.scalar(statement.returning(_ACCOUNTS.c.id))) is not None

    async def find_by_name(self, name: str) -> Account | None:
        """The account of that name."""
        row = (await self._session.execute(_NAMED, {"named": name})).mappings().one_or_none()
        return _to_account(row) if row else None

    async def find(self, account_id: UUID) -> Account | None:
        """The account with that id."""
        statement = select(_ACCOUNTS).where(_ACCOUNTS.c.id == account_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_account(row) if row else None

    async def lock(self, account_id: UUID) -> None:
        """Let nobody else in who locks this account before the transaction ends; what belongs to it can be written all the same."""
        await self._session.execute(
            select(_ACCOUNTS.c.id).where(_ACCOUNTS.c.id == account_id).with_for_update(key_share=True)
        )

    async def find_by_keys(self, digests: Collection[str]) -> dict[str, Account]:
        """The accounts that live keys with these SHA-256 open."""
        found = (await self._session.execute(_OF_KEYS, {"digests": [*digests]})).mappings()
        return {row["digest"]: _to_account(row) for row in found}

    async def add_key(self, key: NewApiKey) -> None:
        """Store the digest of a new key."""
        await self._session.execute(insert(_KEYS).values(columns_of(key)))


def _to_account(row: RowMapping) -> Account:
    return Account(**fields_of(row, Account))
