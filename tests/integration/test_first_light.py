"""The example of the README, in one process."""

from typing import Any

import httpx2

from core.config import Settings
from services.services import Services
from tests.integration.worker import running_worker


async def test_sentence_becomes_booked_table(api: httpx2.AsyncClient, services: Services, settings: Settings) -> None:
    async with running_worker(services, settings):
        answer = await api.post(
            "/v1/requests",
            json={"text": "Book me a table for 4 at Olive Garden tomorrow 7pm."},
            headers={"Prefer": "wait=20"},
        )
    body: dict[str, Any] = answer.json()
    assert answer.status_code == 200
    assert body["tasks"][0]["status"] == "completed"
    assert body["tasks"][0]["result"]["summary"].startswith("Your table for 4 at Olive Garden is booked")
