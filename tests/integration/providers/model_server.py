"""A server on loopback that plays what a test says, faults included. Its own words are those of Chat Completions."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Play = Callable[[asyncio.StreamWriter], Awaitable[None]]

USAGE = {"prompt_tokens": 900, "completion_tokens": 40, "total_tokens": 940}


@dataclass
class ModelServer:
    """Plays one thing after the other, the last one again and again; keeps what it was asked."""

    plays: list[Play] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    url: str = ""
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def play(self, *plays: Play) -> None:
        self.plays = list(plays)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while True:
                    await self._answer(reader, writer)
        finally:
            writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        self.paths.append(first.split(" ")[1])
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        self.asked.append(json.loads(await reader.readexactly(int(headers["content-length"]))))
        self.headers.append(headers)
        self.reached.set()
        play = self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]
        await play(writer)
        await writer.drain()


@asynccontextmanager
async def model_server(*plays: Play) -> AsyncGenerator[ModelServer]:
    model = ModelServer(plays=list(plays))
    connections: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.add(asyncio.ensure_future(model.serve(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    model.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield model
    finally:
        server.close()
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await server.wait_closed()
        await asyncio.sleep(0)  # the transports say goodbye in the next turn of the loop


# ------------------------------------------------------------------ what it can play


def says(text: str | None, *, finish: str = "stop", refusal: str | None = None, usage: Any = USAGE) -> Play:
    """A completion with this text."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text, "refusal": refusal},
        "finish_reason": finish,
    }
    return sends({"id": "c1", "object": "chat.completion", "model": "m", "choices": [choice], "usage": usage})


def understands(*wishes: Mapping[str, Any]) -> Play:
    """A completion with these wishes."""
    return says(json.dumps({"wishes": wishes}))


def sends(body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Play:
    """Any JSON."""
    return sends_bytes(json.dumps(body).encode(), status=status, headers=headers)


def fails(status: int, code: str, message: str = "No.", *, headers: Mapping[str, str] | None = None) -> Play:
    """An error as OpenAI words it."""
    return sends({"error": {"message": message, "type": code, "code": code}}, status=status, headers=headers)


def sends_bytes(
    body: bytes, *, status: int = 200, kind: str = "application/json", headers: Mapping[str, str] | None = None
) -> Play:
    async def play(writer: asyncio.StreamWriter) -> None:
        lines = {"content-type": kind, "content-length": str(len(body)), **(headers or {})}
        writer.write(_head(status, lines) + body)

    return play


async def hangs(_: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def drops(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    raise ConnectionResetError


async def breaks_off(writer: asyncio.StreamWriter) -> None:
    writer.write(_head(200, {"content-type": "application/json", "content-length": "500"}) + b'{"choices": [')
    await writer.drain()
    await drops(writer)


async def drips(writer: asyncio.StreamWriter) -> None:
    """A byte now and then: each arrives before any time-out of a single read."""
    writer.write(_head(200, {"content-type": "application/json", "content-length": "100000"}))
    for _ in range(100_000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Spoken", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()
