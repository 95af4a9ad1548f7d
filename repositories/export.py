"""Everything that is stored about a person, table by table, found by what the tables themselves say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import ColumnElement

from core.errors import NotFoundError
from repositories.access_log import is_about
from repositories.models import Base, UserRow
from repositories.rows import table_of
from repositories.sealed import Digest, Digests, sealed_columns, vault_on

SECRET: Final = frozenset({"digest", "email_digest", "fingerprint", "password_hash", "sealed", "secret"})
"""Columns that open or find something, and tell nothing about anybody."""

_USERS = table_of(UserRow)
_ACCESSES: Final = "access_records"
_PARENTS: Final = ("tasks", "occurrences", "reminders", "notifications", "requests", "webhook_messages")


class ExportRepository:
    """One question: what do you have about me?"""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def read(self, user_id: UUID, *, account_id: UUID) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Rows by table, as JSON has them; raises NotFoundError where the account has no such user."""
        mine = (_USERS.c.id == user_id) & (_USERS.c.account_id == account_id)
        found: dict[str, Sequence[Mapping[str, Any]]] = {"users": await self._rows(_USERS, mine)}
        if not found["users"]:
            raise NotFoundError(f"There is no user {user_id}.")
        for table, about in tables_about(user_id):
            found[table.name] = await self._rows(table, about)
        found[_ACCESSES] = await self._rows(Base.metadata.tables[_ACCESSES], is_about(user_id, account_id=account_id))
        return found

    async def _rows(self, table: Table, about: ColumnElement[bool]) -> Sequence[Mapping[str, Any]]:
        finding = Digest | Digests
        shown = [each for each in table.c if each.name not in SECRET and not isinstance(each.type, finding)]
        row = select(*shown).where(about).order_by(*table.primary_key.columns).subquery("shown")
        found = await self._session.scalars(select(func.to_jsonb(row.table_valued())))
        return [self._opened(table, dict(each)) for each in found]

    def _opened(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        for name, kind in sealed_columns(table).items():
            if row[name] is not None:
                key = row[kind.key]
                owner = UUID(key) if isinstance(table.c[kind.key].type, postgresql.UUID) else key
                row[name] = kind.opened(row[name], owner, vault_on(self._session))
        return row


def tables_about(user_id: UUID) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Every table that has rows about a person besides `users`, and which rows those are."""
    for table in Base.metadata.sorted_tables:
        if table.name == "users":
            continue
        if "user_id" in table.c:
            yield table, table.c.user_id == user_id
        elif (parent := _parent(table)) is not None:
            column, of = parent
            yield table, table.c[column].in_(select(of.c.id).where(of.c.user_id == user_id))


def _parent(table: Table) -> tuple[str, Table] | None:
    """The column by which a row belongs to something of a person."""
    for name in _PARENTS:
        column = f"{name.removesuffix('s')}_id" if name != "webhook_messages" else "message_id"
        parent = Base.metadata.tables.get(name)
        if column in table.c and parent is not None and "user_id" in parent.c:
            return column, parent
    return None
