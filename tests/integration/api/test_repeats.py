"""Every unsafe call may come under an Idempotency-Key: carried out once, answered as the first time."""

import asyncio
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text

from api.app import create_app
from api.dependencies import get_account, get_caller
from api.repeats import BY_TOKEN, UNSAFE, keeps_key_itself
from core.caller import operator_of
from core.config import Settings
from core.errors import AnswerLostError, InFlightError, NotFoundError
from core.idempotency import GuardedCall, IdempotencyKey, KeptAnswer, guard_call, unguarded
from core.ids import make_id
from core.people import Account
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.promises import assert_problem
from tests.integration.api.rows import count_rows

HOOK = "https://example.org/hook"
WITHOUT_ACCOUNT = {
    *("take_call", "take_key", "take_status", "take_text", "press_link", "press_opt_out"),
    *("log_in", "send_magic_link"),
}
"""Called by outside systems, from links, and by whoever logs in: repeating them does no harm, or is noticed by what they bring."""


def under(key: object, **more: str) -> dict[str, str]:
    return {"Idempotency-Key": str(key), **more}


async def register(client: httpx2.AsyncClient) -> str:
    return f"/v1/webhooks/{(await client.post('/v1/webhooks', json={'url': HOOK})).json()['id']}"


def test_no_unsafe_route_does_without(settings: Settings) -> None:
    app = create_app(settings)
    bare: set[str] = set()
    for route in app.state.routes:
        if not UNSAFE & set(getattr(route, "methods", None) or ()):
            continue
        asked = {each.call for each in _walk(route.dependant)}
        if not asked & {get_account, get_caller}:
            bare.add(route.name)
    assert bare == WITHOUT_ACCOUNT | BY_TOKEN.keys(), "these routes let somebody in who is not asked for a key"


def _walk(dependant: Any) -> list[Any]:
    return [dependant, *(found for each in dependant.dependencies for found in _walk(each))]


def test_few_routes_keep_the_key_themselves(settings: Settings) -> None:
    app = create_app(settings)
    own = {each.name for each in app.state.routes if hasattr(each, "dependant") and keeps_key_itself(each)}
    assert own == {
        "submit_request",
        "create_user",
        "create_contact",
        "create_venue",
        "create_reminder",
    }


async def test_secret_is_rotated_once_and_shown_again(lasting: httpx2.AsyncClient, lasting_database: Database) -> None:
    path, key = await register(lasting), make_id()
    first, again = [await lasting.post(f"{path}/rotate-secret", headers=under(key)) for _ in range(2)]
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert again.headers["X-Request-ID"] != first.headers["X-Request-ID"]
    async with lasting_database.transaction() as session:
        kept = await session.scalar(
            text("SELECT answer FROM idempotency_keys WHERE scope = :scope"), {"scope": f"POST {path}/rotate-secret"}
        )
    assert kept
    assert first.json()["secret"] not in str(kept)
    assert (await lasting.post(f"{path}/rotate-secret")).json()["secret"] != first.json()["secret"]


async def test_repeated_registration_shows_the_secret_that_it_was_shown_and_no_newer_one(
    lasting: httpx2.AsyncClient,
) -> None:
    key, body = make_id(), {"url": HOOK}
    first = await lasting.post("/v1/webhooks", json=body, headers=under(key))
    path = f"/v1/webhooks/{first.json()['id']}"
    rotated = (await lasting.post(f"{path}/rotate-secret")).json()["secret"]
    again = await lasting.post("/v1/webhooks", json=body, headers=under(key))
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert again.headers["Location"] == first.headers["Location"] == path
    assert again.json() == first.json()
    assert rotated not in again.text
    await lasting.delete(path)


async def test_what_is_gone_is_answered_as_gone_once_more(lasting: httpx2.AsyncClient) -> None:
    path, key = await register(lasting), make_id()
    answers = [await lasting.delete(path, headers=under(key)) for _ in range(3)]
    assert [each.status_code for each in answers] == [204] * 3
    assert_problem(await lasting.delete(path), 404, "not-found")


