"""Tasks in any state, as the mechanism itself would have left them."""

from datetime import timedelta

from core.domain import Problem, Question, Settlement, Task, TaskStatus
from core.people import Account
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.house import House

QUESTION = Question(text="For how many people?", slot="party_size")


async def put_task(unit_of_work: UnitOfWorkFactory, account: Account, status: TaskStatus) -> Task:
    """A wish for a table, of the account's default user, in this state."""
    house = House(unit_of_work, account_id=account.id, user_id=account.default_user_id)
    if status is TaskStatus.QUEUED:
        return await house.add_task()
    task = await house.claim_task({"venue": "Olive Garden"})
    if status is TaskStatus.RUNNING:
        return task
    asks = status in {TaskStatus.NEEDS_INPUT, TaskStatus.AWAITING_CONFIRMATION}
    settlement = Settlement(
        id=task.id,
        epoch=task.epoch,
        status=status,
        delay=timedelta(hours=1) if status in {TaskStatus.SCHEDULED, TaskStatus.RETRYING} else None,
        question=QUESTION if asks else None,
        result={"summary": "It is booked."} if status is TaskStatus.COMPLETED else None,
        error=Problem(type="urn:test", title="Full", detail="It was full.") if status is TaskStatus.FAILED else None,
    )
    async with unit_of_work() as unit:
        [moved] = await unit.tasks.settle_many([settlement])
    return moved
