"""Everything that is stored about a person, table by table, found by what the tables themselves say."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Table, and_, func, select, union_all
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import ColumnElement

from core.encryption import Cipher
from core.errors import NotFoundError
from core.login import TokenKind
from core.roles import Role
from repositories.access_log import is_about
from repositories.models import Base, LoginSessionRow, MemberLinkRow, MemberRow, SingleUseTokenRow, UserRow
from repositories.rows import table_of
from repositories.sealed import Digest, Digests, is_fernet, sealed_columns, vault_on

SECRET: Final = frozenset(
    {"digest", "email_digest", "fingerprint", "network_digest", "password_hash", "sealed", "secret"}
)
"""Columns that open or find something, and tell nothing about anybody."""

PIECE: Final = 200
"""Rows that are read together."""

_USERS, _MEMBERS, _LINKS = table_of(UserRow), table_of(MemberRow), table_of(MemberLinkRow)
_SESSIONS, _TOKENS = table_of(LoginSessionRow), table_of(SingleUseTokenRow)
_ACCESSES: Final = "access_records"
_PARENTS: Final = ("tasks", "occurrences", "reminders", "notifications", "bookings", "webhook_messages")
_HOST_ALONE: Final = frozenset({"url", "webhook_url"})
"""Where the account had things sent: what comes after the host may open something of the account's."""


class ExportRepository:
    """One question: what do you have about me?"""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def read(
        self, user_id: UUID, *, account_id: UUID, cipher: Cipher
    ) -> AsyncIterator[tuple[str, Sequence[Mapping[str, Any]]]]:
        """Some rows at a time with the name of their table, as JSON has them, one table after the other.

        Raises:
            NotFoundError: the account has no such user.
        """
        mine = (_USERS.c.id == user_id) & (_USERS.c.account_id == account_id)
        if await self._session.scalar(select(_USERS.c.id).where(mine)) is None:
            raise NotFoundError(f"There is no user {user_id}.")
        of_logins = dict(_logging_in(user_id, account_id))
        accesses = {Base.metadata.tables[_ACCESSES]: is_about(user_id, account_id=account_id)}
        for table, about in ({_USERS: mine} | dict(tables_about(user_id)) | of_logins | accesses).items():
            async for rows in self._rows(table, about):
                yield (
                    table.name,
                    [_of_login(table, row, cipher, user_id) for row in rows] if table in of_logins else rows,
                )

    async def _rows(self, table: Table, about: ColumnElement[bool]) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        """No more at a time than can be read and decrypted while others wait for the event loop."""
        finding = Digest | Digests
        shown = [each for each in table.c if each.name not in SECRET and not isinstance(each.type, finding)]
        row = select(*shown).where(about).order_by(*table.primary_key.columns).subquery("shown")
        statement = select(func.to_jsonb(row.table_valued())).execution_options(yield_per=PIECE)
        found = await self._session.stream_scalars(statement)
        async for rows in found.partitions():
            yield [self._opened(table, dict(each)) for each in rows]

    def _opened(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        for name, kind in sealed_columns(table).items():
            if row[name] is not None:
                key = row[kind.key]
                owner = UUID(key) if isinstance(table.c[kind.key].type, postgresql.UUID) else key
                row[name] = kind.opened(row[name], owner, vault_on(self._session))
        return {name: _host_of(value) if name in _HOST_ALONE and value else value for name, value in row.items()}


def _of_login(table: Table, row: Mapping[str, Any], cipher: Cipher, user_id: UUID) -> Mapping[str, Any]:
    """The row with the addresses in it that are encrypted by themselves; of those whom an invitation names, the person alone."""
    opened = dict(row)
    for name in opened:
        if keys := is_fernet(table.c[name]):
            value: Any = opened[name]
            opened[name] = (
                cipher.decrypt(value)
                if isinstance(value, str)
                else {**value, **{key: cipher.decrypt(value[key]) for key in keys}}
            )
    if table is _TOKENS:
        opened["details"].pop("email_digest", None)
        opened["details"]["people"] = [str(user_id)]
    return opened


def _host_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}"


def _logging_in(user_id: UUID, account_id: UUID) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The person's own login, and the invitations that name them."""
    linked = select(_LINKS.c.member_id).where(_LINKS.c.user_id == user_id, _LINKS.c.account_id == account_id)
    own = and_(_MEMBERS.c.role == Role.PERSON, _MEMBERS.c.account_id == account_id, _MEMBERS.c.id.in_(linked))
    yield _MEMBERS, own
    yield _SESSIONS, _SESSIONS.c.member_id.in_(select(_MEMBERS.c.id).where(own))
    c = _TOKENS.c
    invitation = and_(c.account_id == account_id, c.kind == TokenKind.INVITATION)
    yield _TOKENS, and_(invitation, c.details["people"].contains([str(user_id)]))


def tables_about(user_id: UUID) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Every table that has rows about a person besides `users`, and which rows those are."""
    for table in Base.metadata.sorted_tables:
        if table.name != "users" and (about := _about(table, user_id)) is not None:
            yield table, about


def _about(table: Table, user_id: UUID) -> ColumnElement[bool] | None:
    """Rows that name the person, or, where rows may name nobody, that belong to something of theirs."""
    if "user_id" in table.c and not table.c.user_id.nullable:
        return table.c.user_id == user_id
    ways = [table.c.user_id == user_id] if "user_id" in table.c else []
    for column, parent in _parents(table):
        about = _about(parent, user_id)
        ways += [table.c[column].in_(select(parent.c.id).where(about))] if about is not None else []
    if len(ways) < 2:
        return ways[0] if ways else None
    # One by one, so that each finds its rows by its own index.
    return table.c.id.in_(union_all(*(select(table.c.id).where(way) for way in ways)))


def _parents(table: Table) -> Iterator[tuple[str, Table]]:
    """The columns by which a row may belong to something of a person."""
    for name in _PARENTS:
        column = f"{name.removesuffix('s')}_id" if name != "webhook_messages" else "message_id"
        if column in table.c and (table.c[column].foreign_keys or "user_id" not in table.c):
            yield column, Base.metadata.tables[name]
