"""Accounts."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.escalation import NO_LADDERS, Ladders, escalation_json, read_escalation
from core.people import Account
from repositories.models import AccountRow
from repositories.rotation import rotated
from repositories.rows import columns_of, fields_of, table_of

_ACCOUNTS = table_of(AccountRow)
_NAMED = select(_ACCOUNTS).where(_ACCOUNTS.c.name == bindparam("named"))


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

    async def rotate_secret(self, account_id: UUID, secret: str, *, overlap: timedelta) -> Account | None:
        """Sign with a new secret (encrypted), and with the one before for so long; None where there is no such account."""
        values = rotated(_ACCOUNTS, "signing_secret", secret, overlap=overlap)
        written = update(_ACCOUNTS).where(_ACCOUNTS.c.id == account_id).values(values).returning(*_ACCOUNTS.c)
        row = (await self._session.execute(written)).mappings().one_or_none()
        return _to_account(row) if row else None

    async def replace_default(self, account_id: UUID, user_id: UUID, *, by: UUID) -> bool:
        """Mean somebody else where nobody is named, if this user was meant; False where not."""
        c = _ACCOUNTS.c
        mine = update(_ACCOUNTS).where(c.id == account_id, c.default_user_id == user_id)
        return await self._session.scalar(mine.values(default_user_id=by).returning(c.id)) is not None

    async def hold_default(self, account_id: UUID) -> UUID | None:
        """Whom the account means where nobody is named, who stays it until the transaction ends; None where there is no account."""
        statement = select(_ACCOUNTS.c.default_user_id).where(_ACCOUNTS.c.id == account_id)
        return await self._session.scalar(statement.with_for_update(read=True))

    async def find_ladders(self, account_id: UUID) -> Ladders:
        """The ladders of the account; none where it has none, or is gone."""
        return (await self.list_ladders({account_id})).get(account_id, NO_LADDERS)

    async def list_ladders(self, account_ids: Collection[UUID]) -> Mapping[UUID, Ladders]:
        """The ladders of each of these accounts that there is."""
        c = _ACCOUNTS.c
        statement = select(c.id, c.escalation, c.critical_escalation).where(c.id.in_(account_ids))
        return {
            row[0]: Ladders(escalation=read_escalation(row[1]), critical_escalation=read_escalation(row[2]))
            for row in await self._session.execute(statement)
        }

    async def write_ladders(self, account_id: UUID, ladders: Ladders) -> None:
        """From now on these are the account's."""
        values = {
            "escalation": escalation_json(ladders.escalation),
            "critical_escalation": escalation_json(ladders.critical_escalation),
        }
        await self._session.execute(update(_ACCOUNTS).where(_ACCOUNTS.c.id == account_id).values(values))

    async def lock(self, account_id: UUID) -> None:
        """Let nobody else in who locks this account before the transaction ends; what belongs to it can be written all the same."""
        await self._session.execute(
            select(_ACCOUNTS.c.id).where(_ACCOUNTS.c.id == account_id).with_for_update(key_share=True)
        )


def _to_account(row: RowMapping) -> Account:
    return Account(**fields_of(row, Account))
