"""Keys to a venue's booking system are sent to that system alone."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2
import pytest

from tests.integration.api.promises import assert_problem
from tests.integration.api.shelf import SOON

KEY = "key-of-the-old-place-0123456789"
SITES = {
    "easyappointments": {"service": "1", "provider": "2"},
    "resdiary": {"restaurant": "The Ivy"},
}


@dataclass
class Site:
    """Some server, and what it was sent."""

    url: str
    heard: list[bytes] = field(default_factory=list[bytes])


@asynccontextmanager
async def running_site() -> AsyncGenerator[Site]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        site.heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]"
        )
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        site = Site(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        yield site


@pytest.mark.parametrize("to", SITES)
async def test_stored_keys_are_not_sent_to_another_system(api: httpx2.AsyncClient, to: str) -> None:
    async with running_site() as old, running_site() as new:
        known = {"name": "Silver", "kind": "salon", "services": ["haircut"], "adapter": "easyappointments"}
        here = {"base_url": old.url, **SITES["easyappointments"]}
        venue = (await api.post("/v1/venues", json={**known, "adapter_settings": here})).json()
        path = f"/v1/venues/{venue['id']}"
        assert (await api.put(f"{path}/secrets", json={"api_key": KEY})).status_code == 204
        await api.get(
            "/v1/availability", params={"venue_id": venue["id"], "date": SOON.isoformat(), "service": "haircut"}
        )
        assert any(KEY.encode() in each for each in old.heard), "there it is what opens it"

        elsewhere = {"adapter": to, "adapter_settings": {"base_url": new.url, **SITES[to]}}
        refused = await api.patch(path, json=elsewhere)
        assert_problem(refused, 422, "invalid-request")
        assert "Take them away first" in refused.text
        imported = await api.post("/v1/venues/import", json={"venues": [{**known, **elsewhere}]})
        assert_problem(imported, 422, "invalid-request")
        assert (await api.get(path)).json() == venue
        assert not any(KEY.encode() in each for each in new.heard)

        within = {"adapter_settings": {**here, "base_url": f"{old.url}/book"}}
        assert (await api.patch(path, json=within)).status_code == 200, "it is the same host"
        assert (await api.put(f"{path}/secrets", json={})).status_code == 204
        assert (await api.patch(path, json=elsewhere)).status_code == 200
