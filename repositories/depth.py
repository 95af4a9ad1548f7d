"""How much is queued, over all tables of durable work."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, literal, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import Queue, TaskStatus
from core.lanes import Share
from repositories.models import NotificationRow, OccurrenceRow, RequestRow, TaskRow, WebhookMessageRow
from repositories.rows import table_of

_WORK = tuple(table_of(each) for each in (NotificationRow, OccurrenceRow, RequestRow, TaskRow, WebhookMessageRow))


@dataclass(frozen=True, slots=True, kw_only=True)
class Depths:
    """How many rows are queued: in all, and of the accounts that have many in a queue."""

    total: int
    by_share: Mapping[Share, int]


class DepthRepository:
    """Questions about what is queued."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def sample(self, *, at_least: int) -> Depths:
        """Count what is queued; accounts with less than `at_least` rows in a queue are in the total only.

        One pass over the indexes of queued rows, which have everything that is asked for.
        """
        queued = union_all(
            *(select(work.c.queue, work.c.account_id).where(work.c.status == TaskStatus.QUEUED) for work in _WORK)
        ).subquery()
        rows = func.count().label("rows")
        shares = select(queued.c.queue, queued.c.account_id, rows).group_by(queued.c.queue, queued.c.account_id)
        share = shares.cte("shares")
        total = select(null().label("queue"), null().label("account_id"), func.coalesce(func.sum(share.c.rows), 0))
        deep = select(share.c.queue, share.c.account_id, share.c.rows).where(share.c.rows >= literal(at_least))
        found = (await self._session.execute(union_all(deep, total))).all()
        return Depths(
            total=next(int(rows) for queue, _, rows in found if queue is None),
            by_share={(Queue(queue), account): int(rows) for queue, account, rows in found if queue is not None},
        )
