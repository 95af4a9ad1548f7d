"""An Idempotency-Key is its caller's: whoever else has hit on the same one is carried out, and hears nothing of another's."""

import hashlib
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from core.ids import make_id
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.api.accounts import default_account
from tests.integration.api.promises import assert_problem
from tests.integration.api.test_logins import PASSWORD, add_person, as_member, join, log_in

DAILY = {"kind": "medicine", "subject": "Ramipril", "times": ["08:00"], "recurrence": "FREQ=DAILY"}
UNDER = {"Idempotency-Key": "1"}


async def make_key(api: httpx2.AsyncClient, *scopes: str) -> dict[str, Any]:
    body: dict[str, Any] = {"name": "backend"} | ({"scopes": scopes} if scopes else {})
    answer = await api.post("/v1/keys", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def as_key(made: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {made['secret']}"}


async def test_members_with_the_same_key_are_each_carried_out(api: httpx2.AsyncClient) -> None:
    people = [await add_person(api), await add_person(api, "Edna")]
    logins = [
        await join(api, person, role="carer-manager", email=f"{name}@example.org")
        for person, name in zip(people, "ab", strict=True)
    ]
    [first, second] = [{**as_member(login), **UNDER} for login in logins]
    calls: list[tuple[str, str, Any]] = [
        ("POST", "/v1/requests", {"text": "I went for a walk."}),
        ("POST", "/v1/reminders", DAILY),
        ("POST", "/v1/parse", {"text": "Remind me to take my aspirin at 8."}),
        ("PUT", "/v1/auth/password", {"password": "a long new pass phrase", "current_password": PASSWORD}),
    ]
    for method, path, body in calls:
        answers = [await api.request(method, path, json=body, headers=who) for who in (first, second, first, second)]
        assert [each.headers.get("Idempotent-Replayed") for each in answers] == [None, None, "true", "true"], path
        assert all(each.is_success for each in answers), [each.text for each in answers]
        if path in {"/v1/requests", "/v1/reminders"}:
            assert [each.json()["id"] for each in answers[:2]] == [each.json()["id"] for each in answers[2:]]
            assert answers[0].json()["id"] != answers[1].json()["id"]
    assert (await log_in(api, "b@example.org", "a long new pass phrase")).status_code == 200
    assert (await api.post("/v1/auth/logout", headers=first)).status_code == 204
    assert (await api.post("/v1/auth/logout", headers=second)).headers.get("Idempotent-Replayed") is None
    assert_problem(await api.get("/v1/auth/me", headers=second), 401, "unauthorized")


async def test_each_login_of_a_member_ends_and_what_they_did_before_is_not_done_again(api: httpx2.AsyncClient) -> None:
    first = await join(api, await add_person(api), role="carer-manager")
    second = (await log_in(api)).json()
    said = {"text": "I went for a walk."}
    made, again = [
        await api.post("/v1/requests", json=said, headers={**as_member(login), **UNDER}) for login in (first, second)
    ]
    assert (again.json()["id"], again.headers["Idempotent-Replayed"]) == (made.json()["id"], "true")
    for login in (first, second):
        ended = await api.post("/v1/auth/logout", headers={**as_member(login), **UNDER})
        assert (ended.status_code, ended.headers.get("Idempotent-Replayed")) == (204, None)
        assert_problem(await api.get("/v1/auth/me", headers=as_member(login)), 401, "unauthorized")


async def test_key_that_may_less_is_not_told_what_one_that_may_more_was(api: httpx2.AsyncClient) -> None:
    small = await make_key(api, "keys:manage")
    for more, wish in (
        (await make_key(api), {"name": "next"}),
        (await make_key(api, "keys:manage", "requests:read"), {"name": "reader", "scopes": ["requests:read"]}),
    ):
        made = await api.post("/v1/keys", json=wish, headers={**as_key(more), **UNDER})
        assert made.status_code == 201
        refused = await api.post("/v1/keys", json=wish, headers={**as_key(small), **UNDER})
        assert_problem(refused, 403, "forbidden")


@pytest.mark.parametrize("scopes", [(), ("requests:write", "requests:read", "keys:manage")])
async def test_key_goes_on_where_the_one_that_it_was_rotated_from_has_begun(
    api: httpx2.AsyncClient, scopes: tuple[str, ...]
) -> None:
    key, said = await make_key(api, *scopes), {"text": "I went for a walk."}
    first = await api.post("/v1/requests", json=said, headers={**as_key(key), **UNDER})
    rotated = (await api.post(f"/v1/keys/{key['id']}/rotate")).json()
    again = await api.post("/v1/requests", json=said, headers={**as_key(rotated), **UNDER})
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_neither_keys_nor_what_was_said_can_be_guessed_in_the_database(
    api: httpx2.AsyncClient, database: Database
) -> None:
    login = await join(api, await add_person(api), role="person")
    body = f'{{"password":"a long new pass phrase","current_password":"{PASSWORD}"}}'.encode()
    headers = {**as_member(login), "Idempotency-Key": "for-Ramipril", "Content-Type": "application/json"}
    assert (await api.put("/v1/auth/password", content=body, headers=headers)).status_code == 204
    async with database.transaction() as session:
        row = (await session.execute(text("SELECT * FROM idempotency_keys WHERE scope LIKE 'PUT %'"))).mappings().one()
    stored = str(dict(row))
    for guess in (body, b"for-Ramipril", b"1"):
        assert hashlib.sha256(guess).hexdigest() not in stored
    assert "Ramipril" not in stored


FORMER = text(
    "INSERT INTO idempotency_keys (account_id, scope, key, fingerprint, resource_id, open_until, is_sealed, created_at) "
    "VALUES (:account_id, :scope, :key, 'a plain digest', :id, CAST(CAST(:over AS text) AS timestamptz), CAST(:over AS text) IS NOT NULL, "
    "now() - CAST(CAST(:age AS text) AS interval))"
)


@pytest.mark.parametrize("scope", ["POST /v1/requests", "POST /v1/venues", "POST /v1/keys"])
async def test_what_a_former_version_has_done_under_a_key_is_not_done_again(
    api: httpx2.AsyncClient, database: Database, unit_of_work: UnitOfWorkFactory, scope: str
) -> None:
    method, path = scope.split()
    body = {"/v1/requests": {"text": "Good morning!"}, "/v1/venues": {"name": "The Ivy", "kind": "restaurant"}}
    account, over = await default_account(unit_of_work), "2026-01-01T00:00:00Z" if path == "/v1/keys" else None
    for key, age in (("young", "23 hours"), ("old", "25 hours")):
        row = {"account_id": account.id, "scope": scope, "key": key, "id": make_id(), "over": over, "age": age}
        async with database.transaction() as session:
            await session.execute(FORMER, row)
    [young, old] = [
        await api.request(method, path, json=body.get(path, {"name": "next"}), headers={"Idempotency-Key": key})
        for key in ("young", "old")
    ]
    assert_problem(young, 409, "idempotent-answer-lost")
    assert old.status_code in {201, 202}, old.text
