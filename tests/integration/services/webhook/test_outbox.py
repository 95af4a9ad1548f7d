"""What happens is written for whoever wants to hear of it, in the transaction in which it happens."""

import json
from datetime import timedelta
from uuid import UUID

from core.domain import Settlement, TaskStatus, WorkKind
from core.events import EventType
from core.ids import make_id
from core.queue import TaskQueue
from core.redis_client import open_redis
from core.webhook import WebhookEndpoint, WebhookMessage
from repositories.unit_of_work import UnitOfWorkFactory
from repositories.webhook_endpoint import NewWebhookEndpoint
from services.durable_work import Done, DurableWork, Finished
from services.task_router import TaskRouter
from services.task_service import TaskService
from services.task_view import task_view
from services.webhook.outbox import Happening, WebhookOutbox, announce
from tests.integration.house import NOW, FixedClock, House


async def add_endpoint(house: House, *events: EventType) -> WebhookEndpoint:
    new = NewWebhookEndpoint(
        id=make_id(), account_id=house.account_id, url="https://example.org/hook", events=events, secret="sealed"
    )
    async with house.unit_of_work() as unit:
        return await unit.webhook_endpoints.add(new)


async def list_messages(endpoint: WebhookEndpoint, unit_of_work: UnitOfWorkFactory) -> list[WebhookMessage]:
    async with unit_of_work() as unit:
        return await unit.webhooks.list_of_endpoint(endpoint.id)


def missed(house: House) -> Happening:
    return Happening(
        type=EventType.REMINDER_MISSED,
        account_id=house.account_id,
        data={"medicine": "aspirin"},
        at=NOW,
        user_id=house.user_id,
    )


async def test_only_endpoints_of_the_account_that_want_to_hear_of_it_do(house: House) -> None:
    everything, this, other = (
        await add_endpoint(house),
        await add_endpoint(house, EventType.REMINDER_MISSED, EventType.TASK_FAILED),
        await add_endpoint(house, EventType.REMINDER_TAKEN),
    )
    stranger = await add_endpoint(await House.build(house.unit_of_work))
    async with house.unit_of_work() as unit:
        await announce(unit, [missed(house)])
    for each in (everything, this):
        [message] = await list_messages(each, house.unit_of_work)
        assert (message.status, message.url, message.endpoint_id) == (TaskStatus.SCHEDULED, each.url, each.id)
        assert json.loads(message.body) == {
            "type": "reminder.missed",
            "timestamp": "2026-11-20T09:30:00Z",
            "data": {"medicine": "aspirin"},
        }
    for each in (other, stranger):
        assert await list_messages(each, house.unit_of_work) == []


async def test_message_about_a_person_goes_with_the_person(house: House) -> None:
    endpoint = await add_endpoint(house)
    neighbour = await house.add_neighbour()
    async with house.unit_of_work() as unit:
        await announce(unit, [missed(house), missed(neighbour)])
        await unit.users.remove(neighbour.user_id, account_id=house.account_id)
    assert len(await list_messages(endpoint, house.unit_of_work)) == 1


async def test_what_did_not_happen_is_not_told(house: House) -> None:
    endpoint = await add_endpoint(house)
    try:
        async with house.unit_of_work() as unit:
            await announce(unit, [missed(house)])
            raise KeyError
    except KeyError:
        pass
    assert await list_messages(endpoint, house.unit_of_work) == []


async def complete(house: House, redis_url: str, *, url: str | None) -> dict[str, object]:
    """Settle a task as the worker does whose attempt fulfilled the wish; answers how GET shows it then."""
    task = await house.claim_task(webhook_url=url)
    outbox = WebhookOutbox(clock=FixedClock(), allow_private=False)
    service = TaskService(router=TaskRouter(()), unit_of_work=house.unit_of_work, outbox=outbox, clock=FixedClock())
    queue = TaskQueue(open_redis(redis_url))
    work = DurableWork(
        handlers=(service,),
        unit_of_work=house.unit_of_work,
        queue=queue,
        lease=timedelta(seconds=30),
        owner="test",
    )
    done = Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.COMPLETED, result={"summary": "Done."})
    assert await work.settle([Done(WorkKind.TASK, Finished(done, is_quiet=not outbox.is_told(task)))]) == 1
    assert await work.settle([Done(WorkKind.TASK, Finished(done, is_quiet=not outbox.is_told(task)))]) == 0
    await queue.close()
    async with house.unit_of_work() as unit:
        return dict(task_view(await unit.tasks.get(task.id, account_id=house.account_id)))


async def test_fulfilled_wish_is_told_once_to_endpoints_although_its_request_named_no_url(
    house: House, redis_url: str
) -> None:
    endpoint, deaf = await add_endpoint(house), await add_endpoint(house, EventType.TASK_FAILED)
    shown = await complete(house, redis_url, url=None)
    [message] = await list_messages(endpoint, house.unit_of_work)
    told = json.loads(message.body)
    assert (told["type"], told["data"]) == ("task.completed", shown)
    assert await list_messages(deaf, house.unit_of_work) == []


async def test_url_of_the_request_and_endpoints_are_told_apart(house: House, redis_url: str) -> None:
    endpoint = await add_endpoint(house, EventType.TASK_COMPLETED)
    shown = await complete(house, redis_url, url="https://example.org/mine")
    async with house.unit_of_work() as unit:
        messages = await unit.webhooks.list_of_task(UUID(str(shown["id"])))
    assert {(each.url, each.endpoint_id) for each in messages} == {
        ("https://example.org/mine", None),
        (endpoint.url, endpoint.id),
    }
    assert len({each.id for each in messages}) == 2
