"""Tasks that wait for their messages, and die or run while these end."""

from core.clock import SystemClock
from core.domain import Settlement, Task, TaskStatus, WorkKind
from services.durable_work import Done, DurableWork, Finished
from services.task_router import TaskRouter
from services.task_service import TELL_WITHIN, TaskService
from services.webhook.outbox import WebhookOutbox
from tests.integration.services.notification.mail_server import mail_server
from tests.integration.services.notification.outgoing import LEASE, MAIL, Outgoing


def work_on_tasks(outgoing: Outgoing) -> DurableWork:
    clock = SystemClock()
    handler = TaskService(
        router=TaskRouter([]),
        unit_of_work=outgoing.house.unit_of_work,
        outbox=WebhookOutbox(clock=clock, allow_private=True),
        clock=clock,
    )
    return DurableWork(
        handlers=(handler,),
        unit_of_work=outgoing.house.unit_of_work,
        queue=outgoing.queue,
        lease=LEASE,
        owner="test",
    )


async def claim(outgoing: Outgoing, task: Task) -> Task:
    async with outgoing.house.unit_of_work() as unit:
        return (await unit.tasks.claim_many([task.id], owner="test", lease=LEASE))[0]


async def settle(outgoing: Outgoing, settlement: Settlement) -> None:
    assert await work_on_tasks(outgoing).settle([Done(WorkKind.TASK, Finished(settlement, ()))]) == 1


async def test_task_that_ran_while_its_last_message_ended_is_rung_for(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        message = await outgoing.write(MAIL)
        running = await claim(outgoing, await outgoing.load_task(message))
        await outgoing.deliver(message)
    before = await outgoing.count_rings()
    waits = Settlement(id=running.id, epoch=running.epoch, status=TaskStatus.QUEUED, delay=TELL_WITHIN)
    await settle(outgoing, waits)
    assert (before, await outgoing.count_rings()) == (0, 1)


async def test_task_that_waits_for_a_message_is_not_rung_for(outgoing: Outgoing) -> None:
    message = await outgoing.write(MAIL)
    running = await claim(outgoing, await outgoing.load_task(message))
    await settle(outgoing, Settlement(id=running.id, epoch=running.epoch, status=TaskStatus.QUEUED, delay=TELL_WITHIN))
    assert await outgoing.count_rings() == 0


async def test_task_that_dies_after_it_has_told_needs_a_person(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        message = await outgoing.write(MAIL)
        await outgoing.deliver(message)
    running = await claim(outgoing, await outgoing.load_task(message))
    await settle(outgoing, Settlement(id=running.id, epoch=running.epoch, status=TaskStatus.FAILED))
    assert (await outgoing.load_task(message)).status is TaskStatus.NEEDS_PERSON, "a redrive would tell it twice"


async def test_task_that_dies_before_it_has_told_has_failed(outgoing: Outgoing) -> None:
    message = await outgoing.write(MAIL)
    running = await claim(outgoing, await outgoing.load_task(message))
    await settle(outgoing, Settlement(id=running.id, epoch=running.epoch, status=TaskStatus.FAILED))
    assert (await outgoing.load_task(message)).status is TaskStatus.FAILED
