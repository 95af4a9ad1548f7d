"""A salon in Cal.com, from the sentence to the cancellation by the place, in one process."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from sqlalchemy import text

from core.config import Settings
from repositories.database import Database
from services.services import Services
from tests.integration.worker import running_worker
from tests.outside.calcom import KEY, CalComServer
from tests.outside.calcom_records import EventType
from tests.outside.loopback import running

SECRET = "whisper-0123456789"
DAY = datetime.now(UTC).date() + timedelta(days=10)


async def test_appointment_is_booked_there_and_its_cancellation_is_told(
    api: httpx2.AsyncClient, services: Services, settings: Settings, database: Database
) -> None:
    async with running(CalComServer(events=[EventType(zone="Europe/London")], now=datetime.now(UTC))) as calcom:
        venue_id = await connect(api, calcom)
        async with running_worker(services, settings):
            told = await api.post(
                "/v1/requests",
                json={"text": f"Book me a haircut at Silver Scissors on {DAY:%-d %B} at 10am", "confirm": "never"},
                headers={"Prefer": "wait=20"},
            )
        (task,) = told.json()["tasks"]
        assert task["status"] == "completed", task
        (kept,) = calcom.standing
        assert kept.attendee["email"] == "rose@example.org"

        calcom.host_cancels(kept.uid)
        await ring(api, venue_id, kept.uid)
        await let_pass(database, "look_at = now()")
        await services.places.look_batch()
        await let_pass(database, "updated_at = updated_at - interval '1 minute'")
        await services.places.tell_batch()
    (booking,) = (await api.get("/v1/bookings")).json()["items"]
    assert booking["status"] == "cancelled"
    (message,) = (await api.get("/v1/notifications")).json()["items"]
    assert message["text"].startswith("Silver Scissors has cancelled your booking: haircut on ")


async def connect(api: httpx2.AsyncClient, calcom: CalComServer) -> str:
    """A venue of that system, and somebody who may be told."""
    fields: dict[str, Any] = {"name": "Silver Scissors", "kind": "salon", "services": ["haircut"], "adapter": "calcom"}
    fields["adapter_settings"] = {"base_url": calcom.url, "event_type:haircut": "12"}
    venue = (await api.post("/v1/venues", json=fields)).json()
    secrets = {"api_key": KEY, "webhook_secret": SECRET}
    assert (await api.put(f"/v1/venues/{venue['id']}/secrets", json=secrets)).status_code == 204
    (user,) = (await api.get("/v1/users")).json()["items"]
    known = {"email": "rose@example.org", "channels": ["mailto:rose@example.org"]}
    assert (await api.patch(f"/v1/users/{user['id']}", json=known)).status_code == 200
    return venue["id"]


async def ring(api: httpx2.AsyncClient, venue_id: str, uid: str) -> None:
    said = {"triggerEvent": "BOOKING_CANCELLED", "createdAt": "2026-11-20T09:30:00Z", "payload": {"uid": uid}}
    body = json.dumps(said).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    answer = await api.post(
        "/v1/inbound/calcom", params={"venue": venue_id}, content=body, headers={"X-Cal-Signature-256": signature}
    )
    assert answer.status_code == 204


async def let_pass(database: Database, assignment: str) -> None:
    async with database.transaction() as session:
        await session.execute(text(f"UPDATE bookings SET {assignment}"))
