"""Accounts and the keys that open them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.people import Account
from repositories.models import AccountRow, ApiKeyRow
from repositories.rows import columns_of, fields_of, table_of

_ACCOUNTS = table_of(AccountRow)
_KEYS = table_of(ApiKeyRow)


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
        return await self._find(select(_ACCOUNTS).where(_ACCOUNTS.c.name == name))

    async def find(self, account_id: UUID) -> Account | None:
        """The account with that id."""
        return await self._find(select(_ACCOUNTS).where(_ACCOUNTS.c.id == account_id))

    async def find_by_key(self, digest: str) -> Account | None:
        """The account that a live key with this SHA-256 opens."""
        live = or_(_KEYS.c.expires_at.is_(None), _KEYS.c.expires_at > func.now())
        statement = select(_ACCOUNTS).join(_KEYS, _KEYS.c.account_id == _ACCOUNTS.c.id)
        return await self._find(statement.where(_KEYS.c.digest == digest, _KEYS.c.revoked_at.is_(None), live))

    async def add_key(self, key: NewApiKey) -> None:
        """Store the digest of a new key."""
        await self._session.execute(insert(_KEYS).values(columns_of(key)))

    async def _find(self, statement: Select[Any]) -> Account | None:
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_account(row) if row else None


def _to_account(row: RowMapping) -> Account:
    return Account(**fields_of(row, Account))
