"""Notes."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.dependencies import AccountDep, IfMatchDep, PageDep, ServicesDep
from api.problems import documented
from api.schemas.notes import NoteAnswer, NotePage
from core.note import NoteFilter, NoteKind

router = APIRouter(prefix="/v1/notes", tags=["notes"])


@router.get("", responses=documented(400))
async def list_notes(
    account: AccountDep,
    services: ServicesDep,
    page: PageDep,
    user_id: Annotated[UUID | None, Query()] = None,
    kind: Annotated[NoteKind | None, Query()] = None,
) -> NotePage:
    """Notes, newest first."""
    notes = await services.notes.list_page(
        NoteFilter(user_id=user_id, kind=kind), account_id=account.id, before=page.before, limit=page.limit + 1
    )
    return NotePage.model_validate(page.render(notes, NoteAnswer.model_validate, lambda note: note.id))


@router.get("/{note_id}", responses=documented(404))
async def get_note(note_id: UUID, account: AccountDep, services: ServicesDep) -> NoteAnswer:
    """One note."""
    return NoteAnswer.model_validate(await services.notes.get(note_id, account_id=account.id))


@router.delete("/{note_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(404, 412))
async def remove_note(note_id: UUID, account: AccountDep, services: ServicesDep, if_match: IfMatchDep) -> None:
    """Erase a note."""
    await services.notes.remove(note_id, account_id=account.id, check=if_match.check(NoteAnswer.model_validate))
