"""Calls of outside systems: only genuine ones are heard, and they are never more than a reason to look."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import text

from repositories.database import Database
from services.services import Services
from tests.integration.api.promises import assert_problem

SECRET = "whisper-0123456789"
CANCELLED = {"triggerEvent": "BOOKING_CANCELLED", "createdAt": "2026-11-20T09:30:00Z", "payload": {"uid": "uid1"}}


@pytest.fixture(scope="module")
async def venue_id(lasting: httpx2.AsyncClient) -> str:
    """A salon of a lasting API."""
    return await add_salon(lasting)


async def add_salon(api: httpx2.AsyncClient) -> str:
    made = await api.post("/v1/venues", json={"name": f"Salon {uuid4()}", "kind": "salon", "services": ["haircut"]})
    secrets = {"api_key": "cal_live_0123456789", "webhook_secret": SECRET}
    put = await api.put(f"/v1/venues/{made.json()['id']}/secrets", json=secrets)
    assert put.status_code == 204
    return made.json()["id"]


async def call(
    api: httpx2.AsyncClient, system: str, venue_id: str, body: Any = CANCELLED, *, headers: Mapping[str, str]
) -> httpx2.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": "", "Content-Type": "application/json", **headers}
    return await api.post(f"/v1/inbound/{system}", params={"venue": venue_id}, content=content, headers=headers)


def signed(body: Any = CANCELLED, secret: str = SECRET) -> dict[str, str]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return {"X-Cal-Signature-256": hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()}


async def test_a_signed_call_is_heard(shared: httpx2.AsyncClient, venue_id: str) -> None:
    assert (await call(shared, "calcom", venue_id, headers=signed())).status_code == 204
    again = await call(shared, "calcom", venue_id, headers=signed())
    assert again.status_code == 204
    headers = {"Authorization": "", **signed()}
    url = f"/v1/inbound/calcom?venue={venue_id}&source=proxy"  # what the system's operator has appended
    assert (await shared.post(url, content=json.dumps(CANCELLED).encode(), headers=headers)).status_code == 204


async def test_a_call_with_the_secret_in_its_header_is_heard(shared: httpx2.AsyncClient, venue_id: str) -> None:
    body = {"action": "appointment_delete", "payload": {"id": 7, "start_datetime": "2026-11-23 10:00:00"}}
    answer = await call(shared, "easyappointments", venue_id, body, headers={"X-Ea-Token": SECRET})
    assert answer.status_code == 204


@pytest.mark.parametrize(
    ("system", "headers"),
    [
        ("calcom", {}),
        ("calcom", {"X-Cal-Signature-256": "no-secret-provided"}),
        ("calcom", signed(secret="another-0123456789")),
        ("calcom", signed({**CANCELLED, "payload": {"uid": "uid2"}})),
        ("calcom", {"X-Ea-Token": SECRET}),
        ("easyappointments", {"X-Ea-Token": "whisper"}),
        ("easyappointments", signed()),
    ],
)
async def test_a_forged_call_is_refused(
    shared: httpx2.AsyncClient, venue_id: str, system: str, headers: Mapping[str, str]
) -> None:
    assert_problem(await call(shared, system, venue_id, headers=headers), 401, "unauthorized")


async def test_without_a_secret_nobody_is_heard(api: httpx2.AsyncClient) -> None:
    venue_id = await add_salon(api)
    assert (await api.put(f"/v1/venues/{venue_id}/secrets", json={})).status_code == 204
    for secret in (SECRET, ""):
        assert_problem(await call(api, "calcom", venue_id, headers=signed(secret=secret)), 401, "unauthorized")


async def test_an_unknown_venue_is_not_told_from_a_wrong_secret(shared: httpx2.AsyncClient) -> None:
    assert_problem(await call(shared, "calcom", str(uuid4()), headers=signed()), 401, "unauthorized")


async def test_an_unknown_system_is_not_there(shared: httpx2.AsyncClient, venue_id: str) -> None:
    assert_problem(await call(shared, "local", venue_id, headers=signed()), 404, "not-found")


@pytest.mark.parametrize("body", [b"", b"[]", b"not JSON", b"\xff\xfe", b"[" * 60_000])
async def test_what_is_signed_and_says_nothing_is_malformed(
    shared: httpx2.AsyncClient, venue_id: str, body: bytes
) -> None:
    assert_problem(await call(shared, "calcom", venue_id, body, headers=signed(body)), 422, "invalid-request")


@pytest.mark.parametrize("payload", [None, [], "uid1", {"uid": {"$gt": ""}}, {}])
async def test_what_is_about_no_booking_is_heard_and_forgotten(
    shared: httpx2.AsyncClient, venue_id: str, payload: Any
) -> None:
    body = {**CANCELLED, "payload": payload}
    assert (await call(shared, "calcom", venue_id, body, headers=signed(body))).status_code == 204


async def test_secrets_are_stored_unreadable_and_opened_again(
    api: httpx2.AsyncClient, services: Services, database: Database
) -> None:
    venue_id = await add_salon(api)
    assert await services.venue_secrets.find(UUID(venue_id), "api_key") == "cal_live_0123456789"
    async with database.transaction() as session:
        sealed = (await session.execute(text("SELECT sealed FROM venue_secrets"))).scalar_one()
    assert "cal_live" not in sealed
    assert "cal_live" not in (await api.get(f"/v1/venues/{venue_id}")).text


@pytest.mark.parametrize("secret", ["short", "with spaces in it", "ümlaut-0123456789", "a" * 501])
async def test_what_is_no_secret_is_refused(shared: httpx2.AsyncClient, venue_id: str, secret: str) -> None:
    answer = await shared.put(f"/v1/venues/{venue_id}/secrets", json={"api_key": secret})
    assert_problem(answer, 422, "invalid-request")


async def test_secrets_of_no_venue_are_not_kept(shared: httpx2.AsyncClient) -> None:
    assert_problem(await shared.put(f"/v1/venues/{uuid4()}/secrets", json={}), 404, "not-found")
