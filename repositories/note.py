"""Notes: what the person did, or wants bought."""

from uuid import UUID

from sqlalchemy import RowMapping, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFoundError
from core.note import NewNote, Note, NoteFilter
from repositories.models import NoteRow
from repositories.rows import fetch_page, fields_of, sealed_columns_of, table_of

_NOTES = table_of(NoteRow)


class NoteRepository:
    """Questions about notes."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_once(self, note: NewNote) -> Note:
        """Store a note; the one that its task made before is answered instead."""
        statement = (
            insert(_NOTES)
            .values(sealed_columns_of(_NOTES, note))
            .on_conflict_do_nothing(index_elements=[_NOTES.c.task_id])
        )
        row = (await self._session.execute(statement.returning(*_NOTES.c))).mappings().one_or_none()
        if row is None:
            earlier = select(_NOTES).where(_NOTES.c.task_id == note.task_id)
            row = (await self._session.execute(earlier)).mappings().one()
        return _to_note(row)

    async def get(self, note_id: UUID, *, account_id: UUID) -> Note:
        """Raises NotFoundError where the account has no such note."""
        statement = select(_NOTES).where(_NOTES.c.id == note_id, _NOTES.c.account_id == account_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no note {note_id}.")
        return _to_note(row)

    async def list_page(self, narrowed: NoteFilter, *, account_id: UUID, before: UUID | None, limit: int) -> list[Note]:
        """Notes of the account, newest first."""
        statement = select(_NOTES).where(_NOTES.c.account_id == account_id)
        if narrowed.user_id:
            statement = statement.where(_NOTES.c.user_id == narrowed.user_id)
        if narrowed.kind:
            statement = statement.where(_NOTES.c.kind == narrowed.kind)
        rows = await fetch_page(self._session, statement, table=_NOTES, before=before, limit=limit)
        return [_to_note(row) for row in rows]

    async def remove(self, note_id: UUID, *, account_id: UUID) -> None:
        """Erase a note; raises NotFoundError where the account has no such note."""
        statement = delete(_NOTES).where(_NOTES.c.id == note_id, _NOTES.c.account_id == account_id)
        if await self._session.scalar(statement.returning(_NOTES.c.id)) is None:
            raise NotFoundError(f"There is no note {note_id}.")


def _to_note(row: RowMapping) -> Note:
    return Note(**fields_of(row, Note))
