"""Webhook endpoints: registered, told of bookings, removed."""

import json
from typing import Any
from uuid import UUID

import httpx2
import pytest
from standardwebhooks import Webhook

from core.config import Settings
from repositories.unit_of_work import UnitOfWorkFactory
from services.factory import Services
from services.webhook.endpoint_service import MOST_ENDPOINTS
from tests.integration.api.accounts import add_account
from tests.integration.api.calling import NOBODYS_ID
from tests.integration.api.promises import assert_problem
from tests.integration.api.shelf import Book
from tests.integration.services.webhook.receiver import Receiver, answer, receiving
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker

HOOK = "https://example.org/hook"


async def register(client: httpx2.AsyncClient, url: str = HOOK, **more: Any) -> dict[str, Any]:
    made = await client.post("/v1/webhooks", json={"url": url, **more})
    assert made.status_code == 201
    assert made.headers["Location"] == f"/v1/webhooks/{made.json()['id']}"
    return made.json()


async def test_endpoint_shows_its_secret_once(lasting: httpx2.AsyncClient) -> None:
    made = await register(lasting, events=["booking.created"])
    assert made.pop("secret").startswith("whsec_")
    assert (made["events"], made["enabled"]) == (["booking.created"], True)
    assert (await lasting.get(f"/v1/webhooks/{made['id']}")).json() == made
    assert made in (await lasting.get("/v1/webhooks")).json()["items"]


async def test_two_endpoints_have_two_secrets(lasting: httpx2.AsyncClient) -> None:
    assert (await register(lasting))["secret"] != (await register(lasting))["secret"]


async def test_registering_again_with_the_same_key_makes_nothing_new(lasting: httpx2.AsyncClient) -> None:
    body, headers = {"url": HOOK}, {"Idempotency-Key": "hook-1"}
    first, again = [await lasting.post("/v1/webhooks", json=body, headers=headers) for _ in range(2)]
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"url": "http://example.org/hook"}, "/url"),
        ({"url": "https://127.0.0.1/hook"}, "/url"),
        ({"url": "https://169.254.169.254/latest/meta-data"}, "/url"),
        ({"url": "https://[::1]/"}, "/url"),
        ({"url": "https://db.internal/"}, "/url"),
        ({"url": "https://user:word@example.org/"}, "/url"),
        ({"url": "hook"}, "/url"),
        ({"url": ""}, "/url"),
        ({}, "/url"),
        ({"url": HOOK, "events": ["task.done"]}, "/events/0"),
        ({"url": HOOK, "events": "booking.created"}, "/events"),
        ({"url": HOOK, "secret": "whsec_mine"}, "/secret"),
    ],
    ids=str,
)
async def test_address_that_must_not_be_called_is_refused(
    shared: httpx2.AsyncClient, body: dict[str, Any], pointer: str
) -> None:
    answered = await shared.post("/v1/webhooks", json=body)
    assert_problem(answered, 422, "invalid-request")
    assert [each["pointer"] for each in answered.json()["errors"]] == [pointer]


async def test_there_are_only_so_many(api: httpx2.AsyncClient) -> None:
    made = [await register(api) for _ in range(MOST_ENDPOINTS)]
    assert_problem(await api.post("/v1/webhooks", json={"url": HOOK}), 409, "too-many-endpoints")
    await api.delete(f"/v1/webhooks/{made[0]['id']}")
    assert await register(api)


async def test_endpoints_of_strangers_are_not_found(
    api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    endpoint = await register(api)
    _, key = await add_account(unit_of_work, services)
    stranger = {"Authorization": f"Bearer {key}"}
    path = f"/v1/webhooks/{endpoint['id']}"
    assert (await api.get("/v1/webhooks", headers=stranger)).json()["items"] == []
    for answered in (await api.get(path, headers=stranger), await api.delete(path, headers=stranger)):
        assert_problem(answered, 404, "not-found")
    assert_problem(await api.get(f"/v1/webhooks/{NOBODYS_ID}"), 404, "not-found")
    assert (await api.get(path)).status_code == 200


async def test_booking_is_told_signed_with_the_secret_of_the_endpoint(
    book: Book, services: Services, settings: Settings
) -> None:
    async with receiving(answer("204 No Content")) as receiver, running_worker(services, settings):
        endpoint = await register(book.api, receiver.url(host="127.0.0.1"))
        booking = await book.add(await book.add_venue())
        await eventually(lambda: has_heard(receiver, 1))
        cancelled = (await book.cancel(booking)).json()
        await eventually(lambda: has_heard(receiver, 2))
        await book.api.delete(f"/v1/webhooks/{endpoint['id']}")
    made, gone = [json.loads(each) for each in receiver.bodies]
    assert (made["type"], made["data"]) == ("booking.created", booking)
    assert (gone["type"], gone["data"]) == ("booking.cancelled", cancelled)
    lines = receiver.heads[-1].split("\r\n")[1:]
    sent = dict(line.split(": ", 1) for line in lines if line) | {"webhook-signature": receiver.signature}
    Webhook(endpoint["secret"]).verify(receiver.bodies[-1].decode(), sent)


async def has_heard(receiver: Receiver, count: int) -> bool:
    return len(receiver.bodies) >= count


async def test_nothing_that_waits_is_sent_to_a_removed_endpoint(book: Book, unit_of_work: UnitOfWorkFactory) -> None:
    endpoint = await register(book.api, "http://127.0.0.1:1/hook")
    booking = await book.add(await book.add_venue())
    async with unit_of_work() as unit:
        assert len(await unit.webhooks.list_of_booking(UUID(booking["id"]))) == 1
    assert (await book.api.delete(f"/v1/webhooks/{endpoint['id']}")).status_code == 204
    async with unit_of_work() as unit:
        assert await unit.webhooks.list_of_booking(UUID(booking["id"])) == []
    assert_problem(await book.api.delete(f"/v1/webhooks/{endpoint['id']}"), 404, "not-found")
