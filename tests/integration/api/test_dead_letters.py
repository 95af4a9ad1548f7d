"""What has failed: found, looked at, and done again, once."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest

from core.config import Settings
from core.domain import Message, Problem, Queue, Repeat, Settlement, Task, TaskStatus
from core.ids import make_id
from core.new_notification import new_notification
from core.people import Account
from repositories.unit_of_work import UnitOfWorkFactory
from repositories.webhook import NewWebhookMessage, WebhookAttempt
from services import dead_letter_service
from services.services import Services
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.calling import NOBODYS_ID, bearer
from tests.integration.api.promises import assert_problem
from tests.integration.api.states import put_task

LETTERS = "/v1/admin/dead-letters"
LEASE = timedelta(minutes=5)
BROKEN = Problem(type="urn:test:broken", title="Broken", detail="It broke.")


@pytest.fixture
async def account(unit_of_work: UnitOfWorkFactory, api: httpx2.AsyncClient) -> Account:
    return await default_account(unit_of_work)


async def fail(unit_of_work: UnitOfWorkFactory, account: Account) -> Task:
    return await put_task(unit_of_work, account, TaskStatus.FAILED)


async def list_ids(api: httpx2.AsyncClient, **query: Any) -> list[str]:
    answer = await api.get(LETTERS, params=query)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


async def redrive(api: httpx2.AsyncClient, **body: Any) -> Mapping[str, Any]:
    answer = await api.post("/v1/admin/redrive", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def fail_webhook(unit_of_work: UnitOfWorkFactory, account: Account) -> UUID:
    message = NewWebhookMessage(
        id=make_id(),
        account_id=account.id,
        task_id=None,
        request_id=None,
        url="https://receiver.example/hook",
        type="task.completed",
        body='{"type":"task.completed"}',
        max_attempts=1,
    )
    tried = WebhookAttempt(
        message_id=message.id, epoch=1, status_code=500, latency_ms=3, error_class=None, response_head="no"
    )
    async with unit_of_work() as unit:
        await unit.webhooks.add_many([message])
        [claimed] = await unit.webhooks.claim_many([message.id], owner="test", lease=LEASE)
        await unit.webhooks.settle_many([_failed(claimed.id, claimed.epoch)])
        await unit.webhooks.add_attempts([tried])
    return message.id


async def fail_notification(unit_of_work: UnitOfWorkFactory, account: Account, *, task_id: UUID | None = None) -> UUID:
    message = Message(
        key=str(make_id()),
        to="Rose",
        channels=("mailto:rose@example.org",),
        subject="Hello",
        text="Hello.",
        topic="dose",
        repeat=Repeat.NEVER,
    )
    notice = new_notification(message, account_id=account.id, user_id=account.default_user_id, task_id=task_id)
    async with unit_of_work() as unit:
        [added] = await unit.notifications.add_many([notice])
        [claimed] = await unit.notifications.claim_many([added.id], owner="test", lease=LEASE)
        await unit.notifications.settle_many([_failed(claimed.id, claimed.epoch)])
    return added.id


def _failed(id_: UUID, epoch: int) -> Settlement:
    return Settlement(id=id_, epoch=epoch, status=TaskStatus.FAILED, error=BROKEN, reason=BROKEN.type)


async def test_what_is_dead_is_listed_newest_first_whatever_its_kind(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    for status in TaskStatus:
        await put_task(unit_of_work, account, status)
    await fail_webhook(unit_of_work, account)
    await fail_notification(unit_of_work, account)
    found = (await api.get(LETTERS)).json()["items"]
    assert [(each["kind"], each["status"], each["intent"]) for each in found] == [
        ("notification", "failed", "dose"),
        ("webhook", "failed", "task.completed"),
        ("task", "needs_person", "restaurant_booking"),
        ("task", "failed", "restaurant_booking"),
    ]
    assert {each["account_id"] for each in found} == {str(account.id)}
    assert found[0]["error"] == {
        "type": "urn:test:broken",
        "title": "Broken",
        "detail": "It broke.",
        "retryable": False,
    }


async def test_message_of_a_task_is_settled_with_it(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    task = await put_task(unit_of_work, account, TaskStatus.NEEDS_PERSON)
    message = str(await fail_notification(unit_of_work, account, task_id=task.id))
    assert await list_ids(api) == [str(task.id)]
    assert await list_ids(api, kind="notification") == [message]
    queues = (await api.get("/v1/admin/queues")).json()["items"]
    assert {each["queue"]: each["dead_letters"] for each in queues}["notification"] == 0


async def test_error_goes_by_its_last_part_as_well(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    await put_task(unit_of_work, account, TaskStatus.FAILED)
    [letter] = (await api.get(LETTERS)).json()["items"]
    about = letter["error"]["type"]
    name = about.removeprefix("urn:grandma:problem:")
    assert await list_ids(api, error=about) == await list_ids(api, error=name) == [letter["id"]]
    redriven = await api.post("/v1/admin/redrive", json={"since": letter["at"], "error": name})
    assert [each["id"] for each in redriven.json()["redriven"]] == [letter["id"]]


async def test_list_is_narrowed(api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account) -> None:
    failed = str((await fail(unit_of_work, account)).id)
    person = str((await put_task(unit_of_work, account, TaskStatus.NEEDS_PERSON)).id)
    webhook = str(await fail_webhook(unit_of_work, account))
    now = datetime.now(UTC)
    assert await list_ids(api, kind="webhook") == [webhook]
    assert await list_ids(api, queue="webhook") == [webhook]
    assert await list_ids(api, queue="reminder") == []
    assert await list_ids(api, status="needs_person") == [person]
    assert await list_ids(api, status="failed", kind="task") == [failed]
    assert await list_ids(api, intent="restaurant_booking") == [person, failed]
    assert await list_ids(api, intent="smalltalk") == []
    assert await list_ids(api, intent="restaurant_booking", kind="occurrence") == [], "those are about nothing by name"
    assert await list_ids(api, error="urn:test:broken") == [webhook]
    assert await list_ids(api, account_id=NOBODYS_ID) == []
    assert await list_ids(api, account_id=str(account.id)) == [webhook, person, failed]
    assert await list_ids(api, since=(now - timedelta(hours=1)).isoformat()) == [webhook, person, failed]
    assert await list_ids(api, since=(now + timedelta(hours=1)).isoformat()) == []
    assert await list_ids(api, until=(now - timedelta(hours=1)).isoformat()) == []


async def test_pages_join_to_the_list(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    ids = [str((await fail(unit_of_work, account)).id) for _ in range(3)]
    ids += [str(await fail_webhook(unit_of_work, account)) for _ in range(2)]
    first = (await api.get(LETTERS, params={"limit": 3})).json()
    second = (await api.get(LETTERS, params={"limit": 3, "cursor": first["next_cursor"]})).json()
    assert [each["id"] for each in [*first["items"], *second["items"]]] == ids[::-1]
    assert second["next_cursor"] is None


async def test_failed_task_is_shown_with_payload_history_and_effects(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    task = await put_task(unit_of_work, account, TaskStatus.NEEDS_PERSON)
    async with unit_of_work() as unit:
        await unit.effects.add_intent(f"booking:{task.id}:book", task_id=task.id, epoch=1)
    shown = (await api.get(f"{LETTERS}/{task.id}")).json()
    assert shown["payload"]["details"] == {"venue": "Olive Garden"}
    assert shown["payload"]["request_id"] == str(task.request_id)
    assert [event["to"] for event in shown["events"]] == ["queued", "running", "needs_person"]
    assert [(each["key"], each["state"]) for each in shown["effects"]] == [(f"booking:{task.id}:book", "intent")]


async def test_dead_messages_are_shown_with_what_they_say_but_no_addresses(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    webhook = (await api.get(f"{LETTERS}/{await fail_webhook(unit_of_work, account)}")).json()
    assert webhook["payload"]["url"] == "https://receiver.example/hook"
    assert webhook["payload"]["tries"] == [{"status_code": 500, "error_class": None, "latency_ms": 3}]
    notice = await api.get(f"{LETTERS}/{await fail_notification(unit_of_work, account)}")
    assert notice.json()["payload"]["text"] == "Hello."
    assert "rose@example.org" not in notice.text


async def test_one_is_redriven_once(api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account) -> None:
    task = await fail(unit_of_work, account)
    made = await api.post(f"{LETTERS}/{task.id}/redrive")
    assert (made.status_code, made.json()["redrive_of"], made.json()["status"]) == (201, str(task.id), "queued")
    assert_problem(await api.post(f"{LETTERS}/{task.id}/redrive"), 409, "task-redriven")
    assert await list_ids(api) == []
    assert await list_ids(api, redriven="true") == [str(task.id)]
    assert (await api.get(f"{LETTERS}/{task.id}")).json()["redriven_as"] == made.json()["id"]


async def test_many_are_redriven_and_what_is_not_is_said(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    one, other = await fail(unit_of_work, account), await fail(unit_of_work, account)
    person = await put_task(unit_of_work, account, TaskStatus.NEEDS_PERSON)
    webhook = await fail_webhook(unit_of_work, account)
    letter = await fail_notification(unit_of_work, account)
    ids = [str(each) for each in (one.id, webhook, letter, person.id, NOBODYS_ID, other.id)]
    came = await redrive(api, ids=ids)
    assert [each["id"] for each in came["redriven"]] == [str(one.id), str(webhook), str(other.id)]
    kinds = ["not-redrivable", "task-not-failed", "not-found"]
    assert [each["type"].rpartition(":")[2] for each in came["left"]] == kinds
    again = await redrive(api, ids=[str(one.id), str(one.id)])
    assert (again["redriven"], [each["type"] for each in again["left"]]) == ([], ["urn:grandma:problem:task-redriven"])


async def test_all_since_then_are_redriven_in_batches(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letter_service, "MOST_AT_ONCE", 2)
    tasks = [await fail(unit_of_work, account) for _ in range(3)]
    await put_task(unit_of_work, account, TaskStatus.NEEDS_PERSON)
    since = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    assert (await redrive(api, since=since, queue="reminder"))["redriven"] == []
    first = await redrive(api, since=since)
    assert ([each["id"] for each in first["redriven"]], first["more"]) == ([str(task.id) for task in tasks[:2]], True)
    second = await redrive(api, since=since, until=first["until"])
    assert ([each["id"] for each in second["redriven"]], second["more"]) == ([str(tasks[2].id)], False)
    assert (await redrive(api, since=since))["redriven"] == []


async def test_each_is_redriven_once_though_several_ask_at_once(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    failed = [str((await fail(unit_of_work, account)).id) for _ in range(6)]
    since = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    answers = await asyncio.gather(*(redrive(api, since=since) for _ in range(3)), redrive(api, ids=failed))
    redriven = [each for answer in answers for each in answer["redriven"]]
    assert sorted(each["id"] for each in redriven) == sorted(failed)
    made = [(await api.get(f"/v1/tasks/{each['task_id']}")).json()["redrive_of"] for each in redriven]
    assert made == [each["id"] for each in redriven]


async def test_work_of_other_accounts_is_there_and_stays_theirs(
    api: httpx2.AsyncClient, services: Services, settings: Settings, unit_of_work: UnitOfWorkFactory
) -> None:
    neighbour, key = await add_account(unit_of_work, services)
    task = await fail(unit_of_work, neighbour)
    made = (await api.post(f"{LETTERS}/{task.id}/redrive")).json()
    assert (await api.get(f"/v1/tasks/{made['id']}")).status_code == 404
    assert (await api.get(f"/v1/tasks/{made['id']}", headers=bearer(settings, key))).status_code == 200


async def test_task_that_needs_a_person_is_settled_and_gone(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    task = await put_task(unit_of_work, account, TaskStatus.NEEDS_PERSON)
    assert_problem(await api.post(f"{LETTERS}/{task.id}/redrive"), 409, "task-not-failed")
    body = {"outcome": "completed", "note": "I phoned them."}
    assert (await api.post(f"/v1/tasks/{task.id}/resolve", json=body)).status_code == 200
    assert await list_ids(api) == []


async def test_redriven_ones_count_as_dead_no_more(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account, services: Services
) -> None:
    task = await fail(unit_of_work, account)
    await fail(unit_of_work, account)
    await api.post(f"{LETTERS}/{task.id}/redrive")
    overview = await services.status.list_queues()
    assert next(each.rows[TaskStatus.FAILED] for each in overview.queues if each.queue is Queue.BOOKING) == 1


async def test_keys_of_accounts_open_nothing_here(
    api: httpx2.AsyncClient, settings: Settings, services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    _, key = await add_account(unit_of_work, services)
    mine = bearer(settings, key)
    for answer in (
        await api.get(LETTERS, headers=mine),
        await api.get(f"{LETTERS}/{NOBODYS_ID}", headers=mine),
        await api.post(f"{LETTERS}/{NOBODYS_ID}/redrive", headers=mine),
        await api.post("/v1/admin/redrive", headers=mine, json={"ids": [NOBODYS_ID]}),
    ):
        assert_problem(answer, 403, "forbidden")


async def test_what_is_not_dead_is_not_found(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    done = await put_task(unit_of_work, account, TaskStatus.COMPLETED)
    for where in (f"{LETTERS}/{done.id}", f"{LETTERS}/{NOBODYS_ID}"):
        assert_problem(await api.get(where), 404, "not-found")
        assert_problem(await api.post(f"{where}/redrive"), 404, "not-found")


@pytest.mark.parametrize(
    "query",
    ["status=completed", "queue=x", "kind=x", "intent=Ü", "since=yesterday", "since=2026-01-01T00:00:00", "account_id=7",
     "limit=0", "redriven=perhaps", f"error={'x' * 201}", "error=a%00b"],
)  # fmt: skip
async def test_malformed_filter_is_refused(shared: httpx2.AsyncClient, query: str) -> None:
    assert_problem(await shared.get(f"{LETTERS}?{query}"), 422, "invalid-request")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ids": []},
        {"ids": ["7"]},
        {"ids": [NOBODYS_ID] * 501},
        {"ids": [NOBODYS_ID], "since": "2026-01-01T00:00:00Z"},
        {"ids": [NOBODYS_ID], "queue": "booking"},
        {"queue": "booking"},
        {"since": "2026-01-01T00:00:00"},
        {"since": "2026-01-01T00:00:00Z", "queue": "x"},
        {"since": "2026-01-01T00:00:00Z", "status": "failed"},
    ],
)
async def test_malformed_redrive_is_refused(shared: httpx2.AsyncClient, body: Any) -> None:
    assert_problem(await shared.post("/v1/admin/redrive", json=body), 422, "invalid-request")


async def test_webhook_message_that_was_given_up_is_sent_anew_once_with_the_whole_schedule(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    dead = await fail_webhook(unit_of_work, account)
    answer = await api.post(f"{LETTERS}/{dead}/redrive")
    assert (answer.status_code, answer.json()["id"], answer.json()["status"]) == (201, str(dead), "pending")
    assert_problem(await api.post(f"{LETTERS}/{dead}/redrive"), 409, "message-redriven")
    assert await list_ids(api) == []
    assert await list_ids(api, redriven=True) == [str(dead)]
    again = UUID((await api.get(f"{LETTERS}/{dead}")).json()["redriven_as"])
    async with unit_of_work() as unit:
        assert [each.id for each in await unit.webhooks.queue_due(limit=10)] == [again]
        [claimed] = await unit.webhooks.claim_many([again], owner="test", lease=LEASE)
        assert (claimed.max_attempts, claimed.told_as, claimed.body) == (10, dead, '{"type":"task.completed"}')
        await unit.webhooks.settle_many([_failed(claimed.id, claimed.epoch)])
    assert await list_ids(api) == [str(dead)], "one dead letter, however often it was sent in vain"
    assert (await api.post(f"{LETTERS}/{dead}/redrive")).status_code == 201
