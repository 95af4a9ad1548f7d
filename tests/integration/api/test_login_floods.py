"""Somebody without a key or a login keeps nobody from logging in, however much they send."""

import asyncio
from collections.abc import AsyncGenerator, Callable

import httpx2
import pytest
from fastapi import FastAPI

from core.config import Settings
from services.access import login_tries
from tests.apps import app_over
from tests.integration.api.calling import bearer, client_of, promises_of_product
from tests.integration.api.promises import assert_problem
from tests.integration.api.test_logins import PASSWORD, add_person, invite, join, log_in

From = Callable[[str], httpx2.AsyncClient]


@pytest.fixture
async def app(settings: Settings) -> AsyncGenerator[FastAPI]:
    app = app_over(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def api(app: FastAPI, settings: Settings) -> AsyncGenerator[httpx2.AsyncClient]:
    async with client_of(app, bearer(settings)) as client:
        yield client


@pytest.fixture
def calling_from(app: FastAPI) -> From:
    """Clients who call from another address; they need not be closed, nothing is open."""

    def make(address: str) -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 50_000))
        check = {"response": [promises_of_product().check]}
        return httpx2.AsyncClient(transport=transport, base_url="http://api.test", event_hooks=check)

    return make


async def accept(api: httpx2.AsyncClient, token: str) -> httpx2.Response:
    body = {"token": token, "password": PASSWORD}
    return await api.post("/v1/auth/invitations/accept", json=body, headers={"Authorization": ""})


async def test_invitation_that_is_none_costs_no_hash(api: httpx2.AsyncClient, hashings: list[str]) -> None:
    used = await invite(api, await add_person(api))
    assert (await accept(api, used)).status_code == 200
    assert hashings == [PASSWORD]
    for token in (used, "x" * 43):
        assert_problem(await accept(api, token), 401, "unauthorized")
    assert hashings == [PASSWORD]


async def test_one_invitation_is_tried_ten_times_at_most(api: httpx2.AsyncClient, hashings: list[str]) -> None:
    """However many come at once, of one invitation few passwords are hashed, and one is accepted."""
    token = await invite(api, await add_person(api))
    answers = await asyncio.gather(*(accept(api, token) for _ in range(14)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes.count(200) == 1
    assert set(codes) <= {200, 401, 429}
    assert len(hashings) <= 10


async def test_network_that_fails_too_often_waits_and_nobody_else(
    api: httpx2.AsyncClient, calling_from: From, hashings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login_tries, "MOST_OF_A_NETWORK", 3)
    await join(api, await add_person(api))
    for number in range(5):  # what succeeds is none
        assert (await log_in(calling_from("2a00:1450:1:1::1"))).status_code == 200, number
    for number in range(3):
        answer = await log_in(calling_from(f"2a00:1450:1:1::{number}"), f"{number}@example.org")
        assert_problem(answer, 401, "unauthorized")
    seen = len(hashings)
    refused = await log_in(calling_from("2a00:1450:1:1:ffff::9"))
    assert_problem(refused, 429, "rate-limited")
    assert int(refused.headers["Retry-After"]) > 60
    assert "network" in refused.json()["detail"]
    assert len(hashings) == seen
    assert (await log_in(calling_from("2a00:1450:1:2::1"))).status_code == 200


async def test_who_tries_too_often_keeps_nobody_out_but_their_own_network(
    api: httpx2.AsyncClient, calling_from: From, hashings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From many networks neither: the bound of a day leaves the member in where they are logged in already."""
    monkeypatch.setattr(login_tries, "MOST_TRIES", 2)
    monkeypatch.setattr(login_tries, "MOST_A_DAY", 5)
    await join(api, await add_person(api))
    home, stranger = calling_from("8.8.4.4"), calling_from("9.9.9.9")
    assert (await log_in(home)).status_code == 200
    codes = [(await log_in(stranger, password="wrong")).status_code for _ in range(4)]
    assert codes == [401, 401, 429, 429]
    assert (await log_in(calling_from("1.0.0.1"))).status_code == 200, "another network"
    for number in range(3):
        assert_problem(await log_in(calling_from(f"2.0.0.{number}"), password="wrong"), 401, "unauthorized")
    seen = len(hashings)
    for email in ("anna@example.org", "nobody@example.org"):
        answers = [await log_in(calling_from(f"3.0.0.{number}"), email, password="wrong") for number in range(6)]
        assert_problem(answers[-1], 429, "rate-limited")
    refused = await log_in(calling_from("3.0.0.9"))
    assert_problem(refused, 429, "rate-limited")
    assert "link from your mail" in refused.json()["detail"]
    assert hashings[seen:] == ["wrong"] * 5, "of the address that nobody has; all guesses together are bounded"
    assert (await log_in(home)).status_code == 200
    by_link = await calling_from("3.0.0.9").post("/v1/auth/magic-link", json={"email": "anna@example.org"})
    assert by_link.status_code == 409, "there is no mail server here; else it would be sent"


async def test_proxy_that_nobody_told_us_of_is_no_network(
    calling_from: From, hashings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever tries often enough would lock out everybody behind it."""
    monkeypatch.setattr(login_tries, "MOST_OF_A_NETWORK", 1)
    for number in range(3):
        answer = await log_in(calling_from("172.18.0.1"), f"{number}@example.org")
        assert_problem(answer, 401, "unauthorized")


async def test_login_behind_a_flood_is_told_to_come_back_at_once_and_has_not_tried(
    api: httpx2.AsyncClient, calling_from: From, hashings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await join(api, await add_person(api))
    monkeypatch.setattr("services.access.passwords._MOST_WAITING", -2)
    for _ in range(12):  # more than may fail
        answer = await log_in(calling_from("8.8.4.4"))
        assert_problem(answer, 503, "overloaded")
        assert answer.headers["Retry-After"] == "5"
    monkeypatch.setattr("services.access.passwords._MOST_WAITING", 16)
    assert (await log_in(calling_from("8.8.4.4"))).status_code == 200
