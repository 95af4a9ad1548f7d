"""API keys: made, shown once, scoped, rotated with overlap, revoked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from core.api_key import check_api_key
from core.config import Settings
from core.ids import make_id
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.known_keys import KNOWN_SECONDS
from services.services import Services
from tests.integration.api.accounts import add_account
from tests.integration.api.calling import bearer, calling
from tests.integration.api.key_making import Key, by, make_key, rotate
from tests.integration.api.promises import assert_problem
from tests.integration.api.test_logins import as_member, join
from tests.integration.waiting import eventually


async def make(api: httpx2.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await api.post("/v1/keys", json={"name": "tablet"} | body)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json()


def holding(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


async def test_key_is_shown_once_and_only_its_digest_is_stored(api: httpx2.AsyncClient, database: Database) -> None:
    made = await make(api)
    secret = made["secret"]
    check_api_key(secret)
    assert (await api.get("/v1/users", headers=holding(secret))).status_code == 200
    for path in (f"/v1/keys/{made['id']}", "/v1/keys"):
        shown = (await api.get(path)).text
        assert secret not in shown
        assert f"grandma_live_…{secret[-4:]}" in shown
    async with database.transaction() as session:
        assert secret[20:] not in str((await session.execute(text("SELECT * FROM api_keys"))).all())


async def test_key_does_what_its_scopes_say_and_nothing_else(api: httpx2.AsyncClient) -> None:
    key = holding((await make(api, scopes=["people:read"]))["secret"])
    assert (await api.get("/v1/users", headers=key)).status_code == 200
    refused = await api.post("/v1/users", json={"name": "Rose", "timezone": "UTC"}, headers=key)
    assert_problem(refused, 403, "forbidden")
    assert "people:manage" in refused.json()["detail"]
    assert_problem(await api.post("/v1/requests", json={"text": "Hello"}, headers=key), 403, "forbidden")
    assert_problem(await api.get("/v1/admin/queues", headers=key), 403, "forbidden")


async def test_key_hands_on_no_more_than_it_has(api: httpx2.AsyncClient) -> None:
    key = holding((await make(api, scopes=["keys:manage", "people:read"]))["secret"])
    for wish in ({}, {"scopes": ["people:write"]}, {"scopes": ["operate"]}):
        assert_problem(await api.post("/v1/keys", json={"name": "more"} | wish, headers=key), 403, "forbidden")
    all_of_it = await make(api)
    assert_problem(await api.post(f"/v1/keys/{all_of_it['id']}/rotate", headers=key), 403, "forbidden")
    assert (
        await api.post("/v1/keys", json={"name": "less", "scopes": ["people:read"]}, headers=key)
    ).status_code == 201


async def test_operator_can_make_a_key_that_operates(api: httpx2.AsyncClient) -> None:
    key = holding((await make(api, scopes=["operate"]))["secret"])
    assert (await api.get("/v1/admin/queues", headers=key)).status_code == 200
    assert_problem(await api.get("/v1/users", headers=key), 403, "forbidden")


async def test_rotated_key_works_for_the_overlap_and_no_longer(api: httpx2.AsyncClient) -> None:
    before = await make(api, scopes=["people:read", "keys:manage"])
    answer = await api.post(f"/v1/keys/{before['id']}/rotate", json={"overlap_seconds": 3600})
    after = answer.json()
    assert (after["replaces"], after["scopes"], after["name"]) == (before["id"], before["scopes"], before["name"])
    for secret in (before["secret"], after["secret"]):
        assert (await api.get("/v1/users", headers=holding(secret))).status_code == 200
    until = datetime.fromisoformat((await api.get(f"/v1/keys/{before['id']}")).json()["expires_at"])
    assert abs(until - datetime.now(UTC) - timedelta(hours=1)) < timedelta(minutes=1)
    last = (await api.post(f"/v1/keys/{after['id']}/rotate", json={"overlap_seconds": 0})).json()
    assert_problem(await api.get("/v1/users", headers=holding(after["secret"])), 401, "unauthorized")
    assert (await api.get("/v1/users", headers=holding(last["secret"]))).status_code == 200
    assert_problem(await api.post(f"/v1/keys/{after['id']}/rotate"), 409, "conflict")


async def test_revoked_key_opens_nothing_from_then_on(api: httpx2.AsyncClient) -> None:
    made = await make(api)
    assert (await api.get("/v1/users", headers=holding(made["secret"]))).status_code == 200
    for _ in range(2):
        assert (await api.delete(f"/v1/keys/{made['id']}")).status_code == 204
    assert_problem(await api.get("/v1/users", headers=holding(made["secret"])), 401, "unauthorized")
    assert (await api.get(f"/v1/keys/{made['id']}")).json()["revoked_at"] is not None


async def test_nobody_stops_a_key_that_opens_more_than_they_may(api: httpx2.AsyncClient) -> None:
    small = holding((await make(api, scopes=["keys:manage", "people:read"]))["secret"])
    for more in (await make(api), await make(api, scopes=["people:read", "people:write"])):
        refused = await api.delete(f"/v1/keys/{more['id']}", headers=small)
        assert_problem(refused, 403, "forbidden")
        assert "people:write" in refused.json()["detail"]
        assert (await api.get("/v1/users", headers=holding(more["secret"]))).status_code == 200
    less = await make(api, scopes=["people:read"])
    for _ in range(2):
        assert (await api.delete(f"/v1/keys/{less['id']}", headers=small)).status_code == 204
    # An admin, who may do all that an account may, can stop each of its keys but one that operates.
    admin = as_member(await join(api, role="admin"))
    operates = await make(api, scopes=["operate"])
    assert_problem(await api.delete(f"/v1/keys/{operates['id']}", headers=admin), 403, "forbidden")
    assert (await api.delete(f"/v1/keys/{(await make(api))['id']}", headers=admin)).status_code == 204


async def test_keys_of_a_member_end_with_their_membership(api: httpx2.AsyncClient, database: Database) -> None:
    program, admins = await make_key(api), [as_member(await join(api, role="admin", email=f"{n}@a.org")) for n in "ab"]
    ids = [(await api.get("/v1/auth/me", headers=admin)).json()["member_id"] for admin in admins]
    mine = await make_key(api, headers=admins[0])
    second = await rotate(api, await make_key(api, headers=by(mine)), headers=by(mine))
    other, taken_over = await make_key(api, headers=admins[1]), await rotate(api, mine, headers=admins[1])
    invited = {"email": "c@a.org", "role": "admin", "consent": "representative"}
    invitation = await api.post("/v1/auth/invitations", json=invited, headers=by(second))
    assert invitation.status_code == 201, invitation.text

    rose = (await api.post("/v1/users", json={"name": "Rose", "timezone": "UTC"})).json()["id"]
    link = await api.get(f"/v1/users/{rose}/calendar-link", headers=by(second))
    calendar = link.json()["url"].partition("/v1")[2]
    assert (await api.get(f"/v1{calendar}", headers={"Authorization": ""})).status_code == 200

    async def are_open(*keys: Key) -> list[bool]:
        return [(await api.get("/v1/users", headers=by(key))).status_code == 200 for key in keys]

    assert await are_open(mine, second, other, taken_over, program) == [True] * 5
    assert (await api.delete(f"/v1/auth/members/{ids[0]}")).status_code == 204
    # At once: what a key opens was remembered a moment ago. What another member took over goes on.
    assert await are_open(mine, second, other, taken_over, program) == [False, False, True, True, True]
    shown = {key["id"]: key for key in (await api.get("/v1/keys")).json()["items"]}
    assert (shown[second["id"]]["made_by"], shown[second["id"]]["revoked_at"] is None) == (ids[0], False)
    assert shown[other["id"]]["revoked_at"] is None
    assert_problem(await api.post(f"/v1/keys/{second['id']}/rotate"), 409, "conflict")
    token = invitation.json()["url"].rpartition("token=")[2]
    taken_back = await api.post("/v1/auth/invitations/accept", json={"token": token})
    assert_problem(taken_back, 401, "unauthorized")  # what their keys invited to as well
    assert (await api.get(f"/v1{calendar}", headers={"Authorization": ""})).status_code == 401


@pytest.mark.parametrize("change", ["DELETE FROM members", "UPDATE members SET role = 'staff'"])
async def test_key_opens_nothing_while_its_member_is_gone_or_may_have_none(
    api: httpx2.AsyncClient, database: Database, change: str
) -> None:
    admin = as_member(await join(api, role="admin"))
    made, program = await make_key(api, headers=admin), await make_key(api)
    async with database.transaction() as session:
        await session.execute(text(change))
    assert_problem(await api.get("/v1/users", headers=by(made)), 401, "unauthorized")
    assert (await api.get("/v1/users", headers=by(program))).status_code == 200
    assert_problem(await api.post(f"/v1/keys/{made['id']}/rotate"), 409, "conflict")


async def test_key_that_another_process_revoked_opens_nothing_a_second_later(
    api: httpx2.AsyncClient, database: Database
) -> None:
    made = await make(api)
    assert (await api.get("/v1/users", headers=holding(made["secret"]))).status_code == 200
    async with database.transaction() as session:
        await session.execute(text("UPDATE api_keys SET revoked_at = now() WHERE id = :id"), {"id": made["id"]})

    async def is_refused() -> bool:
        return (await api.get("/v1/users", headers=holding(made["secret"]))).status_code == 401

    await eventually(is_refused)
    assert KNOWN_SECONDS <= 1.0  # as docs/access.md promises


async def test_key_that_is_over_is_not_made(api: httpx2.AsyncClient) -> None:
    refused = await api.post("/v1/keys", json={"name": "late", "expires_at": "2020-01-01T00:00:00Z"})
    assert_problem(refused, 422, "invalid-request")
    soon = await make(api, expires_at=(datetime.now(UTC) + timedelta(hours=1)).isoformat())
    assert (await api.get("/v1/users", headers=holding(soon["secret"]))).status_code == 200


async def test_expired_key_opens_nothing(api: httpx2.AsyncClient, database: Database) -> None:
    made = await make(api)
    async with database.transaction() as session:
        await session.execute(text("UPDATE api_keys SET expires_at = now() - interval '1 second'"))
    assert_problem(await api.get("/v1/users", headers=holding(made["secret"])), 401, "unauthorized")


@pytest.mark.parametrize("scopes", [[], ["fly"], ["people:read", "PEOPLE:READ"], "people:read"])
async def test_wrong_scopes_are_refused(shared: httpx2.AsyncClient, scopes: Any) -> None:
    assert_problem(await shared.post("/v1/keys", json={"name": "x", "scopes": scopes}), 422, "invalid-request")


async def test_slip_in_a_key_is_told_from_a_key_that_opens_nothing(api: httpx2.AsyncClient) -> None:
    secret = (await make(api))["secret"]
    slip = secret[:40] + ("a" if secret[40] != "a" else "b") + secret[41:]
    assert "checksum" in (await api.get("/v1/users", headers=holding(slip))).json()["detail"]
    before = "grandma_live_" + "x" * 43
    assert "opens nothing" in (await api.get("/v1/users", headers=holding(before))).json()["detail"]


async def test_last_use_is_written_in_groups_behind_the_calls(
    api: httpx2.AsyncClient, services: Services, database: Database
) -> None:
    keys = [await make(api) for _ in range(3)]
    for key in keys[:2]:
        await services.accounts.authenticate(key["secret"])
    assert [(await api.get(f"/v1/keys/{key['id']}")).json()["last_used_at"] for key in keys] == [None] * 3
    await services.access.uses.write()
    used = [(await api.get(f"/v1/keys/{key['id']}")).json()["last_used_at"] for key in keys]
    assert [at is not None for at in used] == [True, True, False]


async def test_keys_of_another_account_are_not_there(
    api: httpx2.AsyncClient, settings: Settings, services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    made = await make(api)
    _, theirs = await add_account(unit_of_work, services)
    async with calling(settings, key=theirs) as neighbour:
        assert made["id"] not in (await neighbour.get("/v1/keys")).text
        for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/rotate")):
            answer = await neighbour.request(method, f"/v1/keys/{made['id']}{path}")
            assert_problem(answer, 404, "not-found")
    assert (await api.get("/v1/users", headers=holding(made["secret"]))).status_code == 200
    assert_problem(await api.get(f"/v1/keys/{make_id()}"), 404, "not-found")


async def test_development_token_opens_nothing_where_others_can_call(settings: Settings) -> None:
    public = settings.model_copy(update={"host": "0.0.0.0"})
    async with calling(public, key=bearer(settings)["Authorization"].removeprefix("Bearer ")) as client:
        refused = await client.get("/v1/users")
        assert_problem(refused, 401, "unauthorized")
        assert "--make-key" in refused.json()["detail"]
    mine = public.model_copy(update={"published_host": "127.0.0.1"})
    async with calling(mine) as client:
        assert (await client.get("/v1/users")).status_code == 200
    proxied = mine.model_copy(update={"public_base_url": "https://grandma.example.org"})
    async with calling(proxied, key=bearer(settings)["Authorization"].removeprefix("Bearer ")) as client:
        refused = await client.get("/v1/admin/queues")
        assert_problem(refused, 401, "unauthorized")
        assert "PUBLIC_BASE_URL" in refused.json()["detail"]
