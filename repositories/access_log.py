"""Who saw or changed what of whom: written once, read by whom it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.access_record import AccessRecord, ErasedMeanwhileError, StoredAccess
from repositories.models import AccessRecordRow, AccountRow, UserRow
from repositories.rows import fetch_page, fields_of, json_rows, recordset, table_of

_RECORDS, _USERS, _ACCOUNTS = table_of(AccessRecordRow), table_of(UserRow), table_of(AccountRow)
_WRITTEN: Final = tuple(column.name for column in _RECORDS.c if column.name != "created_at")
_GIVEN = recordset({name: _RECORDS.c[name].type for name in _WRITTEN})
_IS_OURS = select(_USERS.c.id).where(_USERS.c.id == _GIVEN.c.user_id, _USERS.c.account_id == _GIVEN.c.account_id)
_IS_THERE = select(_ACCOUNTS.c.id).where(_ACCOUNTS.c.id == _GIVEN.c.account_id)
_ADD = insert(_RECORDS).from_select(
    _WRITTEN,
    select(*(_GIVEN.c[name] for name in _WRITTEN)).where(
        or_(and_(_GIVEN.c.user_id.is_(None), _IS_THERE.exists()), _IS_OURS.exists())
    ),
)
_REFERS_TO_NOBODY: Final = "23503"
"""What PostgreSQL says where a foreign key leads nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFilter:
    """Which accesses to somebody's data are wanted: `since` is in, `until` is not."""

    user_id: UUID
    account_id: UUID
    since: datetime | None = None
    until: datetime | None = None
    actor_id: UUID | None = None


class AccessLogRepository:
    """Adds records, and reads them; there is nothing else that may be done with them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, records: Sequence[AccessRecord]) -> None:
        """Store records, in one statement; those about an account that there is not, or somebody who is not in it, are left out.

        Raises:
            ErasedMeanwhileError: somebody was in it when the statement began, and is gone.
        """
        try:
            await self._session.execute(_ADD, {"rows": json_rows(records)})
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != _REFERS_TO_NOBODY:
                raise
            raise ErasedMeanwhileError("Whom this is about has just been erased; try again.") from error

    async def list_page(self, wanted: AccessFilter, *, before: UUID | None, limit: int) -> list[StoredAccess]:
        """Accesses to a person's data, and to that of everybody in the account, newest first."""
        c = _RECORDS.c
        statement = select(_RECORDS).where(is_about(wanted.user_id, account_id=wanted.account_id))
        if wanted.since is not None:
            statement = statement.where(c.created_at >= wanted.since)
        if wanted.until is not None:
            statement = statement.where(c.created_at < wanted.until)
        if wanted.actor_id is not None:
            statement = statement.where(c.actor_id == wanted.actor_id)
        rows = await fetch_page(self._session, statement, table=_RECORDS, before=before, limit=limit)
        return [StoredAccess(**fields_of(row, StoredAccess)) for row in rows]


def is_about(user_id: UUID, *, account_id: UUID) -> ColumnElement[bool]:
    """Accesses to what is this person's, alone or with everybody else."""
    c = _RECORDS.c
    return and_(c.account_id == account_id, or_(c.user_id == user_id, c.is_about_all))
