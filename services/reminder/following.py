"""What becomes of somebody's reminders when their hours of meals and bed change, or their time zone: in the same transaction."""

from collections.abc import Sequence

from core.clock import Clock
from core.domain import ConfirmPolicy, Settlement, Task, TaskFilter, TaskStatus
from core.ids import make_id
from core.people import User
from core.preferences import read_day_times
from core.queue import Ring
from core.reminder import Reminder
from core.task_request import TaskRequest
from repositories.request import NewRequest
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.durable_work import DurableWork
from services.first_tasks import add_tasks, make_tasks
from services.reminder.reminder_service import ReminderService, goes_by_wall_clock
from services.reminder.zone_move import INTENT, place_of
from services.task_router import TaskRouter
from services.webhook.outbox import WebhookOutbox


class ReminderFollower:
    """Lets reminders follow their person."""

    def __init__(
        self,
        *,
        router: TaskRouter,
        outbox: WebhookOutbox,
        unit_of_work: UnitOfWorkFactory,
        clock: Clock,
        work: DurableWork,
    ) -> None:
        self._router = router
        self._outbox = outbox
        self._reminders = ReminderService(unit_of_work=unit_of_work, clock=clock)
        self._clock = clock
        self._work = work

    async def publish(self, rings: Sequence[Ring]) -> None:
        """Ring for what `follow` has stored, once that is committed."""
        await self._work.publish(rings)

    async def follow(self, unit: UnitOfWork, before: User, after: User) -> Sequence[Ring]:
        """Plan anew what is tied to hours that have changed, and ask about the zone; says what has to be published.

        Raises:
            ConflictError: two times of a reminder would fall together, so that one of them were lost.
        """
        hours = read_day_times(after.preferences)
        if hours != read_day_times(before.preferences):
            await self._reminders.follow_hours_within(unit, after, hours)
        if before.timezone == after.timezone:
            return ()
        home = await self._withdraw_question(unit, after) or before.timezone
        known = await unit.reminders.list_of_user(after.id, account_id=after.account_id)
        moves = [each for each in known if each.timezone == home != after.timezone and goes_by_wall_clock(each)]
        return await self._ask(unit, after, moves) if moves else ()

    async def _withdraw_question(self, unit: UnitOfWork, user: User) -> str | None:
        """Cancel what was asked about an earlier move and not answered; answers the zone that the reminders have."""
        narrowed = TaskFilter(status=TaskStatus.AWAITING_CONFIRMATION, intent=INTENT, user_id=user.id)
        home: str | None = None
        for open_task in await unit.tasks.list_page(narrowed, account_id=user.account_id, before=None, limit=10):
            home = str(open_task.details["from_timezone"])
            await self._cancel(unit, open_task, reason="the zone has changed again")
        return home

    async def _cancel(self, unit: UnitOfWork, task: Task, *, reason: str) -> None:
        settlement = Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.CANCELLED, reason=reason)
        moved = await unit.tasks.move_seen(task, settlement)
        if moved is not None:
            await self._outbox.tell(unit, [moved])

    async def _ask(self, unit: UnitOfWork, user: User, moves: Sequence[Reminder]) -> Sequence[Ring]:
        request = NewRequest(
            id=make_id(),
            account_id=user.account_id,
            user_id=user.id,
            text=f"My clock is that of {place_of(user.timezone)} now.",
            timezone=user.timezone,
            spoken_at=self._clock.now(),
            confirm=ConfirmPolicy.ALWAYS,
            webhook_url=None,
            metadata={},
        )
        details = {"from_timezone": moves[0].timezone, "to_timezone": user.timezone}
        wish = TaskRequest(intent=INTENT, details=details, confidence=1.0, provider="profile")
        await unit.requests.add_many([(request, True)])
        _, rings = await add_tasks(unit, [make_tasks(request, [wish], router=self._router)], outbox=self._outbox)
        return rings
