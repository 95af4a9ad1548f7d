"""Webhook endpoints: registered, told of bookings, removed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text
from standardwebhooks import Webhook

from core.config import Settings
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from services.webhook.endpoint_service import MOST_ENDPOINTS
from tests.integration.api.accounts import add_account
from tests.integration.api.calling import NOBODYS_ID
from tests.integration.api.promises import assert_problem
from tests.integration.api.shelf import Book
from tests.integration.services.webhook.receiver import Receiver, answer, receiving
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker

HOOK = "https://example.org/hook"
Json = dict[str, Any]


async def register(client: httpx2.AsyncClient, url: str = HOOK, **more: Any) -> dict[str, Any]:
    made = await client.post("/v1/webhooks", json={"url": url, **more})
    assert made.status_code == 201
    assert made.headers["Location"] == f"/v1/webhooks/{made.json()['id']}"
    assert made.headers["Cache-Control"] == "no-store"
    return made.json()


async def test_endpoint_shows_its_secret_once(lasting: httpx2.AsyncClient) -> None:
    made = await register(lasting, events=["booking.created"])
    assert made.pop("secret").startswith("whsec_")
    assert (made["events"], made["enabled"]) == (["booking.created"], True)
    assert (await lasting.get(f"/v1/webhooks/{made['id']}")).json() == made
    assert made in (await lasting.get("/v1/webhooks")).json()["items"]


async def scoped(client: httpx2.AsyncClient, *scopes: str) -> dict[str, str]:
    made = await client.post("/v1/keys", json={"name": "hooks", "scopes": ["webhooks:manage", *scopes]})
    return {"Authorization": f"Bearer {made.json()['secret']}"}


@pytest.mark.parametrize(
    ("events", "needed"),
    [
        (["task.failed"], "requests:read"),
        (["reminder.due", "reminder.missed"], "reminders:read"),
        (["booking.created"], "bookings:read"),
        (["notification.failed"], "notifications:read"),
    ],
)
async def test_nobody_has_told_what_they_may_not_read(
    lasting: httpx2.AsyncClient, events: list[str], needed: str
) -> None:
    nothing, enough = await scoped(lasting), await scoped(lasting, needed)
    body = {"url": HOOK, "events": events}
    refused = await lasting.post("/v1/webhooks", json=body, headers=nothing)
    assert_problem(refused, 403, "forbidden")
    assert needed in refused.json()["detail"]
    made = await lasting.post("/v1/webhooks", json=body, headers=enough)
    assert made.status_code == 201
    everything_said: Json = {"url": HOOK, "events": []}
    for everything in ({"url": HOOK}, everything_said):
        assert_problem(await lasting.post("/v1/webhooks", json=everything, headers=enough), 403, "forbidden")
    narrow = await lasting.post("/v1/webhooks", json={"url": HOOK, "events": ["endpoint.disabled"]}, headers=nothing)
    for told in (events, list[str](), ["endpoint.disabled", *events]):
        answer = await lasting.patch(f"/v1/webhooks/{narrow.json()['id']}", json={"events": told}, headers=nothing)
        assert_problem(answer, 403, "forbidden")
    for endpoint in (made.json(), narrow.json()):
        await lasting.delete(f"/v1/webhooks/{endpoint['id']}")


async def test_nobody_has_told_elsewhere_what_they_may_not_read(book: Book) -> None:
    """What waits, and what is sent once more, goes to the new address."""
    wide = await register(book.api)
    path, few = f"/v1/webhooks/{wide['id']}", await scoped(book.api, "notifications:read")
    elsewhere = {"url": "https://evil.example/hook"}
    await book.add(await book.add_venue())  # which leaves a message for it
    for change in (elsewhere, elsewhere | {"events": ["notification.failed"]}):
        assert_problem(await book.api.patch(path, json=change, headers=few), 403, "forbidden")
    # Less is everybody's to choose, and theirs are other settings.
    for change in ({"notify_email": "o@example.org"}, {"events": ["task.failed"]}, {"url": HOOK}, {"enabled": False}):
        assert (await book.api.patch(path, json=change, headers=few)).status_code == 200
    more_told: list[Json] = [{"enabled": True}, {"events": ["booking.created"]}, {"events": []}]
    for change in more_told:
        assert_problem(await book.api.patch(path, json=change, headers=few), 403, "forbidden")
    assert (await book.api.patch(path, json={"events": ["notification.failed"]})).status_code == 200
    assert (await book.api.patch(path, json={"enabled": True}, headers=few)).status_code == 200
    assert_problem(await book.api.patch(path, json=elsewhere, headers=few), 403, "forbidden")
    more = await scoped(book.api, "notifications:read", "bookings:read")
    assert (await book.api.patch(path, json=elsewhere, headers=more)).status_code == 200


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
    Webhook(endpoint["secret"]).verify(receiver.bodies[-1].decode(), signed_headers(receiver))


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


async def test_endpoint_is_changed_field_by_field(lasting: httpx2.AsyncClient) -> None:
    made = await register(lasting, events=["booking.created"], notify_email="dev@example.org")
    path = f"/v1/webhooks/{made['id']}"
    changed = await lasting.patch(
        path, json={"url": "https://example.org/new", "events": ["task.failed", "task.failed"]}
    )
    assert changed.status_code == 200
    assert (changed.json()["url"], changed.json()["events"]) == ("https://example.org/new", ["task.failed"])
    assert (changed.json()["notify_email"], changed.json()["version"]) == ("dev@example.org", 2)
    off = (await lasting.patch(path, json={"enabled": False, "notify_email": None})).json()
    assert (off["enabled"], off["disabled_reason"], off["notify_email"]) == (False, "switched off", None)
    on = (await lasting.patch(path, json={"enabled": True})).json()
    assert (on["enabled"], on["disabled_reason"]) == (True, None)
    assert "secret" not in on
    assert (await lasting.get(path)).json() == on


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"url": "http://example.org/hook"}, "/url"),
        ({"url": "https://10.0.0.1/hook"}, "/url"),
        ({"url": None}, "/url"),
        ({"events": ["task.done"]}, "/events/0"),
        ({"enabled": None}, "/enabled"),
        ({"notify_email": "nobody"}, "/notify_email"),
        ({"secret": "whsec_mine"}, "/secret"),
    ],
    ids=str,
)
async def test_change_that_can_not_be_is_refused(
    shared: httpx2.AsyncClient, body: dict[str, Any], pointer: str
) -> None:
    made = await register(shared)
    answered = await shared.patch(f"/v1/webhooks/{made['id']}", json=body)
    await shared.delete(f"/v1/webhooks/{made['id']}")
    assert_problem(answered, 422, "invalid-request")
    assert [each["pointer"] for each in answered.json()["errors"]] == [pointer]


async def test_change_of_what_was_changed_meanwhile_is_refused(lasting: httpx2.AsyncClient) -> None:
    path = f"/v1/webhooks/{(await register(lasting))['id']}"
    seen = (await lasting.get(path)).headers["ETag"]
    assert (await lasting.get(path, headers={"If-None-Match": seen})).status_code == 304
    mine = await lasting.patch(path, json={"enabled": False}, headers={"If-Match": seen})
    assert mine.status_code == 200
    theirs = await lasting.patch(path, json={"events": ["task.failed"]}, headers={"If-Match": seen})
    assert_problem(theirs, 412, "changed-meanwhile")
    assert (await lasting.get(path)).json() == mine.json()
    assert (await lasting.get(path, headers={"If-None-Match": seen})).status_code == 200
    assert (await lasting.patch(path, json={}, headers={"If-Match": "*"})).status_code == 200
    weak = await lasting.patch(path, json={}, headers={"If-Match": f"W/{(await lasting.get(path)).headers['ETag']}"})
    assert_problem(weak, 412, "changed-meanwhile")
    assert_problem(await lasting.patch(path, json={}, headers={"If-Match": "5"}), 422, "invalid-request")


async def test_life_of_an_endpoint_over_http(api: httpx2.AsyncClient, services: Services, settings: Settings) -> None:
    async with receiving(answer("204 No Content")) as receiver, running_worker(services, settings):
        endpoint = await register(api, receiver.url(host="127.0.0.1"), events=["task.completed"])
        path = f"/v1/webhooks/{endpoint['id']}"
        rotated = (await api.post(f"{path}/rotate-secret")).json()
        assert rotated["secret"] != endpoint["secret"]
        assert rotated["previous_secret_until"] is not None
        sent = await api.post(f"{path}/test")
        assert sent.status_code == 202
        said = {"text": "I went for a walk", "confirm": "never"}
        assert (await api.post("/v1/requests", json=said, headers={"Prefer": "wait=20"})).status_code == 200
        await eventually(lambda: has_heard(receiver, 2))

        async def is_logged() -> bool:
            items = (await api.get(f"{path}/deliveries")).json()["items"]
            return [each["status"] for each in items] == ["delivered", "delivered"]

        await eventually(is_logged)
        delivery = (await api.get(sent.headers["Location"])).json()
        assert (delivery["type"], delivery["tries"][0]["status_code"]) == ("endpoint.test", 204)
        again = await api.post(f"{sent.headers['Location']}/redeliver")
        assert (again.status_code, again.json()["id"]) == (202, delivery["id"])
        await eventually(lambda: has_heard(receiver, 3))
        none = await api.post(f"{path}/redeliver", json={"since": "2026-01-01T00:00:00Z"})
        assert (none.status_code, none.json()) == (202, {"count": 0, "more": False})
    kinds = [json.loads(each)["type"] for each in receiver.bodies]
    assert kinds.count("endpoint.test") == 2
    assert kinds.count("task.completed") == 1


ROTATE, SECRET = "/v1/webhooks/signing-secret/rotate", "/v1/webhooks/signing-secret"


async def test_secret_of_the_account_is_replaced_once_and_signs_beside_the_one_before(
    api: httpx2.AsyncClient, services: Services, settings: Settings, unit_of_work: UnitOfWorkFactory, database: Database
) -> None:
    _, key = await add_account(unit_of_work, services)
    before = await api.get(SECRET)
    old = before.json()["secret"]
    assert (before.json()["previous_secret_until"], before.headers["Cache-Control"]) == (None, "no-store")
    body, headers = {"overlap_seconds": 3600}, {"Idempotency-Key": "rotate-1"}
    first, again = [await api.post(ROTATE, json=body, headers=headers) for _ in range(2)]
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-store")
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")
    seen = await api.get(SECRET)
    assert (seen.json(), seen.headers["ETag"] != before.headers["ETag"]) == (first.json(), True)
    new = first.json()["secret"]
    assert is_about(first.json()["previous_secret_until"], timedelta(hours=1))
    assert (new != old, old in seen.text + first.text) == (True, False)
    theirs = await api.get(SECRET, headers={"Authorization": f"Bearer {key}"})
    assert theirs.json() == before.json(), "another account has its secret, and no more than that"
    async with receiving(answer("204 No Content")) as receiver, running_worker(services, settings):
        url = receiver.url(host="127.0.0.1")
        await api.post("/v1/requests", json={"text": "I went for a walk", "confirm": "never", "webhook_url": url})
        await eventually(lambda: has_heard(receiver, 1))
    for secret in (new, old):
        Webhook(secret).verify(receiver.bodies[0].decode(), signed_headers(receiver))
    async with database.transaction() as session:
        stored = await session.scalar(text("SELECT string_agg(a::text, '|') FROM accounts AS a"))
    assert [each for each in (new, old) if each.removeprefix("whsec_") in str(stored)] == []


async def test_who_says_nothing_of_an_overlap_has_a_day(lasting: httpx2.AsyncClient) -> None:
    endpoint = f"/v1/webhooks/{(await register(lasting))['id']}"
    for path in (ROTATE, f"{endpoint}/rotate-secret"):
        for answered in (await lasting.post(path), await lasting.post(path, json={})):
            assert is_about(answered.json()["previous_secret_until"], timedelta(hours=24))
        at_once = await lasting.post(path, json={"overlap_seconds": 0})
        assert (at_once.status_code, at_once.json()["previous_secret_until"]) == (200, None)
    await lasting.delete(endpoint)


async def test_overlap_that_can_not_be_changes_nothing(lasting: httpx2.AsyncClient) -> None:
    endpoint = f"/v1/webhooks/{(await register(lasting))['id']}"
    before = (await lasting.get(SECRET)).json()
    for path in (ROTATE, f"{endpoint}/rotate-secret"):
        for overlap in (-1, 30 * 86_400 + 1, 1.5, "5", True, None):
            refused = await lasting.post(path, json={"overlap_seconds": overlap})
            assert_problem(refused, 422, "invalid-request")
            assert [each["pointer"] for each in refused.json()["errors"]] == ["/overlap_seconds"]
    assert (await lasting.get(SECRET)).json() == before
    assert (await lasting.get(endpoint)).json()["version"] == 1
    await lasting.delete(endpoint)


def is_about(until: str, span: timedelta) -> bool:
    return abs(datetime.fromisoformat(until) - datetime.now(UTC) - span) < timedelta(minutes=1)


def signed_headers(receiver: Receiver) -> dict[str, str]:
    lines = receiver.heads[-1].split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines if line) | {"webhook-signature": receiver.signature}


async def test_strangers_can_not_touch_an_endpoint(
    api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    path = f"/v1/webhooks/{(await register(api))['id']}"
    sent = (await api.post(f"{path}/test")).headers["Location"]
    _, key = await add_account(unit_of_work, services)
    stranger = {"Authorization": f"Bearer {key}"}
    since = {"since": "2026-01-01T00:00:00Z"}
    for answered in (
        await api.patch(path, json={"enabled": False}, headers=stranger),
        await api.post(f"{path}/rotate-secret", headers=stranger),
        await api.post(f"{path}/test", headers=stranger),
        await api.post(f"{path}/redeliver", json=since, headers=stranger),
        await api.get(f"{path}/deliveries", headers=stranger),
        await api.get(sent, headers=stranger),
        await api.post(f"{sent}/redeliver", headers=stranger),
    ):
        assert_problem(answered, 404, "not-found")
