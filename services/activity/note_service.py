"""Notes, for callers."""

from collections.abc import Callable
from uuid import UUID

from core.note import Note, NoteFilter
from repositories.unit_of_work import UnitOfWorkFactory


class NoteService:
    """Looks notes up and erases them. Everything raises NotFoundError for what the account can't see."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def get(self, note_id: UUID, *, account_id: UUID) -> Note:
        """One note."""
        async with self._unit_of_work() as unit:
            return await unit.notes.get(note_id, account_id=account_id)

    async def list_page(self, narrowed: NoteFilter, *, account_id: UUID, before: UUID | None, limit: int) -> list[Note]:
        """Notes of the account, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.notes.list_page(narrowed, account_id=account_id, before=before, limit=limit)

    async def remove(self, note_id: UUID, *, account_id: UUID, check: Callable[[Note], None] | None = None) -> None:
        """Erase a note, unless `check` raises for it; what is in a note never changes."""
        async with self._unit_of_work() as unit:
            if check is not None:
                check(await unit.notes.get(note_id, account_id=account_id))
            await unit.notes.remove(note_id, account_id=account_id)
