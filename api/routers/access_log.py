"""Who saw or changed what of a person."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.dependencies import AccountDep, PageDep, ServicesDep
from api.problems import documented
from api.schemas.access_log import AccessAnswer, AccessPage
from api.schemas.common import Instant
from services.access.access_log import AccessFilter

router = APIRouter(prefix="/v1/users/{user_id}", tags=["users"])


@router.get("/access-log", responses=documented(400, 403, 404))
async def list_accesses(  # noqa: PLR0913 - each is a part of the question
    user_id: UUID,
    account: AccountDep,
    services: ServicesDep,
    page: PageDep,
    *,
    since: Annotated[Instant | None, Query(description="At this instant or later.")] = None,
    until: Annotated[Instant | None, Query(description="Before this instant.")] = None,
    actor_id: Annotated[UUID | None, Query(description="By this member, key, contact or operator's key.")] = None,
) -> AccessPage:
    """Who else has seen or changed something of the person, newest first, refused attempts too."""
    wanted = AccessFilter(user_id=user_id, account_id=account.id, since=since, until=until, actor_id=actor_id)
    found = await services.access.log.list_page(wanted, before=page.before, limit=page.limit + 1)
    return AccessPage.model_validate(page.render(found, AccessAnswer.of, lambda each: each.id))
