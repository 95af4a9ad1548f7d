"""What contacts answer to messages."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.dependencies import AccountDep, PageDep, ServicesDep
from api.problems import documented
from api.schemas.replies import ReplyAnswer, ReplyPage
from core.reply import ReplyFilter

router = APIRouter(prefix="/v1/replies", tags=["notifications"])


@router.get("", responses=documented(400))
async def list_replies(
    account: AccountDep,
    services: ServicesDep,
    page: PageDep,
    user_id: Annotated[UUID | None, Query()] = None,
    contact_id: Annotated[UUID | None, Query()] = None,
    task_id: Annotated[UUID | None, Query()] = None,
) -> ReplyPage:
    """What family and carers have answered to messages, newest first."""
    narrowed = ReplyFilter(user_id=user_id, contact_id=contact_id, task_id=task_id)
    found = await services.replies.list_page(narrowed, account_id=account.id, before=page.before, limit=page.limit + 1)
    return ReplyPage.model_validate(page.render(found, ReplyAnswer.model_validate, lambda each: each.id))


@router.get("/{reply_id}", responses=documented(404))
async def get_reply(reply_id: UUID, account: AccountDep, services: ServicesDep) -> ReplyAnswer:
    """One reply."""
    return ReplyAnswer.model_validate(await services.replies.get(reply_id, account_id=account.id))
