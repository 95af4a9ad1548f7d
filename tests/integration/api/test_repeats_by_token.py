"""A secret that works once may be sent again under its Idempotency-Key: a lost answer locks nobody out."""

import asyncio
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from core.tenancy import unconfined
from repositories.database import Database
from services.services import Services
from tests.integration.api.promises import assert_problem
from tests.integration.api.test_logins import PASSWORD, add_person, as_member, invite, join

Json = dict[str, Any]


async def send(api: httpx2.AsyncClient, path: str, body: Json, key: str | None = None) -> httpx2.Response:
    headers = {"Authorization": ""} | ({"Idempotency-Key": key} if key is not None else {})
    return await api.post(f"/v1/auth/{path}", json=body, headers=headers)


async def refresh(api: httpx2.AsyncClient, login: Json, key: str | None = None) -> httpx2.Response:
    return await send(api, "refresh", {"refresh_token": login["refresh_token"]}, key)


async def is_in(api: httpx2.AsyncClient, login: Json) -> bool:
    return (await api.get("/v1/auth/me", headers=as_member(login))).status_code == 200


async def test_lost_answer_to_a_refresh_is_heard_again_and_the_login_goes_on(
    api: httpx2.AsyncClient, database: Database
) -> None:
    login = await join(api, await add_person(api))
    first, again = [await refresh(api, login, "k1") for _ in range(2)]
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    for name in ("Cache-Control", "Referrer-Policy"):
        assert again.headers[name] == first.headers[name]
    async with database.transaction() as session:
        stored = str((await session.execute(text("SELECT * FROM idempotency_keys"))).all())
    assert "/v1/auth/refresh" in stored
    for secret in (login["refresh_token"], first.json()["refresh_token"], first.json()["access_token"]):
        assert secret not in stored
    assert (await refresh(api, first.json(), "k1")).status_code == 200, "the next token is another call"


async def test_copied_refresh_token_ends_the_login_also_under_a_key_that_nobody_has_used(
    api: httpx2.AsyncClient,
) -> None:
    for key in ("k2", None):
        login = await join(api, await add_person(api), email=f"{key}@example.org")
        renewed = (await refresh(api, login, "k1")).json()
        assert await is_in(api, renewed)
        for _ in range(2):
            assert_problem(await refresh(api, login, key), 401, "unauthorized")
        assert not await is_in(api, renewed)


async def test_answer_is_over_once_the_login_has_gone_on(api: httpx2.AsyncClient, database: Database) -> None:
    login, other = [await join(api, await add_person(api), email=f"{name}@example.org") for name in "ab"]
    await refresh(api, other, "k1")
    second = (await refresh(api, login, "k1")).json()
    third = (await refresh(api, second, "k2")).json()
    assert_problem(await refresh(api, login, "k1"), 409, "idempotent-answer-lost")
    assert await is_in(api, third)
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(answer) FROM idempotency_keys")) == 2


async def test_of_many_refreshes_at_once_one_is_carried_out(api: httpx2.AsyncClient) -> None:
    login = await join(api, await add_person(api))
    body = {"refresh_token": login["refresh_token"]}
    headers = {"Authorization": "", "Idempotency-Key": "k1", "Prefer": "wait=10"}
    answers = await asyncio.gather(*(api.post("/v1/auth/refresh", json=body, headers=headers) for _ in range(5)))
    assert {each.status_code for each in answers} == {200}
    assert len({each.json()["refresh_token"] for each in answers}) == 1
    assert await is_in(api, answers[0].json())


async def test_invitation_and_link_are_followed_once_and_answered_again(
    api: httpx2.AsyncClient, services: Services
) -> None:
    accept = {"token": await invite(api, await add_person(api)), "password": PASSWORD}
    first, again = [await send(api, "invitations/accept", accept, "k1") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    other = {**accept, "password": "another one than before"}
    assert_problem(await send(api, "invitations/accept", other, "k1"), 422, "idempotency-key-reused")
    assert_problem(await send(api, "invitations/accept", accept), 401, "unauthorized")

    links: list[str] = []

    async def take(email: str, secret: str) -> None:
        del email
        links.append(secret)

    with unconfined():
        await services.access.logins.ask_for_link("anna@example.org", take)
        await services.access.logins.wait_for_mail()
    first, again = [await send(api, "magic-link/follow", {"token": links[0]}, "k1") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    assert_problem(await send(api, "magic-link/follow", {"token": links[0]}, "k2"), 401, "unauthorized")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"refresh_token": 17}', b"[" * 5000, b'{"refresh_token": "none"}']
)
async def test_body_that_says_nothing_is_refused_as_without_a_key(shared: httpx2.AsyncClient, body: bytes) -> None:
    headers = {"Authorization": "", "Content-Type": "application/json"}
    without = await shared.post("/v1/auth/refresh", content=body, headers=headers)
    under = await shared.post("/v1/auth/refresh", content=body, headers=headers | {"Idempotency-Key": "k"})
    assert (under.status_code, under.json()) == (without.status_code, without.json())
    malformed = await shared.post("/v1/auth/refresh", content=body, headers=headers | {"Idempotency-Key": "two words"})
    assert malformed.status_code in {400, 422}
