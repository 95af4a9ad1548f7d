"""The API behind a real HTTP server on loopback, for what streams."""

import asyncio
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx2
import uvicorn

from api.server import server_config
from core.config import Settings
from tests.apps import app_over
from tests.integration.api.calling import bearer
from tests.integration.waiting import eventually


class _Server(uvicorn.Server):
    """Leaves the signal handlers to whoever runs the tests."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield

    async def has_started(self) -> bool:
        return self.started


@asynccontextmanager
async def serving(settings: Settings) -> AsyncGenerator[httpx2.AsyncClient]:
    """A client of a server on a free port of loopback."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = _Server(server_config(app_over(settings)))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    await eventually(server.has_started)
    port = listener.getsockname()[1]
    async with httpx2.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers=bearer(settings), timeout=20, trust_env=False
    ) as client:
        yield client
    server.should_exit = True
    await running


async def read_events(response: httpx2.Response) -> AsyncIterator[dict[str, Any]]:
    """Server-sent events as they come, without comments."""
    event: dict[str, Any] = {}
    async for line in response.aiter_lines():
        if line:
            name, _, value = line.partition(": ")
            event |= {name: value} if name else {}
        elif event:
            yield event
            event = {}
