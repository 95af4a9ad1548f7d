"""Users."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, any_, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFoundError
from core.people import NewUser, User
from repositories.models import UserRow
from repositories.rows import columns_of, fetch_page, fields_of, table_of

_USERS = table_of(UserRow)


_WANTED = bindparam("ids", type_=postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
_AMONG = select(_USERS).where(_USERS.c.id == any_(_WANTED))
_HELD = (
    select(_USERS.c.account_id, _USERS.c.id)
    .where(_USERS.c.id == any_(_WANTED))
    .order_by(_USERS.c.id)
    .with_for_update(read=True, key_share=True, skip_locked=True)
)


class UserRepository:
    """Questions about users."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, user: NewUser) -> User:
        """Store a user."""
        row = (
            (await self._session.execute(insert(_USERS).values(columns_of(user)).returning(*_USERS.c))).mappings().one()
        )
        return _to_user(row)

    async def get(self, user_id: UUID, *, account_id: UUID) -> User:
        """Raises NotFoundError where the account has no such user."""
        statement = select(_USERS).where(_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no user {user_id}.")
        return _to_user(row)

    async def list_many(self, user_ids: Collection[UUID]) -> list[User]:
        """Those of these users that exist, whosever they are."""
        return [_to_user(row) for row in (await self._session.execute(_AMONG, {"ids": [*user_ids]})).mappings()]

    async def hold(self, user_id: UUID, *, account_id: UUID) -> None:
        """Keep the user from being erased until the transaction ends; raises NotFoundError where there is none."""
        statement = select(_USERS.c.id).where(_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        if await self._session.scalar(statement.with_for_update(read=True, key_share=True)) is None:
            raise NotFoundError(f"There is no user {user_id}.")

    async def hold_many(self, user_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
        """As `hold`, without waiting: account and id of those that exist and that nobody is erasing."""
        held = await self._session.execute(_HELD, {"ids": [*user_ids]})
        return {(account_id, user_id) for account_id, user_id in held}

    async def list_page(self, *, account_id: UUID, before: UUID | None, limit: int) -> list[User]:
        """Users of the account, newest first."""
        statement = select(_USERS).where(_USERS.c.account_id == account_id)
        rows = await fetch_page(self._session, statement, table=_USERS, before=before, limit=limit)
        return [_to_user(row) for row in rows]

    async def change(self, user_id: UUID, changes: Mapping[str, Any], *, account_id: UUID) -> User:
        """Write the named columns; raises NotFoundError where the account has no such user."""
        mine = (_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        statement = update(_USERS).where(*mine).values({**changes, "updated_at": func.now()}).returning(*_USERS.c)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no user {user_id}.")
        return _to_user(row)

    async def remove(self, user_id: UUID, *, account_id: UUID) -> None:
        """Erase the user and everything that is about them; raises NotFoundError where there is no such user."""
        statement = delete(_USERS).where(_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        if await self._session.scalar(statement.returning(_USERS.c.id)) is None:
            raise NotFoundError(f"There is no user {user_id}.")


def _to_user(row: RowMapping) -> User:
    return User(**fields_of(row, User))
