"""What people were told, for callers."""

from uuid import UUID

from core.notification import Notification, NotificationFilter
from repositories.unit_of_work import UnitOfWorkFactory


class NotificationLog:
    """Looks messages up. Everything raises NotFoundError for what the account can't see."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def get(self, notification_id: UUID, *, account_id: UUID) -> Notification:
        """One message."""
        async with self._unit_of_work() as unit:
            return await unit.notifications.get(notification_id, account_id=account_id)

    async def list_page(
        self, narrowed: NotificationFilter, *, account_id: UUID, before: UUID | None, limit: int
    ) -> list[Notification]:
        """Messages of the account, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.notifications.list_page(narrowed, account_id=account_id, before=before, limit=limit)
