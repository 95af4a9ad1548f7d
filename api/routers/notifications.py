"""Messages to people."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.dependencies import AccountDep, PageDep, ServicesDep
from api.problems import documented
from api.schemas.notifications import NotificationAnswer, NotificationPage
from core.notification import NotificationFilter, NotificationStatus

router = APIRouter(prefix="/v1/notifications", tags=["notifications"])


@router.get("", responses=documented(400))
async def list_notifications(
    account: AccountDep,
    services: ServicesDep,
    page: PageDep,
    user_id: Annotated[UUID | None, Query()] = None,
    task_id: Annotated[UUID | None, Query()] = None,
    status: Annotated[NotificationStatus | None, Query()] = None,
) -> NotificationPage:
    """What people were told, or are about to be, newest first."""
    narrowed = NotificationFilter(user_id=user_id, task_id=task_id, status=status)
    found = await services.notifications.list_page(
        narrowed, account_id=account.id, before=page.before, limit=page.limit + 1
    )
    return NotificationPage.model_validate(page.render(found, NotificationAnswer.of, lambda each: each.id))


@router.get("/{notification_id}", responses=documented(404))
async def get_notification(notification_id: UUID, account: AccountDep, services: ServicesDep) -> NotificationAnswer:
    """One message, and what became of it."""
    return NotificationAnswer.of(await services.notifications.get(notification_id, account_id=account.id))