async def test_change_is_made_once(lasting: httpx2.AsyncClient) -> None:
    path, key = await register(lasting), make_id()
    changes = {"events": ["task.failed"]}
    first, again = [await lasting.patch(path, json=changes, headers=under(key)) for _ in range(2)]
    assert (again.json(), again.json()["version"]) == (first.json(), 2)
    assert (await lasting.get(path)).json()["version"] == 2


async def test_key_is_good_for_one_body_one_path_one_method_and_one_account(
    api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    path, other, key = await register(api), await register(api), make_id()
    assert (await api.patch(path, json={"events": ["task.failed"]}, headers=under(key))).status_code == 200
    changed = await api.patch(path, json={"events": []}, headers=under(key))
    assert_problem(changed, 422, "idempotency-key-reused")
    by_another = under(key, **{"X-Acting-Contact": str(make_id())})
    acted = await api.patch(path, json={"events": ["task.failed"]}, headers=by_another)
    assert_problem(acted, 422, "idempotency-key-reused")
    assert (await api.patch(other, json={"events": []}, headers=under(key))).status_code == 200
    assert (await api.delete(path, headers=under(key))).status_code == 204
    _, stranger = await add_account(unit_of_work, services)
    theirs = under(key, Authorization=f"Bearer {stranger}")
    assert_problem(await api.patch(other, json={"events": []}, headers=theirs), 404, "not-found")


async def test_refused_call_uses_up_no_key(lasting: httpx2.AsyncClient) -> None:
    path, key = await register(lasting), make_id()
    assert (await lasting.patch(path, json={"events": ["nothing"]}, headers=under(key))).status_code == 422
    stale = await lasting.patch(path, json={}, headers=under(key, **{"If-Match": '"old"'}))
    assert stale.status_code == 412, stale.text
    assert (await lasting.patch(path, json={"events": []}, headers=under(key))).status_code == 200


@pytest.mark.parametrize("key", ["", "a b", "ü".encode().decode("latin-1"), "x" * 256])
async def test_key_that_is_none_is_refused(shared: httpx2.AsyncClient, key: str) -> None:
    answer = await shared.post(f"/v1/tasks/{make_id()}/cancel", headers={b"Idempotency-Key": key.encode("latin-1")})
    assert_problem(answer, 422, "invalid-request")


async def test_of_many_at_once_one_is_carried_out(api: httpx2.AsyncClient, database: Database) -> None:
    path, key = await register(api), make_id()
    calls = [api.post(f"{path}/test", headers=under(key, Prefer="wait=10")) for _ in range(8)]
    answers = await asyncio.gather(*calls)
    assert {each.status_code for each in answers} == {202}
    assert len({each.json()["id"] for each in answers}) == 1
    repeats = [each for each in answers if "Idempotent-Replayed" in each.headers]
    assert len(repeats) == 7
    assert {(each.headers["Preference-Applied"], each.headers["Vary"]) for each in repeats} == {("wait=10", "Prefer")}
    assert "Preference-Applied" not in (await api.post(f"{path}/test", headers=under(key))).headers
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM webhook_messages")) == 1


@pytest.fixture
async def account(unit_of_work: UnitOfWorkFactory, api: httpx2.AsyncClient) -> Account:
    return await default_account(unit_of_work)


def key_for(services: Services, account: Account, path: str, *, key: str = "one", body: bytes = b"") -> IdempotencyKey:
    return services.repeated_calls.to_key(
        key,
        account_id=account.id,
        who=operator_of(account).repeats_as,
        scope=f"POST {path}",
        said=sha256(body).hexdigest(),
    )


async def begin(services: Services, key: IdempotencyKey) -> GuardedCall:
    call = await services.repeated_calls.begin(key, patience=None)
    assert isinstance(call, GuardedCall)
    return call


async def test_call_whose_first_is_being_carried_out_comes_again_or_waits_for_it(
    api: httpx2.AsyncClient, services: Services, account: Account
) -> None:
    path = f"{await register(api)}/test"
    call = await begin(services, key_for(services, account, path))
    refused = await api.post(path, headers=under("one"))
    assert_problem(refused, 409, "idempotency-key-in-flight")
    assert refused.headers["Retry-After"]
    assert_problem(await api.post(path, headers=under("one", Prefer="wait=0")), 409, "idempotency-key-in-flight")
    waiting = asyncio.create_task(api.post(path, headers=under("one", Prefer="wait=10")))
    await asyncio.sleep(0)
    made = KeptAnswer(status=202, headers=(("content-type", "application/problem+json"),), body="{}")
    await services.repeated_calls.finish(call, made)
    answer = await services.repeated_calls.begin(key_for(services, account, path), patience=None)
    assert answer == made
    waiting.cancel()


async def test_what_was_done_is_never_done_again_although_its_answer_is_lost(
    services: Services, unit_of_work: UnitOfWorkFactory, database: Database, account: Account, api: httpx2.AsyncClient
) -> None:
    path = f"{await register(api)}/test"
    guard_call(await begin(services, key_for(services, account, path)))
    await services.endpoints.deliveries.send_test(UUID(path.split("/")[3]), account_id=account.id)
    async with database.transaction() as session:
        await session.execute(text("UPDATE idempotency_keys SET open_until = now() - interval '1 second'"))
    rows = await count_rows(database)
    with pytest.raises(AnswerLostError):
        await services.repeated_calls.begin(key_for(services, account, path), patience=None)
    assert_problem(await api.post(path, headers=under("one")), 409, "idempotent-answer-lost")
    assert await count_rows(database) == rows


async def test_call_that_died_before_it_did_anything_leaves_the_key_free(
    services: Services, database: Database, account: Account
) -> None:
    key = key_for(services, account, "/v1/anything")
    dead = await begin(services, key)
    with pytest.raises(InFlightError):
        await services.repeated_calls.begin(key, patience=timedelta(seconds=0.05))
    async with database.transaction() as session:
        await session.execute(text("UPDATE idempotency_keys SET open_until = now() - interval '1 second'"))
    assert (await begin(services, key)).token != dead.token


async def test_effect_of_a_call_that_was_taken_over_is_undone(
    services: Services, database: Database, account: Account, api: httpx2.AsyncClient
) -> None:
    endpoint = UUID((await register(api)).split("/")[3])
    slow = await begin(services, key_for(services, account, "/v1/anything"))
    async with database.transaction() as session:
        await session.execute(text("UPDATE idempotency_keys SET open_until = now() - interval '1 second'"))
    await begin(services, key_for(services, account, "/v1/anything"))
    rows = await count_rows(database)
    guard_call(slow)
    with pytest.raises(InFlightError):
        await services.endpoints.deliveries.send_test(endpoint, account_id=account.id)
    with unguarded():
        assert await count_rows(database) == rows


async def test_looking_seals_nothing(services: Services, database: Database, account: Account) -> None:
    guard_call(await begin(services, key_for(services, account, "/v1/anything")))
    with pytest.raises(NotFoundError):
        await services.access.erasure.erase(make_id(), account_id=account.id)
    await services.endpoints.list_page(account_id=account.id, before=None, limit=5)
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM idempotency_keys WHERE is_sealed")) == 0


async def test_answers_are_forgotten_with_the_person_they_may_be_about(
    api: httpx2.AsyncClient, database: Database
) -> None:
    user = (await api.post("/v1/users", json={"name": "Rose", "timezone": "Europe/London"})).json()
    path = f"/v1/users/{user['id']}"
    said = {"text": "Call Rosie"}
    assert (await api.patch(path, json={"name": "Rosie"}, headers=under("k"))).status_code == 200
    assert (await api.post("/v1/parse", json=said, headers=under("k"))).status_code == 200
    await api.delete(path)
    assert_problem(await api.patch(path, json={"name": "Rosie"}, headers=under("k")), 404, "not-found")
    assert_problem(await api.post("/v1/parse", json=said, headers=under("k")), 409, "idempotent-answer-lost")
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(answer) FROM idempotency_keys")) == 0
